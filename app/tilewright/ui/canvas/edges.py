"""While something is dragged beyond the edge of the canvas, what is seen goes along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

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
        self._step = (0.0, 0.0)
        self._is_on = False
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._on_turn)

    def follow(self, across: float, down: float, room: tuple[int, int]) -> None:
        """The pointer is there now; ``room`` is what can be seen."""
        if 0 <= across <= room[0] and 0 <= down <= room[1]:
            if self._is_on:
                self.stop()
            return
        self._step = _beyond(across, room[0]), _beyond(down, room[1])
        if not self._is_on:
            self._is_on = True
            self._timer.start()

    def stop(self) -> None:
        self._is_on = False
        self._timer.stop()

    def _on_turn(self) -> None:
        across, down = self._step
        self._pan(-across, -down)


def _beyond(at: float, length: int) -> float:
    out = at if at < 0 else at - length if at > length else 0.0
    return max(-FASTEST, min(FASTEST, out * PART))
