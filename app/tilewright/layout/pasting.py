"""Putting copied tiles into a composition, and the places of copied tiles on others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count

from ..model.clipping import Clipping, Place
from ..model.composition import Composition, Tile, new_tile_ids
from .groups import regrouped
from .stack import COPY_OFFSET

_Corner = tuple[int | None, int | None, int | None, int | None]


def paste(composition: Composition, tiles: Sequence[Tile]) -> tuple[Composition, tuple[str, ...]]:
    """Put copies of ``tiles`` on top, where they lay; and the ids of the copies.

    Where one would lie exactly upon a tile, all of them go a step to the right and down, as often as it takes, and come
    unlocked: they are there to be moved. Those that keep their place, after a cut or from another window, keep locks.
    Those that were a group are a new one.
    """
    taken = {_corner(tile, 0) for tile in composition.tiles}
    way = next(way for way in count(0, COPY_OFFSET) if all(_corner(tile, way) not in taken for tile in tiles))
    new_ids = new_tile_ids(tile.id for tile in composition.tiles)
    copies = [_copy(tile, next(new_ids), way) for tile in tiles]
    made = (*composition.tiles, *regrouped(copies, composition.tiles))
    return composition.replace(tiles=made), tuple(copy.id for copy in copies)


def _corner(tile: Tile, way: int) -> _Corner:
    return (tile.x or 0) + way, (tile.y or 0) + way, tile.width, tile.height


def _copy(tile: Tile, tile_id: str, way: int) -> Tile:
    if not way:
        return tile.replace(id=tile_id)
    return tile.replace(id=tile_id, x=(tile.x or 0) + way, y=(tile.y or 0) + way, locked=False)


def paste_places(composition: Composition, ids: Collection[str], clipping: Clipping) -> Composition:
    """Give the tiles ``ids``, in the order of the composition, places and sizes of the copied ones, in their order.
    Locked ones stay and use up none; whoever is left when the copied ones are used up stays, too.
    """
    places = iter([_place_of(clipping, index) for index in range(len(clipping.tiles))])
    chosen = frozenset(ids)
    free = [tile for tile in composition.tiles if tile.id in chosen and not tile.locked]
    placed = [
        tile.replace(x=x, y=y, width=width, height=height)
        for tile, (x, y, width, height) in zip(free, places, strict=False)
    ]
    return composition.with_tiles(placed)


def _place_of(clipping: Clipping, index: int) -> Place | _Corner:
    tile = clipping.tiles[index]
    return clipping.place_of(index) or (tile.x, tile.y, tile.width, tile.height)
