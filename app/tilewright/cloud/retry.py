"""When a reading call is asked again. Calls that change something are never repeated here."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import TypeVar

from ..errors import BadReply, CloudError, NoAnswer, Rejected, Unreachable

Result = TypeVar("Result")

_PASSING = {429, 500, 502, 503, 504}


def is_passing(error: CloudError) -> bool:
    """Whether the same question may get another answer soon (ci-jobs §9.5, read calls)."""
    if isinstance(error, Rejected):
        return error.status in _PASSING or error.code == "SlowDown"
    return isinstance(error, (Unreachable, NoAnswer, BadReply))


def pauses(count: int, *, first: float = 0.2, last: float = 5.0) -> Iterator[float]:
    """``count`` pauses in seconds, doubling from ``first`` up to ``last``, each shortened by up to a half at random."""
    pause = first
    for _ in range(count):
        yield min(pause, last) * (0.5 + random.random() / 2)  # noqa: S311 (jitter, no secret)
        pause *= 2


def ask_again(ask: Callable[[], Result], *, tries: int, sleep: Callable[[float], object]) -> Result:
    """The result of ``ask``, asked at most ``tries`` times while the failure is a passing one."""
    for pause in pauses(tries - 1):
        try:
            return ask()
        except CloudError as error:
            if not is_passing(error):
                raise
        sleep(pause)
    return ask()
