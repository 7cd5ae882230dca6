"""Lines across one axis that attract edges and centres."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ..model.ruler_guides import AXES, RulerGuides
from .attraction import ACTION, KINDS, RANK, TITLE, Attraction, Kind
from .distance import Distance
from .rect import Rect

Axis = Literal["x", "y"]
Part = Literal["start", "end", "centre"]
"""Left, right, centre on the x axis; top, bottom, centre on the y axis."""

NEAREST = 3
"""So many tiles on either side are joined by a guide. One over all that share a line of a large grid would cross the
whole picture, say no more, and take longer to paint than all else that moves.
"""

_HALVES: dict[Part, int] = {"start": 0, "centre": 1, "end": 2}
"""How many halves of the length lie before each part."""


class Guide(NamedTuple):
    """A line to draw: at ``at`` on ``axis`` (halves are centres), from ``start`` to ``end`` on the other one."""

    axis: Axis
    at: float
    start: int
    end: int


class Line(NamedTuple):
    """A line over the whole frame that somebody put there, at the whole pixel ``at``."""

    axis: Axis
    at: int
    kind: Kind


def lines_of(guides: RulerGuides) -> list[Line]:
    """The user's own guides, as lines that attract; none while they are hidden."""
    if guides.hidden:
        return []
    return [Line(axis, at, "ruler-guides") for axis in AXES for at in guides.on(axis)]


class Pulled(NamedTuple):
    """How far something attracts, in whole pixels, and its rank: of two that are equally near, the lower one wins."""

    way: int
    rank: int


def nearest(pulls: Iterable[Pulled]) -> Pulled | None:
    best: Pulled | None = None
    least = math.inf
    for pulled in pulls:  # no list and no key: it is asked with each move of a hand
        way = abs(pulled[0])
        if way < least or (way == least and best is not None and pulled[1] < best[1]):
            best, least = pulled, way
    return best


class Met(NamedTuple):
    """Those whose line lies at one place: their numbers. ``firsts`` and ``lasts``, in rising order, are where tiles
    among them begin and end along it; ``whole`` is how far the frame reaches if a line of it is among them.
    """

    owners: frozenset[int]
    firsts: Sequence[int]
    lasts: Sequence[int]
    whole: tuple[int, int] | None


class _Sorted:
    """Places in half pixels in rising order, each with its lowest rank and its owners."""

    def __init__(self, lines: Iterable[tuple[int, int, int]]) -> None:
        self.places: list[int] = []
        self.ranks: list[int] = []
        self.owners: list[list[int]] = []
        self._met: dict[int, Met] = {}
        for at, rank, owner in sorted(lines):
            if self.places and self.places[-1] == at:
                self.owners[-1].append(owner)
            else:
                self.places.append(at)
                self.ranks.append(rank)
                self.owners.append([owner])

    def nearest(self, at: int) -> tuple[int, int] | None:
        """How far the nearest place is from ``at`` and its rank; of two that are equally near, that of the lower rank,
        then the one behind.
        """
        places, ranks = self.places, self.ranks
        right = bisect_left(places, at)
        if right == len(places):
            return (places[-1] - at, ranks[-1]) if places else None
        ahead = places[right] - at
        if right == 0:
            return ahead, ranks[0]
        behind = at - places[right - 1]
        if behind < ahead or (behind == ahead and ranks[right - 1] <= ranks[right]):
            return -behind, ranks[right - 1]
        return ahead, ranks[right]

    def from_near(self, at: int, most: float) -> Iterator[tuple[int, int]]:
        """How far each place is from ``at`` and its rank, the nearest first, none farther than ``most``."""
        right = bisect_left(self.places, at)
        left, count = right - 1, len(self.places)
        while True:
            ahead = (self.places[right] - at, self.ranks[right]) if right < count else None
            behind = (at - self.places[left], self.ranks[left]) if left >= 0 else None
            if behind is not None and behind[0] <= most and (ahead is None or behind <= ahead):
                left -= 1
                yield -behind[0], behind[1]
            elif ahead is not None and ahead[0] <= most:
                right += 1
                yield ahead
            else:
                return

    def met(self, at: int, first: int, spans: Sequence[tuple[int, int]], tiles: int) -> Met:
        """Those exactly ``at`` that place, or else half a pixel from it, of which ``first`` is the number of the first
        one; the first ``tiles`` of the ``spans`` are those of tiles. With a thousand tiles in a grid many share a line:
        they are looked at once in a gesture.
        """
        if at not in self._met:
            owners = self._owners_at(at, first)
            met = [spans[owner] for owner in owners if owner < tiles]
            whole = next((spans[owner] for owner in owners if tiles <= owner < len(spans)), None)
            self._met[at] = Met(owners, sorted(first for first, _ in met), sorted(last for _, last in met), whole)
        return self._met[at]

    def _owners_at(self, at: int, first: int) -> frozenset[int]:
        places, near = self.places, []
        for number in range(first, min(first + 3, len(places))):
            if places[number] == at:
                return frozenset(self.owners[number])
            if places[number] <= at + 1:
                near += self.owners[number]
        return frozenset(near)


