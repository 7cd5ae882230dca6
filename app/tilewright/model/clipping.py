"""Tiles as text on a clipboard: one line of JSON with a mark, which any Tilewright reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from ..errors import Damaged, NewerFormat, Refused
from ..text import plain, say
from .composition import MOST_TILES, Tile
from .secrets import clean, clean_address, without_keys
from .value import Value, Whole

MIME = "application/x-tilewright-tiles"
FORMAT = 1
LARGEST = 1024 * 1024
"""Bytes: a thousand tiles take a quarter of it, and reading it takes no time that a hand would notice."""

_HEAD = re.compile(
    r'\s{0,99}\{\s{0,9}"tilewright"\s{0,9}:\s{0,9}"tiles"\s{0,9},\s{0,9}"format"\s{0,9}:\s{0,9}(\d{1,9})'
)
_WHAT = say("What was copied")


class Place(NamedTuple):
    """Where a copied tile lay, in pixels of its frame."""

    x: Whole
    y: Whole
    width: Whole
    height: Whole


class Clipping(Value, frozen=True, omit_defaults=False):
    """Copied tiles, from the lowest to the uppermost, and where each lay; ``None`` for one without a place."""

    tilewright: Literal["tiles"] = "tiles"
    format: int = FORMAT
    tiles: tuple[Tile, ...] = ()
    places: tuple[Place | None, ...] = ()

    def place_of(self, index: int) -> Place | None:
        return self.places[index] if index < len(self.places) else None


def is_clipping(text: str) -> bool:
    """Whether ``text`` says of itself that it is copied tiles; only its beginning is looked at."""
    return _HEAD.match(text) is not None


def encode(tiles: Iterable[Tile], places: Sequence[Place | None]) -> bytes:
    """The text of ``tiles``, UTF-8, without what signs an address and without keys. ``Refused`` beyond 1 MiB."""
    clipping = Clipping(tiles=tuple(map(without_secrets, tiles)), places=tuple(places))
    data = msgspec.json.encode(clipping, enc_hook=plain)
    if len(data) > LARGEST:
        raise Refused("The tiles are too much for the clipboard: together they are larger than 1 MiB.", "Copy fewer.")
    return data


def decode(text: str) -> Clipping:
    """Read what ``encode`` wrote, wherever it has been since; nothing in it is trusted.

    Raises ``Damaged`` when it is not whole, ``NewerFormat`` when a later Tilewright wrote it, ``Refused`` beyond 1 MiB
    or 1,000 tiles.
    """
    if len(text) > LARGEST:
        raise Refused("The copied tiles are larger than 1 MiB.", "Copy them once more, fewer at a time.")
    head = _HEAD.match(text)
    if head is not None and int(head[1]) > FORMAT:
        raise NewerFormat(
            say("The tiles were copied in a newer Tilewright (format {format}).", format=int(head[1])),
            "Install the newer Tilewright here, too.",
        )
    try:  # typed: what is no field ends the reading, so that nothing is nested deep
        clipping = msgspec.json.decode(text.encode("utf-8"), type=Clipping)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Damaged("The copied tiles cannot be read: their text is not whole.", "Copy them once more.") from error
    if not clipping.tiles:
        raise Damaged("There is no tile in what was copied.", "Copy it once more.")
    if len(clipping.tiles) > MOST_TILES:
        raise Refused(
            say(
                "{what} has {count} tiles; at most {most} can be pasted.",
                what=_WHAT,
                count=len(clipping.tiles),
                most=MOST_TILES,
            ),
            "Copy fewer.",
        )
    return clipping


def without_secrets(tile: Tile) -> Tile:
    """``tile`` as it may lie on a clipboard that everybody reads."""
    kept = tuple(entry for entry in tile.kept if clean(entry) == entry == without_keys(entry))
    return tile.replace(url=clean_address(tile.url), kept=kept)
