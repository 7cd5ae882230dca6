"""What the hand carries is drawn at once; the composition follows a little later."""

from __future__ import annotations

import math
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
        self._follow = follow
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)
        self._waits: Literal["", "follows", "put off"] = ""
        """Whether it will be called, which is put off at most once. Asking the timer takes longer."""
        self._moved = 0.0

    def moved(self, now: float) -> None:
        """At ``now`` of the monotonic clock."""
        self._moved = now
        if not self._waits:
            self._waits = "follows"
            self._timer.start(round(1000 * BEHIND))

    def _on_due(self) -> None:
        left = self._moved + GAP - time.monotonic()
        if left > 0 and self._waits == "follows":  # that move is not painted yet
            self._waits = "put off"
            self._timer.start(math.ceil(1000 * left))
        else:
            self._follow()

    def stop(self) -> None:
        """There is nothing to follow any more, or it was followed."""
        if self._waits:
            self._waits = ""
            self._timer.stop()


class Soon(QObject):
    """Does ``act`` in the gap behind the next picture, once however often it is asked for."""

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._waits = False
        """Asking the timer takes longer."""
        self._timer = QTimer(self, singleShot=True, interval=round(1000 * GAP), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)

    def ask(self) -> None:
        if not self._waits:
            self._waits = True
            self._timer.start()

    def _on_due(self) -> None:
        self._waits = False
        self._act()
