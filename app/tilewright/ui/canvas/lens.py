"""From pixels of the frame to pixels of the screen."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from ...layout.rect import Rect

FARTHEST = 2**22
"""Pixels from the corner of the canvas, far outside of any screen. Qt's whole numbers end not much later."""


def reachable(place: float) -> int:
    """The nearest whole pixel that can be drawn at."""
    whole = round(place)
    return whole if -FARTHEST <= whole <= FARTHEST else FARTHEST if whole > 0 else -FARTHEST


def reachable_all(one: float, first: float, last: float) -> tuple[int, int, int]:
    """The same for three places: with each move of a hand many lines are reckoned, and hardly one ends so far away."""
    whole, start, end = round(one), round(first), round(last)
    if -FARTHEST <= whole <= FARTHEST and start >= -FARTHEST and end <= FARTHEST:
        return whole, start, end
    return reachable(whole), reachable(start), reachable(end)


class Lens(NamedTuple):
    """``zoom`` pixels of the screen for one of the frame, whose origin lies at ``left``, ``top`` of the canvas."""

    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def rect(self, rect: Rect) -> QRectF:
        """Where a rectangle of the frame lies on the canvas."""
        x, y, width, height = rect
        zoom = self.zoom
        return QRectF(self.left + x * zoom, self.top + y * zoom, width * zoom, height * zoom)

    def pixels(self, rect: Rect) -> Rect:
        """The same in whole pixels of the canvas, where lines are sharp."""
        x, y, width, height = rect
        zoom, across, down = self
        left, top = round(across + x * zoom), round(down + y * zoom)
        right, bottom = round(across + (x + width) * zoom), round(down + (y + height) * zoom)
        if left < -FARTHEST or top < -FARTHEST or right > FARTHEST or bottom > FARTHEST:
            left, top, right, bottom = reachable(left), reachable(top), reachable(right), reachable(bottom)
        return Rect(left, top, right - left, bottom - top)

    def rect_of(self, rect: QRectF) -> QRectF:
        zoom = self.zoom
        return QRectF(self.x(rect.x()), self.y(rect.y()), rect.width() * zoom, rect.height() * zoom)

    def x(self, x: float) -> float:
        return self.left + x * self.zoom

    def y(self, y: float) -> float:
        return self.top + y * self.zoom

    def point(self, point: QPointF) -> tuple[float, float]:
        """Pixels of the frame under a point of the canvas."""
        return (point.x() - self.left) / self.zoom, (point.y() - self.top) / self.zoom


class Outlook(NamedTuple):
    """What is seen of the frame: ``sight`` is the canvas in its own pixels, ``ratio`` what the screen has of them."""

    lens: Lens = Lens()
    ratio: float = 1.0
    sight: Rect = Rect(0, 0, 0, 0)

    def is_whole(self, rect: Rect) -> bool:
        """Whether all of a rectangle of the frame is in sight."""
        return self.sight.contains(self.lens.pixels(rect))

    def area(self) -> Rect:
        """What is in sight, in whole pixels of the frame."""
        lens, (x, y, width, height) = self.lens, self.sight
        left, top = math.floor((x - lens.left) / lens.zoom), math.floor((y - lens.top) / lens.zoom)
        return Rect(left, top, math.ceil(width / lens.zoom) + 1, math.ceil(height / lens.zoom) + 1)
