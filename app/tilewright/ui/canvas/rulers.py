"""Rulers in pixels of the frame, and where the selection begins and ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ...layout.rect import Rect
from ..theme import tokens
from ..theme.fonts import font
from .guide_lines import GuideLine
from .lens import Lens

LABEL_EVERY = 64
"""Pixels of the screen between two numbers, at least."""

MARK = 10
"""How large the mark of a guide is drawn. It is hit on 24 pixels along the ruler, which is as thick."""

FARTHEST_SEEN = 2**15
"""Pixels of the screen along a ruler: no screen has so many."""

Span = tuple[int, int]
"""Where something begins and ends, in pixels along the ruler."""

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


class Ruler(QWidget):
    """One ruler: at the top, or with ``down`` at the left. The user's guides across it have marks in it, which can be
    taken hold of; a drag from elsewhere makes a guide along it. What the mouse does is told to the canvas.
    """

    pressed = Signal(QMouseEvent)
    moved = Signal(QMouseEvent)
    released = Signal(QMouseEvent)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget, *, down: bool) -> None:
        super().__init__(parent)
        self._down = down
        self._lens = Lens()
        self._span: Span | None = None
        self._drawn: tuple[object, QPixmap] | None = None
        self._marks: tuple[int, ...] = ()
        self._side = tokens.size("ruler")
        self.setCursor(Qt.CursorShape.SplitHCursor if down else Qt.CursorShape.SplitVCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_lens(self, lens: Lens, chosen: Rect | None) -> None:
        """Show this part of the frame, and what the selection covers in pixels of the canvas."""
        span = None
        if chosen is not None:
            x, y, width, height = chosen
            span = (y, y + height) if self._down else (x, x + width)
        if lens != self._lens:
            self._lens, self._span = lens, span
            self.update()
        elif span != self._span:
            ends = [end for ends in (self._span, span) if ends is not None for end in ends]
            self._span = span
            self.update(*self._band(min(ends), max(ends)))  # one piece is painted faster than two smaller ones

    def show_guides(self, lines: Sequence[GuideLine]) -> None:
        """Mark where these guides lie that go across it."""
        axis = "y" if self._down else "x"
        marks = tuple(line.rect.y if self._down else line.rect.x for line in lines if line.name.axis == axis)
        if marks != self._marks:
            self._marks = marks
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moved.emit(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def _band(self, first: int, last: int) -> tuple[int, int, int, int]:
        first, last = max(first, 0), min(last, FARTHEST_SEEN)
        return (0, first, self._side, last - first) if self._down else (first, 0, last - first, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), tokens.ink("panel"))
        if self._span is not None:
            painter.fillRect(*self._band(*self._span), tokens.ink("accent_soft"))
        painter.drawPixmap(0, 0, self._ticks())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.ink("ruler_guide"))
        side = tokens.size("ruler")
        for at in self._marks:
            tip, left, right = (side, at + 0.5), (side - MARK, at + 0.5 - MARK / 2), (side - MARK, at + 0.5 + MARK / 2)
            painter.drawPolygon([QPointF(*(point if self._down else point[::-1])) for point in (tip, left, right)])

    def _ticks(self) -> QPixmap:
        """Lines and numbers as one picture: the selection moves over them many times a second."""
        ratio = self.devicePixelRatioF()
        key = (self._lens, self.size(), ratio, tokens.look())
        if self._drawn is None or self._drawn[0] != key:
            made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            self._draw(painter)
            painter.end()
            self._drawn = (key, made)
        return self._drawn[1]

    def _draw(self, painter: QPainter) -> None:
        side = tokens.size("ruler")
        length = self.height() if self._down else self.width()
        painter.setPen(tokens.colour("divider"))
        edge = side - 0.5
        painter.drawLine(QLineF(edge, 0, edge, length) if self._down else QLineF(0, edge, length, edge))
        painter.setFont(font("ruler"))
        for number, at, is_labelled in ticks(self._lens, length, down=self._down):
            place = round(at) + 0.5
            size = 8 if is_labelled else 4
            painter.setPen(tokens.colour("text_3" if is_labelled else "control_border"))
            if self._down:
                painter.drawLine(QLineF(side - size, place, side, place))
            else:
                painter.drawLine(QLineF(place, side - size, place, side))
            if is_labelled:
                self._number(painter, str(number), place, length)

    def _number(self, painter: QPainter, text: str, place: float, length: int) -> None:
        """Amid its tick, or aside at an end of the ruler: one that is cut reads as another number."""
        half = painter.fontMetrics().horizontalAdvance(text) / 2 + 1
        place = max(half, min(place, length - half))
        painter.setPen(tokens.colour("text_3"))
        if not self._down:
            painter.drawText(QRectF(place - 30, 1, 60, 12), Qt.AlignmentFlag.AlignCenter, text)
            return
        painter.save()
        painter.translate(7, place)
        painter.rotate(-90)
        painter.drawText(QRectF(-30, -6, 60, 12), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


def ticks(lens: Lens, length: float, *, down: bool) -> Iterator[tuple[int, float, bool]]:
    """Number, place on the ruler, and whether the number is written, of all ticks on ``length`` pixels."""
    step = next((step for step in STEPS if step * lens.zoom >= LABEL_EVERY), STEPS[-1])
    part = next((step // count for count in (10, 5, 4, 2) if step % count == 0 and step / count * lens.zoom >= 5), step)
    offset = lens.top if down else lens.left
    first = math.floor(-offset / lens.zoom / part) * part
    number = first
    while (at := offset + number * lens.zoom) <= length:
        if at >= 0:
            yield number, at, number % step == 0
        number += part
