"""Whether the pointer may be about to press what lies below something that wants to become higher or lower."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

LOOK_MS = 100
REST_MS = 1000
"""A pointer that has not moved for so long aims at nothing: it was left lying while its user types."""


class Aim(QObject):
    """Asked before ``widget`` moves what lies below it; ``passed`` says that it may do so now."""

    passed = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._point = QPoint()
        self._since = 0.0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._on_look)

    def is_on(self) -> bool:
        """Whether the pointer is on the same page further down, pressed or moving; then ``passed`` comes later."""
        if not self._is_below():
            self._timer.stop()
            return False
        point = QCursor.pos()
        is_pressed = QGuiApplication.mouseButtons().value != 0
        if is_pressed or point != self._point or not self._timer.isActive():
            self._point, self._since = point, monotonic()
            self._timer.start()
        elif monotonic() - self._since >= REST_MS / 1000:
            self._timer.stop()
            return False
        return True

    def _on_look(self) -> None:
        if not self.is_on():
            self.passed.emit()

    def _is_below(self) -> bool:
        ground = self._ground()
        if ground is None or not ground.isVisible() or not ground.underMouse():
            return False
        bottom = self._widget.mapTo(ground, self._widget.rect().bottomLeft()).y()
        return ground.mapFromGlobal(QCursor.pos()).y() > bottom

    def _ground(self) -> QWidget | None:
        """What the page scrolls in."""
        ground: QWidget | None = self._widget.parentWidget()
        while ground is not None and not isinstance(ground.parent(), QAbstractScrollArea):
            ground = ground.parentWidget()
        return ground
