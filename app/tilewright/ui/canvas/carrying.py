"""What the hand carries is drawn at once; the composition follows a little later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Literal, Protocol

from PySide6.QtCore import QObject, Qt, QTimer

from ...layout.rect import Rect

BEHIND = 0.025
"""Seconds after which the composition follows what is carried: fields, tables and checks show no more of it anyway."""

GAP = 0.005
"""Seconds after a move of the hand by which its picture is painted, and the next move is not there yet."""


class Carrier(Protocol):
    """Draws tiles where the hand carries them: the canvas."""

    def carry(self, tiles: Iterable[tuple[str, Rect]], dx: int, dy: int) -> None: ...

    def put_down(self) -> None: ...


class Behind(QObject):
    """Calls ``follow`` in the gap behind a picture, some time after something was `moved`."""

    def __init__(self, follow: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(follow)
        self._waits: Literal["", "follows", "put off"] = ""
        """Whether it will be called, which is put off at most once. Asking the timer takes longer."""
        self._due = 0.0

    def moved(self) -> None:
        now = time.monotonic()
        if not self._waits:
            self._waits, self._due = "follows", now + BEHIND
            self._timer.start(round(1000 * BEHIND))
        elif self._waits == "follows" and self._due - now < GAP:  # it would come before this move is painted
            self._waits = "put off"
            self._timer.start(round(1000 * GAP))

    def stop(self) -> None:
        """There is nothing to follow any more, or it was followed."""
        if self._waits:
            self._waits = ""
            self._timer.stop()
