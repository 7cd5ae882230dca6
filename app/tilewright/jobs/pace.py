"""Time, given from outside: a wait that can be ended, and clocks."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

LOOK_SECONDS = 0.25
"""How long a change that another process made to the ledger, as a wish to cancel, may stay unseen."""

OLDEST_SECONDS = 25 * 24 * 3600.0
"""The service forgets jobs after about a month (ci-jobs §3.2): what became of an older one cannot be asked any more."""

GAP_SECONDS = 2.0
"""A wait that took so much longer than it should: the machine slept, or the program was stopped."""


def _clock() -> Callable[[], float]:
    """The clock of the system that goes on while the machine sleeps. ``time.monotonic`` stands still then on Linux and
    macOS, on Windows it does not.
    """
    if sys.platform == "win32":
        return time.monotonic
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return lambda: time.clock_gettime(clock)


ticks = _clock()
"""Seconds that never go back and go on while the machine sleeps; only their differences mean anything."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")


@functools.cache
def boot() -> str:
    """The run of the machine in which `ticks` counts, the same for all its processes; empty where nothing tells it."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""


def asleep() -> float:
    """Seconds that the machine has slept, as far as its clocks tell; only differences mean anything."""
    return ticks() - time.monotonic()


class Turn:
    """Told among the events of a course before one of many questions: others may ask first."""


@dataclass(frozen=True)
class Pace:
    """``wait(seconds)`` sleeps and says whether to stop (``threading.Event().wait``).

    ``now`` is our wall clock in Unix seconds; ``ticks``, ``asleep`` and ``boot`` are as the functions above. What
    ``turn()`` has is told before each of many questions in a row: a ``Turn`` where others ask the same service, else
    nothing.
    """

    wait: Callable[[float], bool]
    now: Callable[[], float] = time.time
    ticks: Callable[[], float] = ticks
    asleep: Callable[[], float] = asleep
    turn: Callable[[], Iterable[Any]] = tuple
    boot: str = field(default_factory=boot)


class Rest(NamedTuple):
    """What came of a wait: whether to stop, and whether the machine slept."""

    is_stopped: bool
    is_woken: bool


class Rests:
    """Waits, and notices that the machine slept: in a wait, or in what was done between two of them.

    A wait that took far too long shows it, by the ticks, or by the wall clock where those stand still; so does a
    program that was stopped. A wall clock that somebody set looks the same: then something is asked early.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._asleep = pace.asleep()

    def rest(self, seconds: float) -> Rest:
        """Wait for so long."""
        pace = self._pace
        ticks, now = pace.ticks(), pace.now()
        is_stopped = pace.wait(seconds)
        passed = max(pace.ticks() - ticks, pace.now() - now)
        asleep, self._asleep = self._asleep, pace.asleep()
        return Rest(is_stopped, passed > seconds + GAP_SECONDS or self._asleep - asleep > GAP_SECONDS)


def growing(first: float, last: float) -> Iterator[float]:
    """Pauses in seconds without end: ``first``, each half as long again, never over ``last``."""
    pause = first
    while True:
        yield min(pause, last)
        pause = min(pause * 1.5, last)
