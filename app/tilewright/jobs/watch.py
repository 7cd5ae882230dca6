"""Follows a job that the service has, until nothing more happens to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..cloud.retry import is_passing
from ..errors import BadReply, CloudError
from ..model.states import State
from ..model.transitions import Who
from ..points import reach
from ..text import say
from ..wire.jobs import Job
from ..wire.limits import IDS_A_QUERY
from .events import CancelAsked, Event, LostContact, Progress, Stopped
from .facts import ended, facts_of
from .intent import Answer, Intent
from .ledger import Ledger
from .pace import Pace, growing
from .reconcile import list_since
from .send import keep

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

WITH_SERVICE = frozenset(state for state in State if state.is_with_service)

MISSES = 5
"""Answers in a row that do not know the job, after which it may be lost: a new job may show up late."""

BEFORE_SECONDS = 3600.0
"""How long before the making of a job a listing begins that must not show it."""


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
                yield ask_to_cancel(intent, client)
                is_cancel_asked = True
            job, date = _ask(ledger, intent, client, pace)
        except CloudError as error:
            if not is_passing(error):
                raise
            pause = next(pauses)
            yield LostContact(intent_id, error.message, pause)
        else:
            misses = 0 if job else misses + 1
            if misses >= MISSES and _is_gone(intent, client, date):
                _lose(ledger, intent, pace)
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


def _ask(ledger: Ledger, intent: Intent, client: Client, pace: Pace) -> tuple[Job | None, float | None]:
    """Ask once and note the answer: no job when the service does not know it; and the service's clock then."""
    asked = pace.now()
    reach("watch.ask.before")
    reply, said = client.query([intent.job_id], tries=1)
    reach("watch.ask.answered")
    job = next((job for job in said.jobs if job.job_id == intent.job_id), None)
    if job is not None:
        note(ledger, intent, job, pace, keep(client, reply, asked))
    return job, reply.service_time


def note(ledger: Ledger, intent: Intent, job: Job, pace: Pace, answer: Answer | None) -> None:
    """Write what ``job`` says into the ledger if it is news; the last answer is kept with it."""
    state, changes = facts_of(intent, job, pace.now())
    if state is intent.state and changes["progress"] == intent.progress:
        return
    reach("watch.state.before")
    ledger.move(intent.id, WITH_SERVICE, state, changes, by=Who.WATCH, answer=answer if state.is_final else None)
    reach("watch.state.committed")


def ask_to_cancel(intent: Intent, client: Client) -> CancelAsked:
    """Ask the service once to cancel the job, and tell what it said to that. Raises errors that may pass."""
    try:
        client.cancel(intent.job_id)
    except CloudError as error:
        if is_passing(error):
            raise
        log.info("%s: not cancelled: %s", intent.id, error)
        status = getattr(error, "status", 0)
        return CancelAsked(intent.id, intent.job_id, error.message, status)  # the query tells (A9)
    return CancelAsked(intent.id, intent.job_id, "")


def _is_gone(intent: Intent, client: Client, date: float | None) -> bool:
    """Whether a job that a query does not know is certainly gone. Raises ``BadReply`` at another local cloud.

    The cloud's query may lag as its listing does (A19): a complete listing must not show the job either, at a time
    when it must show every job.
    """
    target = intent.target
    if target.local:
        if client.target.endpoint or not client.reached.is_same_service(target):
            raise BadReply(
                say(
                    "The service at {address} does not know the job {id}: it needs the local cloud it was sent to.",
                    address=client.target.endpoint or client.address,
                    id=intent.job_id,
                ),
                "Is it the one that the job was sent to? Set TILEWRIGHT_ENDPOINT to that one.",
            )
        return True
    made = intent.job_created
    if made is None or date is None or date <= made + target.lag_limit:
        return False
    try:
        return intent.job_id not in list_since(made - BEFORE_SECONDS, client)[0]
    except CloudError as error:
        log.info("%s: cannot be looked for: %s", intent.id, error)
        return False


def _lose(ledger: Ledger, intent: Intent, pace: Pace) -> None:
    log.warning("%s: the service no longer knows the job %s", intent.id, intent.job_id)
    message = say("The service no longer knows the job.")
    ledger.move(
        intent.id,
        WITH_SERVICE,
        State.LOST,
        {"code": "NoSuchJob", "message": message, "ended": pace.now()},
        by=Who.WATCH,
    )


def refresh(
    ledger: Ledger, client: Client, pace: Pace, *, tries: int = 0, misses: dict[str, int] | None = None
) -> Iterator[Event]:
    """Ask once about all unresolved jobs of the client's service, note what is new, and carry out wishes to cancel.

    Who asks again and again keeps ``misses``, the answers in a row that did not know each intent's job: after
    ``MISSES`` of them a job that is certainly gone is lost. Raises the errors of the cloud.
    """
    waiting = [intent for intent in ledger.unresolved(client.reached) if intent.state.is_with_service]
    for start in range(0, len(waiting), IDS_A_QUERY):
        asked = pace.now()
        part = waiting[start : start + IDS_A_QUERY]
        reply, said = client.query([intent.job_id for intent in part], tries=tries)
        jobs = {job.job_id: job for job in said.jobs}
        for intent in part:
            if intent.job_id in jobs:
                note(ledger, intent, jobs[intent.job_id], pace, keep(client, reply, asked))
                yield from carry_out_wish(ledger, intent.id, client, pace)
            else:
                try:
                    is_gone = _is_missed_for_good(intent, client, reply.service_time, misses)
                except BadReply as error:  # about this job alone
                    yield LostContact(intent.id, error.message, intent.target.poll_last)
                    continue
                if not is_gone:
                    continue
                _lose(ledger, intent, pace)
            if misses is not None:
                misses.pop(intent.id, None)
            after = ledger.get(intent.id)
            if after.is_resolved:
                yield ended(after)
                ledger.forget_lock(after.id)
            else:
                yield Progress(after.id, after.job_id, after.progress, after.state)


def _is_missed_for_good(intent: Intent, client: Client, date: float | None, misses: dict[str, int] | None) -> bool:
    if misses is None:
        return False
    misses[intent.id] = misses.get(intent.id, 0) + 1
    return misses[intent.id] >= MISSES and _is_gone(intent, client, date)


def carry_out_wish(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    """Ask to cancel a job that waits, when the user wished so, and what became of it. The wish stays if that fails."""
    intent = ledger.get(intent_id)
    if not intent.cancel_wished or intent.state not in {State.SUBMITTED, State.PAUSED}:
        return
    try:
        yield ask_to_cancel(intent, client)
        _ask(ledger, intent, client, pace)
    except CloudError as error:
        log.info("%s: cannot be cancelled now: %s", intent_id, error)
