"""A rule about texts that no request can carry, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.composition import Composition, Tile
from ..model.paths import read_path, write_path
from ..model.problem import Fix, Problem
from ..model.value import Value
from ..text import say
from ..wire.xml import is_writable
from .mending import Mend
from .registry import View, rule

_NOT_SENT = frozenset({"tiles", "preset", "suppressed", "ruler_guides", "kept", "id"})
"""Fields that are ours alone; what was kept is looked at where it is written, and tiles as far as they are shown."""

_IDS = "watermark_template_ids."
"""One field for the user, whichever of them it is."""


@rule("text-unwritable")
def find_unwritable(view: View) -> Iterator[Problem]:
    """XML has no way to say them, not even escaped: the whole request would be refused where it is written."""
    for path, text in _texts(view):
        if not is_writable(text):
            told = say("A text holds a control character, or half of a character: no request can carry it.")
            place = _IDS.rstrip(".") if path.startswith(_IDS) else path
            yield Problem("text-unwritable", place, "error", told, Fix("Remove what cannot be sent", _clean_at(path)))


def _texts(view: View) -> Iterator[tuple[str, str]]:
    for tile in view.shown:
        yield f"tiles.{tile.id}.url", tile.url
        if tile.name:
            yield f"tiles.{tile.id}.name", tile.name
    yield from _within(view.composition, "")


def _within(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _within(item, f"{path}.{number}")
    elif isinstance(value, Value) and not isinstance(value, Tile):
        for name in value.__struct_fields__:
            if name not in _NOT_SENT:
                yield from _within(getattr(value, name), f"{path}.{name}" if path else name)


def _clean_at(path: str) -> Mend:
    def apply(composition: Composition) -> Composition:
        text = read_path(composition, path)
        if not isinstance(text, str) or is_writable(text):
            return composition
        cleaned = "".join(letter for letter in text if is_writable(letter))
        if path.startswith(_IDS):
            ids = tuple(cleaned if one == text else one for one in composition.watermark_template_ids)
            return composition.replace(watermark_template_ids=ids)
        return write_path(composition, path, cleaned)

    return apply
