"""Aligning and distributing tiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Literal

from ..model.composition import Composition, Tile
from ..model.source import Known
from .place import Placement, place
from .rect import Rect
from .resize import bounding_box, set_rect

Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
"""``centre`` is across, ``middle`` is down."""

Direction = Literal["across", "down"]
Change = Callable[[Tile, Rect], Rect]


def align(composition: Composition, known: Known, ids: Collection[str], edge: Edge) -> Composition:
    """Bring an edge or the middle of the tiles to one line: one tile to the frame, several to their bounding box.

    Locked tiles count for the box but stay where they are. Unchanged where there is nothing to align to.
    """
    placement = place(composition, known)
    rects = _rects(placement, ids)
    box = bounding_box(rects.values()) if len(rects) > 1 else placement.frame
    if box is None:
        return composition
    return _change(composition, rects, lambda _, rect: _aligned(rect, box, edge))


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


def distribute(composition: Composition, known: Known, ids: Collection[str], direction: Direction) -> Composition:
    """Make the gaps between three or more tiles equal, to the pixel as far as it goes; the outer two stay.

    Locked tiles take no part: what cannot move cannot make room.
    """
    unlocked = {tile.id for tile in composition.tiles if not tile.locked}
    rects = _rects(place(composition, known), unlocked.intersection(ids))
    if len(rects) < 3:
        return composition
    start, length = (0, 2) if direction == "across" else (1, 3)
    order = sorted(rects, key=lambda tile_id: (2 * rects[tile_id][start] + rects[tile_id][length], tile_id))
    first, last = rects[order[0]], rects[order[-1]]
    room = last[start] - (first[start] + first[length]) - sum(rects[tile_id][length] for tile_id in order[1:-1])
    places: dict[str, int] = {}
    used = 0
    for number, tile_id in enumerate(order[1:-1], 1):
        gaps = math.floor(room * number / (len(order) - 1) + 0.5)
        places[tile_id] = first[start] + first[length] + used + gaps
        used += rects[tile_id][length]

    def moved(tile: Tile, rect: Rect) -> Rect:
        at = places.get(tile.id, rect[start])
        return rect._replace(x=at) if direction == "across" else rect._replace(y=at)

    return _change(composition, rects, moved)


def _rects(placement: Placement, ids: Collection[str]) -> dict[str, Rect]:
    """The tiles ``ids`` that can be drawn, and where."""
    chosen = frozenset(ids)
    return {tile.tile_id: tile.drawn for tile in placement.tiles if tile.tile_id in chosen and tile.drawn is not None}


def _change(composition: Composition, rects: Mapping[str, Rect], change: Change) -> Composition:
    """Put the unlocked tiles of ``rects`` where ``change`` says; the same composition when nothing moves."""
    tiles = tuple(
        set_rect(tile, rects[tile.id], change(tile, rects[tile.id])) if tile.id in rects and not tile.locked else tile
        for tile in composition.tiles
    )
    if all(new is old for new, old in zip(tiles, composition.tiles, strict=True)):
        return composition
    return composition.replace(tiles=tiles)
