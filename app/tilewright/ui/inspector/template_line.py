"""The line of a page that names the templates in use: choose one, copy what they contain, use none."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...errors import AppError
from ...model.template import TRANSCODE_TAG, WATERMARK_TAG, Template
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label, breakable
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .template_chooser import open_chooser
from .template_list import size_of
from .template_using import copy_values, named, take_off

__all__ = ["TRANSCODE_TAG", "WATERMARK_TAG", "TemplateLine"]


class TemplateLine(QWidget):
    """Follows the composition by itself; a page only has to put it somewhere."""

    def __init__(self, bench: Workbench, tag: str) -> None:
        super().__init__()
        self._bench, self._tag = bench, tag
        is_transcode = tag == TRANSCODE_TAG
        self.told = Label("", "caption", "2", wraps=True)
        self.choose_button = PlainButton(tr("Choose…"))
        self.choose_button.setAccessibleName(
            tr("Choose a transcode template") if is_transcode else tr("Choose a watermark template")
        )
        self.choose_button.setText(tr("Choose…") if is_transcode else tr("Choose a template…"))
        self.copy_button = PlainButton(tr("Copy its values"), "link", height=tokens.size("hit_min"))
        self.copy_button.setAccessibleName(
            tr("Copy the values of the transcode template")
            if is_transcode
            else tr("Copy the values of the watermark templates")
        )
        self.none_button = PlainButton(tr("Use none"), "link", height=tokens.size("hit_min"))
        self.none_button.setAccessibleName(
            tr("Use no transcode template") if is_transcode else tr("Use no watermark template")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.told)
        self.told.setContentsMargins(0, 0, 0, 4)
        for buttons in ((self.choose_button,), (self.copy_button, self.none_button)):
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        self.choose_button.clicked.connect(self._open_chooser)
        self.copy_button.clicked.connect(lambda: bench.when_settled(self._copy))
        self.none_button.clicked.connect(lambda: take_off(bench, tag))
        bench.session.changed.connect(self._on_news)
        bench.session.known_changed.connect(self._on_news)
        self._on_news()

    def _open_chooser(self) -> None:
        bench = self._bench
        bench.when_settled(lambda: open_chooser(bench, self._tag, self.window()), once=f"choose {self._tag}")

    def _on_news(self, *_: object) -> None:
        templates = named(self._bench, self._tag)
        self.told.setText(breakable("\n".join(map(self._words, templates))))
        self.told.setVisible(bool(templates))
        for button in (self.copy_button, self.none_button):
            button.setVisible(bool(templates))
        is_known = all(template.is_usable for template in templates)
        self.copy_button.setEnabled(is_known)
        set_tip(self.copy_button, "" if is_known else tr("What it contains is not known yet."))

    def _words(self, template: Template) -> str:
        if template.id in self._bench.session.known.absent_templates:
            return tr("{id}: there is no such template.").format(id=template.id)
        if not template.is_usable:
            return tr("{id}: not looked up yet.").format(id=template.id)
        return " · ".join(filter(None, (template.name, size_of(template), template.id)))

    def _copy(self) -> None:
        templates = named(self._bench, self._tag)
        try:
            if templates:
                copy_values(self._bench, templates[-1])
        except AppError as error:
            self._bench.report.error(error)
