"""Snapping: a rectangle that is moved or resized meets lines, makes gaps equal, takes the sizes of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from . import gaps
from .attraction import RANK, Attraction
from .distance import Distance, Surroundings, turned
from .lengths import Lengths
from .lines import Axis, Guide, Line, Lines, Part, Pulled, nearest, place_of, span
from .rect import Rect

__all__ = ["PARTS", "Axis", "Guide", "Likeness", "Part", "Pulled", "Snap", "Stretch", "Targets"]

PARTS: tuple[Part, ...] = ("start", "end", "centre")

_ALL = Attraction()


Likeness = Literal["", "size", "proportion"]
"""What a rectangle has in common with the source of its tile."""


class Snap(NamedTuple):
    """``dx``, ``dy``: what to add so that lines meet, 0 where none is near; what to draw at the place it leads to, and
    to tell there.
    """

    dx: int = 0
    dy: int = 0
    guides: tuple[Guide, ...] = ()
    distances: tuple[Distance, ...] = ()
    likeness: Likeness = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One axis of a rectangle that is being resized: the edge that is pulled, ``times`` 2 where the other edge goes as
    far the other way, the ``least`` length, and further ``lengths`` that the tile's source wants.
    """

    axis: Axis
    part: Part
    times: int = 1
    least: int = 1
    lengths: tuple[int, ...] = ()

    @property
    def sign(self) -> int:
        """Which way the edge makes it longer."""
        return -1 if self.part == "start" else 1


class Targets:
    """What there is to snap to; made once when a gesture begins. ``others`` are the tiles that stay where they are,
    ``source`` is the size of the source of the one tile that moves, ``lines`` are more lines across the frame.

    The nearest wins; of two that are equally near, the one that comes first in `attraction.KINDS`.
    """

    def __init__(
        self,
        frame: Rect | None,
        others: Iterable[Rect],
        attraction: Attraction = _ALL,
        source: tuple[int, int] | None = None,
        lines: Sequence[Line] = (),
    ) -> None:
        self.frame = frame
        self.others = tuple(others)
        self.step = attraction.step
        self._kinds = attraction.kinds
        self.source = source if "source" in self._kinds else None
        self._around = Surroundings(self.others, frame)
        self._lines = {axis: Lines(axis, frame, self.others, attraction, lines) for axis in _AXES}
        sized = self.others if "sizes" in self._kinds else ()
        self._lengths = {axis: Lengths(axis, sized) for axis in _AXES}

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
        dx, dy = self._offset("x", rect, reach, across), self._offset("y", rect, reach, down)
        there = Rect(rect.x + dx, rect.y + dy, rect.width, rect.height)
        return Snap(dx, dy, *self._met(there, across, down))

    def stretch(self, rect: Rect, reach: float, wish: Stretch) -> Pulled | None:
        """How far the pulled edge of ``rect`` is from where it snaps to; ``None`` where nothing is in reach."""
        lines, part = self._lines[wish.axis], wish.part
        found = [*self._gap_pulls(rect, reach, wish), *self._length_pulls(rect, reach, wish)]
        if (pulled := lines.pull(span(rect, wish.axis), reach, (part,))) is not None:
            found.append(pulled)
        best = nearest(pulled for pulled in found if self._is_long(rect, wish, pulled))
        if best is None and (pulled := lines.pull_to_grid(span(rect, wish.axis), reach, part)) is not None:
            best = pulled if self._is_long(rect, wish, pulled) else None
        return best

    def marks(self, rect: Rect, across: Sequence[Part] = PARTS, down: Sequence[Part] = PARTS) -> Snap:
        """The guides and distances of ``rect``, which was resized, where it lies now."""
        guides, distances = self._met(rect, across, down)
        pulled: tuple[tuple[Axis, Sequence[Part]], ...] = (("x", across), ("y", down))
        same = [self._lengths[axis].mark(rect) for axis, parts in pulled if parts]
        marks = (mark for mark in same if mark is not None)
        return Snap(0, 0, guides, (*distances, *marks), self._likeness(rect))

    def _likeness(self, rect: Rect) -> Likeness:
        if self.source is None:
            return ""
        wide, high = self.source
        if rect[2:] == self.source:
            return "size"
        off = abs(rect.width * high - rect.height * wide)
        return "proportion" if 2 * off <= max(wide, high) else ""

    def _offset(self, axis: Axis, rect: Rect, reach: float, parts: Sequence[Part]) -> int:
        if not parts:
            return 0
        lines, place = self._lines[axis], span(rect, axis)
        best = lines.pull(place, reach, parts)
        if "gaps" in self._kinds and (best is None or best.way):  # who lies on a line is drawn nowhere else
            row, along = (self._around.across, rect) if axis == "x" else (self._around.down, turned(rect))
            found = gaps.moves(row, along, reach, self.step)
            best = nearest([*found, best] if best is not None else found)
        if best is None and lines.has_grid:
            to_grid = (lines.pull_to_grid(place, reach, part) for part in parts)
            best = nearest(pulled for pulled in to_grid if pulled is not None)
        return best.way if best is not None else 0

    def _gap_pulls(self, rect: Rect, reach: float, wish: Stretch) -> Iterator[Pulled]:
        if "gaps" in self._kinds:
            row, along = (self._around.across, rect) if wish.axis == "x" else (self._around.down, turned(rect))
            yield from gaps.pulls(row, along, reach, wish.part, self.step)

    def _length_pulls(self, rect: Rect, reach: float, wish: Stretch) -> Iterator[Pulled]:
        """Of the lengths of others and of the source those that whole pixels of the edge lead to."""
        now = span(rect, wish.axis)[1]
        wanted = [(length, RANK["sizes"]) for length in self._lengths[wish.axis].near(now)]
        wanted += [(length, RANK["source"]) for length in wish.lengths]
        for length, rank in wanted:
            way, rest = divmod(length - now, wish.times)
            if not rest and abs(way) <= reach and way % self.step == 0:
                yield Pulled(way * wish.sign, rank)

    def _is_long(self, rect: Rect, wish: Stretch, pulled: Pulled) -> bool:
        return span(rect, wish.axis)[1] + pulled.way * wish.sign * wish.times >= wish.least

    def _met(
        self, rect: Rect, across: Sequence[Part], down: Sequence[Part]
    ) -> tuple[tuple[Guide, ...], tuple[Distance, ...]]:
        guides: list[Guide] = []
        told: list[Distance] = []
        for lines, parts in ((self._lines["x"], across), (self._lines["y"], down)):
            _note_guides(lines, rect, parts, guides, told)
        distances = list(self._around.measure(rect))
        known = {gap[:3] for gap in distances}
        for gap in told:
            if gap[:3] not in known:
                known.add(gap[:3])
                distances.append(gap)
        return tuple(guides), tuple(distances)


_AXES: tuple[Axis, Axis] = ("x", "y")


def _note_guides(
    lines: Lines, rect: Rect, parts: Sequence[Part], guides: list[Guide], distances: list[Distance]
) -> None:
    """Add a guide for each part that is met, unless an earlier one shows the same neighbours, and what it tells."""
    told: list[frozenset[int]] = []
    place = span(rect, lines.axis)
    for part in parts:
        at = place_of(place, part)
        met = lines.met(at, part)
        if met is None or (told and met.owners <= frozenset().union(*told)):
            continue
        told.append(met.owners)
        guides.append(lines.guide(at, met, rect))
        if (gap := lines.distance(at, met, rect, part)) is not None:
            distances.append(gap)
