"""Aligning and distributing tiles, exact gaps between them, and the same size for all.

A tile whose size nobody knows takes no part: nothing is worked out from a guess, and none is written.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

from ..model.composition import Composition, Tile
from ..model.source import Known
from .place import Placement, place
from .rect import Rect
from .resize import bounding_box, set_rect

Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
"""``centre`` is across, ``middle`` is down."""

AlignTo = Literal["selection", "frame", "last"]
"""What several tiles are aligned to: the box around them, the frame, or the one that was chosen last."""

Direction = Literal["across", "down"]
Match = Literal["width", "height", "size"]
Change = Callable[[Tile, Rect], Rect]


def align(
    composition: Composition,
    known: Known,
    ids: Collection[str],
    edge: Edge,
    to: AlignTo = "selection",
    last: str = "",
) -> Composition:
    """Bring an edge or the middle of the tiles to one line: one tile to the frame, several to what ``to`` says.

    Locked tiles count for their box but stay where they are. ``last`` is the tile that was chosen last. Unchanged where
    there is nothing to align to: one of several whose place is known, or a ``last`` one whose place is not.
    """
    placement = place(composition, known)
    rects, chosen = _rects(placement, ids), frozenset(ids)
    if to == "frame" or sum(tile.id in chosen for tile in composition.tiles) < 2:
        box = placement.frame
    elif to == "last" and last in chosen:
        box = rects.get(last)
    else:
        box = _own_line(composition, rects, edge)
    if box is None:
        return composition
    return _change(composition, rects, lambda _, rect: _aligned(rect, box, edge))


def _own_line(composition: Composition, rects: Mapping[str, Rect], edge: Edge) -> Rect | None:
    """What several tiles are aligned to among themselves: their box. Their middles go to those of the largest, or of
    what is locked, so that halves of pixels are rounded once and a second time changes nothing.
    """
    box = bounding_box(rects.values())
    if box is None or edge not in {"centre", "middle"}:
        return box
    locked = [rects[tile.id] for tile in composition.tiles if tile.locked and tile.id in rects]
    if locked:
        return bounding_box(locked)
    length = 2 if edge == "centre" else 3
    return _aligned(max(rects.values(), key=lambda rect: rect[length]), box, edge)


def _aligned(rect: Rect, box: Rect, edge: Edge) -> Rect:
    x, y = rect.x, rect.y
    if edge == "left":
        x = box.x
    elif edge == "right":
        x = box.right - rect.width
    elif edge == "centre":
        x = box.x + (box.width - rect.width) // 2
    elif edge == "top":
        y = box.y
    elif edge == "bottom":
        y = box.bottom - rect.height
    else:
        y = box.y + (box.height - rect.height) // 2
    return Rect(x, y, rect.width, rect.height)


def centre(composition: Composition, known: Known, ids: Collection[str]) -> Composition:
    """Put the tiles, as they lie to each other, into the middle of the frame. Locked ones take no part."""
    placement = place(composition, known)
    rects = _rects(placement, _unlocked(composition, ids))
    box = bounding_box(rects.values())
    if box is None or placement.frame is None:
        return composition
    there = _aligned(_aligned(box, placement.frame, "centre"), placement.frame, "middle")
    dx, dy = there.x - box.x, there.y - box.y
    return _change(composition, rects, lambda _, rect: rect._replace(x=rect.x + dx, y=rect.y + dy))


def distribute(composition: Composition, known: Known, ids: Collection[str], direction: Direction) -> Composition:
    """Make the gaps between three or more tiles equal, to the pixel as far as it goes; the outer two stay.

    Tiles that overlap so much that equal gaps would change their order get equal distances of their middles. Locked
    tiles take no part: what cannot move cannot make room.
    """
    rects = _rects(place(composition, known), _unlocked(composition, ids))
    if len(rects) < 3:
        return composition
    order = _in_order(rects, direction)
    starts = _with_equal_gaps([_span(rects[one], direction) for one in order])
    moved = _moved(rects, dict(zip(order, starts, strict=True)), direction)
    if _in_order(moved, direction) != order:
        starts = _with_equal_distances([_span(rects[one], direction) for one in order])
        moved = _moved(rects, dict(zip(order, starts, strict=True)), direction)
    return _change(composition, rects, lambda tile, _: moved[tile.id])


def _with_equal_gaps(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Where each begins; the first and the last stay. Gaps are negative where tiles overlap."""
    (first, length), (last, _) = spans[0], spans[-1]
    room = last - first - sum(each for _, each in spans[:-1])
    starts, at = [first], first + length
    for number, (_, each) in enumerate(spans[1:-1], 1):
        starts.append(at + math.floor(room * number / (len(spans) - 1) + 0.5))
        at += each
    return [*starts, last]


