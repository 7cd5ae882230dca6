"""Values of the encoding in words, for what differs from a preset."""

from __future__ import annotations

from typing import Any

from ...model.differences import Difference
from ...model.value import Value
from ..words import tr
from .entry import Entry


def value_words(entry: Entry | None, value: Any) -> str:
    """``23``, ``128 kbit/s``, ``not set``: as the field that ``entry`` describes shows it."""
    if value is None:
        return tr("not set")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, Value):
        return tr("set")
    if entry is None:
        return str(value)
    unit = entry.unit if isinstance(entry.unit, str) and not isinstance(value, str) else ""
    return f"{entry.kind.show(value)} {unit}".rstrip()


def mark_words(title: str, entry: Entry, difference: Difference) -> str:
    """What the dot at the field of ``entry`` means; ``title`` is the preset's."""
    there = value_words(entry, difference.before)
    return tr("Differs from {preset}, where it is: {value}").format(preset=title, value=there)


def modified_words(count: int) -> str:
    """How many fields differ."""
    if count == 1:
        return tr("Modified · 1 field")
    return tr("Modified · {count} fields").format(count=count)
