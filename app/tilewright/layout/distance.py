"""How far a tile is from its neighbours and from the edges of the frame, as far as that is worth telling."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from .rect import Rect

Side = Literal["left", "right", "top", "bottom"]

NEAR = 8
"""A distance of more than one part in this many of the frame's side is not told: it means nothing to the eye."""


class Distance(NamedTuple):
    """Empty pixels from ``start`` to ``end`` along ``axis``, drawn at ``across`` on the other axis.

    ``is_equal`` tells that the same gap lies on the other side of the neighbour, or of the tile itself.
    """

    axis: Literal["x", "y"]
    start: int
    end: int
    across: float
    is_equal: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


class Surroundings:
    """What distances are measured to; made once when a gesture begins."""

    def __init__(self, others: Sequence[Rect], frame: Rect | None) -> None:
        self.across = Row("x", others, frame)
        self.down = Row("y", [turned(other) for other in others], turned(frame) if frame else None)

    def measure(self, rect: Rect) -> tuple[Distance, ...]:
        """The distances around ``rect``: to the nearest neighbour that lies beside it, else to the frame's edge.

        Where the neighbour has the same gap to the next one, that gap is told as well.
        """
        return (*self.across.measure(rect), *self.down.measure(turned(rect)))


def measure(rect: Rect, others: Sequence[Rect], frame: Rect | None) -> tuple[Distance, ...]:
    """See `Surroundings.measure`."""
    return Surroundings(others, frame).measure(rect)


class Row:
    """One axis; for the other one everything is turned first."""

    def __init__(self, axis: Literal["x", "y"], others: Sequence[Rect], frame: Rect | None) -> None:
        self.axis, self.frame = axis, frame
        self._most = frame.width // NEAR if frame else math.inf
        self._by_end = sorted(others, key=lambda rect: rect.right)
        self._by_start = sorted(others, key=lambda rect: rect.x)
        # Plain numbers: with each move of a hand many are looked at.
        self._ends, self._starts = [rect.right for rect in self._by_end], [rect.x for rect in self._by_start]
        self._across_by_end, self._across_by_start = _across(self._by_end), _across(self._by_start)
        self._known: dict[Rect, tuple[Rect | None, Rect | None]] = {}

    def neighbours(self, rect: Rect) -> tuple[Rect | None, Rect | None]:
        """The nearest wholly to the left and wholly to the right that share a row of pixels with ``rect``."""
        left, top, width, height = rect
        bottom = top + height
        before = after = None
        tops, bottoms = self._across_by_end
        for number in range(bisect_right(self._ends, left) - 1, -1, -1):
            if tops[number] < bottom and bottoms[number] > top:
                before = self._by_end[number]
                break
        tops, bottoms = self._across_by_start
        for number in range(bisect_left(self._starts, left + width), len(tops)):
            if tops[number] < bottom and bottoms[number] > top:
                after = self._by_start[number]
                break
        return before, after

    def neighbours_of(self, other: Rect) -> tuple[Rect | None, Rect | None]:
        """`neighbours` of one that stays where it is: looked for once in a gesture."""
        if other not in self._known:
            self._known[other] = self.neighbours(other)
        return self._known[other]

    def measure(self, rect: Rect) -> list[Distance]:
        """What is too far to mean anything is not told, unless it is equal to another gap."""
        before, after = self.neighbours(rect)
        left, right = self._gap(rect, before, is_before=True), self._gap(rect, after, is_before=False)
        is_equal = bool(before and after and left and right and left[1] - left[0] == right[1] - right[0])
        return [
            *self._side(rect, before, left, is_before=True, is_equal=is_equal),
            *self._side(rect, after, right, is_before=False, is_equal=is_equal),
        ]

    def _side(
        self, rect: Rect, other: Rect | None, ends: tuple[int, int] | None, *, is_before: bool, is_equal: bool
    ) -> list[Distance]:
        """The gap on one side, and the equal one behind the neighbour."""
        if ends is None or (length := ends[1] - ends[0]) < 1:
            return []
        if other is None:
            return [Distance(self.axis, *ends, rect.y + rect.height / 2)] if length <= self._most else []
        further = self.neighbours_of(other)[0 if is_before else 1]
        behind = self._gap(other, further, is_before=is_before) if further else None
        if further is None or behind is None or behind[1] - behind[0] != length:
            is_told = is_equal or length <= self._most
            return [Distance(self.axis, *ends, _between(rect, other), is_equal=is_equal)] if is_told else []
        return [
            Distance(self.axis, *ends, _between(rect, other), is_equal=True),
            Distance(self.axis, *behind, _between(other, further), is_equal=True),
        ]

    def _gap(self, rect: Rect, other: Rect | None, *, is_before: bool) -> tuple[int, int] | None:
        """Where the gap between ``rect`` and the neighbour, or the frame's edge, begins and ends."""
        if other is not None:
            return (other.x + other.width, rect.x) if is_before else (rect.x + rect.width, other.x)
        if self.frame is None:
            return None
        return (self.frame.x, rect.x) if is_before else (rect.right, self.frame.right)


def _across(rects: Sequence[Rect]) -> tuple[list[int], list[int]]:
    """Where each of them begins and ends on the other axis."""
    return [rect.y for rect in rects], [rect.bottom for rect in rects]


def _between(one: Rect, other: Rect) -> float:
    """The middle of what both share across."""
    _, top, _, height = one
    _, above, _, high = other
    bottom, below = top + height, above + high
    return ((top if top > above else above) + (bottom if bottom < below else below)) / 2


def turned(rect: Rect) -> Rect:
    """Columns for rows."""
    return Rect(rect.y, rect.x, rect.height, rect.width)
