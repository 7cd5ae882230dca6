"""How long a job will still take, from how its progress went: a pure value over (time, percent)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

SAMPLES = 12
LEAST_PERCENT = 4
LEAST_SECONDS = 2.0

NARROWEST = 0.15
"""Part of the rest by which a range is wider than its middle, to each side, however even the progress was."""

WIDEST = 0.6


FEW = 3
"""Earlier jobs; from as many on their range is believed."""


def by_earlier(ratios: Sequence[float], length: float) -> tuple[float, float] | None:
    """Least and most seconds in which a result of ``length`` seconds is made; ``ratios`` are those of earlier jobs:
    seconds of making for a second of result. ``None`` without any.
    """
    if not ratios:
        return None
    spread = WIDEST if len(ratios) < FEW else NARROWEST
    return min(ratios) * length * (1 - spread), max(ratios) * length * (1 + spread)


@dataclass(frozen=True)
class Left:
    """Seconds that a job will probably still take, from ``low`` to ``high``, both at least 0. ``is_overdue``: it should
    have ended by now, so nobody knows.
    """

    low: float
    high: float
    is_overdue: bool = False


class Estimate:
    """Takes the progress as it is heard of, and says what is left of it.

    Times are seconds of a clock that does not jump. The shown end does not jump about: a new estimate within the range
    of the old one only moves that by what time went by, so what is left falls second by second, and rises only when
    the job has become slower than the range allowed for.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=SAMPLES)
        self.ends: tuple[float, float] | None = None
        """First and last moment at which it probably ends; ``None`` while too little is known."""

    def expect(self, now: float, low: float, high: float) -> None:
        """By what is known beforehand it ends in ``low`` to ``high`` seconds; its own progress tells better."""
        if self.ends is None:
            self.ends = now + low, now + max(low, high)

    def add(self, now: float, percent: int) -> None:
        """Progress of ``percent`` at ``now``. What falls, is over 100 or comes from before is not taken."""
        percent = min(100, percent)
        if self._samples:
            last_time, last = self._samples[-1]
            if percent <= last or now < last_time:
                return
        self._samples.append((now, percent))
        found = self._found()
        if found is None:
            return
        if self.ends is None or not self._holds(found):
            self.ends = found
            return
        low, high = self.ends  # it only gets more exact: never later at its end, never sooner at its beginning
        self.ends = max(low, min(found[0], high)), min(high, max(found[1], low))

    def left(self, now: float) -> Left | None:
        """What is left at ``now``; ``None`` while too little is known."""
        if self.ends is None:
            return None
        low, high = (max(0.0, end - now) for end in self.ends)
        return Left(low, high, is_overdue=now > self.ends[1])

    def _found(self) -> tuple[float, float] | None:
        """First and last moment at which it ends, by the samples."""
        (begun, first), (now, last) = self._samples[0], self._samples[-1]
        if last - first < LEAST_PERCENT or now - begun < LEAST_SECONDS:
            return None
        rest = (100 - last) * (now - begun) / (last - first)
        spread = min(WIDEST, max(NARROWEST, self._unevenness()))
        return now + rest * (1 - spread), now + rest * (1 + spread)

    def _unevenness(self) -> float:
        """By which part of it the slower half of the samples differs from the faster one."""
        samples = list(self._samples)
        middle = samples[len(samples) // 2]
        speeds = []
        for (begun, first), (now, last) in ((samples[0], middle), (middle, samples[-1])):
            if last > first and now > begun:
                speeds.append((last - first) / (now - begun))
        if len(speeds) < 2:
            return WIDEST
        return 1 - min(speeds) / max(speeds)

    def _holds(self, found: tuple[float, float]) -> bool:
        """Whether the middle of what was found lies in the range that is shown."""
        assert self.ends is not None  # noqa: S101 - asked only then
        low, high = self.ends
        return low <= (found[0] + found[1]) / 2 <= high
