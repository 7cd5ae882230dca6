"""What tiles are called by the files that they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from ..text import say
from .composition import Tile


@lru_cache(maxsize=2048)
def file_name(url: str) -> str:
    """The last part of a source's address, as people know it; empty when there is none."""
    try:
        path = urlsplit(url).path
    except ValueError:  # an address from a stranger's request may be anything
        path = url
    name = unquote(path).rstrip("/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())


MOST_LETTERS = 48
"""Longer names of files are told without their middle."""


def told_names(tiles: Sequence[Tile]) -> dict[str, str]:
    """What sentences call each tile, by its id: its own name, else its file, else its number from 1.

    Tiles that show the same file are told apart by their numbers.
    """
    files = {tile.id: file_name(tile.url) for tile in tiles if not tile.name}
    counts = Counter(files.values())

    def told(tile: Tile, number: int) -> str:
        if tile.name:
            return say("“{name}”", name=tile.name)
        name = files[tile.id]
        if not name:
            return say("Tile {number}", number=number)
        short = name if len(name) <= MOST_LETTERS else f"{name[:24]}…{name[-20:]}"
        return short if counts[name] == 1 else say("{name} (tile {number})", name=short, number=number)

    return {tile.id: told(tile, number) for number, tile in enumerate(tiles, 1)}
