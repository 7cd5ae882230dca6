"""Takes an intent from wherever it is to its end. Window and command line call only this, the ledger and ``make_wish``.

State by state: ``not-sent`` is sent (after a look, unless it was made just now), ``sending`` without a sender is
``unknown``, ``unknown`` is cleared up, and what the service has is watched.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..cloud.retry import is_about_rate, is_passing, wished_pause
from ..durable import FileLock
from ..errors import CloudError, DiskFull, NameTaken, NoAnswer, Rejected, Unreachable
from ..model.states import State
from ..model.transitions import Who
from ..points import reach
from ..text import say
from .cancelling import cancel_twins
from .events import Elsewhere, Event, NotAccepted, OutcomeUnknown, Sent, StillUnknown, Stopped
from .facts import ended
from .intent import Intent
from .keeping import code_of
from .ledger import Ledger
from .line import paced
from .lost import keys_gone
from .pace import Pace, growing
from .reconcile import Searched, adopt, certain_from, end_as_cancelled, look, reconcile_locked
from .reserved import is_replacing_unasked, not_looked_again, taken
from .send import send_locked
from .vain import is_worth_a_look
from .watch import carry_out_wish, watch

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

BUSY_PATIENCE = 60.0
"""Seconds for which a submission waits while the service says that it gets too many requests."""

ELSEWHERE_PAUSE = 0.3


@dataclass(frozen=True)
class _Manner:
    """How an intent is carried. ``limit``: seconds for clearing up an unknown outcome; ``room``: seconds for a service
    that is too busy; ``in_passing``: it is not what the user asks for now: what could not be sent waits for later, and
    nothing is asked twice for an answer; ``leaves_doubt``: somebody else finds out what became of it.
    """

    fresh: bool
    limit: float | None
    room: float = BUSY_PATIENCE
    in_passing: bool = False
    searched: Searched | None = None
    leaves_doubt: bool = False


def follow(
    ledger: Ledger,
    intent_id: str,
    client: Client,
    pace: Pace,
    *,
    fresh: bool = False,
    to_end: bool = True,
    limit: float | None = None,
    is_watched: bool = False,
) -> Iterator[Event]:
    """Bring the intent to its end, or, without ``to_end``, until the service has it.

    ``fresh`` says that this process made the intent just now: it is sent without a look. ``limit`` is the seconds that
    clearing up an unknown outcome may take; ``None``: as long as it needs. ``is_watched``: whoever watches the place
    clears it up, at the place's pace; here it is only waited for. Raises the error of a submission that was
    refused or not possible, ``NameTaken`` when somebody took its exact name meanwhile, and ``NoAnswer`` when the
    outcome stays unknown: asking again is always safe.
    """
    check_keys(ledger.get(intent_id), client)
    lock = ledger.lock(intent_id)
    is_told = False
    last: Event | None = None
    while ledger.get(intent_id).state.is_before_service and not ledger.get(intent_id).is_resolved:
        if lock.acquire():
            is_fresh = fresh and not is_told  # what another process had for a while is not
            manner = _Manner(is_fresh, limit, leaves_doubt=is_watched)
            evenly = paced(pace, ledger.get(intent_id).target.schedule.few_a_minute)
            for event in _carry(ledger, intent_id, lock, client, evenly, manner):
                yield event
                last = event
            break
        if not is_told:
            yield Elsewhere(intent_id)
            is_told = True
        if pace.wait(ELSEWHERE_PAUSE):
            yield Stopped(intent_id, "", ledger.get(intent_id).state)
            return
    if is_watched and ledger.get(intent_id).state is State.UNKNOWN:
        last = yield from _wait_for_watch(ledger, intent_id, client, pace)
    elif not to_end and not is_watched:
        yield from carry_out_wish(ledger, intent_id, client, pace)
    intent = ledger.get(intent_id)
    if intent.state.is_with_service and to_end:
        yield from watch(ledger, intent_id, client, pace)
    elif intent.is_resolved:
        yield from _tell_end(ledger, intent)
    elif isinstance(last, StillUnknown):
        hint = say(
            "Asking again is safe: no second job is made while this is open. `submit --again` sends it anyway; you may "
            "pay twice."
        )
        sentence = say("Whether the service made the job is not known. {told}", told=last.describe())
        raise NoAnswer(sentence, hint, code="InDoubt" if last.is_answered else "OutcomeUnknown")


def _tell_end(ledger: Ledger, intent: Intent) -> Iterator[Event]:
    """Raises what became of one that was never sent."""
    yield ended(intent)
    ledger.forget_lock(intent.id)
    if intent.state is State.NOT_SENT:
        if intent.code == NameTaken.__name__:
            raise taken(intent.reserved)
        told = intent.message or say("The job was not sent.")
        if intent.code == DiskFull.__name__:
            raise DiskFull(told, "Nothing was made: trying again is safe.")
        raise Unreachable(told, "Nothing was made: trying again is safe.", code=intent.code)


def _wait_for_watch(ledger: Ledger, intent_id: str, client: Client, pace: Pace) -> Generator[Event, None, Event | None]:
    """Until the service has it, it is at its end, or time alone makes nothing more certain of it: then ``StillUnknown``
    is returned. What is asked meanwhile is told by whoever asks.
    """
    intent = ledger.get(intent_id)
    first, end = intent.attempts, _end_of_watch(intent, client, pace)
    while not intent.is_resolved and intent.state.is_before_service:
        if pace.ticks() > end:
            return _found_out_nothing(ledger, intent)
        if pace.wait(ELSEWHERE_PAUSE):
            stopped = Stopped(intent_id, "", intent.state)
            yield stopped
            return stopped
        before, intent = intent, ledger.get(intent_id)
        if intent.attempts > before.attempts:
            end = _end_of_watch(intent, client, pace)
    if intent.attempts > first and intent.job_id:
        yield Sent(intent_id, intent.job_id, intent.state)
    return None


def _end_of_watch(intent: Intent, client: Client, pace: Pace) -> float:
    """In ticks, when a watch that was answered has looked twice at a list that must show the job, however busy this
    computer is.
    """
    missing = max(0.0, certain_from(intent) - client.service_now)
    return pace.ticks() + missing + intent.target.contact_patience


def _found_out_nothing(ledger: Ledger, intent: Intent) -> Event | None:
    if intent.state is not State.UNKNOWN:
        return None
    if ledger.listed_at(intent.id) is None:
        return StillUnknown(intent.id, intent.message, None, is_answered=False)
    return StillUnknown(intent.id, say("The service does not show the job yet."), None)


def resume(ledger: Ledger, client: Client, pace: Pace, *, limit: float | None = None) -> Generator[Event, None, float]:
    """Clear up what an earlier run left behind at the client's service, up to where the service has each job.

    Intents that another process is busy with are left alone. Failures are told as ``StillUnknown``, not raised; what
    could not be sent stays ``not-sent`` for the next time, and all that is left where the service wants to be asked
    less. With a ``limit`` what was looked for in vain is looked for ever less often (`vain`). Wishes to cancel are
    carried out. Returns for how many seconds the service wants to be asked nothing, 0 where it did not say.
    """
    for intent in ledger.with_waiting_twins():
        if intent.target.is_same_service(client.reached):
            try:
                yield from cancel_twins(ledger, intent.id, client, pace)
            except CloudError as error:
                log.info("%s: another job of it cannot be cancelled now: %s", intent.id, error)
                if is_about_rate(error) or wished_pause(error):
                    return wished_pause(error)
    for intent in ledger.unresolved(client.reached):
        if limit is not None and not is_worth_a_look(ledger, intent, client, pace):
            continue
        told = _Told()
        try:
            wished = yield from told.of(take_up(ledger, intent, client, pace, limit=limit))
        except CloudError as error:
            log.info("%s: %s", intent.id, error)
            is_open = ledger.get(intent.id).state in {State.SENDING, State.UNKNOWN}
            if is_open and not isinstance(told.last, StillUnknown):
                yield StillUnknown(intent.id, error.message, None, is_answered=False)
            if is_about_rate(error) or wished_pause(error):
                return wished_pause(error)  # it wants to be left alone: the others are for the next time
        else:
            if wished:
                return wished
    return 0.0


class _Told:
    """Remembers the last event of a course that passes through."""

    last: Event | None = None

    def of(self, course: Generator[Event, None, float]) -> Generator[Event, None, float]:
        while True:
            try:
                self.last = next(course)
            except StopIteration as end:
                return float(end.value)
            yield self.last


def take_up(
    ledger: Ledger,
    intent: Intent,
    client: Client,
    pace: Pace,
    *,
    limit: float | None = None,
    cancels: bool = True,
    searched: Searched | None = None,
) -> Generator[Event, None, float]:
    """Bring one intent that an earlier run left behind to where the service has it; carry out the wish to cancel it,
    unless somebody else does (``cancels``). ``searched``: since when earlier searches looked for it, see `reconcile`.

    Nothing happens to one that another process is busy with, or that only has to be watched. Raises the errors of the
    cloud: then the intent is where it was, or ended. Returns for how many seconds the service wants to be asked
    nothing, where it said so to a wish to cancel.
    """
    lock = ledger.lock(intent.id)
    if not (intent.state.is_before_service or intent.cancel_wished) or not lock.acquire():
        return 0.0
    room = BUSY_PATIENCE if limit is None else min(limit, BUSY_PATIENCE)
    try:
        check_keys(intent, client)
        manner = _Manner(False, limit, room, in_passing=True, searched=searched)
        yield from _carry(ledger, intent.id, lock, client, pace, manner)
        return (yield from carry_out_wish(ledger, intent.id, client, pace)) if cancels else 0.0
    finally:
        lock.release()


def check_keys(intent: Intent, client: Client) -> None:
    """Raise ``Rejected`` unless ``client`` speaks to the intent's service, ``KeysGone`` without its keys (rule 8).

    The local cloud has other keys after each start; that it is the same one is enough.
    """
    if client.target.place != intent.target.place:
        raise Rejected(
            say(
                "The job {id} belongs to {bucket}, not to {other}.",
                id=intent.short_id,
                bucket=intent.target.bucket,
                other=client.target.bucket,
            ),
            say("Use the profile {profile}.", profile=intent.target.profile),
            code="OtherPlace",
            status=0,
        )
    if not client.reached.is_same_service(intent.target):
        raise Rejected(
            say("The job {id} needs the local cloud it was sent to; another one answers.", id=intent.short_id),
            "Set TILEWRIGHT_ENDPOINT to that one, or leave it out if it was the one inside the program.",
            code="OtherService",
            status=0,
        )
    frozen = "" if intent.target.local else intent.target.key_id_hash
    if frozen and frozen != client.key_id_hash:
        raise keys_gone(intent, say("these are other keys"))


def _carry(
    ledger: Ledger,
    intent_id: str,
    lock: FileLock,
    client: Client,
    pace: Pace,
    manner: _Manner,
) -> Iterator[Event]:
    """Step by step until the service has the job or the intent is at its end; holds ``lock`` and releases it."""
    has_sent, begun = False, pace.ticks()
    pauses = growing(2.0, 15.0)
    try:
        while True:
            intent = ledger.get(intent_id)
            if intent.is_resolved or not intent.state.is_before_service:
                return
            if intent.state is State.SENDING:
                yield _doubt(ledger, intent_id)
            elif intent.state is State.UNKNOWN:
                if manner.leaves_doubt:
                    return
                limit, is_passing_by, searched = manner.limit, manner.in_passing, manner.searched
                yield from reconcile_locked(
                    ledger, intent_id, client, pace, limit=limit, in_passing=is_passing_by, searched=searched
                )
                if ledger.get(intent_id).state is State.UNKNOWN:
                    return
            elif intent.cancel_wished:
                end_as_cancelled(ledger, intent, pace)
            else:
                if not (manner.fresh or has_sent):
                    found = (yield from look(ledger, intent, client, pace)).found
                    if found:
                        yield from adopt(ledger, intent, found, client, pace, in_passing=manner.in_passing)
                        return
                if has_sent or not manner.fresh:  # the name of what was made just now was asked about just now
                    is_kept, tries = manner.in_passing or not has_sent, 1 if manner.in_passing else 0
                    yield from _give_way(ledger, intent, client, pace, is_kept=is_kept, tries=tries)
                    if ledger.get(intent_id).is_resolved:
                        return
                check_keys(intent, client)  # by now it has answered and told which local cloud it is
                room = manner.room - (pace.ticks() - begun)
                yield from _send(ledger, intent_id, client, pace, next(pauses), room, manner.in_passing)
                has_sent = True
    finally:
        lock.release()


def _doubt(ledger: Ledger, intent_id: str) -> Event:
    """``sending``, and we hold the lock: whoever sent it is gone."""
    reach("course.unknown.before")
    ledger.move(intent_id, {State.SENDING}, State.UNKNOWN, by=Who.FINDER)
    reach("course.unknown.committed")
    return OutcomeUnknown(intent_id, say("Tilewright ended while the job was being sent."))


def _send(
    ledger: Ledger, intent_id: str, client: Client, pace: Pace, pause: float, room: float, is_kept: bool
) -> Iterator[Event]:
    """Send. A busy service is given ``pause``, if that is within ``room`` seconds; else the error is raised, and the
    intent is at its end unless it ``is_kept`` for later.
    """
    try:
        yield from send_locked(ledger, intent_id, client, pace)
    except CloudError as error:
        if ledger.get(intent_id).is_resolved:
            raise
        pause = max(pause, wished_pause(error))
        next_try = pause if code_of(error) == "SlowDown" and pause < room else None
        yield NotAccepted(intent_id, code_of(error), error.message, next_try)
        if next_try is None or pace.wait(next_try):
            if not is_kept:
                _end(ledger, intent_id, pace)
            raise


def _give_way(
    ledger: Ledger, intent: Intent, client: Client, pace: Pace, *, is_kept: bool, tries: int
) -> Iterator[Event]:
    """End ``intent`` if somebody has its exact name by now, which was free when the wish was noted.

    Where nobody can tell, the error is raised if the intent ``is_kept`` for later; else it ends as one that cannot be
    sent, as certainly no job was made. A refusal is raised then, too: it says what the keys may not do.
    """
    message: str
    refusal: Rejected | None = None
    try:
        is_taken = is_replacing_unasked(intent, ledger, client, tries)
    except CloudError as failure:
        if is_kept:
            raise
        code, message = code_of(failure), not_looked_again(intent.reserved, failure.message)
        refusal = failure if isinstance(failure, Rejected) and not is_passing(failure) else None
    else:
        check_keys(intent, client)  # the bucket of another local cloud says nothing
        if not is_taken:
            return
        code, message = NameTaken.__name__, taken(intent.reserved).message
    changes = {"code": code, "message": message, "ended": pace.now()}
    reach("course.taken.before")
    ledger.move(intent.id, {State.NOT_SENT}, State.NOT_SENT, changes, by=Who.SENDER)
    reach("course.taken.committed")
    yield NotAccepted(intent.id, code, message, None)
    if refusal is not None:
        yield ended(ledger.get(intent.id))
        ledger.forget_lock(intent.id)
        raise refusal


def _end(ledger: Ledger, intent_id: str, pace: Pace) -> None:
    """Give up an intent of which certainly no job was made: only the user may want it again, as a new one."""
    reach("send.ended.before")
    ledger.move(intent_id, {State.NOT_SENT}, State.NOT_SENT, {"ended": pace.now()}, by=Who.SENDER)
    reach("send.ended.committed")
