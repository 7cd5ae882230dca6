"""How long a running job will probably still take, by what earlier ones of its place took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from ..jobs.estimate import by_earlier
from ..jobs.history import History
from ..jobs.intent import Intent
from ..jobs.wanted import Wanted
from ..model.states import State
from .answers import read_answers
from .workplace import Workplace

EARLIER = 12
"""Jobs that are asked; what was longer ago was done by another machine, or another program."""

LEAST_SECONDS = 2.0
"""The service tells whole seconds: a job that took less says nothing."""


@dataclass(frozen=True)
class Expected:
    """The job ends in ``low`` to ``high`` seconds from now; below 0 when it should have ended."""

    low: float
    high: float


def expected(intent: Intent, workplace: Workplace) -> Expected | None:
    """What is to be expected of ``intent``, which runs; ``None`` without its length, its start or an earlier job."""
    if not intent.length:
        return None
    with workplace.history() as history:
        started = read_answers(history.answers(intent.id, repeats=0), intent.job_id).started
        if started is None:
            return None
        span = by_earlier(list(_ratios(intent, history)), intent.length)
    if span is None:
        return None
    done = max(0.0, time.time() + _offset(intent) - started)
    return Expected(span[0] - done, span[1] - done)


def _offset(intent: Intent) -> float:
    """Seconds that the service's clock was ahead of ours when the job was sent."""
    if intent.sending_at is None or intent.sending_clock is None:
        return 0.0
    return intent.sending_at - intent.sending_clock


def _ratios(intent: Intent, history: History) -> Iterator[float]:
    """Of each earlier job the seconds that it took for a second of its result."""
    wanted = Wanted(places=frozenset([intent.target.place]), states=frozenset([State.SUCCESS]))
    for earlier in history.page(wanted, EARLIER):
        heard = read_answers(history.answers(earlier.id, repeats=0), earlier.job_id) if earlier.length else None
        if heard is None or heard.started is None or heard.ended is None:
            continue
        took = heard.ended - heard.started
        if took >= LEAST_SECONDS:
            yield took / (earlier.length or 1.0)
