"""When a reading call is asked again. Calls that change something are never repeated here."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from ..errors import BadReply, CloudError, NoAnswer, Rejected, Unreachable

Result = TypeVar("Result")

WITHIN_SECONDS = 60.0
"""No new try begins so long after the first."""

WAIT_LIMIT = 300.0
"""Seconds: a `Retry-After` that is longer is not believed."""

LONG_ANSWER = "LongAnswer"
"""Code of an answer that is longer than what is read: fewer things asked for at a time may have shorter ones."""

_PASSING = {408, 425, 429, 500, 502, 503, 504}
_PASSING_FOR_JOBS = {409}
"""For questions about jobs: no document tells what it means there, and it may mean that something else is going on."""
_BUSY = {429, 503}


def is_passing(error: CloudError) -> bool:
    """Whether the same question may get another answer soon (ci-jobs §9.5, read calls; sending-once, rule 4)."""
    if isinstance(error, Rejected):
        is_question = error.where in {"ask", "list"}
        is_for_now = error.status in _PASSING or (is_question and error.status in _PASSING_FOR_JOBS)
        return is_for_now or error.code == "SlowDown"
    return isinstance(error, (Unreachable, NoAnswer, BadReply))


def is_about_rate(error: CloudError) -> bool:
    """Whether the service, or what stands before it, wants fewer questions (ci-jobs §9.2)."""
    return getattr(error, "status", 0) in _BUSY or getattr(error, "code", "") == "SlowDown"


def wished_pause(error: CloudError) -> float:
    """Seconds for which the answer wants no other question, at most ``WAIT_LIMIT``; 0 when it did not say."""
    return min(max(error.retry_after or 0.0, 0.0), WAIT_LIMIT)


def shortened(pause: float) -> float:
    """``pause`` or up to a half less, at random: many who lost the service at once do not come back at once."""
    return pause * (0.5 + random.random() / 2)  # noqa: S311 (jitter, no secret)


def pauses(count: int, *, first: float = 0.2, last: float = 5.0) -> Iterator[float]:
    """``count`` pauses in seconds, doubling from ``first`` up to ``last``, each ``shortened``."""
    pause = first
    for _ in range(count):
        yield shortened(min(pause, last))
        pause *= 2


def ask_again(
    ask: Callable[[], Result],
    *,
    tries: int,
    sleep: Callable[[float], object],
    within: float = WITHIN_SECONDS,
    ticks: Callable[[], float] = time.monotonic,
    failed: Callable[[CloudError], object] = lambda _: None,
) -> Result:
    """The result of ``ask``, asked at most ``tries`` times while the failure is a passing one.

    What the answer wants is waited for, unless that is later than ``within`` seconds from now: then it is the result.
    ``failed`` is told of each failure after which it is asked again.
    """
    end = ticks() + within
    for pause in pauses(tries - 1):
        try:
            return ask()
        except CloudError as error:
            wait = max(pause, wished_pause(error))
            if not is_passing(error) or ticks() + wait > end:
                raise
            failed(error)
        sleep(wait)
    return ask()
