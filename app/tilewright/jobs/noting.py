"""What an answer of the service changes in the ledger: progress, an end, a job that is gone for good."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import DiskFull, StorageError
from ..model.states import State, state_of_service
from ..model.transitions import Who
from ..points import reach
from ..text import say
from ..wire.jobs import Job, parts
from .facts import facts_of
from .intent import Answer, Intent
from .keeping import keep, keep_heard
from .ledger import Ledger
from .pace import Pace
from .tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..cloud.client import Client
    from ..cloud.reply import Reply

log = logging.getLogger(__name__)

WITH_SERVICE = frozenset(state for state in State if state.is_with_service)


def is_news(intent: Intent, job: Job, pace: Pace) -> bool:
    """Whether ``job`` says something of ``intent`` that the ledger does not have."""
    state, changes = facts_of(intent, job, pace.now())
    return state is not intent.state or changes["progress"] != intent.progress


class Heard:
    """An answer that told of jobs. What the ledger keeps of it for each of them is found when it is asked for."""

    def __init__(self, client: Client, reply: Reply, asked: float, count: int) -> None:
        self._kept = keep(client, reply, asked, "query")
        self._is_whole = count == 1
        self._parts: dict[str, bytes] | None = None

    def about(self, job_id: str) -> Answer:
        """The answer, or the part of it that is about this job."""
        if self._is_whole:
            return self._kept
        if self._parts is None:
            self._parts = parts(self._kept.body)
        return replace(self._kept, body=self._parts.get(job_id, self._kept.body))

    def only_said(self, job: Job) -> Answer:
        """What it said of ``job``, without the body, where it cannot be noted yet."""
        progress = job.progress if state_of_service(job.state) is State.RUNNING else None
        return replace(self._kept, body=b"", told=_gist(state_of_service(job.state), progress))

    def again(self, intent: Intent) -> Answer:
        """The same where it says nothing of ``intent`` that the ledger does not have."""
        return replace(self._kept, body=b"", told=_gist(intent.state, intent.progress))


def _gist(state: State, progress: object) -> str:
    return " ".join(str(it) for it in (state, progress) if it is not None)


def note(ledger: Ledger, intent: Intent, job: Job, pace: Pace, heard: Heard, counted: Sequence[Answer] = ()) -> None:
    """Write what ``job`` says into the ledger if it is news; the answer is kept with it, and before it what was
    ``counted`` of this intent.
    """
    if not is_news(intent, job, pace):
        keep_heard(ledger, [intent.id], *counted, heard.again(intent))
        return
    state, changes = facts_of(intent, job, pace.now())
    answer = replace(heard.about(job.job_id), told=_gist(state, changes["progress"]))
    reach("watch.state.before")
    ledger.move(intent.id, WITH_SERVICE, state, changes, by=Who.WATCH, answer=answer, counted=counted)
    reach("watch.state.committed")


def note_with(tally: Tally, ledger: Ledger, intent: Intent, job: Job, pace: Pace, heard: Heard) -> None:
    """As `note`, with what ``tally`` has counted of the intent. Where that cannot be written, it waits there."""
    counted = tally.take(intent.id)
    try:
        note(ledger, intent, job, pace, heard, counted)
    except (DiskFull, StorageError):
        tally.add([intent.id], *counted, heard.only_said(job))
        raise


def lose(ledger: Ledger, intent: Intent, pace: Pace) -> None:
    """The job is certainly gone: an end."""
    log.warning("%s: the service no longer knows the job %s", intent.id, intent.job_id)
    message = say("The service no longer knows the job.")
    changes = {"code": "NoSuchJob", "message": message, "ended": pace.now()}
    reach("watch.lost.before")
    ledger.move(intent.id, WITH_SERVICE, State.LOST, changes, by=Who.WATCH)
    reach("watch.lost.committed")
