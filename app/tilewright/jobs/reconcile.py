"""Finds out what became of an intent whose outcome is unknown: it asks before it does anything (rule 5).

A job is ours when it carries our mark, or, carrying none, writes to our numbered output. That it is absent counts only
when the service's clock is certainly past the end of the signature and the lag of its listing, and the listing is
either proven (local cloud) or shows another job that is known to exist.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..cloud.retry import is_passing
from ..errors import BadInput, BadReply, CloudError
from ..model.states import State
from ..points import reach
from ..wire.jobs import Job
from ..wire.request import read_request
from .events import (
    Event,
    Found,
    Looking,
    LostContact,
    SendingAgain,
    StillUnknown,
    Stopped,
    Twin,
)
from .facts import facts_of
from .intent import Intent
from .ledger import Ledger
from .pace import Pace, growing

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

BACK_SECONDS = 24 * 3600.0
"""How long before the sending the listing begins."""

CONTROL_SECONDS = 3600.0
"""How much older than the sending a control job may be."""

OLDEST_SECONDS = 25 * 24 * 3600.0
"""The service forgets jobs after about a month (ci-jobs §3.2): older intents cannot be cleared up any more."""

PAGES = 10_000
FIRST_PAUSE = 0.25


@dataclass(frozen=True)
class Listing:
    """All jobs of a complete listing: ``found`` are ours, oldest first; ``ids`` are all of them."""

    found: tuple[Job, ...]
    ids: frozenset[str]


def sent_at(intent: Intent, client: Client) -> float:
    """The earliest moment, service time, at which the intent can have been sent."""
    moments = [client.service_now]
    if intent.sending_at is not None and intent.sending_clock is not None:
        moments += [intent.sending_at, intent.sending_clock + client.offset]
    else:
        moments += [intent.created, intent.created + client.offset]
    return min(moments)


def look(intent: Intent, client: Client) -> Listing:
    """List all jobs since a day before the sending, oldest first. Any error means that nothing is known: it passes."""
    since = datetime.fromtimestamp(sent_at(intent, client) - BACK_SECONDS, UTC)
    jobs: dict[str, Job] = {}
    token, seen = "", {""}
    for _ in range(PAGES):
        reach("reconcile.list.before")
        page = client.list_jobs(since=since, next_token=token, tries=1)
        reach("reconcile.list.answered")
        jobs |= {job.job_id: job for job in page.jobs}
        token = page.next_token
        if token in seen:  # the end: no token, or one that we had (A8)
            ours = [job for job in jobs.values() if job.job_id and witness(intent, job)]
            return Listing(tuple(sorted(ours, key=_age)), frozenset(jobs))
        seen.add(token)
    raise BadReply("The list of jobs at the service does not end.")


def witness(intent: Intent, job: Job) -> str:
    """What shows that ``job`` is of ``intent``: ``mark``, ``name``, or nothing (empty)."""
    if job.mark is not None:
        return "mark" if job.mark == intent.mark else ""
    is_named = bool(intent.short_id) and intent.short_id in intent.output_key and intent.output_key == job.output.object
    return "name" if is_named and job.output.bucket in {None, intent.output_bucket} else ""


def _age(job: Job) -> tuple[bool, float, str]:
    """Cancelled ones last, then the oldest first."""
    return job.state == "Cancel", job.created.timestamp() if job.created else 0.0, job.job_id


def adopt(ledger: Ledger, intent: Intent, found: tuple[Job, ...], client: Client, pace: Pace) -> Iterator[Event]:
    """Make the oldest job the intent's; cancel the others while they wait, and show them."""
    first, *others = found
    for other in others:
        yield Twin(intent.id, other.job_id, first.job_id, _cancel(client, other))
    state, changes = facts_of(intent, first, pace.now())
    reach("reconcile.adopt.before")
    ledger.move(intent.id, {intent.state}, state, changes)
    reach("reconcile.adopt.committed")
    log.info("%s: found as %s by its %s", intent.id, first.job_id, witness(intent, first))
    yield Found(intent.id, first.job_id, witness(intent, first), state)


def _cancel(client: Client, job: Job) -> bool:
    """Whether ``job`` is cancelled now."""
    try:
        if job.state in {"Submitted", "Pause"}:
            client.cancel(job.job_id)
        return any(now.state == "Cancel" for now in client.jobs([job.job_id]).jobs)
    except CloudError as error:
        log.info("%s: cannot be cancelled: %s", job.job_id, error)
        return False


