"""What the ledger does not say of a job: when its service answered last, and what is known to be in the way."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

SILENT_SECONDS = 5.0
"""A shorter silence is not worth a word."""

SAMPLES = 12
LEAST_PERCENT = 4
LEAST_SECONDS = 2.0


@dataclass(frozen=True)
class Contact:
    """Times are seconds of the monotonic clock. ``note`` is what asking about an unknown outcome led to, ``delivery``
    why the result is not in its place; ``is_resting``: nobody asks until something is changed, ``message`` says why
    and ``hint`` what to do. ``fetched`` is the percentage of the result that is here, while the user wants it.
    """

    answered: float | None = None
    lost_at: float | None = None
    next_try: float | None = None
    is_resting: bool = False
    message: str = ""
    hint: str = ""
    note: str = ""
    delivery: str = ""
    fetched: int | None = None

    def is_lost(self, now: float) -> bool:
        return self.is_resting or (self.lost_at is not None and now - self.lost_at >= SILENT_SECONDS)


UNHEARD = Contact()


class Estimate:
    """How long a job still takes, from how its progress went while this window watched."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=SAMPLES)

    def add(self, now: float, percent: int) -> None:
        if not self._samples or self._samples[-1][1] != percent:
            self._samples.append((now, percent))

    def left(self, now: float) -> float | None:
        """Seconds; ``None`` while too little is known."""
        if len(self._samples) < 2:
            return None
        (begun, first), (last_time, last) = self._samples[0], self._samples[-1]
        if last - first < LEAST_PERCENT or last_time - begun < LEAST_SECONDS:
            return None
        whole = (100 - last) * (last_time - begun) / (last - first)
        return max(0.0, whole - (now - last_time))
