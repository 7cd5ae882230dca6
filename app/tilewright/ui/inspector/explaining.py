"""What is told about a field: what it does, what the service calls it, what it takes, and what holds without it."""

from __future__ import annotations

from ..words import tr
from .entry import Entry
from .kinds import Number


def range_of(entry: Entry) -> str:
    """The values that the service takes, or how long a text may be, in words; empty where any will do."""
    kind = entry.kind_now
    if entry.limit or not isinstance(kind, Number):
        return entry.limit or (tr("Up to {most} characters").format(most=kind.most) if kind.most else "")
    told = kind.range_words(entry.unit if isinstance(entry.unit, str) else "")
    if told and kind.words:
        told = tr("{range}, or {words}").format(range=told, words=", ".join(kind.words))
    return told


def explain(entry: Entry, hint: str, default: str) -> str:
    """All of it, a line each, for the pointer that rests on the field: ``hint`` is what it does, ``default`` what holds
    without it.
    """
    return "\n".join(part for part in (hint, entry.element, range_of(entry), default) if part)


def spoken(*parts: str) -> str:
    """What assistive tools hear: ``parts`` and their lines as sentences; empty ones are left out."""
    lines = [line for part in parts for line in part.splitlines() if line]
    ended = [line if line[-1] in ".!?" else f"{line}." for line in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])


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
