"""Widths, or heights, that attract while a tile is resized: those of the others and that of the tile's own source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .distance import Distance
from .lines import Axis, ends, span
from .rect import Rect


class Lengths:
    """The widths of the ``others``, or their heights."""

    def __init__(self, axis: Axis, others: Sequence[Rect]) -> None:
        self.axis: Axis = axis
        self._owners: dict[int, list[Rect]] = {}
        for other in others:
            self._owners.setdefault(span(other, axis)[1], []).append(other)
        self._lengths = sorted(self._owners)

    def near(self, length: int) -> Iterator[int]:
        """The next smaller and the next larger one; ``length`` itself alone where some other has it."""
        after = bisect_left(self._lengths, length)
        if length in self._owners:
            yield length
            return
        yield from self._lengths[max(0, after - 1) : after + 1]

    def mark(self, rect: Rect) -> Distance | None:
        """Along the nearest of the others that has the same length as ``rect``; ``None`` where none has."""
        found = self._owners.get(span(rect, self.axis)[1])
        if not found:
            return None
        middle = 2 * rect.x + rect.width, 2 * rect.y + rect.height

        def far(other: Rect) -> int:
            return abs(2 * other.x + other.width - middle[0]) + abs(2 * other.y + other.height - middle[1])

        other = min(found, key=far)
        start, length = span(other, "y" if self.axis == "x" else "x")
        return Distance(self.axis, *ends(other, self.axis), start + length / 2, is_equal=True)
