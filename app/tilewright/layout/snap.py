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
_HALVES: dict[Part, int] = {"start": 0, "centre": 1, "end": 2}
"""How many halves of the length lie before each part."""

_NOBODY: frozenset[int] = frozenset()


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
        other: Axis = "y" if axis == "x" else "x"
        self._starts, self._ends = [], []
        edges, centres = [], []
        for number, rect in enumerate(rects):
            start, length = _span(rect, axis)
            edges += [(2 * start, number), (2 * (start + length), number)]
            centres.append((2 * start + length, number))
            start, length = _span(rect, other)
            self._starts.append(start)
            self._ends.append(start + length)
        self._all = _unzip(sorted(edges + centres))
        self._centres = _unzip(sorted(centres))

    def pull(self, span: tuple[int, int], reach: float, part: Part) -> int | None:
        """How far the nearest line is from one part of ``span``, start and length; ``None`` when none is in reach.

        Edges meet edges and centres, a centre meets centres only.
        """
        start, length = span
        at = 2 * start + _HALVES[part] * length
        places, _ = self._of(part)
        right = bisect_left(places, at)
        way = places[right] - at if right < len(places) else None
        if right and (way is None or at - places[right - 1] <= way):
            way = places[right - 1] - at
        return None if way is None or abs(way) > 2 * reach else _whole(way)

    def owners(self, at: int, part: Part) -> frozenset[int]:
        """Whose line lies within half a pixel of ``at``: a centre between pixels cannot be met more closely."""
        places, numbers = self._of(part)
        first = bisect_left(places, at - 1)
        last = bisect_right(places, at + 1, first)
        if first == last:
            return _NOBODY
        exact = numbers[bisect_left(places, at, first, last) : bisect_right(places, at, first, last)]
        return frozenset(exact or numbers[first:last])

    def guide(self, at: int, owners: frozenset[int], rect: Rect) -> Guide:
        """The line at ``at``, over all its ``owners`` and ``rect``."""
        start, length = (rect.y, rect.height) if self.axis == "x" else (rect.x, rect.width)
        return Guide(
            self.axis,
            at / 2,
            min(start, *map(self._starts.__getitem__, owners)),
            max(start + length, *map(self._ends.__getitem__, owners)),
        )

    def _of(self, part: Part) -> tuple[list[int], list[int]]:
        return self._centres if part == "centre" else self._all


class Targets:
    """What there is to snap to; made once when a gesture begins. ``others`` are the tiles that stay where they are."""

    def __init__(self, frame: Rect | None, others: Iterable[Rect]) -> None:
        self.frame = frame
        self.others = tuple(others)
        self._around = Surroundings(self.others, frame)
        rects = (*self.others, frame) if frame else self.others
        self._lines: tuple[_Lines, _Lines] = (_Lines("x", rects), _Lines("y", rects))

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
        return self._lines[0 if axis == "x" else 1].pull(_span(rect, axis), reach, part)

    def marks(self, rect: Rect, across: Sequence[Part] = PARTS, down: Sequence[Part] = PARTS) -> Snap:
        """The guides and distances of ``rect`` where it lies now."""
        return Snap(0, 0, self._lines_met(rect, across, down), self._around.measure(rect))

    def _lines_met(self, rect: Rect, across: Sequence[Part], down: Sequence[Part]) -> tuple[Guide, ...]:
        return (*self._guides(self._lines[0], rect, across), *self._guides(self._lines[1], rect, down))

    def _offset(self, lines: _Lines, rect: Rect, reach: float, parts: Sequence[Part]) -> int:
        span = _span(rect, lines.axis)
        pulls = [pull for part in parts if (pull := lines.pull(span, reach, part)) is not None]
        return min(pulls, key=abs) if pulls else 0

    def _guides(self, lines: _Lines, rect: Rect, parts: Sequence[Part]) -> Iterable[Guide]:
        """One guide for each part that is met, unless an earlier one already shows the same neighbours."""
        told: set[int] = set()
        start, length = _span(rect, lines.axis)
        for part in parts:
            at = 2 * start + _HALVES[part] * length
            owners = lines.owners(at, part)
            if owners <= told:
                continue
            told |= owners
            yield lines.guide(at, owners, rect)


def _span(rect: Rect, axis: Axis) -> tuple[int, int]:
    return (rect.x, rect.width) if axis == "x" else (rect.y, rect.height)


def _unzip(lines: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where the lines are, for `bisect`, and whose they are."""
    return [at for at, _ in lines], [number for _, number in lines]


def _whole(halves: int) -> int:
    """Half pixels as whole ones, towards zero: what lies exactly is never moved."""
    return halves // 2 if halves >= 0 else -(-halves // 2)
