"""Resizing by one of eight handles, in whole pixels, computed from the size when the gesture began."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import add
from typing import Any, Literal

from ..model.composition import Composition, Tile
from .rect import Rect
from .snap import Axis, Part, Snap, Targets

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

    ``from_centre`` keeps the middle where it is.
    """

    handle: Handle
    dx: float = 0.0
    dy: float = 0.0
    keeps_proportion: bool = False
    from_centre: bool = False

    @property
    def sides(self) -> tuple[int, int]:
        """-1, 0 or 1 across and down: which edge goes with the hand, 0 for none."""
        across = -1 if "left" in self.handle else 1 if "right" in self.handle else 0
        down = -1 if "top" in self.handle else 1 if "bottom" in self.handle else 0
        return across, down


def resize_rect(rect: Rect, pull: Pull) -> Rect:
    """``rect`` after ``pull``, at least 2 × 2; it never turns over, and what is not pulled stays."""
    across, down = pull.sides
    times = 2 if pull.from_centre else 1
    width = rect.width + across * pull.dx * times
    height = rect.height + down * pull.dy * times
    if pull.keeps_proportion:
        scale = _scale(rect, width if across else None, height if down else None)
        width, height = rect.width * scale, rect.height * scale
    return _around(rect, _side(width, rect.width), _side(height, rect.height), pull)


def resize_snapped(rect: Rect, pull: Pull, targets: Targets, reach: float) -> tuple[Rect, Snap]:
    """`resize_rect`, with the edges that are pulled meeting near lines; and what to draw.

    Where the proportion is kept, only the nearer line can be met: the other axis follows.
    """
    free = resize_rect(rect, pull)
    across, down = pull.sides
    edges: list[tuple[Axis, Part, int]] = []
    if across:
        edges.append(("x", "start" if across < 0 else "end", across))
    if down:
        edges.append(("y", "start" if down < 0 else "end", down))
    pulls = [(targets.pull(free, reach, axis, part), axis, sign) for axis, part, sign in edges]
    near = [(way, axis, sign) for way, axis, sign in pulls if way is not None]
    if pull.keeps_proportion:
        near = sorted(near, key=lambda found: abs(found[0]))[:1]
    width, height = free.width, free.height
    times = 2 if pull.from_centre else 1
    for way, axis, sign in near:
        if axis == "x":
            width = _side(width + way * sign * times, rect.width)
        else:
            height = _side(height + way * sign * times, rect.height)
        if pull.keeps_proportion:
            scale = width / rect.width if axis == "x" else height / rect.height
            if axis == "x":
                height = _side(rect.height * scale, rect.height)
            else:
                width = _side(rect.width * scale, rect.width)
    result = _around(rect, width, height, pull)
    return result, targets.marks(
        result, _parts(result.width != rect.width, across), _parts(result.height != rect.height, down)
    )


def resize_tiles(start: Composition, rects: Mapping[str, Rect], box: Rect, ids: Collection[str]) -> Composition:
    """Fit the tiles ``ids`` into ``box`` as they lie in their own bounding box now; locked ones stay.

    ``rects`` are the places of the tiles at the start. Only the numbers that change are set: what was absent
    and keeps its value stays absent.
    """
    wanted = frozenset(ids)
    chosen = {tile.id for tile in start.tiles if tile.id in wanted and not tile.locked and tile.id in rects}
    before = bounding_box(rects[tile_id] for tile_id in chosen)
    if before is None or before == box:
        return start
    return start.replace(
        tiles=tuple(
            set_rect(tile, rects[tile.id], scale_rect(rects[tile.id], before, box)) if tile.id in chosen else tile
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


def scale_rect(rect: Rect, before: Rect, after: Rect) -> Rect:
    """Where ``rect`` lies when the box ``before`` becomes ``after``; edges that met still meet."""
    x, width = _scale_span(rect.x, rect.width, (before.x, before.width), (after.x, after.width))
    y, height = _scale_span(rect.y, rect.height, (before.y, before.height), (after.y, after.height))
    return Rect(x, y, width, height)


def set_rect(tile: Tile, before: Rect, after: Rect) -> Tile:
    """``tile``, which lay at ``before``, at ``after``. Sets only the numbers in which the two differ."""
    changes: dict[str, Any] = {
        name: new for name, old, new in zip(Rect._fields, before, after, strict=True) if old != new
    }
    return tile.replace(**changes) if changes else tile


def _scale_span(start: int, length: int, before: tuple[int, int], after: tuple[int, int]) -> tuple[int, int]:
    factor = after[1] / before[1]
    first = after[0] + _round((start - before[0]) * factor)
    last = after[0] + _round((start + length - before[0]) * factor)
    least = min(SMALLEST, length, after[1])
    if last - first >= least:
        return first, last - first
    return min(first, after[0] + after[1] - least), least


def _scale(rect: Rect, width: float | None, height: float | None) -> float:
    """The scale that the hand asks for: of the side that is pulled, for a corner of the one that changes more."""
    wanted = [side / own for side, own in ((width, rect.width), (height, rect.height)) if side is not None]
    return max(max(wanted, key=lambda scale: abs(scale - 1)), min(1.0, SMALLEST / min(rect.width, rect.height)))


def _around(rect: Rect, width: int, height: int, pull: Pull) -> Rect:
    """The new size where the edge opposite to the handle, or the centre, stays."""
    across, down = pull.sides
    x = _start(rect.x, rect.width, width, 0 if pull.from_centre else across)
    y = _start(rect.y, rect.height, height, 0 if pull.from_centre else down)
    return Rect(x, y, width, height)


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


def _side(length: float, before: int) -> int:
    return max(min(SMALLEST, before), _round(length))


def _round(number: float) -> int:
    """Halves up, below zero too, so that a shift by whole pixels never changes how something is rounded."""
    return math.floor(number + 0.5)
