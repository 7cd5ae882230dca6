"""The page of what few people need: the part that is kept, rules of encoding, templates, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ....model.kept import unknown_parts
from ...theme.fonts import font
from ...widgets.labels import Label
from ...words import tr
from ..entry import Entry, Pair, Section, off_by_template
from ..kinds import Flag, Number, choice
from ..page import Page, register


@register
class AdvancedPage(Page):
    id = "advanced"
    icon = "sliders-horizontal"
    order = 80
    prefixes = ("transcode.time_interval", "transcode.trans_config", "kept")

    @classmethod
    def title(cls) -> str:
        return tr("Advanced")

    def subtitle(self) -> str:
        return tr("What few people need")

    def sections(self) -> Sequence[Section]:
        config = (
            self._flag("delete_metadata", tr("Remove metadata"), "DeleteMetadata"),
            self._flag("is_hdr2sdr", tr("Turn HDR into SDR"), "IsHdr2Sdr"),
            Entry(
                "transcode.trans_config.adj_dar_method",
                tr("When a source has another shape"),
                choice(
                    ("scale", tr("Stretch")),
                    ("crop", tr("Cut")),
                    ("pad", tr("Black bars")),
                    ("none", tr("Keep")),
                    absent=tr("Default: keep"),
                ),
                element="Transcode.TransConfig.AdjDarMethod",
                off=off_by_template,
            ),
        )
        return (
            Section(tr("Kept part"), (Pair(*self._span()),)),
            Section(tr("Encoding"), config),
            Section(tr("Not known to Tilewright"), (self._make_kept,)),
        )

    def _span(self) -> tuple[Entry, Entry]:
        start = Entry(
            "transcode.time_interval.start",
            tr("From"),
            Number(low=0, is_time=True),
            name=tr("Kept part: start"),
            unit=tr("s"),
            usual=lambda _, __: 0,
            hint=tr("Also takes 1:30"),
            element="Transcode.TimeInterval.Start",
            off=off_by_template,
        )
        duration = Entry(
            "transcode.time_interval.duration",
            tr("Length"),
            Number(low=0, is_time=True),
            name=tr("Kept part: length"),
            unit=tr("s"),
            default=tr("To the end"),
            element="Transcode.TimeInterval.Duration",
            off=off_by_template,
        )
        return start, duration

    def _flag(self, name: str, label: str, element: str) -> Entry:
        return Entry(
            f"transcode.trans_config.{name}",
            label,
            Flag(),
            element=f"Transcode.TransConfig.{element}",
            off=off_by_template,
        )

    def _make_kept(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._kept = QPlainTextEdit()
        self._kept.setObjectName("kept")
        self._kept.setAccessibleName(tr("Parts of the request that Tilewright does not know"))
        self._kept.setReadOnly(True)
        self._kept.setFont(font("mono"))
        self._kept.setTabChangesFocus(True)
        self._kept.setFixedHeight(88)
        self._kept_words = Label("", "caption", "3", wraps=True)
        column.addWidget(self._kept)
        column.addWidget(self._kept_words)
        return made

    def refresh(self) -> None:
        super().refresh()
        parts = unknown_parts(self.bench.session.composition)
        text = "\n".join(parts)
        if text != self._kept.toPlainText():
            self._kept.setPlainText(text)
        self._kept.setVisible(bool(parts))
        self._kept_words.setText(
            tr("Written back as it came.") if parts else tr("Nothing. What an opened request has beyond this is kept.")
        )
