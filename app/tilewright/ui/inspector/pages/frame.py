"""The page of the frame: its size, the rate of its pictures, its ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ....checks.registry import View
from ....layout.frame import ASPECTS, PRESETS, has_aspect, resize_frame, with_aspect
from ....model.composition import Composition
from ....model.ranges import FRAME_SIDE
from ....model.source import frame_in_force
from ...theme import tokens
from ...widgets.buttons import PlainButton
from ...widgets.combo import Combo
from ...widgets.field import Field
from ...widgets.labels import Label
from ...widgets.switch import Switch
from ...words import tr
from ..binding import view_of
from ..cards import FIELD_GAP
from ..entry import Entry, Pair, Section, off_by_template
from ..kinds import MOST_PIXELS, Number, choice
from ..message import Message
from ..page import Page, line_of, register
from ..template_notice import with_notice

RATES = (24, 25, 30, 50, 60)

SAID_HEIGHT = 43
"""Room for a line and a link below it: what is said of the sides moves nothing as long as it is no longer."""


@register
class FramePage(Page):
    id = "frame"
    icon = "frame"
    order = 20
    prefixes = ("transcode.video.width", "transcode.video.height", "transcode.video.fps")

    @classmethod
    def title(cls) -> str:
        return tr("Frame")

    def subtitle(self) -> str:
        return tr("The picture that comes out")

    def make_header(self) -> QWidget:
        return with_notice(super().make_header(), self.bench, self.title())

    def sections(self) -> Sequence[Section]:
        number = Number(is_whole=True, limit=MOST_PIXELS, waits=True).within(FRAME_SIDE)
        together = f"{number.range_words(tr('px'))} · Transcode.Video.Width, Height"

        def side(name: str, element: str) -> Entry:
            return Entry(
                f"transcode.video.{name}",
                kind=number,
                unit=tr("px"),
                element=element,
                together=together,
                off=_off_side,
                whole=lambda view, _: getattr(frame_in_force(view.composition, view.known), name),
                put=self._put_side,
                hint=tr("Wide for lessons and YouTube, upright for phones."),
                is_inner=True,
                object_name=f"frame{name.capitalize()}",
            )

        self._sides = Pair(
            side("width", "Transcode.Video.Width"),
            side("height", "Transcode.Video.Height"),
        )
        rates = choice(
            *((rate, tr("{rate} a second").format(rate=rate)) for rate in RATES), absent=tr("As the fastest source")
        )
        return (
            Section(
                "", (self._make_presets, self._make_sides, self._make_aspects, self._make_said, self._make_scaling)
            ),
            Section(
                tr("Picture rate"),
                (
                    Entry(
                        "transcode.video.fps",
                        name=tr("Video frame rate of the frame"),
                        kind=rates,
                        hint=tr("Without it: as fast as the fastest source."),
                        element="Transcode.Video.Fps",
                        off=off_by_template,
                    ),
                ),
            ),
            Section(tr("Background"), (self._make_background,)),
        )

    def _put_side(self, view: View, composition: Composition, path: str, value: Any) -> Composition:
        frame = composition.inline_frame
        sides = {"width": frame.width, "height": frame.height, path.rpartition(".")[2]: value}
        return self._resized(composition, sides["width"], sides["height"])

    def _resized(self, composition: Composition, width: int | None, height: int | None) -> Composition:
        known, spacing = self.bench.session.known, self.bench.arranging.spacing
        return resize_frame(composition, known, width, height, scales_tiles=self.habits.scales_tiles, spacing=spacing)

    def _make_presets(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        label = Label(tr("Size"), "label", "2")
        self._presets = Combo(tr("Size of the frame"))
        self._presets.setObjectName("frameSize")
        for width, height, called in PRESETS:
            self._presets.addItem(f"{width} × {height}   {called}")
        self._presets.setPlaceholderText(tr("Own size"))
        self._presets.currentIndexChanged.connect(self._on_preset)
        label.setBuddy(self._presets)
        column.addWidget(label)
        column.addWidget(self._presets)
        return made

    def _make_sides(self) -> QWidget:
        self._place_of_said = QWidget(self)
        self._said = Message(tr("Size of the frame"), self._place_of_said)
        return self.make_pair(self._sides, self._said)

    def _make_said(self) -> QWidget:
        """The line of both sides stands below the shapes, so that neither these nor the fields move."""
        made = self._place_of_said
        made.setParent(None)  # Tab meets the link where it is put now, not where it was made
        made.setMinimumHeight(SAID_HEIGHT)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._said)
        column.addStretch(1)
        return made

    def _make_aspects(self) -> QWidget:
        self._aspects: list[PlainButton] = []
        for across, down in ASPECTS:
            button = PlainButton(f"{across}:{down}")
            button.setCheckable(True)
            button.setProperty("room", "tight")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(tr("Shape {across}:{down}").format(across=across, down=down))
            button.clicked.connect(self._on_aspect)
            self._aspects.append(button)
        return line_of(*self._aspects)

    def _make_scaling(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        self._scales = Switch(tr("Scale the layout with the frame"))
        self._scales.setObjectName("scaleLayout")
        self._scales.setChecked(self.habits.scales_tiles)
        self._scales.toggled.connect(self._on_scales)
        label = Label(tr("Scale the layout with the frame"))
        label.setWordWrap(True)
        line = line_of(label, stretch=False)
        layout = line.layout()
        if layout is not None:
            layout.addWidget(self._scales)
        column.addWidget(line)
        return made

    def _on_scales(self, is_on: bool) -> None:
        self.habits.scales_tiles = is_on

    def _make_background(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        field = _Black(tr("Background"))
        message = Message(tr("Background"), made)
        message.say("off", tr("Fixed: the service has no field for it."))
        column.addWidget(field)
        column.addWidget(message)
        return made

    def refresh(self) -> None:
        super().refresh()
        view = view_of(self.bench)
        size = frame_in_force(view.composition, view.known).size
        is_on = not off_by_template(view)
        self._presets.blockSignals(True)
        found = [number for number, (width, height, _) in enumerate(PRESETS) if (width, height) == size]
        self._presets.setCurrentIndex(found[0] if found else -1)
        self._presets.blockSignals(False)
        self._presets.setEnabled(is_on)
        for button, aspect in zip(self._aspects, ASPECTS, strict=True):
            button.setChecked(has_aspect(size, aspect))
            button.setEnabled(is_on)
        self._scales.setChecked(self.habits.scales_tiles)

    def _on_preset(self, index: int) -> None:
        if index >= 0:
            width, height, _ = PRESETS[index]
            self._take(width, height, is_walked=self._presets.is_walked)

    def _on_aspect(self) -> None:
        button = self.sender()
        if isinstance(button, PlainButton):
            aspect = ASPECTS[self._aspects.index(button)]
            self.bench.when_settled(lambda: self._take_aspect(aspect))

    def _take_aspect(self, aspect: tuple[int, int]) -> None:
        view = view_of(self.bench)
        self._take(*with_aspect(frame_in_force(view.composition, view.known).size, aspect))

    def _take(self, width: int, height: int, *, is_walked: bool = False) -> None:
        text = tr("Size of the frame")

        def resized(now: Composition) -> Composition:
            return self._resized(now, width, height)

        if is_walked:
            self.bench.session.document.walk(resized, text)
            self.refresh()
        else:
            self.bench.edit(resized, text, self.refresh)


def _off_side(view: View) -> str:
    """A template states the frame (ci-jobs §1.2); which one, as far as it is known."""
    if not off_by_template(view):
        return ""
    width, height = (frame := frame_in_force(view.composition, view.known)).width, frame.height
    if width is not None and height is not None:
        return tr("Off because the template decides: {width} × {height}.").format(width=width, height=height)
    if view.composition.transcode_template_id not in view.known.templates:
        return tr("Off because the template decides. Its size is not known yet.")
    if width is not None:
        return tr("The template states {width} px of width and no height; the service wants both.").format(width=width)
    if height is not None:
        return tr("The template states {height} px of height and no width; the service wants both.").format(
            height=height
        )
    return tr("The template states no size; the service wants width and height.")


class _Black(Field):
    """Says the colour that cannot be changed, with a swatch of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setText(tr("Black"))
        self.setReadOnly(True)
        self.setEnabled(False)
        self.setTextMargins(22, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.colour("control_border"))
        painter.setBrush(Qt.GlobalColor.black)  # what the service draws, in every look
        painter.drawRoundedRect(QRectF(10.5, 7.5, 15, 15), tokens.radius("mark"), tokens.radius("mark"))
