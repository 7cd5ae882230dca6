"""What a composition carries without knowing what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .composition import Composition, Kept
from .value import Element, Value


def unknown_parts(composition: Composition) -> tuple[str, ...]:
    """Elements, comments and texts that came with an opened request and are none of ours, in their order.

    Entries of ``kept`` that only remember order or spelling of what is ours are left out.
    """
    return tuple(_entries(composition))


def _entries(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _entries(item)
        return
    if isinstance(value, Kept):
        for entries in (value.request, value.operation, value.synthesis):
            yield from filter(None, map(_unknown, entries))
        return
    if isinstance(value, Element):
        yield from filter(None, map(_unknown, value.kept))
    if isinstance(value, Value):
        for name in value.__struct_fields__:
            if not (name == "kept" and isinstance(value, Element)):
                yield from _entries(getattr(value, name))


def _unknown(entry: str) -> str:
    """What is worth reading of an entry, empty for none."""
    mark, rest = entry[:1], entry[1:]
    if mark == "<" or mark == "@":
        return entry
    return rest.strip() if mark in {"#", "^", "$"} else ""
