"""Finds out what became of an intent whose outcome is unknown: it asks before it does anything (rule 5).

A job is ours when it carries our mark, or, carrying none, writes to our numbered output. That it is absent counts only
when the service's clock is certainly past the end of the signature and the lag of its listing, and the listing is
either proven (local cloud) or shows another job that is known to exist. What the clock says is taken only from answers
to questions of this very search: earlier ones may come from before a correction. It takes two listings in a row, and
they must not contradict each other: pages of a list that shifts while it is read may leave out any job.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..cloud.retry import is_passing, wished_pause
from ..errors import BadInput, CloudError
from ..model.states import State
from ..model.transitions import Who
from ..points import reach
from ..text import say
from ..wire.jobs import Job
from ..wire.request import read_request
from .cancelling import cancel_twins
from .events import (
    Event,
    Found,
    Looking,
    LostContact,
    SendingAgain,
    StillUnknown,
    Stopped,
)
from .facts import facts_of
from .intent import Intent
from .keeping import keep_each, keep_heard
from .ledger import Ledger
from .pace import OLDEST_SECONDS, Pace, growing
from .pages import Pages
from .twins import told_of, twin_of, write_twins

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

BACK_SECONDS = 24 * 3600.0
"""How long before the sending the listing begins."""

CONTROL_SECONDS = 3600.0
"""How much older than the sending a control job may be."""

ATTEMPTS = 2
"""How often an intent is sent without being asked for, over all runs: the second time after certain absence."""

CANCELLED = say("It was cancelled before the service had it.")

CONTRADICTIONS = 5
"""Times that one listing may contradict the one before, until the search is left for later."""

FIRST_PAUSE = 0.25
DATE_SECONDS = 2.0
"""By how much times of the service may be off: they are told in whole seconds."""


Searched = dict[tuple[str, float], float]
"""In ticks, since when this process looks for what became of a sending, by intent and `certain_from`."""


@dataclass(frozen=True)
class Listing:
    """All jobs of a complete listing: ``found`` are ours, oldest first; ``made`` are all of them: by id when each was
    made, service time, ``None`` when that is not told.

    ``begun`` and ``date`` are the service's clock when it answered first and last, ``None`` when it did not tell: there
    may be minutes between two pages.
    """

    found: tuple[Job, ...]
    made: Mapping[str, float | None]
    begun: float | None
    date: float | None

    def contradicts(self, earlier: Listing, lag: float) -> bool:
        """Whether one of them left something out: a job is gone that ``earlier`` shows, or is there only now although
        it was made more than ``lag`` seconds before ``earlier`` was asked for.
        """
        if earlier.made.keys() - self.made.keys():
            return True
        since = (earlier.date or 0.0) - lag - DATE_SECONDS
        return any((self.made[job_id] or since) < since for job_id in self.made.keys() - earlier.made.keys())


def sent_at(intent: Intent, client: Client) -> float:
    """The earliest moment, service time, at which the intent can have been sent."""
    return min(client.service_now, *sendings(intent, client))


def sendings(intent: Intent, client: Client) -> tuple[float, float]:
    """When the intent was sent, service time, by what was known of its clock then and by what is known now."""
    if intent.sending_at is not None and intent.sending_clock is not None:
        return intent.sending_at, intent.sending_clock + client.offset
    return intent.created, intent.created + client.offset


def certain_from(intent: Intent) -> float:
    """The moment, service time, from which on a listing must show the job."""
    return (intent.signature_end or 0) + intent.target.lag_limit


def look(ledger: Ledger, intent: Intent, client: Client, pace: Pace) -> Generator[Event, None, Listing]:
    """List all jobs since a day before the sending. What was answered is kept with the intent.

    Any error means that nothing is known: it passes.
    """
    pages = Pages(sent_at(intent, client) - BACK_SECONDS)
    is_last = False
    try:
        while not is_last:
            yield from pace.turn()
            is_last = pages.ask(client, pace)
    finally:
        keep_heard(ledger, [intent.id], *pages.heard)
    jobs = pages.jobs.values()
    ours = [job for job in jobs if job.job_id and witness(intent, job)]
    made = {job.job_id: job.created.timestamp() if job.created else None for job in jobs}
    return Listing(tuple(sorted(ours, key=_age)), made, pages.begun, pages.date)


def witness(intent: Intent, job: Job) -> str:
    """What shows that ``job`` is of ``intent``: ``mark``, ``name``, or nothing (empty)."""
    if job.mark is not None:
        return "mark" if job.mark == intent.mark else ""
    is_named = bool(intent.short_id) and intent.short_id in intent.output_key and intent.output_key == job.output.object
    return "name" if is_named and job.output.bucket in {None, intent.output_bucket} else ""


def _age(job: Job) -> tuple[bool, float]:
    """Cancelled ones last, then the oldest first; those of one second stay as the service lists them, oldest first."""
    return job.state == "Cancel", job.created.timestamp() if job.created else 0.0


def adopt(
    ledger: Ledger, intent: Intent, found: tuple[Job, ...], client: Client, pace: Pace, *, in_passing: bool = False
) -> Iterator[Event]:
    """Make the oldest job the intent's, note the others and show them. Those that wait are asked to be cancelled; where
    that fails now, it is tried again later; ``in_passing`` an error that may pass is raised at last.
    """
    first, *others = found
    twins = [twin_of(other) for other in others]
    state, changes = facts_of(intent, first, pace.now())
    changes["twins"] = write_twins(twins)
    reach("reconcile.adopt.before")
    is_moved = ledger.move(intent.id, {intent.state}, state, changes, by=Who.FINDER)
    reach("reconcile.adopt.committed")
    if not is_moved:
        return
    log.info("%s: found as %s by its %s", intent.id, first.job_id, witness(intent, first))
    yield Found(intent.id, first.job_id, witness(intent, first), state)
    failure: CloudError | None = None
    try:
        for _ in cancel_twins(ledger, intent.id, client, pace):
            """What became of them is told below, together with what is still open."""
    except CloudError as error:
        log.info("%s: another job of it cannot be cancelled now: %s", intent.id, error)
        failure = error
    now = ledger.get(intent.id)
    yield from (told_of(now, twin) for twin in now.twins)
    if in_passing and failure is not None and is_passing(failure):
        raise failure


def reconcile_locked(
    ledger: Ledger,
    intent_id: str,
    client: Client,
    pace: Pace,
    *,
    limit: float | None = None,
    in_passing: bool = False,
    searched: Searched | None = None,
) -> Iterator[Event]:
    """Ask until the outcome of an intent in state ``unknown`` is certain; the caller holds its lock.

    Afterwards the intent is with the service; or, as its job is certainly absent, ``not-sent``, to be sent under the
    same mark, or cancelled if that was wished; or still ``unknown``: when ``wait`` asked to stop, nothing answered for
    ``Target.contact_patience`` seconds, no control exists, it was sent twice already or too long ago, another local
    cloud answers, or ``limit`` seconds are over. ``in_passing`` others want to ask the same service: nothing is asked
    twice for an answer, and an error at which the search ends is raised when all is told: it says when to ask again.
    ``searched`` lasts from one search to the next of the same process.
    """
    begun = heard = pace.ticks()
    intent = ledger.get(intent_id)
    certain_at = certain_from(intent)
    looks = _Looks(intent, certain_at, pace, {} if searched is None else searched)
    for pause in growing(FIRST_PAUSE, intent.target.schedule.last):
        missing, wished = certain_at - client.service_now, 0.0
        yield Looking(intent_id, certain_at, max(0.0, missing))
        try:
            listing = yield from look(ledger, intent, client, pace)
        except CloudError as error:
            if not is_passing(error):
                raise
            if pace.ticks() - heard > intent.target.contact_patience or _is_over(pace, begun, limit):
                yield StillUnknown(intent_id, error.message, None, is_answered=False)
                if in_passing:
                    raise
                return
            wished = wished_pause(error)
            yield LostContact(intent_id, error.message, max(pause, wished), pace.ticks() - heard)
        else:
            heard = pace.ticks()
            if listing.found:
                yield from adopt(ledger, intent, listing.found, client, pace, in_passing=in_passing)
                return
            in_vain = _why_in_vain(intent, listing, client)
            is_absent = not in_vain and looks.show_absence(listing)
            if is_absent or (in_vain := in_vain or looks.why_in_vain(_is_over(pace, begun, limit))):
                output = _look_at_output(intent, ledger, client, pace, tries=1 if in_passing else 0)
                if is_absent:
                    yield from _absent(ledger, intent, listing, client, pace, output.is_there)
                else:
                    yield StillUnknown(intent_id, in_vain, output.is_there)
                if in_passing and output.failure is not None:
                    raise output.failure
                return
        if pace.wait(max(wished, min(pause, max(FIRST_PAUSE, missing + 1)))):
            yield Stopped(intent_id, "", State.UNKNOWN)
            return


class _Looks:
    """The listings of one search that do not show the job.

    Late enough to show it is one that was made later than ``certain_at`` by the service's clock, when as much time has
    passed by the clock that nobody can set as a signature lives and the list may lag: since the sending, or, where the
    machine was started anew in between or does not tell, since it was looked for first (`Searched`).
    """

    def __init__(self, intent: Intent, certain_at: float, pace: Pace, searched: Searched) -> None:
        self._certain_at, self._pace = certain_at, pace
        self._lag = intent.target.lag_limit
        life = float(intent.target.signature_life)
        self._ended = searched.setdefault((intent.id, certain_at), pace.ticks()) + life
        """In ticks, when the signature has surely ended."""
        if intent.sending_ticks is not None and intent.sending_boot and intent.sending_boot == pace.boot:
            if intent.sending_at is not None:
                life = certain_at - self._lag - intent.sending_at
            self._ended = min(self._ended, intent.sending_ticks + life)
        self._last: Listing | None = None
        self._is_late = False
        self._contradictions = 0

    def show_absence(self, listing: Listing) -> bool:
        """Whether, with ``listing``, two in a row agree that were both made when it must be shown."""
        before, self._last = self._last, listing
        was_late, self._is_late = self._is_late, self._comes_late(listing.begun or 0.0)
        if before is None or not was_late or not self._is_late:
            return False
        is_contradicted = listing.contradicts(before, self._lag)
        self._contradictions += is_contradicted
        return not is_contradicted

    def _comes_late(self, date: float) -> bool:
        return date > self._certain_at and self._pace.ticks() - self._ended >= self._lag

    def why_in_vain(self, is_over: bool) -> str:
        """Why not to look once more, when time ``is_over`` or not; empty when one more look may be the proof."""
        if self._contradictions >= CONTRADICTIONS:
            return say("The list of jobs at the service is another one each time; it does not show the job.")
        if is_over and not self._is_late:
            return say("The service does not show the job yet.")
        return ""


def _is_over(pace: Pace, begun: float, limit: float | None) -> bool:
    return limit is not None and pace.ticks() - begun >= limit


def _why_in_vain(intent: Intent, listing: Listing, client: Client) -> str:
    """Why no listing of this service can show that the job is absent; empty when one can."""
    if not client.reached.is_same_service(intent.target):
        return say("The job {id} needs the local cloud it was sent to; another one answers.", id=intent.short_id)
    if listing.date is not None and listing.date - sent_at(intent, client) > OLDEST_SECONDS:
        return say("It was sent more than 25 days ago; the service may have forgotten the job.")
    return ""


def _absent(
    ledger: Ledger, intent: Intent, listing: Listing, client: Client, pace: Pace, is_there: bool | None
) -> Iterator[Event]:
    """A complete listing, late enough, does not show the job; ``is_there``: whether its output is."""
    known = ledger.known_jobs(intent.target, max(sendings(intent, client)) - CONTROL_SECONDS)
    is_proven = intent.target.listing_is_proven or bool(known & listing.made.keys())
    now = ledger.get(intent.id)
    if is_there:
        yield StillUnknown(intent.id, say("The service does not list the job, yet something wrote its output."), True)
    elif left_out := _left_out(ledger, intent, listing, client):
        message = say("The service does not list the job, but neither does it list {id}, which it has.", id=left_out)
        yield StillUnknown(intent.id, message, is_there)
    elif not is_proven:
        message = say("The service does not list the job, and no other job shows that its list is complete.")
        yield StillUnknown(intent.id, message, is_there)
    elif now.cancel_wished:
        end_as_cancelled(ledger, now, pace)
    elif now.attempts >= ATTEMPTS:
        message = say("The service does not list the job, which was sent twice; only you can want it sent once more.")
        yield StillUnknown(intent.id, message, is_there)
    else:
        changes = {"code": "NotReceived", "message": say("The service did not get the job.")}
        reach("reconcile.again.before")
        is_moved = ledger.move(intent.id, {State.UNKNOWN}, State.NOT_SENT, changes, by=Who.FINDER)
        reach("reconcile.again.committed")
        if is_moved:
            log.info("%s: certainly absent after attempt %d", intent.id, intent.attempts)
            yield SendingAgain(intent.id)


def _left_out(ledger: Ledger, intent: Intent, listing: Listing, client: Client) -> str:
    """A job that is known to exist and that a complete listing must show, but this one does not; empty without one."""
    start = sent_at(intent, client) - BACK_SECONDS + DATE_SECONDS
    late = (listing.date or 0.0) - intent.target.lag_limit - DATE_SECONDS
    known = ledger.known_jobs(intent.target, start) - ledger.known_jobs(intent.target, late)
    return min(known - listing.made.keys(), default="")


def end_as_cancelled(ledger: Ledger, intent: Intent, pace: Pace) -> None:
    """End an intent of which the service certainly has no job, as its user wished."""
    changes = {"code": "", "message": CANCELLED, "ended": pace.now()}
    reach("reconcile.cancelled.before")
    ledger.move(intent.id, {intent.state}, State.CANCELLED, changes, by=Who.FINDER)
    reach("reconcile.cancelled.committed")


class _Output(NamedTuple):
    """Whether the numbered output exists; ``None`` when that cannot be asked (variables, other bucket, another local
    cloud, an error). ``failure`` is an error that may pass.
    """

    is_there: bool | None
    failure: CloudError | None = None


def _look_at_output(intent: Intent, ledger: Ledger, client: Client, pace: Pace, *, tries: int) -> _Output:
    key = intent.output_key.replace("${ext}", _extension(ledger.request(intent.id)))
    if "${" in key or intent.short_id not in key or intent.output_bucket != client.target.bucket:
        return _Output(None)
    if not client.reached.is_same_service(intent.target):
        return _Output(None)
    asked = pace.now()
    reach("reconcile.head.before")
    try:
        reply, facts = client.look_at(key, tries=tries)
    except CloudError as error:
        keep_heard(ledger, [intent.id], *keep_each(client, error, asked, "head"))
        return _Output(None, error if is_passing(error) else None)
    reach("reconcile.head.answered")
    keep_heard(ledger, [intent.id], *keep_each(client, reply, asked, "head", "absent" if facts is None else "there"))
    return _Output(facts is not None)


def _extension(request: bytes) -> str:
    try:
        transcode = read_request(request).composition.transcode
    except BadInput:
        return "${ext}"
    container = transcode.container if transcode else None
    return container.format.lower() if container and container.format else "${ext}"