def _with_equal_distances(spans: Sequence[tuple[int, int]]) -> list[int]:
    """The same for their middles, each rounded by itself."""
    first, last = (2 * start + length for start, length in (spans[0], spans[-1]))
    starts = [spans[0][0]]
    for number, (_, length) in enumerate(spans[1:-1], 1):
        middle = first + (last - first) * number / (len(spans) - 1)
        starts.append(math.floor((middle - length) / 2 + 0.5))
    return [*starts, spans[-1][0]]


def space(composition: Composition, known: Known, ids: Collection[str], direction: Direction, gap: int) -> Composition:
    """Put two or more tiles one behind the other with ``gap`` pixels between them, below 0 to overlap; the first stays.

    Locked tiles take no part.
    """
    rects = _rects(place(composition, known), _unlocked(composition, ids))
    if len(rects) < 2:
        return composition
    starts: dict[str, int] = {}
    at: int | None = None
    for one in sorted(rects, key=lambda one: (_span(rects[one], direction)[0], sum(_span(rects[one], direction)))):
        start, length = _span(rects[one], direction)
        starts[one] = start if at is None else at
        at = starts[one] + length + gap
    moved = _moved(rects, starts, direction)
    return _change(composition, rects, lambda tile, _: moved[tile.id])


def gap_between(composition: Composition, known: Known, ids: Collection[str], direction: Direction) -> int | None:
    """The gap that all neighbours of these tiles have; ``None`` where they have different ones."""
    rects = _rects(place(composition, known), _unlocked(composition, ids))
    spans = sorted(_span(rect, direction) for rect in rects.values())
    gaps = {after[0] - sum(before) for before, after in itertools.pairwise(spans)}
    return gaps.pop() if len(gaps) == 1 else None


def match(composition: Composition, known: Known, ids: Collection[str], what: Match, last: str) -> Composition:
    """Give the tiles the width, height or size of the tile ``last``. Their top left corners stay, as locked ones do."""
    rects = _rects(place(composition, known), ids)
    like = rects.get(last)
    if like is None:
        return composition
    sides = {"width": {"width": like.width}, "height": {"height": like.height}}
    wanted = sides.get(what) or {"width": like.width, "height": like.height}
    return _change(composition, rects, lambda _, rect: rect._replace(**wanted))


def swap(composition: Composition, known: Known, one: str, other: str) -> Composition:
    """Exchange two tiles: place, size, cell, and which of them lies upon the other, so that the smaller of the two is
    seen as before. Unchanged where one is locked or has no certain place: a size that is guessed would be written into
    the other.
    """
    rects = _rects(place(composition, known), _unlocked(composition, (one, other)))
    if len(rects) < 2:
        return composition
    swapped = _change(composition, rects, lambda tile, _: rects[other if tile.id == one else one])
    cells = {one: composition.tile(other).cell, other: composition.tile(one).cell}
    if cells[one] is not cells[other]:
        swapped = swapped.with_tiles(swapped.tile(name).replace(cell=cell) for name, cell in cells.items())
    tiles = {tile.id: tile for tile in swapped.tiles}
    partner = {one: other, other: one}
    return swapped.replace(tiles=tuple(tiles[partner.get(tile_id, tile_id)] for tile_id in tiles))


def _in_order(rects: Mapping[str, Rect], direction: Direction) -> list[str]:
    """By their middles."""

    def key(one: str) -> tuple[int, str]:
        start, length = _span(rects[one], direction)
        return 2 * start + length, one

    return sorted(rects, key=key)


def _span(rect: Rect, direction: Direction) -> tuple[int, int]:
    return (rect.x, rect.width) if direction == "across" else (rect.y, rect.height)


def _moved(rects: Mapping[str, Rect], starts: Mapping[str, int], direction: Direction) -> dict[str, Rect]:
    name = "x" if direction == "across" else "y"
    return {one: rect._replace(**{name: starts[one]}) for one, rect in rects.items()}


def _unlocked(composition: Composition, ids: Collection[str]) -> frozenset[str]:
    return frozenset(tile.id for tile in composition.tiles if not tile.locked).intersection(ids)


def _rects(placement: Placement, ids: Collection[str]) -> dict[str, Rect]:
    """Those of the tiles ``ids`` whose place and size are known, and where they lie."""
    chosen = frozenset(ids)
    there = ((tile.tile_id, tile.certain) for tile in placement.tiles if tile.tile_id in chosen)
    return {tile_id: rect for tile_id, rect in there if rect is not None}


def _change(composition: Composition, rects: Mapping[str, Rect], change: Change) -> Composition:
    """Put the unlocked tiles of ``rects`` where ``change`` says; the same composition when nothing moves."""
    tiles = tuple(
        set_rect(tile, rects[tile.id], change(tile, rects[tile.id])) if tile.id in rects and not tile.locked else tile
        for tile in composition.tiles
    )
    if all(new is old for new, old in zip(tiles, composition.tiles, strict=True)):
        return composition
    return composition.replace(tiles=tiles)
