"""Work of the UI thread in pieces: as many at a turn of the loop as the hand does not feel."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

BUDGET = 0.005
"""Seconds of the thread's own work after which no further piece is begun in the same turn."""


class Turns(QObject):
    """Does one work at a time, whose ``yield`` stands wherever a turn of the loop may end; ``interval`` milliseconds
    lie between two turns. ``ended`` when all of it is done, or the work has failed.
    """

    ended = Signal()

    def __init__(self, parent: QObject, interval: int = 0) -> None:
        super().__init__(parent)
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self, interval=interval)
        self._timer.timeout.connect(self._next)

    @property
    def is_active(self) -> bool:
        return self._timer.isActive()

    def follow(self, work: Iterator[None]) -> None:
        """Begin with the next turn; what was being done before is left as it is."""
        self._work = work
        self._timer.start()

    def finish(self) -> None:
        """Do the rest at once, for whoever cannot wait."""
        if self.is_active:
            self._take(float("inf"))

    def stop(self) -> None:
        """Leave the rest undone."""
        self._timer.stop()
        self._work = iter(())

    def _next(self) -> None:
        self._take(BUDGET)

    def _take(self, budget: float) -> None:
        work, end, is_done = self._work, time.thread_time() + budget, True
        try:
            is_done = not _advance(work, end)
        finally:  # also when a piece failed: nothing more comes of this work
            if is_done and work is self._work and self.is_active:
                self.stop()
                self.ended.emit()


def _advance(work: Iterator[None], end: float) -> bool:
    """Do pieces until there is no more time; whether any may be left."""
    return any(time.thread_time() >= end for _ in work)
