"""Follows a job that the service has, until nothing more happens to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..cloud.retry import is_passing
from ..errors import BadReply, CloudError
from ..model.states import State
from ..points import reach
from ..wire.jobs import Job
from .events import CancelAsked, Event, LostContact, Progress, Stopped
from .facts import ended, facts_of
from .intent import Answer, Intent
from .ledger import Ledger
from .pace import Pace, growing
from .send import keep

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

WITH_SERVICE = frozenset(state for state in State if state.is_with_service)

MISSES = 5
"""Answers in a row that do not know the job, after which it is lost: a new job may show up late."""

IDS_A_QUERY = 10


def watch(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    """Ask until the job is at its end; carries out the wish to cancel. Stops, with ``Stopped``, when ``wait`` says so.

    A question without an answer is an event, not the end. Raises ``Rejected`` when the keys may not ask.
    """
    told: tuple[State, int | None] | None = None
    is_cancel_asked = False
    misses = 0
    pauses = _pauses(ledger.get(intent_id))
    while True:
        intent = ledger.get(intent_id)
        if intent.is_resolved:
            yield ended(intent)
            ledger.forget_lock(intent_id)
            return
        try:
            if intent.cancel_wished and not is_cancel_asked:
                yield _ask_to_cancel(intent, client)
                is_cancel_asked = True
            job = _ask(ledger, intent, client, pace)
        except CloudError as error:
            if not is_passing(error):
                raise
            pause = next(pauses)
            yield LostContact(intent_id, error.message, pause)
        else:
            misses = 0 if job else misses + 1
            if misses >= MISSES:
                _lose(ledger, intent, client, pace)
            after = ledger.get(intent_id)
            if after.is_resolved:
                continue
            if told != (after.state, after.progress):
                pauses = _pauses(intent)
                told = (after.state, after.progress)
                yield Progress(intent_id, after.job_id, after.progress, after.state)
            pause = next(pauses)
        if pace.wait(pause):
            yield Stopped(intent_id, intent.job_id, intent.state)
            return


def _pauses(intent: Intent) -> Iterator[float]:
    return growing(intent.target.poll_first, intent.target.poll_last)


def _ask(ledger: Ledger, intent: Intent, client: Client, pace: Pace) -> Job | None:
    """Ask once and note the answer; ``None`` when the service does not know the job."""
    asked = pace.now()
    reach("watch.ask.before")
    reply, said = client.query([intent.job_id], tries=1)
    reach("watch.ask.answered")
    job = next((job for job in said.jobs if job.job_id == intent.job_id), None)
    if job is not None:
        note(ledger, intent, job, pace, keep(client, reply, asked))
    return job


def note(ledger: Ledger, intent: Intent, job: Job, pace: Pace, answer: Answer | None) -> None:
    """Write what ``job`` says into the ledger if it is news; the last answer is kept with it."""
    state, changes = facts_of(intent, job, pace.now())
    if state is intent.state and changes["progress"] == intent.progress:
        return
    reach("watch.state.before")
    ledger.move(intent.id, WITH_SERVICE, state, changes, answer=answer if state.is_final else None)
    reach("watch.state.committed")


def _ask_to_cancel(intent: Intent, client: Client) -> CancelAsked:
    try:
        client.cancel(intent.job_id)
    except CloudError as error:
        if is_passing(error):
            raise
        return CancelAsked(intent.id, intent.job_id, error.message)  # running or done already: the query tells (A9)
    return CancelAsked(intent.id, intent.job_id, "")


def _lose(ledger: Ledger, intent: Intent, client: Client, pace: Pace) -> None:
    if client.target.endpoint:
        raise BadReply(
            f"The service at {client.target.endpoint} does not know the job {intent.job_id}.",
            "Is it the one that the job was sent to? Set TILEWRIGHT_ENDPOINT to that one.",
        )
    log.warning("%s: the service no longer knows the job %s", intent.id, intent.job_id)
    message = "The service no longer knows the job."
    ledger.move(intent.id, WITH_SERVICE, State.LOST, {"code": "NoSuchJob", "message": message, "ended": pace.now()})


def refresh(ledger: Ledger, client: Client, pace: Pace) -> Iterator[Event]:
    """Ask once about all unresolved jobs of the client's place, ten at a time, and note what is new."""
    waiting = [it for it in ledger.unresolved(client.target.place) if it.state.is_with_service]
    for start in range(0, len(waiting), IDS_A_QUERY):
        some = waiting[start : start + IDS_A_QUERY]
        jobs = {job.job_id: job for job in client.jobs([intent.job_id for intent in some]).jobs}
        for intent in some:
            if intent.job_id in jobs:
                note(ledger, intent, jobs[intent.job_id], pace, None)
                after = ledger.get(intent.id)
                if after.is_resolved:
                    yield ended(after)
                else:
                    yield Progress(after.id, after.job_id, after.progress, after.state)
