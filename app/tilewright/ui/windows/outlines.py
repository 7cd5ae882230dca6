"""What is seen first: the window's bars and panels as plain areas, and the outlines of the tiles in their frame.

Everything else takes longer to be made than this takes to be seen. It stands where the real thing will: by the same
tokens, and with the tiles where ``layout.place`` says.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ...layout.place import Placed, Placement, place
from ...model.composition import Composition
from ...model.source import Known
from ..theme import tokens

WIDE_FROM, HIGH_FROM = 1280, 800
"""Device-independent pixels of a window that part its size classes: the arrangement of panels depends on them."""

_SPACE = 24
"""Between the frame and the edge of the canvas, as when it is fitted."""


class Outlines(QWidget):
    """A picture of the window to be; it takes no input."""

    def __init__(self, composition: Composition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outlines")
        self.placement: Placement = place(composition, Known())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), tokens.colour("window"))
            canvas = self._areas(painter)
            painter.fillRect(canvas, tokens.colour("canvas"))
            self._draw_frame(painter, canvas)

    def _areas(self, painter: QPainter) -> QRectF:
        """Paint the panels; what is left is the canvas."""
        is_wide, is_high = self.width() >= WIDE_FROM, self.height() >= HIGH_FROM
        panel, line = tokens.colour("panel"), tokens.colour("divider")
        top = tokens.size("menu_bar") + tokens.size("toolbar")
        left = tokens.size("left_default") if is_wide else 0
        right = tokens.size("inspector_default" if is_wide else "inspector_min")
        rail = tokens.size("rail" if is_wide else "rail_narrow")
        bottom = tokens.size("bottom_default") if is_high else tokens.size("bottom_collapsed")
        below = QRectF(0, top, self.width(), self.height() - top)
        painter.fillRect(QRectF(0, top, left, below.height()), panel)
        painter.fillRect(QRectF(self.width() - right, top, right - rail, below.height()), panel)
        middle = below.adjusted(left, 0, -right, 0)
        painter.fillRect(QRectF(middle.x(), top, middle.width(), tokens.size("canvas_strip")), panel)
        painter.fillRect(QRectF(middle.x(), middle.bottom() - bottom, middle.width(), bottom), panel)
        painter.setPen(line)
        painter.drawLine(0, top, self.width(), top)
        ruler = tokens.size("ruler")
        return middle.adjusted(ruler, tokens.size("canvas_strip") + ruler, 0, -bottom)

    def _draw_frame(self, painter: QPainter, canvas: QRectF) -> None:
        frame = self.placement.frame
        if frame is None or canvas.width() < 3 * _SPACE or canvas.height() < 3 * _SPACE:
            return
        room = canvas.adjusted(_SPACE, _SPACE, -_SPACE, -_SPACE)
        zoom = min(room.width() / frame.width, room.height() / frame.height)
        painter.translate(room.center().x() - frame.width * zoom / 2, room.center().y() - frame.height * zoom / 2)
        painter.scale(zoom, zoom)
        painter.fillRect(QRectF(*frame), Qt.GlobalColor.black)
        pen = QPen(tokens.colour("selection"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for placed in self.placement.tiles:
            if isinstance(placed, Placed) and placed.visible is not None:
                painter.drawRect(QRectF(*placed.visible))
