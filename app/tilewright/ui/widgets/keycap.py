"""How a key is shown that one can press instead."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ..theme import tokens
from ..theme.fonts import font

KEYCAP_HEIGHT = 20


def keycap_width(keys: str) -> float:
    """Device-independent pixels that ``keys`` take."""
    return QFontMetricsF(font("caption")).horizontalAdvance(keys) + 12


def paint_keycap(painter: QPainter, rect: QRectF, keys: str) -> None:
    """Draw ``keys`` on a ground; in high contrast with an outline instead, as a ground there means hovered."""
    is_outlined = tokens.look() == "contrast"
    painter.setPen(QPen(tokens.colour("text_2"), 1) if is_outlined else Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("panel" if is_outlined else "hover"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if is_outlined else rect, 4, 4)
    painter.setPen(tokens.colour("text_2"))
    painter.setFont(font("caption"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, keys)
