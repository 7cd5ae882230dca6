"""Moving tiles, in whole pixels, computed from where they were when the gesture began."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ..model.composition import Composition, Tile


def movable(composition: Composition, ids: Collection[str]) -> tuple[Tile, ...]:
    """Those of the tiles ``ids`` that are not locked, in the order of the composition."""
    chosen = frozenset(ids)
    return tuple(tile for tile in composition.tiles if tile.id in chosen and not tile.locked)


def move_tiles(start: Composition, ids: Collection[str], dx: int, dy: int) -> Composition:
    """Move the tiles ``ids`` together; locked ones stay.

    A position that is absent counts as 0. One that does not change stays absent.
    """
    return move_at(start, movable_at(start, ids), dx, dy)


def movable_at(composition: Composition, ids: Collection[str]) -> tuple[int, ...]:
    """The places in the list of those tiles ``ids`` that are not locked."""
    chosen = frozenset(ids)
    return tuple(index for index, tile in enumerate(composition.tiles) if tile.id in chosen and not tile.locked)


def move_at(start: Composition, places: Iterable[int], dx: int, dy: int) -> Composition:
    """`move_tiles` for a gesture, which asks once where they are in the list."""
    if not dx and not dy:
        return start
    tiles = list(start.tiles)
    for index in places:
        tiles[index] = _moved(tiles[index], dx, dy)
    return start.replace(tiles=tuple(tiles))


def _moved(tile: Tile, dx: int, dy: int) -> Tile:
    changes: dict[str, Any] = {}
    if dx:
        changes["x"] = (tile.x or 0) + dx
    if dy:
        changes["y"] = (tile.y or 0) + dy
    return tile.replace(**changes)


def one_axis(dx: float, dy: float) -> tuple[float, float]:
    """The longer of both ways alone, for a hand that holds Shift."""
    return (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
