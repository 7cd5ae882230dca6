"""The order in which tiles lie upon each other; copies of tiles, and tiles taken away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal

from ..model.composition import Composition, Tile, new_tile_ids
from .groups import regrouped, without_lonely

Order = Literal["front", "back", "forward", "backward"]

COPY_OFFSET = 24
"""How far a copy lies to the right of and below its original, so that both can be seen and taken."""


def reorder(composition: Composition, ids: Collection[str], order: Order) -> Composition:
    """Bring tiles to the front (the end of the list, A5) or back, or one step. Chosen ones keep their own order."""
    tiles = _ORDERS[order](composition.tiles, frozenset(ids))
    return composition if tiles == composition.tiles else composition.replace(tiles=tiles)


def put_at(composition: Composition, ids: Collection[str], index: int) -> Composition:
    """Move tiles into the gap ``index`` of the present list, from 0 (below all) to its length (above all).

    The moved tiles keep the order that they have among themselves.
    """
    ids = frozenset(ids)
    below = tuple(t for t in composition.tiles[:index] if t.id not in ids)
    moved = tuple(t for t in composition.tiles if t.id in ids)
    above = tuple(t for t in composition.tiles[index:] if t.id not in ids)
    tiles = (*below, *moved, *above)
    return composition if tiles == composition.tiles else composition.replace(tiles=tiles)


def _front(tiles: tuple[Tile, ...], ids: Collection[str]) -> tuple[Tile, ...]:
    return (*(t for t in tiles if t.id not in ids), *(t for t in tiles if t.id in ids))


def _back(tiles: tuple[Tile, ...], ids: Collection[str]) -> tuple[Tile, ...]:
    return (*(t for t in tiles if t.id in ids), *(t for t in tiles if t.id not in ids))


def _forward(tiles: tuple[Tile, ...], ids: Collection[str]) -> tuple[Tile, ...]:
    made = list(tiles)
    for at in range(len(made) - 2, -1, -1):
        if made[at].id in ids and made[at + 1].id not in ids:
            made[at], made[at + 1] = made[at + 1], made[at]
    return tuple(made)


def _backward(tiles: tuple[Tile, ...], ids: Collection[str]) -> tuple[Tile, ...]:
    return tuple(reversed(_forward(tuple(reversed(tiles)), ids)))


_ORDERS: dict[Order, Callable[[tuple[Tile, ...], Collection[str]], tuple[Tile, ...]]] = {
    "front": _front,
    "back": _back,
    "forward": _forward,
    "backward": _backward,
}


def duplicate(
    composition: Composition, ids: Collection[str], offset: int = COPY_OFFSET
) -> tuple[Composition, tuple[str, ...]]:
    """Put a copy of each tile ``ids`` on top, ``offset`` pixels to the right and below, unlocked and in groups of their
    own; and the ids of the copies.
    """
    ids = frozenset(ids)
    new_ids = new_tile_ids(tile.id for tile in composition.tiles)
    copies = [
        _moved(tile, offset).replace(id=next(new_ids), locked=False) for tile in composition.tiles if tile.id in ids
    ]
    tiles = (*composition.tiles, *regrouped(copies, composition.tiles))
    return composition.replace(tiles=tiles), tuple(copy.id for copy in copies)


def _moved(tile: Tile, offset: int) -> Tile:
    return tile.replace(x=(tile.x or 0) + offset, y=(tile.y or 0) + offset) if offset else tile


def remove(composition: Composition, ids: Collection[str]) -> Composition:
    """Without the tiles ``ids``, locked ones too: a lock is against the hand that moves. Whoever is left alone of a
    group is in none.
    """
    gone = frozenset(ids)
    tiles = tuple(tile for tile in composition.tiles if tile.id not in gone)
    return composition if len(tiles) == len(composition.tiles) else composition.replace(tiles=without_lonely(tiles))
