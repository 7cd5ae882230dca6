"""What tiles and their sources are called on the screen."""

from __future__ import annotations

from ..model.composition import Composition, Tile
from ..model.names import file_name
from .words import tr

__all__ = ["file_name", "labels", "tile_label"]


def tile_label(tile: Tile, number: int) -> str:
    """The name that was given to a tile, else the file it shows, else its ``number`` in the list, from 1."""
    return tile.name or file_name(tile.url) or tr("Tile {number}").format(number=number)


def labels(composition: Composition) -> dict[str, str]:
    """The label of every tile by its id."""
    return {tile.id: tile_label(tile, number) for number, tile in enumerate(composition.tiles, 1)}
