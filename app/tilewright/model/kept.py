"""What a composition carries without knowing what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .composition import Composition, Kept, Tile
from .paths import read_path, write_path
from .secrets import fit_to_show
from .value import INSIDE, Element, Value


@dataclass(frozen=True)
class UnknownPart:
    """An element, a comment or a text that came with an opened request and is none of ours.

    ``text`` is fit to be shown: no key, no signature. ``path`` is that of the list that holds it, as in
    ``transcode.video.kept``; ``number`` is its place there.
    """

    path: str
    number: int
    text: str


def unknown(composition: Composition) -> tuple[UnknownPart, ...]:
    """All of them, in their order. Entries that only remember order or spelling of what is ours are left out."""
    return tuple(_parts(composition, ""))


def without_unknown(composition: Composition, part: UnknownPart) -> Composition:
    """``composition`` without ``part``; as it is, if it is not there any more."""
    entries = read_path(composition, part.path) or ()
    if part.number >= len(entries) or _unknown(entries[part.number]) != part.text:
        return composition
    return write_path(composition, part.path, (*entries[: part.number], *entries[part.number + 1 :]) or None)


def _parts(value: Any, path: str) -> Iterator[UnknownPart]:
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            if not isinstance(item, Tile):
                yield from _parts(item, f"{path}.{number}")
            elif item.kept:  # the other fields of a tile hold nothing of the kind, and there may be a thousand
                yield from _of_list(item.kept, f"{path}.{item.id}.kept")
        return
    if isinstance(value, Kept):
        for name in ("request", "operation", "synthesis"):
            yield from _of_list(getattr(value, name), f"{path}.{name}")
        return
    if isinstance(value, Element):
        yield from _of_list(value.kept, f"{path}.kept")
    if isinstance(value, Value):
        for name in value.__struct_fields__:
            if not (name == "kept" and isinstance(value, Element)):
                yield from _parts(getattr(value, name), f"{path}.{name}" if path else name)


def _of_list(entries: tuple[str, ...], path: str) -> Iterator[UnknownPart]:
    for number, entry in enumerate(entries):
        text = _unknown(entry)
        if text:
            yield UnknownPart(path, number, text)


def _unknown(entry: str) -> str:
    """What is worth reading of an entry and fit to be shown, empty for none."""
    mark, rest = entry[:1], entry[1:]
    if inside := INSIDE.fullmatch(entry):
        return fit_to_show(inside["node"])
    if mark == "<" or mark == "@":
        return fit_to_show(entry)
    return fit_to_show(rest.strip()) if mark in {"#", "^", "$"} else ""
