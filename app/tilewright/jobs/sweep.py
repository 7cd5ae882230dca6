"""Asks about many jobs by pages of the listing. That a page does not show a job means nothing: it is asked by its id.

The cloud's listing needs a control: a list that shows none of the jobs that are there is not asked again for a while
(A19; sending-once, rule 5). Nor is one that fails, or that takes more questions than it saves.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..cloud.retry import is_about_rate, is_passing
from ..errors import CloudError
from ..model.schedule import MANY
from ..model.states import State, state_of_service
from ..model.target import Target
from ..points import reach
from ..wire.jobs import Job
from ..wire.limits import IDS_A_QUERY
from .intent import Intent
from .pace import growing

if TYPE_CHECKING:
    from ..cloud.client import Client
    from ..cloud.reply import Reply

log = logging.getLogger(__name__)

BEFORE_SECONDS = 60.0
"""How long before the making of the oldest open job a listing begins: what we know of that moment may be a guess."""

AGAIN_SECONDS = 600.0
"""For how long a listing that was not to be used is left alone."""

FAILURES = 2
"""Failures in a row after which the listing is left alone."""


class Sweep:
    """Goes through the listing again and again, a page at a time."""

    def __init__(self, target: Target, now: float) -> None:
        self._target = target
        self._off_until = self._due = now
        self._pauses = self._new_pauses()
        self._failures = 0
        self._unseen: set[str] | None = None
        self._token = ""
        self._tokens: set[str] = set()
        self._since = 0.0
        self._shown = 0

    def is_on(self, count: int, now: float) -> bool:
        """Whether ``count`` open jobs are asked about by pages now."""
        return count > MANY and now >= self._off_until

    def due_in(self, now: float) -> float:
        """Seconds until the next page, 0 or less for now."""
        return self._due - now

    def hurry(self, now: float) -> None:
        """There is news: the next time comes sooner."""
        self._pauses = self._new_pauses()
        if self._unseen is None:
            self._due = min(self._due, now + next(self._pauses))

    def wake(self, now: float) -> None:
        self._due, self._off_until = min(self._due, now), now
        self._pauses = self._new_pauses()

    def page(
        self, client: Client, jobs: Mapping[str, Intent], on_failure: Callable[[CloudError], None]
    ) -> tuple[Reply, list[Job]] | None:
        """Ask for the next page: the answer, and what it tells of ``jobs`` (by job id). ``None``: leave it alone.

        Raises errors that may pass; ``on_failure`` is told of all.
        """
        if self._unseen is None:
            self._begin(jobs)
        reach("watch.ask.before")
        try:
            since = datetime.fromtimestamp(self._since, UTC)
            reply, said = client.list_jobs(since=since, next_token=self._token, tries=1)
        except CloudError as error:
            on_failure(error)
            self._failures += 1
            if is_passing(error) and (self._failures < FAILURES or is_about_rate(error)):
                raise
            log.info("The listing is left alone: %s", error)
            return None
        reach("watch.ask.answered")
        self._failures = 0
        shown = [job for job in said.jobs if job.job_id in jobs and self._is_current(jobs[job.job_id], job)]
        self._shown += len(shown)
        self._unseen = (self._unseen or set()) - {job.job_id for job in shown}
        self._tokens.add(self._token)
        self._token = said.next_token
        return reply, shown

    def end(self, jobs: Mapping[str, Intent], now: float) -> list[str] | None:
        """After a page: the ids of jobs that the whole listing did not tell of; ``None`` when it goes on."""
        unseen = (self._unseen or set()) & jobs.keys()
        is_at_end = not unseen or self._token in self._tokens or not self._token  # no token, or one that we had (A8)
        if not is_at_end and len(self._tokens) * IDS_A_QUERY < len(jobs):
            return None
        is_proven = self._target.listing_is_proven or self._shown > 0
        if is_at_end and is_proven:
            self._due = now + next(self._pauses)
            self._unseen = None
            return list(unseen)
        log.info("The listing does not help: it told of %d of %d jobs.", self._shown, len(jobs))
        self.leave(now)
        return list(unseen)

    def leave(self, now: float) -> None:
        """Ask by ids for a while."""
        self._unseen, self._failures = None, 0
        self._off_until = now + AGAIN_SECONDS

    def _begin(self, jobs: Mapping[str, Intent]) -> None:
        self._unseen = set(jobs)
        self._token, self._tokens, self._shown = "", set(), 0
        moments = (it.job_created or it.sending_at or it.created for it in jobs.values())
        self._since = min(moments) - BEFORE_SECONDS

    def _is_current(self, intent: Intent, job: Job) -> bool:
        """Whether the page tells at least what we know: a listing may lag behind (A19)."""
        is_behind = state_of_service(job.state) is State.SUBMITTED and intent.state is not State.SUBMITTED
        return self._target.listing_is_proven or not is_behind

    def _new_pauses(self) -> Iterator[float]:
        return growing(self._target.schedule.first, self._target.schedule.last)
