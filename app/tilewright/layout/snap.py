"""Snapping: a rectangle that is moved or resized meets the lines of the frame and of other tiles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .distance import Distance, Surroundings
from .rect import Rect

Axis = Literal["x", "y"]
Part = Literal["start", "end", "centre"]
"""Left, right, centre on the x axis; top, bottom, centre on the y axis."""

PARTS: tuple[Part, ...] = ("start", "end", "centre")


class Guide(NamedTuple):
    """A line to draw: at ``at`` on ``axis`` (halves are centres), from ``start`` to ``end`` on the other one."""

    axis: Axis
    at: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snap:
    """``dx``, ``dy``: what to add so that lines meet, 0 where none is near; what to draw at the place it leads to."""

    dx: int = 0
    dy: int = 0
    guides: tuple[Guide, ...] = ()
    distances: tuple[Distance, ...] = ()


class _Lines:
    """The lines across one axis, sorted, in half pixels: a centre between two pixels is a line too."""

    def __init__(self, axis: Axis, rects: Sequence[Rect]) -> None:
        self.axis = axis
        edges, centres = [], []
        for number, rect in enumerate(rects):
            start, length = _span(rect, axis)
            edges += [(2 * start, number), (2 * (start + length), number)]
            centres.append((2 * start + length, number))
        self._all = sorted(edges + centres)
        self._centres = sorted(centres)
        self._all_at = [at for at, _ in self._all]
        self._centres_at = [at for at, _ in self._centres]

    def nearest(self, at: int, part: Part) -> int | None:
        """The nearest line in half pixels. Edges meet edges and centres, a centre meets centres only."""
        places = self._centres_at if part == "centre" else self._all_at
        right = bisect_left(places, at)
        near = places[max(0, right - 1) : right + 1]
        return min(near, key=lambda line: abs(line - at), default=None)

    def owners(self, at: int, part: Part) -> frozenset[int]:
        """Whose line lies within half a pixel of ``at``: a centre between pixels cannot be met more closely."""
        places, lines = (self._centres_at, self._centres) if part == "centre" else (self._all_at, self._all)
        exact = lines[bisect_left(places, at) : bisect_right(places, at)]
        near = exact or lines[bisect_left(places, at - 1) : bisect_right(places, at + 1)]
        return frozenset(number for _, number in near)


class Targets:
    """What there is to snap to; made once when a gesture begins. ``others`` are the tiles that stay where they are."""

    def __init__(self, frame: Rect | None, others: Iterable[Rect]) -> None:
        self.frame = frame
        self.others = tuple(others)
        self._around = Surroundings(self.others, frame)
        self._rects = (*self.others, frame) if frame else self.others
        self._lines: tuple[_Lines, _Lines] = (_Lines("x", self._rects), _Lines("y", self._rects))

    def snap(
        self,
        rect: Rect,
        reach: float,
        across: Sequence[Part] = PARTS,
        down: Sequence[Part] = PARTS,
    ) -> Snap:
        """Let the nearest of the parts ``across`` and ``down`` of ``rect`` meet a line, each axis for itself.

        ``reach`` is how far a line attracts, in pixels of the frame: the tolerance on the screen divided by the
        zoom. A reach of 0 moves nothing and still tells which lines are met.
        """
        dx = self._offset(self._lines[0], rect, reach, across)
        dy = self._offset(self._lines[1], rect, reach, down)
        there = Rect(rect.x + dx, rect.y + dy, rect.width, rect.height)
        return Snap(dx, dy, self._lines_met(there, across, down), self._around.measure(there))

    def pull(self, rect: Rect, reach: float, axis: Axis, part: Part) -> int | None:
        """How far the nearest line is from one part of ``rect``; ``None`` when none is within ``reach``."""
        lines = self._lines[0 if axis == "x" else 1]
        at = _part(rect, axis, part)
        line = lines.nearest(at, part)
        if line is None or abs(line - at) > 2 * reach:
            return None
        return _whole(line - at)

    def marks(self, rect: Rect, across: Sequence[Part] = PARTS, down: Sequence[Part] = PARTS) -> Snap:
        """The guides and distances of ``rect`` where it lies now."""
        return Snap(0, 0, self._lines_met(rect, across, down), self._around.measure(rect))

    def _lines_met(self, rect: Rect, across: Sequence[Part], down: Sequence[Part]) -> tuple[Guide, ...]:
        return (*self._guides(self._lines[0], rect, across), *self._guides(self._lines[1], rect, down))

    def _offset(self, lines: _Lines, rect: Rect, reach: float, parts: Sequence[Part]) -> int:
        pulls = [self.pull(rect, reach, lines.axis, part) for part in parts]
        return min((pull for pull in pulls if pull is not None), key=abs, default=0)

    def _guides(self, lines: _Lines, rect: Rect, parts: Sequence[Part]) -> Iterable[Guide]:
        """One guide for each part that is met, unless an earlier one already shows the same neighbours."""
        told: set[int] = set()
        for part in parts:
            at = _part(rect, lines.axis, part)
            owners = lines.owners(at, part)
            if owners <= told:
                continue
            told |= owners
            other: Axis = "y" if lines.axis == "x" else "x"
            spans = [_span(self._rects[number], other) for number in owners] + [_span(rect, other)]
            yield Guide(
                lines.axis,
                at / 2,
                min(start for start, _ in spans),
                max(start + length for start, length in spans),
            )


def _span(rect: Rect, axis: Axis) -> tuple[int, int]:
    return (rect.x, rect.width) if axis == "x" else (rect.y, rect.height)


def _part(rect: Rect, axis: Axis, part: Part) -> int:
    """Where a part of ``rect`` lies, in half pixels."""
    start, length = _span(rect, axis)
    return 2 * start + {"start": 0, "end": 2 * length, "centre": length}[part]


def _whole(halves: int) -> int:
    """Half pixels as whole ones, towards zero: what lies exactly is never moved."""
    return halves // 2 if halves >= 0 else -(-halves // 2)
