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

NAME_LETTERS = 64
"""A tile's own name may be as long (ci-jobs §1.3)."""


def shortened(text: str, most: int = MOST_LETTERS) -> str:
    """``text`` without its middle where it is long: a sentence must stay one."""
    return text if len(text) <= most else f"{text[:24]}…{text[-20:]}"


def told_names(tiles: Sequence[Tile]) -> dict[str, str]:
    """What sentences call each tile, by its id: its own name, else its file, else its number from 1.

    Tiles that show the same file are told apart by their numbers.
    """
    files = {tile.id: file_name(tile.url) for tile in tiles if not tile.name}
    counts = Counter(files.values())

    def told(tile: Tile, number: int) -> str:
        if tile.name:
            return say("“{name}”", name=shortened(tile.name, NAME_LETTERS))
        name = files[tile.id]
        if not name:
            return say("Tile {number}", number=number)
        short = shortened(name)
        return short if counts[name] == 1 else say("{name} (tile {number})", name=short, number=number)

    return {tile.id: told(tile, number) for number, tile in enumerate(tiles, 1)}
