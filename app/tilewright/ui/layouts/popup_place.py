"""Where all layouts open: near their button, but beside the canvas, as one looks at them there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

APART = 4
"""Pixels between the popup and what it stands at."""

EDGE = 8
"""Pixels between it and the edge of the window."""


def on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def place_beside(canvas: QRect, size: QSize, button: QRect, window: QRect) -> QPoint:
    """The top left corner of a popup of ``size``, all on the screen: below ``button``, where that hides nothing of the
    ``canvas``, else at the left of that or at its right, within ``window``, whichever hides least of it; where all hide
    as much, the one that is farthest from its middle.
    """
    least, most = window.left() + EDGE, window.right() + 1 - EDGE - size.width()
    below, left, right = button.right() + 1 - size.width(), canvas.left() - size.width(), canvas.right() + 1 + APART
    wanted = (max(least, below), left if left >= window.left() else least, max(least, min(right, most)))
    top = button.bottom() + 1 + APART
    rects = [QRect(QPoint(x, top), size) for x in wanted]

    def cost(rect: QRect) -> tuple[int, int]:
        hidden = rect.intersected(canvas)
        if hidden.isEmpty():
            return 0, 0
        return hidden.width() * hidden.height(), -abs(rect.center().x() - canvas.center().x())

    return min(rects, key=cost).topLeft()
