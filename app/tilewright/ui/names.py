"""What tiles and their sources are called on the screen."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from ..model.composition import Composition, Tile
from .words import tr


def file_name(url: str) -> str:
    """The last part of a source's address, as people know it; empty when there is none."""
    try:
        path = urlsplit(url).path
    except ValueError:  # an address from a stranger's request may be anything
        path = url
    name = unquote(path).rstrip("/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())


def tile_label(tile: Tile, number: int) -> str:
    """The name that was given to a tile, else the file it shows, else its ``number`` in the list, from 1."""
    return tile.name or file_name(tile.url) or tr("Tile {number}").format(number=number)


def labels(composition: Composition) -> dict[str, str]:
    """The label of every tile by its id."""
    return {tile.id: tile_label(tile, number) for number, tile in enumerate(composition.tiles, 1)}
