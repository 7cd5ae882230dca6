"""A scene that tells of fingers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QTouchEvent
from PySide6.QtWidgets import QGraphicsScene


class TouchScene(QGraphicsScene):
    """``touched`` tells of fingers on a touch screen: the canvas is given none of them, but what lies in it."""

    touched = Signal(QTouchEvent)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self.touched.emit(event)
        return super().event(event)