def reconcile_locked(
    ledger: Ledger, intent_id: str, client: Client, pace: Pace, *, again: bool, limit: float | None = None
) -> Iterator[Event]:
    """Ask until the outcome of an intent in state ``unknown`` is certain; the caller holds its lock.

    Afterwards the intent is with the service; or, as its job is certainly absent, ``not-sent``, to be sent under the
    same mark if ``again``, else ended; or still ``unknown``: when ``wait`` asked to stop, nothing answered for
    ``Target.contact_patience`` seconds, no control exists, or ``limit`` seconds are over.
    """
    begun = heard = pace.ticks()
    intent = ledger.get(intent_id)
    certain_at = (intent.signature_end or 0) + intent.target.lag_limit
    for pause in growing(FIRST_PAUSE, intent.target.poll_last):
        if _is_too_old(intent, client):
            _give_up(ledger, intent, pace)
            return
        missing = certain_at - client.service_now
        yield Looking(intent_id, certain_at, max(0.0, missing))
        proof = client.last_date
        try:
            listing = look(intent, client)
        except CloudError as error:
            if not is_passing(error):
                raise
            if pace.ticks() - heard > intent.target.contact_patience or _is_over(pace, begun, limit):
                yield StillUnknown(intent_id, error.message, None)
                return
            yield LostContact(intent_id, error.message, pause)
        else:
            heard = pace.ticks()
            if listing.found:
                yield from adopt(ledger, intent, listing.found, client, pace)
                return
            if proof is not None and proof > certain_at:
                yield from _absent(ledger, intent, listing, client, pace, again)
                return
            if _is_over(pace, begun, limit) and (client.last_date or 0) <= certain_at:
                yield StillUnknown(intent_id, "The service does not show the job yet.", None)
                return  # otherwise one more look is the proof
        if pace.wait(min(pause, max(FIRST_PAUSE, missing + 1))):
            yield Stopped(intent_id, "", State.UNKNOWN)
            return


def _is_over(pace: Pace, begun: float, limit: float | None) -> bool:
    return limit is not None and pace.ticks() - begun >= limit


def _is_too_old(intent: Intent, client: Client) -> bool:
    return client.service_now - (intent.sending_at or intent.created) > OLDEST_SECONDS


def _give_up(ledger: Ledger, intent: Intent, pace: Pace) -> None:
    message = "It was sent more than 25 days ago and its answer was lost; the service no longer tells."
    ledger.move(intent.id, {State.UNKNOWN}, State.LOST, {"code": "TooOld", "message": message, "ended": pace.now()})


def _absent(
    ledger: Ledger, intent: Intent, listing: Listing, client: Client, pace: Pace, again: bool
) -> Iterator[Event]:
    """A complete listing, late enough, does not show the job."""
    is_there = _is_result_there(intent, client)
    known = ledger.known_jobs(intent.target.place, sent_at(intent, client) - CONTROL_SECONDS)
    is_proven = intent.target.listing_is_proven or bool(known & listing.ids)
    if is_there:
        yield StillUnknown(intent.id, "The service does not list the job, yet something wrote its output.", True)
        return
    if not is_proven:
        message = "The service does not list the job, and no other job shows that its list is complete."
        yield StillUnknown(intent.id, message, is_there)
        return
    changes: dict[str, object] = {"code": "NotReceived", "message": "The service did not get the job."}
    if not again:
        changes["ended"] = pace.now()
    reach("reconcile.again.before")
    moved = ledger.move(intent.id, {State.UNKNOWN}, State.NOT_SENT, changes)
    reach("reconcile.again.committed")
    if moved and again:
        log.info("%s: certainly absent after attempt %d", intent.id, intent.attempts)
        yield SendingAgain(intent.id)


def _is_result_there(intent: Intent, client: Client) -> bool | None:
    """Whether the numbered output exists; ``None`` when that cannot be asked (variables, other bucket, an error)."""
    key = intent.output_key.replace("${ext}", _extension(intent))
    if "${" in key or intent.short_id not in key or intent.output_bucket != client.target.bucket:
        return None
    try:
        return client.head(key) is not None
    except CloudError:
        return None


def _extension(intent: Intent) -> str:
    try:
        transcode = read_request(intent.request).composition.transcode
    except BadInput:
        return "${ext}"
    container = transcode.container if transcode else None
    return container.format.lower() if container and container.format else "${ext}"
