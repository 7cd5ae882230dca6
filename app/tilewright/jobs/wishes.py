"""Wishes to cancel jobs that the service has: which is to be carried out next."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from ..model.schedule import Schedule
from ..model.states import State
from .intent import Intent

WAITING = frozenset({State.SUBMITTED, State.PAUSED})
"""The service stops only jobs in these states (ci-jobs §3.3)."""


@dataclass(frozen=True)
class _Try:
    """``is_asked``: an answer since then told of the job, or nobody got to know of the wish."""

    state: State
    again: float
    is_asked: bool = True


class Wishes:
    """Each is told to the service once. Where that did not help, and the job waits still as a later answer says, it is
    told again; after a refusal only when the job is in another state. ``is_running_asked``: also of a job that runs.
    Times are ticks.
    """

    def __init__(self, schedule: Schedule, *, is_running_asked: bool) -> None:
        self._schedule = schedule
        self._is_running_asked = is_running_asked
        self._tries: dict[str, _Try] = {}

    def keep_only(self, ids: Collection[str]) -> None:
        """Forget all others."""
        self._tries = {intent_id: tried for intent_id, tried in self._tries.items() if intent_id in ids}

    def next(self, intents: Iterable[Intent], now: float) -> Intent | None:
        """The first of ``intents`` whose wish is to be told now; one that was not told yet comes first."""
        due = [intent for intent in intents if intent.cancel_wished and self._is_due(intent, now)]
        return min(due, key=lambda intent: intent.id in self._tries, default=None)

    def _is_due(self, intent: Intent, now: float) -> bool:
        if intent.state not in WAITING and not self._is_running_asked:
            return False
        tried = self._tries.get(intent.id)
        return tried is None or tried.state is not intent.state or (tried.is_asked and now >= tried.again)

    def begin(self, intent: Intent, now: float) -> None:
        """It is being told; without an answer it is told again soon, after others had their turn."""
        self._tries[intent.id] = _Try(intent.state, now + self._schedule.first)

    def told(self, intent: Intent, now: float, *, is_refused: bool) -> None:
        """The service answered."""
        again = float("inf") if is_refused else now + self._schedule.last
        self._tries[intent.id] = _Try(intent.state, again, is_asked=False)

    def heard(self, intent_id: str) -> None:
        """An answer told of the job."""
        if tried := self._tries.get(intent_id):
            self._tries[intent_id] = replace(tried, is_asked=True)
