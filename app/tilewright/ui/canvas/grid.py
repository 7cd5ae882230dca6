"""The grid over the frame."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from ...layout.rect import Rect
from ..theme.theme import with_alpha
from .lens import Lens

CLOSEST = 8
"""Pixels of the screen between two lines that are drawn: of a finer grid every second one is, or fourth, and so on."""


def pitch(size: int, zoom: float) -> int:
    """Pixels of the frame from one line that is drawn to the next."""
    while size * zoom < CLOSEST:
        size *= 2
    return size


def paint_grid(painter: QPainter, lens: Lens, frame: Rect, size: int, exposed: QRectF) -> None:
    """The lines of a grid of ``size`` pixels that begins at the frame's corner, as far as ``exposed`` shows them."""
    area = lens.rect(frame) & exposed
    if area.isEmpty():
        return
    step = pitch(size, lens.zoom)
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    across = _places(frame.x, frame.right, step, lens.left, lens.zoom, left, right)
    down = _places(frame.y, frame.bottom, step, lens.top, lens.zoom, top, bottom)
    painter.setPen(QPen(with_alpha("control_border", 0.5), 1))
    painter.drawLines([QLineF(at, top, at, bottom) for at in across] + [QLineF(left, at, right, at) for at in down])


def _places(start: int, end: int, step: int, origin: float, zoom: float, first: float, last: float) -> list[float]:
    """Where the lines between ``start`` and ``end`` of the frame are drawn that lie from ``first`` to ``last``."""
    from_ = max(1, int(((first - origin) / zoom - start) / step))
    to = min((end - 1 - start) // step, int(((last - origin) / zoom - start) / step) + 1)
    return [round(origin + (start + number * step) * zoom) + 0.5 for number in range(from_, to + 1)]
