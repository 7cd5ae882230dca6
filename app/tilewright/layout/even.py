"""Even pixels: colours of 4:2:0 are stored for squares of 2 × 2, so edges between them smear a little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model.composition import Cell, Composition, Tile, changed_at
from .rect import Rect

LEAST_SIDE = 2
"""Pixels of the shortest side that has colours of its own."""


def even_rect(rect: Rect) -> Rect:
    """Each edge at the even pixel at or before it: edges at which tiles meet stay together. A tile of which one pixel
    reaches into the frame from the left or from above keeps two: with none it would be outside.
    """
    x, y = rect.x - rect.x % 2, rect.y - rect.y % 2
    right = 2 if rect.right == 1 else rect.right - rect.right % 2
    bottom = 2 if rect.bottom == 1 else rect.bottom - rect.bottom % 2
    return Rect(x, y, max(LEAST_SIDE, right - x), max(LEAST_SIDE, bottom - y))


def even_where_changed(before: Composition, after: Composition) -> Composition:
    """``after``, in which each tile that is new, or lies elsewhere than ``before``, has even numbers only.

    All four of them, also one that is as it was. What is absent stays absent; a tile that nobody touched stays odd.
    """
    old, new = before.tiles, after.tiles
    if old is new:
        return after
    places: Sequence[int] = changed_at(old, new) if len(old) == len(new) else range(len(new))
    is_same_order = len(old) == len(new) and all(old[at].id == new[at].id for at in places)
    was = {old[at].id: old[at] for at in places} if is_same_order else {tile.id: tile for tile in old}
    evened: dict[int, Tile] = {}
    for at in places:
        tile = new[at]
        earlier = was.get(tile.id)
        if earlier is None or _numbers(earlier) != _numbers(tile):
            evened[at] = _even(tile, earlier)
    tiles = tuple(evened.get(at, tile) for at, tile in enumerate(new)) if evened else new
    return after if tiles == new else after.replace(tiles=tiles)


def _numbers(tile: Tile) -> tuple[int | None, ...]:
    return tile.x, tile.y, tile.width, tile.height


def _even(tile: Tile, earlier: Tile | None) -> Tile:
    there = [number or 0 for number in _numbers(tile)]
    if not any(number % 2 for number in there):
        return tile
    even = even_rect(Rect(*there))
    changes: dict[str, Any] = {
        name: now
        for name, now, was in zip(Rect._fields, even, _numbers(tile), strict=True)
        if now != (was or 0) and (name in _CORNER or (was or 0) >= 1)
    }
    return tile.replace(**changes, cell=_cell(tile, earlier, even))


def _cell(tile: Tile, earlier: Tile | None, even: Rect) -> Cell | None:
    """The cell of ``tile``, which comes to ``even``: so that it is fitted there another time to the same pixels."""
    cell, was = tile.cell, earlier.cell if earlier is not None else None
    if was is None or cell == was:
        return cell
    if cell is None:  # where it was stretched over its cell, that is another place still
        return was if (was.x, was.y, was.width, was.height) == _numbers(tile) else None
    return tile.replace(x=even.x, y=even.y).cell  # it was moved, and so is its cell


_CORNER = ("x", "y")
"""A corner is there, absent or not; a side is only where there is one."""
