"""Resizing by one of eight handles, in whole pixels, computed from the size when the gesture began."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add
from typing import Any, Literal, NamedTuple

from ..model.composition import Composition, Tile
from .rect import Rect
from .snap import Axis, Part, Pulled, Snap, Stretch, Targets

Handle = Literal["top-left", "top", "top-right", "right", "bottom-right", "bottom", "bottom-left", "left"]
HANDLES: tuple[Handle, ...] = (
    "top-left",
    "top",
    "top-right",
    "right",
    "bottom-right",
    "bottom",
    "bottom-left",
    "left",
)

SMALLEST = 2
"""Pixels of the shortest side that a hand or a key makes; what is smaller already stays as small. Typed numbers may be
1, the least that the service is taken to allow (A3).
"""


@dataclass(frozen=True, slots=True)
class Pull:
    """What the hand does: the handle it holds and how far it has come from where it took it, in pixels of the frame.

    ``from_centre`` keeps the middle where it is. ``least`` is the smallest width and height: for several tiles that of
    their box, see `least_box`. The sides that change become multiples of ``step``, and so does the start where both
    edges move.
    """

    handle: Handle
    dx: float = 0.0
    dy: float = 0.0
    keeps_proportion: bool = False
    from_centre: bool = False
    least: tuple[int, int] = (SMALLEST, SMALLEST)
    step: int = 1

    @property
    def sides(self) -> tuple[int, int]:
        """-1, 0 or 1 across and down: which edge goes with the hand, 0 for none."""
        across = -1 if "left" in self.handle else 1 if "right" in self.handle else 0
        down = -1 if "top" in self.handle else 1 if "bottom" in self.handle else 0
        return across, down


def resize_rect(rect: Rect, pull: Pull) -> Rect:
    """``rect`` after ``pull``, at least ``pull.least``; it never turns over, and what is not pulled stays."""
    across, down = pull.sides
    times = 2 if pull.from_centre else 1
    width = rect.width + across * pull.dx * times
    height = rect.height + down * pull.dy * times
    if pull.keeps_proportion:
        scale = _scale(rect, width if across else None, height if down else None, pull.least)
        width, height = rect.width * scale, rect.height * scale
    return _sized(rect, pull, width, height)


def resize_snapped(rect: Rect, pull: Pull, targets: Targets, reach: float) -> tuple[Rect, Snap]:
    """`resize_rect`, with the edges that are pulled meeting what is near; and what to draw.

    Where the proportion is kept, only the nearer one can be met: the other axis follows.
    """
    free = resize_rect(rect, pull)
    wishes = [_stretch(pull, axis, targets) for axis, sign in zip(_AXES, pull.sides, strict=True) if sign]
    snapped = _snapped_in_proportion if pull.keeps_proportion else _snapped_freely
    result = snapped(_Step(rect, pull, targets, reach), free, wishes)
    across, down = pull.sides
    return result, targets.marks(
        result, _parts(result.width != rect.width, across), _parts(result.height != rect.height, down)
    )


class _Step(NamedTuple):
    """One move of the hand."""

    rect: Rect
    pull: Pull
    targets: Targets
    reach: float

    def stretched(self, there: Rect, wish: Stretch) -> Rect | None:
        """``there`` with the one edge where it snaps to; ``None`` where nothing is in reach."""
        pulled = self.targets.stretch(there, self.reach, wish)
        return None if pulled is None else _sized(self.rect, self.pull, *_longer(there, wish, pulled))

    def in_proportion(self, there: Rect, wish: Stretch) -> Stretch:
        """``wish`` for the length, too, that has the proportion of the source beside the other side of ``there``."""
        if self.targets.source is None:
            return wish
        width, height = self.targets.source
        length = there.height * width / height if wish.axis == "x" else there.width * height / width
        return replace(wish, lengths=(*wish.lengths, _round(length)))


_AXES: tuple[Axis, Axis] = ("x", "y")


def _stretch(pull: Pull, axis: Axis, targets: Targets) -> Stretch:
    number = _AXES.index(axis)
    part: Part = "start" if pull.sides[number] < 0 else "end"
    own = (targets.source[number],) if targets.source else ()
    return Stretch(axis, part, 2 if pull.from_centre else 1, pull.least[number], own)


def _snapped_in_proportion(step: _Step, free: Rect, wishes: Sequence[Stretch]) -> Rect:
    found = [(pulled, wish) for wish in wishes if (pulled := step.targets.stretch(free, step.reach, wish)) is not None]
    if not found:
        return free
    pulled, wish = min(found, key=lambda one: (abs(one[0].way), one[0].rank))
    width, height = _longer(free, wish, pulled)
    rect = step.rect
    if wish.axis == "x":
        return _sized(rect, step.pull, width, rect.height * width / rect.width)
    return _sized(rect, step.pull, rect.width * height / rect.height, height)


def _snapped_freely(step: _Step, free: Rect, wishes: Sequence[Stretch]) -> Rect:
    """Each axis by itself. What the proportion of the source asks of the last one comes from the first; only where the
    first found nothing, it comes the other way round.
    """
    first, last = (wishes[0] if len(wishes) > 1 else None), wishes[-1]
    before = step.stretched(free, first) if first is not None else None
    there = before or free
    after = step.stretched(there, step.in_proportion(there, last))
    if after is None or first is None or before is not None:
        return after or there
    return step.stretched(after, step.in_proportion(after, first)) or after


def _longer(rect: Rect, wish: Stretch, pulled: Pulled) -> tuple[int, int]:
    """Width and height of ``rect`` once its edge has gone that way."""
    more = pulled.way * wish.sign * wish.times
    return (rect.width + more, rect.height) if wish.axis == "x" else (rect.width, rect.height + more)


def resize_tiles(
    start: Composition, rects: Mapping[str, Rect], box: Rect, ids: Collection[str], step: int = 1
) -> Composition:
    """Fit the tiles ``ids`` into ``box`` as they lie in their own bounding box now; locked ones stay.

    ``rects`` are the places of the tiles at the start. Only the numbers that change are set: what was absent
    and keeps its value stays absent. All edges lie a multiple of ``step`` from those of the box.
    """
    wanted = frozenset(ids)
    chosen = {tile.id for tile in start.tiles if tile.id in wanted and not tile.locked and tile.id in rects}
    before = bounding_box(rects[tile_id] for tile_id in chosen)
    if before is None or before == box:
        return start
    return start.replace(
        tiles=tuple(
            set_rect(tile, rects[tile.id], scale_rect(rects[tile.id], before, box, step)) if tile.id in chosen else tile
            for tile in start.tiles
        )
    )


def bounding_box(rects: Iterable[Rect]) -> Rect | None:
    """The smallest rectangle around all; ``None`` around none."""
    many = tuple(rects)
    if len(many) < 2:
        return many[0] if many else None
    lefts, tops, widths, heights = zip(*many, strict=True)
    x, y = min(lefts), min(tops)
    return Rect(x, y, max(map(add, lefts, widths)) - x, max(map(add, tops, heights)) - y)


def least_box(rects: Iterable[Rect]) -> tuple[int, int]:
    """The smallest width and height to which the box around ``rects`` can be pulled: there its smallest tile has
    ``SMALLEST`` pixels. Tiles that are smaller already become no smaller.
    """
    many = tuple(rects)
    box = bounding_box(many)
    if box is None:
        return SMALLEST, SMALLEST
    return _least(box.width, [rect.width for rect in many]), _least(box.height, [rect.height for rect in many])


def _least(whole: int, lengths: Sequence[int]) -> int:
    return max(SMALLEST, min(whole, -(-SMALLEST * whole // max(1, min(lengths)))))


def scale_rect(rect: Rect, before: Rect, after: Rect, step: int = 1) -> Rect:
    """Where ``rect`` lies when the box ``before`` becomes ``after``; edges that met still meet."""
    x, width = _scale_span(rect.x, rect.width, (before.x, before.width), (after.x, after.width), step)
    y, height = _scale_span(rect.y, rect.height, (before.y, before.height), (after.y, after.height), step)
    return Rect(x, y, width, height)


def set_rect(tile: Tile, before: Rect, after: Rect) -> Tile:
    """``tile``, which lay at ``before``, at ``after``. Sets only the numbers in which the two differ."""
    changes: dict[str, Any] = {
        name: new for name, old, new in zip(Rect._fields, before, after, strict=True) if old != new
    }
    return tile.replace(**changes) if changes else tile


def _scale_span(start: int, length: int, before: tuple[int, int], after: tuple[int, int], step: int) -> tuple[int, int]:
    """In whole numbers throughout: a product that is exactly two pixels must not become a little less."""
    first = after[0] + _scaled(start - before[0], before[1], after[1], step)
    last = after[0] + _scaled(start + length - before[0], before[1], after[1], step)
    least = min(SMALLEST, length, after[1])
    if last - first >= least:
        return first, last - first
    return min(first, after[0] + after[1] - least), least


def _scaled(way: int, before: int, after: int, step: int) -> int:
    """``way`` × ``after`` / ``before``, in whole steps but for the far edge of the box; halves up."""
    return after if way == before else step * ((2 * way * after + before * step) // (2 * before * step))


def _scale(rect: Rect, width: float | None, height: float | None, least: tuple[int, int]) -> float:
    """The scale that the hand asks for: of the side that is pulled, for a corner of the one that changes more.

    No side becomes shorter than ``least``; one that is shorter already is no reason to grow.
    """
    wanted = [side / own for side, own in ((width, rect.width), (height, rect.height)) if side is not None]
    smallest = min(1.0, max(least[0] / rect.width, least[1] / rect.height))
    return max(max(wanted, key=lambda scale: abs(scale - 1)), smallest)


def _sized(rect: Rect, pull: Pull, width: float, height: float) -> Rect:
    """The new size where the edge opposite to the handle, or the centre, stays."""
    across, down = (0, 0) if pull.from_centre else pull.sides
    wide = _side(pull, width, pull.least[0], (rect.x, rect.width), across)
    high = _side(pull, height, pull.least[1], (rect.y, rect.height), down)
    return Rect(_start(rect.x, rect.width, wide, across), _start(rect.y, rect.height, high, down), wide, high)


def _start(start: int, before: int, after: int, side: int) -> int:
    if side > 0:
        return start
    if side < 0:
        return start + before - after
    return start + _round((before - after) / 2)


def _parts(is_changed: bool, side: int) -> tuple[Part, ...]:
    if side:
        return ("start",) if side < 0 else ("end",)
    return ("start", "end") if is_changed else ()


def _side(pull: Pull, length: float, least: int, was: tuple[int, int], side: int) -> int:
    """Whole pixels, or whole steps; what is shorter than ``least`` already stays so until it is pulled by itself: what
    only follows in proportion never grows past its proportion.
    """
    start, own = was
    if length == own:
        return own
    least = min(least, own) if pull.keeps_proportion else least
    if pull.step == 1:
        return max(least, _round(length))
    near = pull.step * max(_round(length / pull.step), -(-least // pull.step))
    if side:
        return near
    lands = [one for one in (near, near + pull.step, near - pull.step) if not _start(start, own, one, 0) % pull.step]
    return next((one for one in lands if one >= least), near)


def _round(number: float) -> int:
    """Halves up, below zero too, so that a shift by whole pixels never changes how something is rounded."""
    return math.floor(number + 0.5)
