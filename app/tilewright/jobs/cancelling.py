"""Asks the service to cancel a job. What became of it, only a query tells (A9)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..cloud.retry import is_passing
from ..errors import CloudError
from ..model.states import state_of_service
from ..points import reach
from .events import CancelAsked, Event
from .intent import Fate, TwinJob
from .keeping import keep_each, keep_heard
from .pace import OLDEST_SECONDS, Pace
from .twins import told_of, twin_of

if TYPE_CHECKING:
    from ..cloud.client import Client
    from .ledger import Ledger

log = logging.getLogger(__name__)


def ask_to_cancel(
    intent_id: str, job_id: str, ledger: Ledger, client: Client, pace: Pace, *, call: str = "cancel"
) -> CancelAsked:
    """Ask once, and tell what the service said to that; its answer is kept with the intent as one to ``call``. Raises
    errors that may pass.
    """
    asked = pace.now()
    reach("cancel.ask.before")
    try:
        reply = client.cancel(job_id)
    except CloudError as error:
        keep_heard(ledger, [intent_id], *keep_each(client, error, asked, call))
        if is_passing(error):
            raise
        log.info("%s: not cancelled: %s", job_id, error)
        return CancelAsked(intent_id, job_id, error.message, getattr(error, "status", 0))
    reach("cancel.ask.answered")
    keep_heard(ledger, [intent_id], *keep_each(client, reply, asked, call, "accepted"))
    return CancelAsked(intent_id, job_id, "")


def cancel_twins(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    """Ask once to cancel each other job of the intent that waits; tell of those whose fate is certain now. Raises the
    errors of the cloud: then the rest is as it was.
    """
    for twin in ledger.get(intent_id).twins:
        if twin.fate is Fate.WAITS:
            ask_to_cancel(intent_id, twin.job_id, ledger, client, pace, call="cancel-twin")
            after = _ask(intent_id, twin, ledger, client, pace)
            if after.fate is not Fate.WAITS:
                ledger.note_twin(intent_id, after)
                yield told_of(ledger.get(intent_id), after)


def _ask(intent_id: str, twin: TwinJob, ledger: Ledger, client: Client, pace: Pace) -> TwinJob:
    """What became of it, whatever was said to cancelling. One that the answer does not show waits: it may lag (A19).
    When the service may have forgotten it, nobody will tell any more.
    """
    asked = pace.now()
    reach("cancel.look.before")
    try:
        reply, said = client.query([twin.job_id], tries=1)
    except CloudError as error:
        keep_heard(ledger, [intent_id], *keep_each(client, error, asked, "twin"))
        raise
    reach("cancel.look.answered")
    jobs = [job for job in said.jobs if job.job_id == twin.job_id]
    told = str(state_of_service(jobs[0].state)) if jobs else "absent"
    keep_heard(ledger, [intent_id], *keep_each(client, reply, asked, "twin", told))
    if jobs:
        return twin_of(jobs[0])
    intent = ledger.get(intent_id)
    is_forgotten = client.service_now - (intent.job_created or intent.created) > OLDEST_SECONDS
    return replace(twin, fate=Fate.STAYS) if is_forgotten else twin
