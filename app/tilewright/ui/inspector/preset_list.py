"""What differs from the preset: each field with the preset's value and one's own, and the way back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ...model.differences import Difference
from ..presets import title_of
from ..problems.places import place_of
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.buttons import IconButton, PlainButton
from ..widgets.flow import Flow
from ..widgets.labels import ElidedLabel, divider
from ..widgets.raised import paint_raised
from ..widgets.tips import set_wrapped_tip
from ..windows.place import fitted
from ..words import tr
from ..workbench import Workbench
from . import sound_fields, video_fields
from .binding import Habits
from .entry import Entry, Part, Section
from .preset_words import value_words

MOST_HEIGHT = 300
"""Of the fields; more of them scroll."""

_LEAST_WIDTH = 300
_ROW, _GAP, _ARROW = 36, 4, 18


def _entries() -> Iterator[tuple[str, Entry]]:
    """The fields that a preset holds, with the page they stand on: in the list they are called as there."""
    video, sound = tr("Video"), tr("Sound")
    parts: tuple[tuple[str, Sequence[Part]], ...] = (
        (video, (*video_fields.container(), video_fields.codec(), *video_fields.quality(), video_fields.rate())),
        (video, (*video_fields.encoder(), *video_fields.peaks(), *video_fields.picture())),
        (sound, (*sound_fields.whether(), *sound_fields.encoding(), *sound_fields.tracks())),
    )
    for page, found in parts:
        for entry in Section("", found).entries():
            yield page, entry


class DifferenceRow(QWidget):
    """One field; painted, as there may be many. ``wanted`` asks for the preset's value."""

    wanted = Signal(str, str)

    def __init__(self, difference: Difference, entry: Entry | None, place: str) -> None:
        super().__init__()
        self.difference, self._place = difference, place
        self._there = value_words(entry, difference.before)
        self._own = value_words(entry, difference.after)
        said = tr("{field}: {own}, in the preset {value}").format(field=place, own=self._own, value=self._there)
        self.setAccessibleName(said)
        set_wrapped_tip(self, said)
        self.setFixedHeight(_ROW)
        self.back = IconButton("undo-2", tr("Back to the preset: {field}").format(field=place))
        self.back.setParent(self)
        self.back.setAccessibleDescription(said)
        self.back.clicked.connect(lambda: self.wanted.emit(difference.path, place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.back.move(self.width() - self.back.width(), (_ROW - self.back.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.width() - self.back.width() - 8
        self._write(painter, QRect(0, 1, room, 18), self._place, "body_medium")
        half = (room - 2 * _ARROW) // 2
        left = self._write(painter, QRect(0, 18, half, 16), self._there, "label", "text_3", is_struck=True)
        self._write(painter, QRect(left + 6, 18, _ARROW, 16), "→", "label", "text_3")
        at = left + 6 + _ARROW
        self._write(painter, QRect(at, 18, room - at, 16), self._own, "label")

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        role: str,
        token: str = "text",  # noqa: S107 - the name of a colour
        *,
        is_struck: bool = False,
    ) -> int:
        """Where the words end."""
        type_face = QFont(font(role))
        type_face.setStrikeOut(is_struck)
        painter.setFont(type_face)
        painter.setPen(tokens.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return rect.x() + painter.fontMetrics().horizontalAdvance(shown)


class DifferenceList(QWidget):
    """Opens over the page, so that nothing in it moves; Esc and a press elsewhere close it. ``save_wanted``: what is
    set here shall become a preset.
    """

    save_wanted = Signal()

    def __init__(self, bench: Workbench, habits: Habits, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("presetDifferences")
        self._bench, self._habits = bench, habits
        self.rows: tuple[DifferenceRow, ...] = ()
        self._above: QWidget | None = None
        self._title = ElidedLabel("", "section", "2")
        self._inside = QWidget()
        self._inside.setProperty("panel", "none")
        self._fields = QVBoxLayout(self._inside)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(_GAP)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self.all_back = PlainButton(tr("Back to the preset"), height=tokens.size("button_small"))
        self.all_back.clicked.connect(self._on_all)
        save = PlainButton(tr("Save as preset…"), height=tokens.size("button_small"))
        save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 11, 12, 12)
        column.setSpacing(8)
        buttons = Flow((self.all_back, save), 8)
        for widget in (self._title, self._scroll, divider(), buttons):
            column.addWidget(widget)
        self._column = column
        bench.session.changed.connect(self._follow)
        bench.presets.changed.connect(self._follow)

    def open_below(self, above: QWidget) -> None:
        """Show it below ``above``, as wide; the first way back has the focus."""
        self._above = above
        self.setFixedWidth(max(above.width(), _LEAST_WIDTH))
        self._fill()
        corner = above.mapToGlobal(QPoint(above.width() - self.width(), above.height() + 4))
        self.move(fitted(QRect(corner, self.size()), above.screen().availableGeometry()).topLeft())
        self.show()
        for row in self.rows[:1]:
            row.back.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self) -> None:
        if not self.isVisible():
            return
        at = next((number for number, row in enumerate(self.rows) if row.back.hasFocus()), -1)
        if not self._bench.presets.differences:
            self.close()
            if self._above is not None:  # what it was opened by is gone with the last difference
                self._above.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._fill()
        if at >= 0:
            self.rows[min(at, len(self.rows) - 1)].back.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self) -> None:
        presets, composition = self._bench.presets, self._bench.session.composition
        preset = presets.followed
        title = title_of(preset) if preset else ""
        self._title.set_whole(tr("Differs from {preset}").format(preset=title))
        self.setAccessibleName(self._title.whole)
        entries = {entry.path: (page, entry) for page, entry in _entries()}
        there = {row.difference: row for row in self.rows}
        rows = []
        for number, difference in enumerate(presets.differences):
            row = there.pop(difference, None)
            if row is None:
                page, entry = entries.get(difference.path, ("", None))
                place = f"{page} · {entry.label}" if entry else place_of(difference.path, composition)
                row = DifferenceRow(difference, entry, place)
                row.wanted.connect(self._on_wanted)
                self._fields.insertWidget(number, row)
            rows.append(row)
        for row in there.values():
            self._fields.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = tuple(rows)
        height = max(0, len(rows) * (_ROW + _GAP) - _GAP)
        self._scroll.setFixedHeight(min(height, MOST_HEIGHT))
        self._order_tabs()
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    def _order_tabs(self) -> None:
        """Tab goes down the fields, then to what is below them."""
        stops = [*(row.back for row in self.rows), self.all_back]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _on_wanted(self, path: str, place: str) -> None:
        self._bench.presets.restore(path, place, scales_tiles=self._habits.scales_tiles)

    def _on_all(self) -> None:
        preset = self._bench.presets.followed
        self.close()
        if preset is not None:
            self._bench.presets.choose(preset, scales_tiles=self._habits.scales_tiles)

    def _on_save(self) -> None:
        self.close()
        self.save_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        outline = QPainterPath()  # not translucent: without a compositor the corners would be black
        outline.addRoundedRect(QRectF(self.rect()), tokens.radius("card"), tokens.radius("card"))
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_raised(QPainter(self), QRectF(self.rect()))
