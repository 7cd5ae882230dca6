"""Elements of the request ⇄ frozen values, by tables of parts; what no table knows survives in ``kept``.

A table lists an element's children in the order in which a new request writes them. Reading notes every child that
is there, in its own order (see ``model.value.Element``); writing follows that order and puts fields that were set
since at their place in the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model.value import Element as ElementValue
from .xml import (
    Element,
    append_text,
    attributes,
    fragment,
    local_name,
    namespace,
    new,
    set_attribute,
    set_text,
    spell,
)

_WHOLE = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?(\d{1,15}(\.\d{0,12})?|\.\d{1,12})")
_ATTRIBUTE = re.compile(r"(?P<child>[^@=<]*)@(?P<name>(?:\{[^}]*\})?[^=]+)=(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a leaf's text becomes a value (``None``: it cannot) and back."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


def _read_whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _read_number(text: str) -> int | float | None:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else None


def _write_number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.12f}".rstrip("0").rstrip(".")


def _read_flag(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _read_rate(text: str) -> int | str | None:
    return "auto" if text == "auto" else _read_whole(text)


TEXT = Kind(str, str)
WHOLE = Kind(_read_whole, str)
NUMBER = Kind(_read_number, _write_number)
FLAG = Kind(_read_flag, lambda value: "true" if value else "false")
RATE = Kind(_read_rate, str)
"""A whole number or the word ``auto`` (`Video.Bitrate`, ci-templates §3)."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A child with text: field ``field`` of the value. ``also`` are other spellings that are read."""

    name: str
    field: str
    kind: Kind = TEXT
    also: tuple[str, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A child that is a value of its own: ``table`` says of what."""

    name: str
    field: str
    table: Table
    repeated: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A child whose parts are fields of the parent's value; what else it holds is kept under ``kept``.

    A ``required`` one is written even when nothing in it is set.
    """

    name: str
    kept: str
    parts: tuple[Part, ...]
    also: tuple[str, ...] = ()
    repeated: bool = False
    field: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A child that always has this text."""

    name: str
    value: str
    also: tuple[str, ...] = ()
    repeated: bool = False
    field: str = ""


Part = Leaf | Branch | Group | Constant


@dataclass(frozen=True, slots=True)
class Table:
    """An element that is a value of type ``of``."""

    of: Callable[..., ElementValue]
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Fields:
    """What reading an element found: values by field, and what is kept by the name of its list."""

    values: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)


# Reading


def read_value(element: Element, table: Table) -> ElementValue:
    found = Fields()
    read_parts(element, table.parts, "kept", found)
    return table.of(**found.values, kept=found.kept["kept"])


def read_parts(element: Element, parts: Sequence[Part], kept_name: str, found: Fields) -> None:
    """Read the children of ``element`` into ``found``."""
    by_name = {name: part for part in parts for name in (part.name, *part.also)}
    kept = [f"@{name}={value}" for name, value in attributes(element)]
    kept += _text(element.text)
    for child in element:
        part = by_name.get(local_name(child)) if namespace(child) is None else None
        entries = _read_child(child, part, found) if part is not None else None
        kept.extend([spell(child)] if entries is None else entries)
        kept += _text(child.tail)
    found.kept[kept_name] = tuple(kept)


def _text(between: str | None) -> list[str]:
    """The entry for text where elements are expected; white space says nothing."""
    return [f"#{between}"] if between and between.strip() else []


def _read_child(child: Element, part: Part, found: Fields) -> list[str] | None:
    """Read a child that the table knows; its entries for ``kept``, or ``None`` to keep it as it is."""
    name = str(child.tag)
    if part.field and not part.repeated and part.field in found.values:
        return None  # a second one of a field that can be there once
    extras = [f"{name}@{key}={value}" for key, value in attributes(child)]
    if isinstance(part, Group):
        if part.kept in found.kept:
            return None
        read_parts(child, part.parts, part.kept, found)
        return [name]
    if isinstance(part, Branch):
        _store(part, read_value(child, part.table), found)
        return [name]
    return _read_leaf(child, part, name, extras, found)


def _read_leaf(child: Element, part: Leaf | Constant, name: str, extras: list[str], found: Fields) -> list[str] | None:
    if any(local_name(inner) for inner in child):
        return None
    beside = [spell(inner) for inner in child]
    written = (child.text or "") + "".join(inner.tail or "" for inner in child)
    text = written.strip()
    if isinstance(part, Constant):
        return [name if written == part.value else f"{name}={written}", *extras, *beside]
    if not text:
        return [f"{name}=", *extras, *beside]
    value = part.kind.read(text)
    if value is None:
        return None
    _store(part, value, found)
    return [name if part.kind.write(value) == written else f"{name}={written}", *extras, *beside]


def _store(part: Leaf | Branch, value: Any, found: Fields) -> None:
    if part.repeated:
        found.values[part.field] = (*found.values.get(part.field, ()), value)
    else:
        found.values[part.field] = value


# Writing

Kept = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Any]


def write_value(value: ElementValue, table: Table, name: str) -> Element:
    element = new(name)
    write_parts(element, table.parts, "kept", lambda key: getattr(value, key), lambda key: getattr(value, key))
    return element


def write_parts(element: Element, parts: Sequence[Part], kept_name: str, read: Read, kept: Kept) -> None:
    """Add the children of ``parts`` whose fields are set, and what was kept, to ``element``."""
    _Writer(element, parts, read, kept).write(kept(kept_name))


class _Writer:
    """Writes the children of one element: first along ``kept``, then what the table has beyond it."""

    def __init__(self, element: Element, parts: Sequence[Part], read: Read, kept: Kept) -> None:
        self._element = element
        self._read = read
        self._kept = kept
        self._order = {name: place for place, part in enumerate(parts) for name in (part.name, *part.also)}
        self._parts = list(parts)
        self._waiting = {place: self._made(part) for place, part in enumerate(parts)}
        self._places: list[int | None] = []

    def write(self, entries: Sequence[str]) -> None:
        for position, entry in enumerate(entries):
            self._follow(entry, entries[position + 1 :])
        for place in range(len(self._parts)):
            for name, child in self._waiting[place]:
                child.tag = name
                self._insert(child, place)

    def _made(self, part: Part) -> list[tuple[str, Element]]:
        """The children that ``part`` calls for, in order, each with its usual name."""
        return [(part.name, child) for child in self._children(part)]

    def _children(self, part: Part) -> Iterator[Element]:
        if isinstance(part, Constant):
            yield new(part.name, part.value)
        elif isinstance(part, Group):
            group = new(part.name)
            write_parts(group, part.parts, part.kept, self._read, self._kept)
            if len(group) or group.attrib or part.required or self._kept(part.kept):
                yield group
        else:
            value = self._read(part.field)
            for item in value if part.repeated else ([] if value is None else [value]):
                if isinstance(part, Branch):
                    yield write_value(item, part.table, part.name)
                else:
                    yield new(part.name, part.kind.write(item))

    def _follow(self, entry: str, later: Sequence[str]) -> None:
        if entry.startswith("<"):
            self._put_raw(entry, later)
            return
        if entry.startswith("#"):
            append_text(self._element, entry[1:])
            return
        attribute = _ATTRIBUTE.fullmatch(entry) if "@" in entry.partition("=")[0] else None
        if attribute:
            self._put_attribute(attribute["child"], attribute["name"], attribute["value"])
            return
        name, spelled, text = entry.partition("=")
        place = self._order.get(name)
        if place is None:
            return
        part = self._parts[place]
        if part.repeated and spelled and not text:
            self._append(new(name), place)
        elif self._waiting[place]:
            child = self._waiting[place].pop(0)[1]
            child.tag = name
            if spelled and text and _means(part, text, child.text or ""):
                set_text(child, text)
            self._append(child, place)
        elif spelled and not text:
            self._append(new(name), place)

    def _put_raw(self, entry: str, later: Sequence[str]) -> None:
        child = fragment(entry)
        if child is None:
            return
        place = self._order.get(local_name(child)) if namespace(child) is None else None
        if place is not None and self._waiting[place] and not _comes(local_name(child), later):
            return  # it could not be read when it came in; the field has a value now
        self._append(child, None)

    def _put_attribute(self, child_name: str, name: str, value: str) -> None:
        owner = self._element
        if child_name:
            last = self._element[-1] if len(self._element) else None
            while last is not None and not local_name(last):
                last = last.getprevious()
            if last is None or local_name(last) != child_name:
                return
            owner = last
        set_attribute(owner, name, value)

    def _append(self, child: Element, place: int | None) -> None:
        self._element.append(child)
        self._places.append(place)

    def _insert(self, child: Element, place: int) -> None:
        """Put ``child`` behind the last one that the table has before it, else before the first after it."""
        index = 0
        behind = [i for i, other in enumerate(self._places) if other is not None and other <= place]
        ahead = [i for i, other in enumerate(self._places) if other is not None and other > place]
        if behind:
            index = behind[-1] + 1
        elif ahead:
            index = ahead[0]
        else:
            index = len(self._places)
        self._element.insert(index, child)
        self._places.insert(index, place)


def _means(part: Part, text: str, canonical: str) -> bool:
    """Whether the spelling ``text`` still means what the field holds."""
    if isinstance(part, Leaf):
        value = part.kind.read(text.strip())
        return value is not None and part.kind.write(value) == canonical
    return isinstance(part, Constant) and text.strip() == canonical


def _comes(name: str, entries: Sequence[str]) -> bool:
    return any(entry == name or entry.startswith(f"{name}=") for entry in entries)


def names_of(parts: Sequence[Part]) -> frozenset[str]:
    """Every element name that ``parts`` read."""
    return frozenset(name for part in parts for name in (part.name, *part.also))
