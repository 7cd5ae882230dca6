"""Time that only waiting moves: everybody on the stage shares it, and a wait of minutes takes a millisecond."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tilewright.jobs.pace import Pace

START = 1_800_000_000.0

BREATH = 0.0002
"""Real seconds that a wait takes, so that the threads of a service get on."""


LEAST_STEP = 1e-6
"""Seconds: a shorter step would be lost in a time as large as ours."""

MOST_WAITS = 20_000


class SkippingClock:
    """``wait(seconds)`` goes on by them, and does what is due meanwhile; ``at`` says what is due when."""

    def __init__(self) -> None:
        self._now = START
        self._waits = 0
        self._due: list[tuple[float, Callable[[], object]]] = []
        self._guard = threading.Lock()

    def now(self) -> float:
        return self._now

    def wait(self, seconds: float) -> bool:
        self._waits += 1
        if self._waits > MOST_WAITS:
            raise AssertionError("what is waited for does not come")
        end = self._now + max(seconds, LEAST_STEP)
        while (due := self._next_until(end)) is not None:
            self._now = max(self._now, due[0])
            due[1]()
        self._now = end
        time.sleep(BREATH)
        return False

    def at(self, moment: float, do: Callable[[], object]) -> None:
        with self._guard:
            self._due.append((moment, do))

    def _next_until(self, end: float) -> tuple[float, Callable[[], object]] | None:
        with self._guard:
            due = min((one for one in self._due if one[0] <= end), key=lambda one: one[0], default=None)
            if due is not None:
                self._due.remove(due)
            return due

    @property
    def pace(self) -> Pace:
        return Pace(self.wait, self.now, self.now)
