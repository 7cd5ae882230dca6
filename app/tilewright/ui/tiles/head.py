"""What stands around the table: names of columns above it, the way to more tiles below it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.focus import RingMixin, paint_ring
from ..words import tr
from .geometry import parts_of


class ColumnHead(QWidget):
    """Names of the columns of a wide table."""

    HEIGHT = 28

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(self.HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), tokens.colour("divider"))
        painter.setFont(font("label"))
        painter.setPen(tokens.colour("text_2"))
        parts = parts_of(QRect(QPoint(0, 0), self.size()))
        painter.drawText(parts.name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tr("Name"))
        for name, place in zip((tr("X"), tr("Y"), tr("W"), tr("H")), parts.columns, strict=False):
            painter.drawText(
                place.adjusted(0, 0, -4, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
            )


class AddRow(RingMixin, QAbstractButton):
    """The dashed row below the last tile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(tr("Add videos, or drop them here"))
        self.setAccessibleName(self.text())  # the key above the table has the short name
        self.setFixedHeight(36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(200, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_lit = self.underMouse()
        pen = QPen(tokens.colour("control_border" if is_lit else "button_border"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(tokens.colour("hover" if is_lit else "panel"))
        painter.drawRoundedRect(rect, 6, 6)
        painter.setFont(font("label"))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(rect.width()) - 48)
        width = 24 + metrics.horizontalAdvance(text)
        left = (self.width() - width) / 2
        icons.paint(painter, "plus", QRectF(left, rect.center().y() - 8, 16, 16), "text_2")
        painter.setPen(tokens.colour("text_2"))
        words = QRectF(left + 24, 0, width, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 6)
