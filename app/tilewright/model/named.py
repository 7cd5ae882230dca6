"""What users name and keep: presets and layouts of their own, and how such names are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .value import Value

LONGEST_NAME = 60
"""Characters of a name."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that no name has: control and direction characters among them (security 6)."""


class Named(Value, frozen=True):
    """Something that is kept under a name. ``id`` stays the same when it is renamed."""

    id: str
    name: str


def clean_line(text: str, longest: int) -> str:
    """``text`` in one line of at most ``longest`` characters: NFC, without control and direction characters. Angle
    brackets go, too: a tooltip takes ``<img src=…>`` of a stranger for what it says.
    """
    spaced = unicodedata.normalize("NFC", " ".join(text.split()))
    seen = (letter for letter in spaced if unicodedata.category(letter) not in _UNSEEN and letter not in "<>")
    return "".join(seen)[:longest].strip()


def free_name(name: str, taken: Iterable[str]) -> str:
    """``name``, or the first of ``name 2``, ``name 3`` … that is not ``taken``, whatever the case of its letters."""
    used = {each.casefold() for each in taken}
    number, free = 1, name
    while free.casefold() in used:
        number += 1
        tail = f" {number}"
        free = f"{name[: LONGEST_NAME - len(tail)].rstrip()}{tail}"
    return free
