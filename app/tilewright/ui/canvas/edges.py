"""While something is dragged beyond the edge of the canvas, what is seen goes along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer

INTERVAL_MS = 16
FASTEST = 24.0
"""Pixels of the screen at a time."""

PART = 0.25
"""Of the way that the pointer is outside, at a time."""


class EdgePan(QObject):
    """Calls ``pan`` with pixels of the screen as long as the last point it was told lies outside."""

    def __init__(self, pan: Callable[[float, float], None], parent: QObject) -> None:
        super().__init__(parent)
        self._pan = pan
        self._step = QPointF()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._on_turn)

    def follow(self, point: QPointF, room: QRectF) -> None:
        """The pointer is at ``point`` now; ``room`` is what can be seen."""
        self._step = QPointF(
            _beyond(point.x(), room.left(), room.right()), _beyond(point.y(), room.top(), room.bottom())
        )
        if self._step.isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_turn(self) -> None:
        self._pan(-self._step.x(), -self._step.y())


def _beyond(at: float, first: float, last: float) -> float:
    out = at - first if at < first else at - last if at > last else 0.0
    return max(-FASTEST, min(FASTEST, out * PART))
