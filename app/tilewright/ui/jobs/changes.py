"""What differs between two compositions, in the words of the inspector."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ...model.composition import Composition, Tile
from ...model.differences import Difference
from ...model.names import file_name, told_names
from ...model.options import Watermark
from ...model.source import Source
from ...model.value import Value
from ...text import Text
from ...usecases.comparing import Compared
from ..problems.places import place_of
from ..words import tell, tr
from .facts import facts_in_words

FEW = 3
"""So many changes are named in a sentence; of more, how many there are."""


@dataclass(frozen=True)
class Change:
    """Where something differs, and what it was and is."""

    place: str
    before: str
    after: str

    @property
    def line(self) -> str:
        return tr("{place}: {before} → {after}").format(place=self.place, before=self.before, after=self.after)


def changes_in_words(compared: Compared) -> tuple[Change, ...]:
    """What differs, field by field, and then what differs in the results, where both are known."""
    found = [_change(difference, compared) for difference in compared.differences]
    before, after = compared.results
    if before is not None and after is not None:
        found += _of_results(before, after)
    return tuple(found)


def how_many(count: int) -> str:
    return tr("1 field differs") if count == 1 else tr("{count} fields differ").format(count=count)


def in_a_sentence(compared: Compared) -> str:
    """``Width: 640 → 800; Quality: 23 → 20``, or how many fields there are; empty when nothing changed."""
    changes = [_change(difference, compared) for difference in compared.differences]
    if len(changes) > FEW:
        return how_many(len(changes))
    return "; ".join(change.line for change in changes)


def _change(difference: Difference, compared: Compared) -> Change:
    side = compared.after if difference.side == "after" else compared.before
    before, after = (_value(one, whole) for one, whole in _both(difference, compared))
    return Change(_place(difference.path, side), before, after)


def _both(difference: Difference, compared: Compared) -> tuple[tuple[Any, Composition], tuple[Any, Composition]]:
    return (difference.before, compared.before), (difference.after, compared.after)


def _place(path: str, composition: Composition) -> str:
    if path == "tiles":
        return tr("Order of the tiles")
    owner, _, last = path.rpartition(".")
    if last == "kept" or owner == "kept":
        place = place_of(owner, composition) if last == "kept" and owner else tr("Request")
        return f"{place} · {tr('not known to Tilewright')}"
    return place_of(path, composition)


def _value(value: Any, composition: Composition) -> str:
    if value is None or value == ():
        return tr("not set")
    if isinstance(value, Text):
        return tell(value)
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, Tile):
        return _tile(value)
    if isinstance(value, Watermark):
        return _watermark(value)
    if isinstance(value, Value):
        return tr("set")
    if isinstance(value, tuple):
        return _list(value, composition)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    text = str(value)
    return f"#{text[2:].upper()}" if re.fullmatch("0[xX][0-9a-fA-F]{6}", text) else text


def _list(values: tuple[Any, ...], composition: Composition) -> str:
    if isinstance(values[0], Tile):
        names = told_names(values)
        return ", ".join(tell(names[tile.id]) for tile in values)
    return ", ".join(_value(value, composition) for value in values)


def _tile(tile: Tile) -> str:
    size = f"{_number(tile.width)} × {_number(tile.height)}"
    name = tile.name or file_name(tile.url) or tile.url
    return tr("{name}, {size} at {x}, {y}").format(name=name, size=size, x=tile.x or 0, y=tile.y or 0)


def _number(side: int | None) -> str:
    return tr("source's") if side is None else str(side)


def _watermark(watermark: Watermark) -> str:
    if watermark.text is not None and watermark.text.text:
        return tr("“{text}”").format(text=watermark.text.text)
    if watermark.image is not None and watermark.image.url:
        return file_name(watermark.image.url) or watermark.image.url
    return tr("set")


def _of_results(before: Source, after: Source) -> list[Change]:
    was, now = dict(facts_in_words(before)), dict(facts_in_words(after))
    none = tr("not known")
    return [
        Change(tr("Result · {name}").format(name=name), was.get(name, none), now.get(name, none))
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    ]
