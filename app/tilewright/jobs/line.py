"""The line to one service: whether it answers, when it is asked next, and how many requests may leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..cloud.retry import is_about_rate, shortened, wished_pause
from ..errors import AppError, CloudError
from ..model.schedule import Schedule
from .pace import Pace, growing

_BURST = 6
"""A sixth of what a minute allows may leave at once, the rest comes evenly: so it holds for every minute."""

_SLOWEST = 8.0

_SHORTEST_WAIT = 0.01
"""Seconds: a clock may not show a shorter one."""


class Allowance:
    """Lets at most ``a_minute`` requests leave in any 60 seconds. Times are ticks."""

    def __init__(self, a_minute: int, now: float) -> None:
        self._a_minute = a_minute
        self._slowness = 1.0
        self._left = self._most
        self._at = now

    @property
    def _most(self) -> float:
        return self._a_minute / _BURST

    @property
    def _rate(self) -> float:
        return (self._a_minute - self._most) / 60 / self._slowness

    def allow(self, a_minute: int, now: float) -> None:
        """From now on it is so many."""
        if a_minute != self._a_minute:
            self._fill(now)
            self._a_minute = a_minute
            self._left = min(self._left, self._most)

    def spend(self, count: int, now: float) -> None:
        """So many have left; it may be more than were allowed."""
        self._fill(now)
        self._left -= count

    def ready_in(self, now: float) -> float:
        """Seconds until the next may leave."""
        self._fill(now)
        return max(0.0, (1 - self._left) / self._rate)

    def slow(self, now: float) -> None:
        """Half as many from now on, an eighth at the least."""
        self._fill(now)
        self._left = min(self._left, 0.0)
        self._slowness = min(self._slowness * 2, _SLOWEST)

    def recover(self) -> None:
        """Something was answered: a little faster again."""
        self._slowness = max(1.0, self._slowness * 0.95)

    def _fill(self, now: float) -> None:
        self._left = min(self._most, self._left + max(0.0, now - self._at) * self._rate)
        self._at = now


class _Even:
    """Takes as long as an allowance wants, each time it is called."""

    def __init__(self, pace: Pace, a_minute: int) -> None:
        self._pace = pace
        self._allowance = Allowance(a_minute, pace.ticks())

    def __call__(self) -> tuple[()]:
        pace, allowance = self._pace, self._allowance
        while (missing := allowance.ready_in(pace.ticks())) > 0:
            if pace.wait(max(missing, _SHORTEST_WAIT)):
                break
        allowance.spend(1, pace.ticks())
        return ()


def paced(pace: Pace, a_minute: int) -> Pace:
    """As ``pace``, but of many questions in a row at most ``a_minute`` leave in any 60 seconds. One that is so already
    stays as it is: who shares it shares the allowance.
    """
    return pace if isinstance(pace.turn, _Even) else replace(pace, turn=_Even(pace, a_minute))


class Line:
    """Is told of every answer and every failure; what it says of the next question holds for all jobs of the place."""

    def __init__(self, schedule: Schedule, now: float) -> None:
        self._schedule = schedule
        self._allowance = Allowance(schedule.few_a_minute, now)
        self._heard = now
        self._silences: Iterator[float] | None = None
        self._again = now
        self._wished = now

    @property
    def is_silent(self) -> bool:
        """Whether the last question had no answer."""
        return self._silences is not None

    def expect(self, count: int, now: float) -> None:
        """So many jobs are open."""
        self._allowance.allow(self._schedule.a_minute(count), now)

    def ready_in(self, now: float) -> float:
        """Seconds until something may be asked; 0 for now."""
        return max(self._again - now, self.wished_for(now), self._allowance.ready_in(now))

    def wished_for(self, now: float) -> float:
        """Seconds for which the service wants to be asked nothing."""
        return max(0.0, self._wished - now)

    def silent_for(self, now: float) -> float:
        """Seconds since the last answer."""
        return max(0.0, now - self._heard)

    def spend(self, count: int, now: float) -> None:
        self._allowance.spend(count, now)

    def answered(self, now: float) -> None:
        self._heard = now
        self._silences = None
        self._allowance.recover()

    def failed(self, error: AppError, now: float) -> float:
        """Nobody asks for a while; for how many seconds."""
        if self._silences is None:
            self._silences = growing(self._schedule.again_first, self._schedule.again_last)
        self._again = now + shortened(next(self._silences))
        if isinstance(error, CloudError):
            self._wished = max(self._wished, now + wished_pause(error))
            if is_about_rate(error):
                self._allowance.slow(now)
        return self.ready_in(now)

    def wake(self, now: float) -> None:
        """Ask at once, and let the pauses begin anew; what the service wished still holds."""
        self._again = now
        if self._silences is not None:
            self._silences = growing(self._schedule.again_first, self._schedule.again_last)
