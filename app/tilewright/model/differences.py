"""What differs between two compositions, field by field, as far as the service would see it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from .composition import Composition, Kept, Tile
from .value import INSIDE, Element, Value

OURS = frozenset({"id", "locked", "hidden", "group", "cell"})
"""Fields of a tile that no request has."""


@dataclass(frozen=True)
class Difference:
    """One field that differs. ``path`` names it as problems do; ``side`` is the composition in which it lies there: the
    one after, or the one before for what is gone. ``None`` is an absent value.

    A tile or watermark that came or went is one difference, and so is the order of the tiles (path ``tiles``, with the
    tiles that are in both as values).
    """

    path: str
    before: Any
    after: Any
    side: Literal["before", "after"] = "after"

    def __repr__(self) -> str:
        """Without the values, as one of them may be a key."""
        return f"Difference({self.path!r}, side={self.side!r})"


def differences(before: Composition, after: Composition) -> tuple[Difference, ...]:
    """What differs, tiles first. Hidden tiles are not there; which tile is which is told by what it shows, as a
    request names none: equal ones first, then those of the same source, then those in the same place.
    """
    found = [*_tiles(before.shown, after.shown)]
    for name in Composition.__struct_fields__:
        if name == "kept":
            found += _kept("kept", before.kept, after.kept)
        elif name not in {"tiles", "preset", "suppressed", "ruler_guides"}:  # ours alone: no request says them
            found += _fields(name, getattr(before, name), getattr(after, name))
    return tuple(found)


# Tiles


def _tiles(before: tuple[Tile, ...], after: tuple[Tile, ...]) -> Iterator[Difference]:
    pairs = same_tiles(before, after)
    for new, tile in enumerate(after):
        if new not in pairs:
            yield Difference(f"tiles.{tile.id}", None, tile)
        elif tile is not before[pairs[new]]:
            yield from _members(f"tiles.{tile.id}", before[pairs[new]], tile, OURS)
    kept = set(pairs.values())
    for old, tile in enumerate(before):
        if old not in kept:
            yield Difference(f"tiles.{tile.id}", tile, None, "before")
    order = [pairs[new] for new in sorted(pairs)]
    if order != sorted(order):
        was = tuple(after[new] for new in sorted(pairs, key=lambda new: pairs[new]))
        yield Difference("tiles", was, tuple(after[new] for new in sorted(pairs)))


def same_tiles(before: tuple[Tile, ...], after: tuple[Tile, ...]) -> dict[int, int]:
    """For the places in ``after`` those of the same tiles in ``before``, as `differences` tells which is which."""
    pairs: dict[int, int] = {}
    likenesses: tuple[Callable[[Tile], Hashable], ...] = (
        lambda tile: tile.replace(id="", locked=False, hidden=False, group=None, cell=None),
        lambda tile: (tile.url, tile.name),
        lambda tile: tile.url,
        lambda tile: (tile.x, tile.y, tile.width, tile.height),
    )
    for likeness in likenesses:
        free: dict[Hashable, list[int]] = {}
        taken = set(pairs.values())
        for old, tile in enumerate(before):
            if old not in taken:
                free.setdefault(likeness(tile), []).append(old)
        for new, tile in enumerate(after):
            if new not in pairs and (alike := free.get(likeness(tile))):
                pairs[new] = alike.pop(0)
    return pairs


# Everything else


def _fields(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if _is_list(before) or _is_list(after):
        yield from _lists(path, before, after)
    elif isinstance(before, Value) or isinstance(after, Value):
        kind = type(before if isinstance(before, Value) else after)
        inner = list(_members(path, before or kind(), after or kind()))
        # an element without fields may mean something by being there
        yield from inner or ([Difference(path, before, after)] if before is None or after is None else [])
    else:
        yield Difference(path, before, after)


def _members(path: str, before: Value, after: Value, left_out: frozenset[str] = frozenset()) -> Iterator[Difference]:
    for field in msgspec.structs.fields(type(after)):
        if field.name in left_out:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name == "kept" and isinstance(after, Element):
            yield from _unknown_parts(f"{path}.kept", old, new)
        else:
            yield from _fields(f"{path}.{field.name}", old, new)


def _kept(path: str, before: Kept, after: Kept) -> Iterator[Difference]:
    for name in Kept.__struct_fields__:
        yield from _unknown_parts(f"{path}.{name}", getattr(before, name), getattr(after, name))


def _unknown_parts(path: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Difference]:
    old, new = _unknown(before), _unknown(after)
    if old != new:
        yield Difference(path, old or None, new or None)


def _unknown(kept: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader kept that no field of ours says: not the order and the spelling of our own."""
    inside = (found["node"] if (found := INSIDE.fullmatch(entry)) else entry for entry in kept)
    return tuple(entry for entry in inside if entry[:1] in "<#@" or "@" in entry.partition("=")[0])


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Value)


def _lists(path: str, before: tuple[Value, ...], after: tuple[Value, ...]) -> Iterator[Difference]:
    for number in range(max(len(before), len(after))):
        old = before[number] if number < len(before) else None
        new = after[number] if number < len(after) else None
        if old is None or new is None:
            yield Difference(f"{path}.{number}", old, new, "before" if new is None else "after")
        else:
            yield from _fields(f"{path}.{number}", old, new)
