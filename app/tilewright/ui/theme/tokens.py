"""The numbers of the look, read from `resources/styles/tokens.json`; code says names, never values.

One look holds for the whole process: every paint event of every widget asks for colours, so the look in force is
kept here, and `theme.Theme` alone changes it.
"""

from __future__ import annotations

import functools
import json
from typing import Any, Literal

from PySide6.QtGui import QColor

from ...assets import resource

Look = Literal["light", "dark", "contrast"]
LOOKS: tuple[Look, ...] = ("light", "dark", "contrast")


@functools.cache
def _tokens() -> dict[str, Any]:
    tokens: dict[str, Any] = json.loads(resource("styles", "tokens.json").read_text("utf-8"))
    return tokens


@functools.cache
def _colours(look: Look) -> dict[str, QColor]:
    return {name: QColor(value) for name, value in _tokens()["colour"][look].items()}


class _InForce:
    look: Look = "light"


def look() -> Look:
    """The look in force."""
    return _InForce.look


def use(look: Look) -> None:
    """Make ``look`` the one in force; for `theme.Theme` only, which also repaints."""
    _InForce.look = look


def colour(name: str, look: Look | None = None) -> QColor:
    """The colour of that name, in the look in force. A copy: callers may change its alpha. ``KeyError`` if unknown."""
    return QColor(_colours(look or _InForce.look)[name])


def ink(name: str, look: Look | None = None) -> QColor:
    """`colour` without a copy, for what is drawn with every move of the hand: nobody may change it."""
    return _colours(look or _InForce.look)[name]


def colour_names() -> tuple[str, ...]:
    return tuple(_colours("light"))


def size(name: str) -> int:
    """A length of that name in device-independent pixels."""
    value: int = _tokens()["size_px"][name]
    return value


def radius(name: str) -> int:
    """A corner radius in device-independent pixels: mark, row, control, card, dialog, chip."""
    value: int = _tokens()["radius_px"][name]
    return value


def motion(name: str) -> int:
    """How long a movement lasts, in milliseconds."""
    value: int = _tokens()["motion_ms"][name]
    return value


def font_role(name: str) -> tuple[int, int, int]:
    """Size in pixels at the usual text size, weight (400 to 600), and line height in pixels."""
    pixels, weight, line = _tokens()["font"]["roles"][name]
    return pixels, weight, line


def font_families() -> list[str]:
    return list(_tokens()["font"]["family"])


def mono_families() -> list[str]:
    return list(_tokens()["font"]["mono"])
