"""Rulers in pixels of the frame, and where the selection begins and ends."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ...layout.rect import Rect
from ..theme import tokens
from ..theme.fonts import font
from .lens import Lens

LABEL_EVERY = 64
"""Pixels of the screen between two numbers, at least."""

FARTHEST_SEEN = 2**15
"""Pixels of the screen along a ruler: no screen has so many."""

Span = tuple[int, int]
"""Where something begins and ends, in pixels along the ruler."""

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


class Ruler(QWidget):
    """One ruler: at the top, or with ``down`` at the left. It is a picture of what the canvas says anyway."""

    def __init__(self, parent: QWidget, *, down: bool) -> None:
        super().__init__(parent)
        self._down = down
        self._lens = Lens()
        self._span: Span | None = None
        self._drawn: tuple[object, QPixmap] | None = None
        self._side = tokens.size("ruler")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
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

    def _band(self, first: int, last: int) -> tuple[int, int, int, int]:
        first, last = max(first, 0), min(last, FARTHEST_SEEN)
        return (0, first, self._side, last - first) if self._down else (first, 0, last - first, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), tokens.ink("panel"))
        if self._span is not None:
            painter.fillRect(*self._band(*self._span), tokens.ink("accent_soft"))
        painter.drawPixmap(0, 0, self._ticks())

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
                self._number(painter, str(number), place)

    def _number(self, painter: QPainter, text: str, place: float) -> None:
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
