"""Values of the encoding in words, for what differs from a preset."""

from __future__ import annotations

from html import escape
from typing import Any

from ...model.differences import Difference
from ...model.value import Value
from ..words import tr


def value_words(path: str, value: Any) -> str:
    """``23``, ``128 kbit/s``, ``not set``."""
    if value is None:
        return tr("not set")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, Value):
        return tr("set")
    if isinstance(value, float) and value == int(value):
        value = int(value)
    unit = "" if isinstance(value, str) else _unit(path.rpartition(".")[2])
    return f"{value} {unit}".rstrip()


def _unit(name: str) -> str:
    units = {
        "bitrate": tr("kbit/s"),
        "maxrate": tr("kbit/s"),
        "samplerate": tr("Hz"),
        "width": tr("px"),
        "height": tr("px"),
        "duration": tr("s"),
        "gop": tr("frames"),
    }
    return units.get(name, "")


def mark_words(title: str, difference: Difference) -> str:
    """What the dot at a field means; ``title`` is the preset's."""
    there = value_words(difference.path, difference.before)
    return tr("Differs from {preset}, where it is: {value}").format(preset=title, value=there)


def modified_words(count: int) -> str:
    """How many fields differ."""
    if count == 1:
        return tr("Modified · 1 field")
    return tr("Modified · {count} fields").format(count=count)


def as_tip(text: str) -> str:
    """``text`` for a tooltip, which would take a value like ``<img src=…>`` for what it says."""
    return f"<qt>{escape(text)}</qt>" if text else ""
