"""The text of a request that somebody edits, as an edit of the composition that it was the request of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..errors import BadInput, NotWellFormed
from ..model.composition import Composition, Tile, new_tile_ids
from ..model.differences import same_tiles
from ..model.hiding import restored_keys
from ..model.value import Value
from ..text import say
from ..wire.documents import read_document

_NAME = say("The text")
_DECLARED = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""What a text in a window says of its encoding holds for the file it was taken from."""

_DTD = re.compile(r"<!DOCTYPE|<!ENTITY")
_OPERATION = re.compile(r"<Operation[\s>/]")
_TAG = re.compile(r"<Tag[\s>/]")
_ROOT = re.compile(r"<Request[\s>/]")
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)")
_OPEN = re.compile(r"Premature end of data in tag (\S+) line (\d+)")


class TextUnreadable(BadInput):
    """The text is no request. ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, hint: str, line: int, column: int) -> None:
        super().__init__(message, hint)
        self.line, self.column = line, column


@dataclass(frozen=True)
class Typed:
    """What the text means; ``notes`` tell what of it is not kept, as it may not be, or belongs to one job."""

    composition: Composition
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """``text`` is the request of ``composition``, as an editor shows it before anybody types."""

    composition: Composition
    text: str = field(repr=False)

    @cached_property
    def _as_read(self) -> Composition:
        return _read(self.text).composition

    def prepare(self) -> None:
        """Do now what does not depend on what is typed."""
        _ = self._as_read

    def read(self, text: str, before: Composition | None = None, now: Composition | None = None) -> Typed:
        """``composition`` with what differs in ``text``: what no request carries stays (ids, locks, hidden tiles).

        ``before`` is what an earlier state of the text became, and ``now`` what became of that meanwhile elsewhere:
        what the text leaves alone is taken from there. A key that is `HIDDEN` in a text that was copied is the one
        that it was. Raises ``TextUnreadable``.
        """
        typed = _read(text)
        typed = replace(typed, composition=restored_keys(typed.composition, self._as_read))
        wished = _composition(self.composition, self._as_read, typed.composition)
        before = before or self.composition
        if now is not None and now != before:
            wished = _onto(now, before, wished)
        return Typed(wished, typed.notes)


def _read(text: str) -> Typed:
    """The request in ``text`` by the reader that import has."""
    hint = say("Mend it there, or take back your text.")
    data = _DECLARED.sub(r"\1", text, count=1).encode("utf-8", "surrogatepass")
    try:
        reading = read_document(data, _NAME)
    except NotWellFormed as error:
        line, column = max(1, error.line), max(1, error.column)
        told = say("Line {line}, column {column}: {reason}.", line=line, column=column, reason=_plainly(error.reason))
        raise TextUnreadable(told, hint, line, column) from error
    except BadInput as error:
        line, column = _place(text)
        told = say("Line {line}, column {column}: {reason}", line=line, column=column, reason=error.message)
        raise TextUnreadable(told, hint, line, column) from error
    notes = reading.notes
    if reading.mark is not None:
        notes = (*notes, say("The mark in UserData is left out: each job gets one of its own with Submit."))
    return Typed(reading.composition, notes)


def _place(text: str) -> tuple[int, int]:
    """Line and column of what is likely meant where the reader names no place: a DTD, the Tag, else the beginning."""
    found = _DTD.search(text)
    if found is None and _ROOT.search(text):
        found = (_TAG if _OPERATION.search(text) else _ROOT).search(text)
    at = found.start() if found else max(0, text.find("<"))
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _plainly(reason: str) -> str:
    """The usual slips of the hand in words of ours; the parser's own for all others."""
    if found := _MISMATCH.match(reason):
        begin, line, end = found.groups()
        return say("</{end}> stands where <{begin}> of line {line} should be closed", end=end, begin=begin, line=line)
    if found := _OPEN.match(reason):
        return say("<{name}> of line {line} is not closed", name=found[1], line=found[2])
    if "EntityRef" in reason:
        return say("in a text & is written as &amp;")
    if reason.startswith("StartTag: invalid"):
        return say("in a text < is written as &lt;")
    return reason.rstrip(".")


