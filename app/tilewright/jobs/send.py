"""Sends an intent: the only `POST /jobs` of the program. One attempt, between two durable states.

``sending`` is on the disk before the first byte leaves; whatever dies after that, ``reconcile`` asks the service.
Nothing here repeats a POST. Only a refusal for the clock is signed again once: the service did not carry it out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..cloud.reply import Reply
from ..errors import CloudError
from ..model.states import State
from ..model.target import write_target
from ..model.transitions import Who
from ..points import reach
from .events import Event, OutcomeUnknown, Sending, Sent
from .facts import ended, facts_of
from .intent import Answer, Intent
from .keeping import code_of, keep, keep_heard
from .ledger import Ledger
from .pace import Pace
from .said import whole
from .verdict import Final, Refused, Unknown, Verdict, classify

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

SIGNED_BACK = 30
"""Seconds by which the signature begins earlier, as clocks differ; no more than a quarter of its life."""


def send_locked(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Iterator[Event]:
    """Make the one attempt; the caller holds the lock.

    Afterwards the intent is with the service or ``unknown``; or the error is raised that says why no job was made:
    then the intent is ended when that is for good, else ``not-sent`` as before.
    """
    reach("send.locked")
    intent = ledger.get(intent_id)
    if intent.is_resolved or intent.state is not State.NOT_SENT or intent.cancel_wished:
        return
    yield Sending(intent_id, client.target.ci_host, intent.attempts + 1)
    verdict = _attempt(ledger, intent, client, pace, State.NOT_SENT)
    if isinstance(verdict, Refused) and verdict.is_about_clock:
        if ledger.get(intent_id).cancel_wished:
            unsent: dict[str, object] = {"attempts": max(0, ledger.get(intent_id).attempts - 1)}
            _settle(ledger, intent, State.NOT_SENT, unsent, None)
            return
        log.info("%s: refused for the clock; signing again, offset %.0f s", intent_id, client.offset)
        verdict = _attempt(ledger, intent, client, pace, State.SENDING)
    if verdict is not None:
        yield from _tell(ledger, intent_id, verdict)


def _attempt(ledger: Ledger, intent: Intent, client: Client, pace: Pace, before: State) -> Verdict | None:
    """Commit ``sending``, send once, commit what it means. ``None``: another process moved the intent first, or the
    user no longer wants it.

    Signed again for the clock it is the same attempt.
    """
    asked, request = pace.now(), ledger.request(intent.id)
    intent = ledger.get(intent.id)
    if intent.cancel_wished and before is State.NOT_SENT:
        return None
    span = signature_span(client.service_now, intent.target.signature_life)
    reach("send.sending.before")
    if not ledger.move(
        intent.id,
        {before},
        State.SENDING,
        {
            "sending_at": client.service_now,
            "sending_clock": asked,
            "sending_ticks": pace.ticks(),
            "sending_boot": pace.boot,
            "signature_end": span[1],
            "attempts": intent.attempts + (before is State.NOT_SENT),
            **_service_of(intent, client),
        },
        by=Who.SENDER,
    ):
        return None
    reach("send.sending.committed")
    reach("send.post.before")
    outcome: Reply | CloudError
    try:
        outcome = client.submit(request, span)
    except CloudError as error:
        outcome = error
    reach("send.post.answered")
    verdict = classify(outcome, intent.mark)
    log.info("%s: sent to %s: %s", intent.id, client.target.ci_host, type(verdict).__name__)
    if isinstance(verdict, Refused) and verdict.is_about_clock and before is State.NOT_SENT:
        keep_heard(ledger, [intent.id], keep(client, outcome, asked, "submit", code_of(verdict.error)))
        return verdict
    now = ledger.get(intent.id)
    state, changes = _outcome(now, verdict, pace.now())
    told = str(state) if isinstance(verdict, Final) else code_of(verdict.error)
    _settle(ledger, now, state, changes | _service_of(now, client), keep(client, outcome, asked, "submit", told))
    return verdict


def _service_of(intent: Intent, client: Client) -> dict[str, object]:
    """The column that says to which local cloud it went, if that was not known when the intent was made."""
    if intent.target.service or not client.reached.service:
        return {}
    return {"target": write_target(intent.target.replace(service=client.reached.service))}


def _settle(ledger: Ledger, intent: Intent, state: State, changes: dict[str, object], answer: Answer | None) -> None:
    reach("send.outcome.before")
    ledger.move(intent.id, {State.SENDING}, state, changes, by=Who.SENDER, answer=answer)
    reach("send.outcome.committed")


def _outcome(intent: Intent, verdict: Verdict, now: float) -> tuple[State, dict[str, object]]:
    """State and columns after ``verdict``."""
    if isinstance(verdict, Final):
        return facts_of(intent, verdict.job, now)
    changes: dict[str, object] = {"code": code_of(verdict.error), "message": whole(verdict.error)}
    if isinstance(verdict, Unknown):
        return State.UNKNOWN, changes
    if isinstance(verdict, Refused):
        changes["ended"] = now
    else:
        changes["attempts"] = max(0, intent.attempts - 1)  # certainly nothing was made: it does not count
    return State.NOT_SENT, changes


def _tell(ledger: Ledger, intent_id: str, verdict: Verdict) -> Iterator[Event]:
    intent = ledger.get(intent_id)
    if isinstance(verdict, Final):
        yield Sent(intent_id, verdict.job.job_id, intent.state)
    elif isinstance(verdict, Unknown):
        yield OutcomeUnknown(intent_id, verdict.error.message)
    else:
        if intent.is_resolved:
            yield ended(intent)
        raise verdict.error


def signature_span(service_now: float, life: int) -> tuple[int, int]:
    """First and last second, service time, of a signature that is good for ``life`` seconds from end to end."""
    start = int(service_now) - min(SIGNED_BACK, max(1, life // 4))
    return start, start + life
