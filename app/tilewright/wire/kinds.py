"""How the text of an element becomes a value, and back: digits are those of ASCII, white space is that of XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,12})?|\.[0-9]{1,12})")


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
    """Without an exponent, and no more digits than it takes to tell the number from its neighbours, at most 12."""
    if isinstance(value, int):
        return str(value)
    short = repr(round(value, 12))
    fixed = f"{value:.12f}" if "e" in short else short
    return fixed.rstrip("0").rstrip(".")


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
