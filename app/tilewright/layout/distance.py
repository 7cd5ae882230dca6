"""How far a tile is from its neighbours and from the edges of the frame, as far as that is worth telling."""

from __future__ import annotations

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
        self._across = _Row("x", others, frame)
        self._down = _Row("y", [_turn(other) for other in others], _turn(frame) if frame else None)

    def measure(self, rect: Rect) -> tuple[Distance, ...]:
        """The distances around ``rect``: to the nearest neighbour that lies beside it, else to the frame's edge.

        Where the neighbour has the same gap to the next one, that gap is told as well.
        """
        return (*self._across.measure(rect), *self._down.measure(_turn(rect)))


def measure(rect: Rect, others: Sequence[Rect], frame: Rect | None) -> tuple[Distance, ...]:
    """See `Surroundings.measure`."""
    return Surroundings(others, frame).measure(rect)


class _Row:
    """One axis; for the other one everything is turned first."""

    def __init__(self, axis: Literal["x", "y"], others: Sequence[Rect], frame: Rect | None) -> None:
        self.axis, self.frame = axis, frame
        self._by_end = sorted(others, key=lambda rect: rect.right)
        self._by_start = sorted(others, key=lambda rect: rect.x)
        self._ends = [rect.right for rect in self._by_end]
        self._starts = [rect.x for rect in self._by_start]
        self._known: dict[Rect, tuple[Rect | None, Rect | None]] = {}

    def neighbours(self, rect: Rect) -> tuple[Rect | None, Rect | None]:
        """The nearest wholly to the left and wholly to the right that share a row of pixels with ``rect``."""
        top, bottom = rect.y, rect.bottom
        before = after = None
        for number in range(bisect_right(self._ends, rect.x) - 1, -1, -1):
            other = self._by_end[number]
            if other.y < bottom and other.y + other.height > top:
                before = other
                break
        for number in range(bisect_left(self._starts, rect.right), len(self._starts)):
            other = self._by_start[number]
            if other.y < bottom and other.y + other.height > top:
                after = other
                break
        return before, after

    def _neighbours_of(self, other: Rect) -> tuple[Rect | None, Rect | None]:
        """`neighbours` of one that stays where it is: looked for once in a gesture."""
        if other not in self._known:
            self._known[other] = self.neighbours(other)
        return self._known[other]

    def measure(self, rect: Rect) -> list[Distance]:
        before, after = self.neighbours(rect)
        gaps = [*self._side(rect, before, is_before=True), *self._side(rect, after, is_before=False)]
        if before and after and len(gaps) == 2 and gaps[0].length == gaps[1].length:
            gaps = [gap._replace(is_equal=True) for gap in gaps]
        return gaps

    def _side(self, rect: Rect, other: Rect | None, *, is_before: bool) -> list[Distance]:
        """The gap on one side, and the equal one behind the neighbour; none when it is too large to mean anything."""
        gap = self._gap(rect, other, is_before=is_before)
        limit = self.frame.width // NEAR if self.frame else None
        if gap is None or gap.length < 1 or (limit is not None and gap.length > limit):
            return []
        further = self._neighbours_of(other)[0 if is_before else 1] if other else None
        behind = self._gap(other, further, is_before=is_before) if other and further else None
        if behind is None or behind.length != gap.length:
            return [gap]
        return [gap._replace(is_equal=True), behind._replace(is_equal=True)]

    def _gap(self, rect: Rect, other: Rect | None, *, is_before: bool) -> Distance | None:
        """From the neighbour, or the frame's edge, to ``rect``; drawn in the middle of what both share across."""
        if other is None:
            middle = rect.y + rect.height / 2
            if self.frame is None:
                return None
            ends = (self.frame.x, rect.x) if is_before else (rect.right, self.frame.right)
            return Distance(self.axis, *ends, middle)
        middle = (max(rect.y, other.y) + min(rect.bottom, other.bottom)) / 2
        ends = (other.right, rect.x) if is_before else (rect.right, other.x)
        return Distance(self.axis, *ends, middle)


def _turn(rect: Rect) -> Rect:
    """Columns for rows."""
    return Rect(rect.y, rect.x, rect.height, rect.width)
