"""Dragging chosen rows to another place in the list."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication

from ..theme import tokens

EDGE = 20
"""Device-independent pixels from the upper and lower end of the view in which dragging scrolls."""


class RowDrag:
    """From the press on a row to its release: which gap between rows the pointer is at. Gap 0 is above the first."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._view = view
        self._start: QPoint | None = None
        self._gap: int | None = None

    @property
    def is_dragging(self) -> bool:
        return self._gap is not None

    def press(self, point: QPoint | None) -> None:
        """A row was pressed at ``point``, or something that cannot be dragged."""
        self._start, self._gap = point, None

    def move(self, point: QPoint) -> None:
        if self._start is None:
            return
        if self._gap is None and (point - self._start).manhattanLength() < QApplication.startDragDistance():
            return
        self._scroll(point.y())
        self._gap = self._gap_at(point.y())
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._view.viewport().update()

    def release(self) -> int | None:
        """The gap to put the rows into, ``None`` when nothing was dragged."""
        gap = self._gap
        self.cancel()
        return gap

    def cancel(self) -> None:
        if self._gap is not None:
            self._view.viewport().unsetCursor()
            self._view.viewport().update()
        self._start = self._gap = None

    def _scroll(self, y: int) -> None:
        bar = self._view.verticalScrollBar()
        if y < EDGE:
            bar.setValue(bar.value() - bar.singleStep())
        elif y > self._view.viewport().height() - EDGE:
            bar.setValue(bar.value() + bar.singleStep())

    def _gap_at(self, y: int) -> int:
        model = self._view.model()
        height = self._view.visualRect(model.index(0, 0)).height()
        top = self._view.visualRect(model.index(0, 0)).y()
        return max(0, min(model.rowCount(), (y - top + height // 2) // max(1, height)))

    def paint(self, painter: QPainter) -> None:
        """The line between rows where they would go."""
        if self._gap is None:
            return
        first = self._view.visualRect(self._view.model().index(0, 0))
        y = first.y() + self._gap * first.height()
        y = max(1, min(y, self._view.viewport().height() - 1))
        painter.fillRect(QRectF(8, y - 1, self._view.viewport().width() - 16, 2), tokens.colour("accent"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent"))
        painter.drawEllipse(QRectF(5, y - 3, 6, 6))
