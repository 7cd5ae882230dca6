"""The ground of what lies above the window: popovers, the palette."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from ..theme import tokens


def paint_raised(painter: QPainter, rect: QRectF) -> None:
    """A card with a line around it and no shadow."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.colour("control_border"), 1))
    painter.setBrush(tokens.colour("raised"))
    radius = tokens.radius("card")
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
