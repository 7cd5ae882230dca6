"""Elements of the request ⇄ frozen values, by tables of parts; what no table knows survives in ``kept``.

A table lists an element's children in the order in which a new request writes them. Reading notes every child that
is there, in its own order (see ``model.value.Element``); writing follows that order and puts fields that were set
since at their place in the table.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..model.value import INSIDE
from ..model.value import Element as ElementValue
from .kinds import TEXT, Kind
from .xml import (
    SPACE,
    Element,
    attributes,
    fragment,
    is_writable,
    local_name,
    namespace,
    new,
    put_inside,
    put_text,
    set_attribute,
    set_text,
    spell,
    text_of,
)

_ATTRIBUTE = re.compile(r"(?P<child>[^@=<]*)@(?P<name>(?:\{[^}]*\})?[^=]+)=(?P<value>.*)", re.DOTALL)


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
    lists: dict[str, list[Any]] = field(default_factory=dict)
    """What may be there several times, while it is read."""
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
    constants: set[str] = set()
    for child in element:
        part = by_name.get(local_name(child)) if namespace(child) is None else None
        entries = _read_child(child, part, found, constants) if part is not None else None
        kept.extend([spell(child)] if entries is None else entries)
        kept += _text(child.tail)
    found.kept[kept_name] = tuple(kept)
    for part in parts:
        if part.repeated and part.field in found.lists:
            found.values[part.field] = tuple(found.lists[part.field])


def _text(between: str | None) -> list[str]:
    """The entry for text where elements are expected; white space says nothing."""
    return [f"#{between}"] if between and between.strip(SPACE) else []


def _read_child(child: Element, part: Part, found: Fields, constants: set[str]) -> list[str] | None:
    """Read a child that the table knows; its entries for ``kept``, or ``None`` to keep it as it is. ``constants`` are
    those that have been read.
    """
    name = str(child.tag)
    if part.field and not part.repeated and part.field in found.values:
        return None  # a second one of a field that can be there once
    if isinstance(part, Constant):
        if part.name in constants:
            return None
        if text_of(child).strip(SPACE):
            constants.add(part.name)
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
    written = text_of(child)
    extras += _inside(child, name, len(written))
    text = written.strip(SPACE)
    if isinstance(part, Constant):
        return [name if written == part.value else f"{name}={written}", *extras]
    if not text:
        return [f"{name}={written}", *extras]
    value = part.kind.read(text)
    if value is None:
        return None
    _store(part, value, found)
    return [name if part.kind.write(value) == written else f"{name}={written}", *extras]


def _inside(leaf: Element, name: str, length: int) -> Iterator[str]:
    """The entries of the comments in a leaf whose text has ``length`` characters."""
    before = len(leaf.text or "")
    for inner in leaf:
        yield f"{name}#{before}/{length}={spell(inner)}"
        before += len(inner.tail or "")


def _store(part: Leaf | Branch, value: Any, found: Fields) -> None:
    if part.repeated:
        found.lists.setdefault(part.field, []).append(value)
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
        self._last: Element | None = None
        self._last_named: Element | None = None
        self._own: Element | None = None
        """The child of the last entry that was a name, if there is one."""
        self._inside: list[tuple[int, int, str]] = []
        """What stood in it: each behind so many of so many characters."""
        self._texts: list[str] = []
        self._to_come: dict[int, int] = {}
        """For parts by their place in the table: entries still to come that have a value of it."""
        self._ever: dict[int, int] = {}
        """The same with those that are empty."""

    def write(self, entries: Sequence[str]) -> None:
        for entry in entries:
            self._expect(entry, 1)
        for entry in entries:
            self._expect(entry, -1)
            self._follow(entry)
        self._put_inside()
        self._put_texts()
        for place in range(len(self._parts)):
            index = self._index_for(place) if self._waiting[place] else 0
            for name, child in self._waiting[place]:
                child.tag = name
                self._element.insert(index, child)
                self._places.insert(index, place)
                index += 1

    def _expect(self, entry: str, step: int) -> None:
        if entry[:1] in "<#@" or INSIDE.match(entry):
            return
        name, spelled, text = entry.partition("=")
        place = self._order.get(name)
        if place is not None:
            self._ever[place] = self._ever.get(place, 0) + step
            if not spelled or text.strip(SPACE):
                self._to_come[place] = self._to_come.get(place, 0) + step

    def _made(self, part: Part) -> deque[tuple[str, Element]]:
        """The children that ``part`` calls for, in order, each with its usual name."""
        return deque((part.name, child) for child in self._children(part))

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
            for item in value if part.repeated else ([] if value is None or value == "" else [value]):
                if isinstance(part, Branch):
                    yield write_value(item, part.table, part.name)
                else:
                    yield new(part.name, part.kind.write(item))

    def _follow(self, entry: str) -> None:
        if entry.startswith("<"):
            self._put_raw(entry)
            return
        if entry.startswith("#"):
            if is_writable(entry):
                self._texts.append(entry[1:])
            return
        if inside := INSIDE.fullmatch(entry):
            self._inside.append((int(inside["before"]), int(inside["length"]), inside["node"]))
            return
        self._put_inside()
        attribute = _ATTRIBUTE.fullmatch(entry) if "@" in entry.partition("=")[0] else None
        if attribute:
            self._put_attribute(attribute["child"], attribute["name"], attribute["value"])
            return
        name, spelled, text = entry.partition("=")
        place = self._order.get(name)
        self._own = None
        if place is not None:
            self._put_own(place, name, text, is_empty=bool(spelled) and not text.strip(SPACE))

    def _put_own(self, place: int, name: str, text: str, *, is_empty: bool) -> None:
        """Here stood the part at ``place`` of the table, spelled ``text``. An empty one takes a value that was set
        since, but none that belongs to another of its name further on.
        """
        part = self._parts[place]
        is_for_another = is_empty and (part.repeated or self._to_come.get(place, 0) > 0)
        if self._waiting[place] and not is_for_another:
            child = self._waiting[place].popleft()[1]
            child.tag = name
            if text and not is_empty and _means(part, text, child.text or ""):
                set_text(child, text)
            self._append_own(child, place)
        elif is_empty or isinstance(part, Group):
            self._append_own(new(name, text if is_writable(text) and text else None), place)

    def _append_own(self, child: Element, place: int) -> None:
        self._append(child, place)
        self._own = child

    def _put_inside(self) -> None:
        """Comments that stood in the leaf: they stand before or behind another value, and outlive one that is gone."""
        entries, self._inside = self._inside, []
        if not entries:
            return
        now = len(self._own.text or "") if self._own is not None else 0
        nodes = []
        for before, length, raw in entries:
            node = fragment(raw)
            if node is None or local_name(node):
                continue
            if self._own is None:
                self._append(node, None)
            else:
                nodes.append((min(before, now) if now == length or not before else now, node))
        if self._own is not None:
            put_inside(self._own, nodes)

    def _put_raw(self, entry: str) -> None:
        child = fragment(entry)
        if child is None:
            return
        place = self._order.get(local_name(child)) if namespace(child) is None else None
        if place is not None and self._waiting[place] and not self._ever.get(place, 0):
            return  # it could not be read when it came in; the field has a value now
        self._append(child, None)

    def _put_attribute(self, child_name: str, name: str, value: str) -> None:
        if not child_name:
            set_attribute(self._element, name, value)
        elif self._last_named is not None and local_name(self._last_named) == child_name:
            set_attribute(self._last_named, name, value)

    def _append(self, child: Element, place: int | None) -> None:
        self._put_texts()
        self._element.append(child)
        self._places.append(place)
        self._last = child
        if local_name(child):
            self._last_named = child

    def _put_texts(self) -> None:
        if self._texts:
            put_text(self._element, self._last, "".join(self._texts))
            self._texts = []

    def _index_for(self, place: int) -> int:
        """Behind the last one that the table has before it, else before the first after it."""
        behind = [i for i, other in enumerate(self._places) if other is not None and other <= place]
        ahead = [i for i, other in enumerate(self._places) if other is not None and other > place]
        if behind:
            return behind[-1] + 1
        return ahead[0] if ahead else len(self._places)


def _means(part: Part, text: str, canonical: str) -> bool:
    """Whether the spelling ``text`` still means what the field holds."""
    if isinstance(part, Leaf):
        value = part.kind.read(text.strip(SPACE))
        return value is not None and part.kind.write(value) == canonical
    return isinstance(part, Constant) and text.strip(SPACE) == canonical


def names_of(parts: Sequence[Part]) -> frozenset[str]:
    """Every element name that ``parts`` read."""
    return frozenset(name for part in parts for name in (part.name, *part.also))
