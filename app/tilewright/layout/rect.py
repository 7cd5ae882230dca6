"""A rectangle of whole pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle in pixels, of the frame unless said otherwise, origin top left.

    ``right`` and ``bottom`` are the first pixels outside.
    """

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def area(self) -> int:
        return self.width * self.height

    def cut(self, other: Rect) -> Rect | None:
        """The part that lies in ``other``; ``None`` when they share no pixel."""
        x, y, width, height = self
        left, top, wide, high = other
        right, bottom = min(x + width, left + wide), min(y + height, top + high)
        x, y = max(x, left), max(y, top)
        if right <= x or bottom <= y:
            return None
        if right - x == width and bottom - y == height:
            return self  # nothing was cut off, as of most tiles
        return Rect(x, y, right - x, bottom - y)

    def overlaps(self, other: Rect) -> bool:
        """Whether they share a pixel."""
        x, y, width, height = self
        left, top, wide, high = other
        return x < left + wide and left < x + width and y < top + high and top < y + height

    def joined(self, other: Rect) -> Rect:
        """The smallest one around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)

    def grown(self, pixels: int) -> Rect:
        """With so many pixels more at each side."""
        return Rect(self.x - pixels, self.y - pixels, self.width + 2 * pixels, self.height + 2 * pixels)

    def without(self, other: Rect) -> list[Rect]:
        """What is left of it beside ``other``, in at most four parts that share no pixel; none if nothing is."""
        shared = self.cut(other)
        if shared is None:
            return [self]
        parts = (
            Rect(self.x, self.y, self.width, shared.y - self.y),
            Rect(self.x, shared.bottom, self.width, self.bottom - shared.bottom),
            Rect(self.x, shared.y, shared.x - self.x, shared.height),
            Rect(shared.right, shared.y, self.right - shared.right, shared.height),
        )
        return [part for part in parts if part.area]

    def contains(self, other: Rect) -> bool:
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom


def uncovered(rect: Rect, covers: Iterable[Rect]) -> list[Rect]:
    """What is left of ``rect`` beside all of ``covers`` together, in parts that share no pixel."""
    left = [rect]
    for cover in covers:
        left = [part for one in left for part in one.without(cover)]
    return left
