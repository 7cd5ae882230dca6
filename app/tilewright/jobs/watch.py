"""Follows jobs that the service has: one until nothing more happens to it, or all of them once."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from ..errors import CloudError
from ..model.states import State
from ..wire.limits import IDS_A_QUERY
from .cancelling import cancel_twins
from .contact import Answered, NoContact
from .events import CancelAsked, Ended, Event, LostContact, Progress, Stopped
from .facts import ended
from .intent import Intent
from .ledger import Ledger
from .pace import LOOK_SECONDS, Pace, Rests, growing
from .poller import Polled, Poller
from .wishes import WAITING

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)


def watch(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    """Ask until the job is at its end; carries out the wish to cancel. Stops, with ``Stopped``, when ``wait`` says so.

    A question without an answer is an event, not the end. Raises ``Rejected`` when the keys may not ask.
    """
    poller = Poller(ledger, ledger.get(intent_id).target, pace, is_alone=True)
    try:
        yield from _watch(poller, ledger, intent_id, client, pace)
    finally:
        poller.close()


def _watch(poller: Poller, ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    intent = ledger.get(intent_id)
    rests = Rests(pace)
    told: Progress | None = None
    tries, next_try = growing(intent.target.schedule.first, intent.target.schedule.last), pace.ticks()
    while not intent.is_resolved:
        poller.take([intent])
        for polled in poller.ask(client) if poller.due_in <= 0 else ():
            for event in _about(intent_id, polled, ledger, told):
                if isinstance(event, Ended):
                    poller.close()
                yield event
                told = event if isinstance(event, Progress) else told
                if isinstance(event, Ended):
                    yield from try_twins(ledger, intent_id, client, pace)
                    return
        if intent.has_waiting_twin and pace.ticks() >= next_try:
            yield from try_twins(ledger, intent_id, client, pace)
            next_try = pace.ticks() + next(tries)
        slept = rests.rest(max(0.0, min(LOOK_SECONDS, poller.due_in)))
        if slept.is_woken:
            poller.wake()
        intent = ledger.get(intent_id)
        if slept.is_stopped and not intent.is_resolved:
            poller.close()
            yield Stopped(intent_id, intent.job_id, intent.state)
            return
    poller.close()
    yield ended(intent)
    ledger.forget_lock(intent_id)


def _about(intent_id: str, polled: Polled, ledger: Ledger, told: Progress | None) -> Iterator[Event]:
    """What to tell of the one job, of which ``told`` was the last. Its state is told once even if it is no news, and
    that the local cloud does not begin it, or now may.
    """
    if isinstance(polled, NoContact):
        yield LostContact(intent_id, polled.message, polled.next_try, polled.silent)
    elif isinstance(polled, Answered):
        progress = _progress(ledger.get(intent_id), polled.waits)
        if told is None or bool(progress.waits) is not bool(told.waits):
            yield progress
    else:
        yield polled


def _progress(intent: Intent, waits: str) -> Progress:
    why = waits if intent.state is State.SUBMITTED else ""
    return Progress(intent.id, intent.job_id, intent.progress, intent.state, why)


def refresh(ledger: Ledger, client: Client, pace: Pace, *, only: str = "", cancels: bool = True) -> Iterator[Event]:
    """Ask once about all unresolved jobs of the client's service, or one, and (if it ``cancels``) carry out wishes to
    cancel those that wait. What is known of each is told. Raises the errors of the cloud.
    """
    open_ones = ledger.unresolved(client.reached)
    waiting = [intent for intent in open_ones if intent.state.is_with_service and only in {"", intent.id}]
    poller = Poller(ledger, client.target, pace)
    poller.take(waiting)
    try:
        for start in range(0, len(waiting), IDS_A_QUERY):
            ids = [intent.id for intent in waiting[start : start + IDS_A_QUERY]]
            answered: dict[str, str] = {}
            for polled in poller.query(client, ids, tries=0):
                if isinstance(polled, Answered):
                    answered |= dict.fromkeys(polled.intents, polled.waits)
            for intent_id, waits in answered.items():
                if cancels:
                    yield from carry_out_wish(ledger, intent_id, client, pace)
                after = ledger.get(intent_id)
                yield ended(after) if after.is_resolved else _progress(after, waits)
        if only in poller.too_long:
            raise poller.too_long[only]
    finally:
        poller.close()


def try_twins(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    """Ask to cancel the other jobs of an intent that wait, if there are any. The wish stays where that fails."""
    try:
        yield from cancel_twins(ledger, intent_id, client, pace)
    except CloudError as error:
        log.info("%s: another job of it cannot be cancelled now: %s", intent_id, error)


def carry_out_wish(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Generator[Event, None, float]:
    """Ask to cancel a job that waits, when the user wished so, and what became of it. The wish stays if that fails.
    Returns for how many seconds the service wants to be asked nothing.
    """
    intent = ledger.get(intent_id)
    if not intent.cancel_wished or intent.state not in WAITING:
        return 0.0
    poller = Poller(ledger, intent.target, pace)
    poller.take([intent])
    try:
        for _ in ("ask to cancel", "ask what became of it"):
            for polled in poller.ask(client) if poller.due_in <= 0 else ():
                if isinstance(polled, CancelAsked):
                    yield polled
    except CloudError as error:
        log.info("%s: cannot be cancelled now: %s", intent_id, error)
    finally:
        poller.close()
    return poller.line.wished_for(pace.ticks())
