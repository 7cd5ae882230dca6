"""Dragging chosen rows to another place in the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication

from ..theme import tokens

SCROLL_MS = 50
"""From one step to the next while it scrolls."""

EDGE = 20
"""Device-independent pixels from the upper and lower end of the view in which dragging scrolls."""


class RowDrag(QObject):
    """From the press on a row to its release: which gap between rows the pointer is at. Gap 0 is above the first."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._start: QPoint | None = None
        self._gap: int | None = None
        self._y = 0
        self._scrolling = QTimer(self, interval=SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)

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
        self._y = point.y()
        self._gap = self._gap_at(self._y)
        if self._direction():
            self._scrolling.start()
        else:
            self._scrolling.stop()
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
        self._scrolling.stop()

    def _direction(self) -> int:
        """-1 while the pointer is at the upper end, 1 at the lower, 0 between."""
        if self._y < EDGE:
            return -1
        return 1 if self._y > self._view.viewport().height() - EDGE else 0

    def _scroll(self) -> None:
        """As long as the pointer rests at an end, the list goes on."""
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._direction() * bar.singleStep())
        self._gap = self._gap_at(self._y)
        self._view.viewport().update()

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
