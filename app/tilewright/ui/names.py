"""What tiles and their sources are called on the screen."""

from __future__ import annotations

from collections.abc import Collection

from ..model.composition import Composition, Tile
from ..model.names import file_name, shortened
from .words import tr

__all__ = ["file_name", "labels", "step_name", "tile_label"]


def tile_label(tile: Tile, number: int) -> str:
    """The name that was given to a tile, else the file it shows, else its ``number`` in the list, from 1."""
    return tile.name or file_name(tile.url) or tr("Tile {number}").format(number=number)


def labels(composition: Composition) -> dict[str, str]:
    """The label of every tile by its id."""
    return {tile.id: tile_label(tile, number) for number, tile in enumerate(composition.tiles, 1)}


def step_name(composition: Composition, ids: Collection[str], one: str, many: str) -> str:
    """The name of a step that touches the tiles ``ids``: ``one`` with ``{tile}``, else ``many`` with ``{count}``."""
    if len(ids) == 1:
        for number, tile in enumerate(composition.tiles, 1):
            if tile.id in ids:
                return one.format(tile=shortened(tile_label(tile, number)))
    return many.format(count=len(ids))
