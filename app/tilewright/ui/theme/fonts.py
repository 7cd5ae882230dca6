"""Type: Inter by role, with figures of equal width, and with the signs that a text has."""

from __future__ import annotations

import functools

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from ...assets import resource
from . import tokens

USUAL_POINTS = 10.0
"""The size of the system's font that counts as 100 %: text scales with it."""


@functools.cache
def load() -> None:
    """Make the bundled typeface known to Qt; needs a QGuiApplication. Once a process."""
    for file in sorted(resource("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def _scale() -> float:
    """How much larger than usual the user's system shows text; Qt's own default counts as usual."""
    hints = QGuiApplication.instance()
    points = hints.property("systemPointSize") if hints else None
    return max(0.8, min(2.0, points / USUAL_POINTS)) if isinstance(points, float) and points > 0 else 1.0


def font(role: str) -> QFont:
    """The font of a role: body, body_medium, body_strong, caption, caption_strong, label, section, chip, title, time,
    dialog_title, empty_title, ruler; ``mono`` for XML and codes. It is the caller's own.
    """
    return QFont(_made(role, _scale()))


@functools.cache
def _made(role: str, scale: float) -> QFont:
    """Made once: copies share what Qt finds out about a font, and rows are painted with several each."""
    made = QFont()
    made.setFeature(QFont.Tag("calt"), 0)  # else Inter shows the x of 0x5581 as ×, and JetBrains Mono --> as an arrow
    if role == "mono":
        made.setFamilies(tokens.mono_families())
        made.setStyleHint(QFont.StyleHint.Monospace)
        made.setPixelSize(round(12 * scale))
        return made
    pixels, weight, _ = tokens.font_role(role)
    made.setFamilies(tokens.font_families())
    made.setPixelSize(round(pixels * scale))
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
