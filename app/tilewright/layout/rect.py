"""A rectangle of whole pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        x, y, width, height = self
        left, top, wide, high = other
        right, bottom = max(x + width, left + wide), max(y + height, top + high)
        x, y = min(x, left), min(y, top)
        return Rect(x, y, right - x, bottom - y)

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

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def contains(self, other: Rect) -> bool:
        x, y, width, height = self
        left, top, wide, high = other
        return x <= left and y <= top and x + width >= left + wide and y + height >= top + high


def is_covered(rect: Rect, covers: Iterable[Rect], most: int = 20_000) -> bool:
    """Whether no pixel of ``rect`` is left beside all of ``covers`` together. The first pixel that is seen ends the
    search. After ``most`` comparisons it is given up: the answer is no.
    """
    return next(uncovered(rect, covers, most), None) is None


def uncovered(rect: Rect, covers: Iterable[Rect], most: int = 20_000) -> Iterator[Rect]:
    """The parts of ``rect`` that none of ``covers`` hides; they share no pixel.

    What is left beside one cover is followed to its end before the next part is looked at. After ``most`` comparisons
    it is given up: what was not followed to its end by then counts as seen.
    """
    over = [cover for cover in covers if cover.overlaps(rect)]
    left = [(rect, 0)]
    while left:
        part, first = left.pop()
        number = next((n for n in range(first, len(over)) if over[n].overlaps(part)), len(over))
        most -= number - first + 1
        if number == len(over) or most < 0:
            yield part
        else:
            left += [(rest, number + 1) for rest in reversed(part.without(over[number]))]
