"""What is told about a field: what it does, what the service calls it, what it takes, and what holds without it."""

from __future__ import annotations

from ..words import tr
from .entry import Entry
from .kinds import Number


def range_of(entry: Entry) -> str:
    """The values that the service takes, in words; empty where any will do."""
    kind = entry.kind_now
    if not isinstance(kind, Number):
        return ""
    told = kind.range_words(entry.unit if isinstance(entry.unit, str) else "")
    if told and kind.words:
        told = tr("{range}, or {words}").format(range=told, words=", ".join(kind.words))
    return told


def explain(entry: Entry, hint: str, default: str) -> str:
    """All of it, a line each, for the pointer that rests on the field: ``hint`` is what it does, ``default`` what holds
    without it.
    """
    return "\n".join(part for part in (hint, entry.element, range_of(entry), default) if part)


def with_element(entry: Entry, hint: str) -> str:
    """The hint of the advanced view: what it does, its range, and the service's name of it; in a line of several
    fields, their names.
    """
    if entry.together:
        return f"{hint}\n{entry.together}"
    told = range_of(entry)
    kind = entry.kind_now
    is_said = isinstance(kind, Number) and kind.range_words() in hint and not kind.words
    name = " · ".join(part for part in ("" if is_said else told, entry.element) if part)
    return "\n".join(part for part in (hint, name) if part)