# What differs


def _composition(ours: Composition, base: Composition, typed: Composition) -> Composition:
    """``ours`` with what changed from ``base``, which is ``ours`` as the reader gives it back, to ``typed``."""
    tiles = _tiles(ours.tiles, base.tiles, typed.tiles)
    rest: Composition = _changed(ours.replace(tiles=()), base.replace(tiles=()), typed.replace(tiles=()))
    made = rest.replace(tiles=ours.tiles if tiles == ours.tiles else tiles)
    return ours if made == ours else made


def _changed(ours: Any, base: Any, typed: Any) -> Any:
    """A value of ``ours`` with what changed from ``base`` to ``typed``, field by field."""
    if typed == base:
        return ours
    if isinstance(ours, Value) and type(ours) is type(base) is type(typed):
        names = type(ours).__struct_fields__
        parts = {name: (getattr(ours, name), getattr(base, name), getattr(typed, name)) for name in names}
        return ours.replace(**{name: _changed(*values) for name, values in parts.items() if values[1] != values[2]})
    if _is_list(ours) and _is_list(base) and _is_list(typed) and len(ours) == len(base) == len(typed):
        return tuple(_changed(*values) for values in zip(ours, base, typed, strict=True))
    return typed


def _is_list(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, Value) for item in value)


def _tiles(ours: tuple[Tile, ...], base: tuple[Tile, ...], typed: tuple[Tile, ...]) -> tuple[Tile, ...]:
    """The typed tiles, each of them the one it was: ``base`` are those of ``ours`` that are shown, in order."""
    shown = [tile for tile in ours if not tile.hidden]
    pairs = same_tiles(base, typed)
    if len(base) == len(typed):
        taken = set(pairs.values())
        pairs |= {place: place for place in range(len(typed)) if place not in pairs and place not in taken}
    fresh = new_tile_ids(tile.id for tile in ours)
    made = []
    for place, tile in enumerate(typed):
        if place in pairs:
            old = pairs[place]
            made.append(_changed(shown[old], base[old], tile.replace(id=base[old].id)))
        else:
            made.append(tile.replace(id=next(fresh)))
    return _with_hidden(ours, made)


def _with_hidden(ours: tuple[Tile, ...], shown: list[Tile]) -> tuple[Tile, ...]:
    """``shown`` with the hidden ones of ``ours``, each behind the tile that it stood behind."""
    there = {tile.id for tile in shown}
    behind: dict[str, list[Tile]] = {}
    last = ""
    for tile in ours:
        if tile.hidden:
            behind.setdefault(last, []).append(tile)
        elif tile.id in there:
            last = tile.id
    made = list(behind.get("", ()))
    for tile in shown:
        made += [tile, *behind.get(tile.id, ())]
    return tuple(made)


def _onto(now: Composition, before: Composition, wished: Composition) -> Composition:
    """``now`` with what changed from ``before`` to ``wished``; its tiles are told by their ids."""
    rest: Composition = _changed(now.replace(tiles=()), before.replace(tiles=()), wished.replace(tiles=()))
    if wished.tiles == before.tiles:
        return rest.replace(tiles=now.tiles)
    there, was = ({tile.id: tile for tile in one.tiles} for one in (now, before))
    fresh = new_tile_ids([*there, *was, *(tile.id for tile in wished.tiles)])
    tiles = []
    for tile in wished.tiles:
        if tile.id not in was:
            tiles.append(tile.replace(id=next(fresh)) if tile.id in there else tile)
        elif tile.id in there:
            tiles.append(_changed(there[tile.id], was[tile.id], tile))
        elif tile != was[tile.id]:
            tiles.append(tile)  # it was removed there, but edited here
    tiles += [tile for tile in now.tiles if tile.id not in was]
    return rest.replace(tiles=tuple(tiles))
