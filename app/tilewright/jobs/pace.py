"""Time, given from outside: a wait that can be ended, and a clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """``wait(seconds)`` sleeps on the monotonic clock and says whether to stop (``threading.Event().wait``).

    ``now`` is our wall clock in Unix seconds, ``ticks`` the monotonic clock in seconds.
    """

    wait: Callable[[float], bool]
    now: Callable[[], float] = time.time
    ticks: Callable[[], float] = time.monotonic


def growing(first: float, last: float) -> Iterator[float]:
    """Pauses in seconds without end: ``first``, each half as long again, never over ``last``."""
    pause = first
    while True:
        yield min(pause, last)
        pause = min(pause * 1.5, last)
