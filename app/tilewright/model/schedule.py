"""When a service is asked about the jobs that it has."""

from __future__ import annotations

from dataclasses import dataclass

MANY = 50
"""More open jobs than these are asked about by pages of the listing, where that is to be trusted."""

NEAR_PERCENT = 90
"""From here on a job is close to its end."""


@dataclass(frozen=True)
class Schedule:
    """Pauses in seconds, and requests a minute.

    After news of a job the next question comes after ``first``; each pause is half as long again while nothing changes,
    up to ``last``. News that is progress alone is followed after ``moving``. Close to the end of a job, as far as its
    progress tells, a pause is at most ``near``, or a small part of what is left where that is longer. A service that
    does not answer is asked again after ``again_first``, in the end every ``again_last``. What no answer can clear up
    as things are is asked about ever less often, in the end every ``in_vain``.
    """

    first: float
    moving: float
    last: float
    near: float
    again_first: float
    again_last: float
    few_a_minute: int
    many_a_minute: int = 60
    in_vain: float = 600.0

    def a_minute(self, count: int) -> int:
        """The most requests in any 60 seconds while ``count`` jobs are open."""
        return self.many_a_minute if count > MANY else self.few_a_minute


LOCAL = Schedule(
    first=0.1, moving=0.5, last=0.5, near=0.05, again_first=0.2, again_last=5.0, few_a_minute=1200, in_vain=30.0
)
"""FFmpeg tells its progress twice a second, and needs the processor itself."""

ACCOUNT = Schedule(first=2.0, moving=2.0, last=30.0, near=5.0, again_first=1.0, again_last=30.0, few_a_minute=60)
"""The service gives no advice and no limits for asking (ci-jobs §3, §9.6): our choice."""