class Lines:
    """All lines across one axis, made once when a gesture begins; in half pixels: a centre between two pixels is a line
    too. ``more`` are lines over the whole frame, of any axis; while the frame is not known, as long as what meets them.
    """

    def __init__(
        self, axis: Axis, frame: Rect | None, others: Sequence[Rect], attraction: Attraction, more: Iterable[Line] = ()
    ) -> None:
        self.axis, self.frame, self._count = axis, frame, len(others)
        self._grid, self._step, self._kinds = attraction.grid, attraction.step, attraction.kinds
        self.has_grid = bool(self._grid) and frame is not None
        other: Axis = "y" if axis == "x" else "x"
        self._spans = [ends(rect, other) for rect in others]
        self._edges: list[tuple[int, int, int]] = []
        self._middles: list[tuple[int, int, int]] = []
        self._add_tiles(others)
        self._add_lines([line for line in more if line.axis == axis])
        if frame is not None:
            self._add_frame(frame)
            self._spans += [ends(frame, other)] * len(KINDS)
        self._all, self._centres = _Sorted([*self._edges, *self._middles]), _Sorted(self._middles)

    def _add_tiles(self, others: Sequence[Rect]) -> None:
        if "tiles" not in self._kinds:
            return
        rank = RANK["tiles"]
        for owner, rect in enumerate(others):
            first, last = ends(rect, self.axis)
            self._edges += ((2 * first, rank, owner), (2 * last, rank, owner))
            self._middles.append((first + last, rank, owner))

    def _add_lines(self, more: Sequence[Line]) -> None:
        """They need no frame; edges and centres meet them."""
        met = [line for line in more if line.kind in self._kinds]
        self._middles += [(2 * line.at, RANK[line.kind], self._count + RANK[line.kind]) for line in met]

    def _add_frame(self, frame: Rect) -> None:
        """Edges meet all of them; a centre meets what divides the picture, and no border."""
        first, last = ends(frame, self.axis)
        length = last - first
        borders: dict[Kind, list[int]] = {"frame": [2 * first, 2 * last], "safe": []}
        for percent in (ACTION, TITLE):
            margin = 2 * round(length * (100 - percent) / 200)
            borders["safe"] += [2 * first + margin, 2 * last - margin]
        inner: dict[Kind, list[int]] = {
            "centre": [first + last],
            "thirds": [2 * (first + round(length * part / 3)) for part in (1, 2)],
            "quarters": [2 * (first + round(length * part / 4)) for part in (1, 3)],
        }
        for places, lines in ((borders, self._edges), (inner, self._middles)):
            for kind in places.keys() & self._kinds:
                # edges and centre have one owner: a tile that covers the frame meets both, and one guide tells it
                owner = self._count + RANK["frame" if kind == "centre" else kind]
                lines += [(at, RANK[kind], owner) for at in places[kind]]

    def pull(self, span: tuple[int, int], reach: float, parts: Iterable[Part]) -> Pulled | None:
        """How far the nearest line is from one of those parts of ``span``, start and length; ``None`` when none is in
        reach, of equals the first part counts.

        Edges meet edges and centres, a centre meets centres only.
        """
        start, length = span
        best: Pulled | None = None
        for part in parts:
            lines, at = self._centres if part == "centre" else self._all, 2 * start + _HALVES[part] * length
            near = lines.nearest(at) if self._step == 1 else self._on_step(lines, at, reach)
            if near is None or abs(near[0]) > 2 * reach:
                continue
            way, rank = _whole(near[0]), near[1]
            if best is None or (abs(way), rank) < (abs(best.way), best.rank):
                best = Pulled(way, rank)
        return best

    def _on_step(self, lines: _Sorted, at: int, reach: float) -> tuple[int, int] | None:
        """The nearest from which it is a whole number of steps."""
        near = lines.from_near(at, 2 * reach)
        return next((found for found in near if _whole(found[0]) % self._step == 0), None)

    def pull_to_grid(self, span: tuple[int, int], reach: float, part: Part) -> Pulled | None:
        """How far the nearest line of the grid is from an edge; the grid begins at the frame's corner."""
        if not self._grid or self.frame is None or part == "centre":
            return None
        first, at = ends(self.frame, self.axis)[0], place_of(span, part) // 2
        way = first + self._grid * round((at - first) / self._grid) - at
        return Pulled(way, RANK["grid"]) if abs(way) <= reach and way % self._step == 0 else None

    def met(self, at: int, part: Part) -> Met | None:
        """What lies within half a pixel of a part that lies ``at``, in half pixels: a centre between pixels cannot be
        met more closely.
        """
        lines = self._centres if part == "centre" else self._all
        first = bisect_left(lines.places, at - 1)
        if first == len(lines.places) or lines.places[first] > at + 1:
            return None  # as most often
        return lines.met(at, first, self._spans, self._count)

    def guide(self, at: int, met: Met, rect: Rect) -> Guide:
        """The line at ``at``, in half pixels, over ``rect`` and the nearest of what is ``met``; see `NEAREST`."""
        start, end = self._across(rect)
        first, last = met.whole or (start, end)
        if met.firsts:
            before, after = bisect_left(met.lasts, start) - NEAREST, bisect_right(met.firsts, end) + NEAREST
            first = min(first, met.firsts[max(0, before)])
            last = max(last, met.lasts[min(after, len(met.lasts)) - 1])
        return Guide(self.axis, at / 2, min(start, first), max(end, last))

    def distance(self, at: int, met: Met, rect: Rect, part: Part) -> Distance | None:
        """What a guide tells in pixels: along it to the nearest tile; of a line of the frame, how far in it lies."""
        if met.lasts:
            return self._along(at, met, rect)
        if self.frame is None:
            return None
        first, last = ends(self.frame, self.axis)
        before, after = ends(rect, self.axis) if part == "centre" else (at // 2, at // 2)
        start, end = (first, before) if before - first <= last - after else (after, last)
        return Distance(self.axis, start, end, sum(self._across(rect)) / 2) if end > start else None

    def _along(self, at: int, met: Met, rect: Rect) -> Distance | None:
        start, end = self._across(rect)
        before, after = bisect_left(met.lasts, start) - 1, bisect_right(met.firsts, end)
        gaps = []
        if before >= 0:
            gaps.append((start - met.lasts[before], met.lasts[before], start))
        if after < len(met.firsts):
            gaps.append((met.firsts[after] - end, end, met.firsts[after]))
        return Distance("y" if self.axis == "x" else "x", *min(gaps)[1:], at / 2) if gaps else None

    def _across(self, rect: Rect) -> tuple[int, int]:
        return ends(rect, "y" if self.axis == "x" else "x")


def ends(rect: Rect, axis: Axis) -> tuple[int, int]:
    """Where ``rect`` begins and ends on ``axis``."""
    x, y, width, height = rect
    return (x, x + width) if axis == "x" else (y, y + height)


def span(rect: Rect, axis: Axis) -> tuple[int, int]:
    """Start and length of ``rect`` on ``axis``."""
    return (rect.x, rect.width) if axis == "x" else (rect.y, rect.height)


def place_of(found: tuple[int, int], part: Part) -> int:
    """Where a part of a span, start and length, lies, in half pixels."""
    return 2 * found[0] + _HALVES[part] * found[1]


def _whole(halves: int) -> int:
    """Half pixels as whole ones, towards zero: what lies exactly is never moved."""
    return halves // 2 if halves >= 0 else -(-halves // 2)
