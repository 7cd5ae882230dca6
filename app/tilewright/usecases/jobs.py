"""What became of submissions: list, ask, wait, cancel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace

from ..errors import WrongUse
from ..files.compositions import Opened, parse
from ..jobs.course import BUSY_PATIENCE, follow, resume
from ..jobs.events import CancelAsked, Event, LeftAlone, LostContact
from ..jobs.history import History
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.lost import as_lost, keys_gone
from ..jobs.pace import Pace
from ..jobs.wanted import Wanted
from ..jobs.watch import refresh
from ..jobs.wish import plain_key
from ..jobs.wishes import WAITING
from ..model.target import Target
from ..text import say
from .workplace import Service, Workplace

Wait = Callable[[float], bool]
"""Sleeps for seconds and says whether to stop (``threading.Event().wait``)."""


def list_jobs(workplace: Workplace, wanted: Wanted | None = None, *, limit: int = 50) -> list[Intent]:
    """The newest intents that are ``wanted``, as the ledger has them, but lost where their keys are gone; no service is
    asked.
    """
    with workplace.history() as history:
        found = history.page(with_lost(wanted or Wanted(), history, workplace), limit)
        return list(shown_with_keys(found, workplace))


def with_lost(wanted: Wanted, history: History, workplace: Workplace) -> Wanted:
    """``wanted`` as it is to be asked of ``history``: with the open jobs that count as lost, if that matters for it."""
    if wanted.kind is None and not wanted.states and not any(term.states for term in wanted.terms):
        return wanted
    is_gone = _Gone(workplace)
    return replace(wanted, without_keys=frozenset(it.number for it in history.awaited() if is_gone(it)))


def shown_with_keys(intents: Iterable[Intent], workplace: Workplace) -> Iterator[Intent]:
    """``intents`` for showing: those that nobody can ask about as lost (sending-once, rule 8). Each set of keys is
    looked for once, and only for what is open: a keyring may ask its user to unlock it.
    """
    is_gone = _Gone(workplace)
    for intent in intents:
        yield as_lost(intent) if is_gone(intent) else intent


class _Gone:
    """Whether an intent is open and its keys are gone."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._there: dict[tuple[bool, str, str], bool] = {}

    def __call__(self, intent: Intent) -> bool:
        if intent.is_resolved:
            return False
        keys = _keys_of(intent.target)
        if keys not in self._there:
            self._there[keys] = self._workplace.has_keys(intent.target)
        return not self._there[keys]


def _keys_of(target: Target) -> tuple[bool, str, str]:
    """What tells which keys a target needs."""
    return target.local, target.profile, target.key_id_hash


def service_of(intent: Intent, workplace: Workplace) -> Service:
    """The service that an intent was made for. Raises ``KeysGone`` for an account without the keys of then, and
    ``WrongUse`` when another local cloud answers.
    """
    if not intent.target.local:
        frozen = workplace.frozen_service(intent.target)
        if frozen is None:
            raise keys_gone(intent)
        return frozen
    service = workplace.local_service(intent.target)
    if service.target.is_same_service(intent.target):
        return service
    service.close()
    raise elsewhere(intent, service.target)


def service_to_repeat(intent: Intent, workplace: Workplace) -> Service:
    """A service at the place that ``intent`` was made for, to submit it once more; at the local one of today. Raises as
    ``service_of``.
    """
    if not intent.target.local:
        return service_of(intent, workplace)
    service = workplace.local_service(intent.target)
    if service.target.place == intent.target.place:
        return service
    service.close()
    raise elsewhere(intent, service.target)


def elsewhere(intent: Intent, reached: Target) -> WrongUse:
    """What to say when the profile of ``intent`` now reaches another service."""
    if reached.place == intent.target.place:
        return WrongUse(
            say(
                "The job {id} needs the local cloud it was sent to; another one answers.",
                id=intent.job_id or intent.short_id,
            ),
            "Set TILEWRIGHT_ENDPOINT to that one, or leave it out if it was the one inside the program.",
        )
    return WrongUse(
        say(
            "The job {id} belongs to the bucket {bucket} in {region}; the profile {profile!r} is another place now.",
            id=intent.job_id or intent.short_id,
            bucket=intent.target.bucket,
            region=intent.target.region,
            profile=intent.target.profile,
        ),
        "Put the profile back as it was, or use the same TILEWRIGHT_ENDPOINT.",
    )


def ask(name: str, workplace: Workplace, wait: Wait, *, to_end: bool) -> Generator[Event, None, None]:
    """Bring one intent up to date; with ``to_end`` watch it until it ends. Raises ``UnknownJob`` and cloud errors.

    The ledger of another machine stays as it is: ``NotTheOwner`` with ``to_end``.
    """
    with workplace.ledger() as ledger:
        intent = ledger.find(name)
        if intent.is_resolved:
            return
        if to_end:
            ledger.require_ours()
        if ledger.not_ours:
            return
        with service_of(intent, workplace) as service:
            pace = Pace(wait)
            if to_end or intent.state.is_before_service:
                yield from follow_reviving(ledger, intent.id, service, pace, to_end=to_end)
            else:
                yield from refresh(ledger, service.client, pace, only=intent.id)


def follow_reviving(
    ledger: Ledger,
    intent_id: str,
    service: Service,
    pace: Pace,
    *,
    fresh: bool = False,
    to_end: bool = True,
    is_watched: bool = False,
) -> Generator[Event, None, None]:
    """``jobs.course.follow``; an embedded local cloud that died meanwhile is started again."""
    for event in follow(ledger, intent_id, service.client, pace, fresh=fresh, to_end=to_end, is_watched=is_watched):
        yield event
        if isinstance(event, LostContact):
            service.revive()


def clear_up(ledger: Ledger, service: Service, pace: Pace) -> Generator[Event, None, None]:
    """Before anything new is sent: bring earlier intents of this service to where the service has them.

    An outcome that cannot be cleared up at once stays as it is, and is looked for ever less often: it never stands in
    the way of another wish for good. A service that says for how long it wants to be left alone is, for a minute at
    the most: what it says of the submission itself comes after that.
    """
    wished = yield from resume(ledger, service.client, pace, limit=0.0)
    if wished:
        seconds = min(wished, BUSY_PATIENCE)
        yield LeftAlone("", seconds, wished)
        pace.wait(seconds)


def cancel(name: str, workplace: Workplace, wait: Wait) -> Generator[Event, None, None]:
    """Note the wish to cancel, carry it out now if the service can be reached, and tell what became of it."""
    with workplace.ledger() as ledger:
        intent = _note_wish(name, ledger)
        with service_of(intent, workplace) as service:
            for event in follow_reviving(ledger, intent.id, service, _Patience(wait).pace):
                yield event
                if isinstance(event, CancelAsked) and event.message:
                    return  # the service says that it is too late: nothing to wait for


def wish_cancel(name: str, workplace: Workplace) -> Generator[CancelAsked, None, None]:
    """Note the wish to cancel. Whoever watches the place carries it out, at the pace that its service wants, and tells
    what became of it; that a job runs already, which nobody is asked to stop, is told here.

    Raises ``KeysGone`` when it is noted, but nobody can tell the service.
    """
    with workplace.ledger() as ledger:
        intent = _note_wish(name, ledger)
    if not workplace.has_keys(intent.target):
        raise keys_gone(intent)
    if intent.state.is_with_service and intent.state not in WAITING:
        told = say("The job {id} runs already; the service stops only jobs that wait.", id=intent.job_id)
        yield CancelAsked(intent.id, intent.job_id, told)


def _note_wish(name: str, ledger: Ledger) -> Intent:
    intent = ledger.find(name)
    if not ledger.wish_cancel(intent.id):
        raise WrongUse(
            say("The job {id} is over: {state}.", id=intent.job_id or intent.short_id, state=intent.state.word),
            "There is nothing to cancel.",
        )
    return ledger.get(intent.id)


def reopen(intent: Intent, workplace: Workplace) -> Opened:
    """The composition that was submitted: its own request, without the mark and the number in the output's name. One
    that had its exact name wants it again.
    """
    opened = parse(request_of(intent.id, workplace), say("The request of {name}", name=intent.name or intent.short_id))
    output = opened.composition.output
    if output is None or not output.object:
        return opened
    if intent.naming != "numbered":
        return Opened(opened.composition.replace(exact_name=True), opened.notes)
    plain = output.replace(object=plain_key(output.object, intent.short_id))
    return Opened(opened.composition.replace(output=plain), opened.notes)


def intent_of(name: str, workplace: Workplace) -> Intent:
    """The intent that ``name`` means, for showing, as ``list_jobs`` has it. Raises ``UnknownJob``."""
    with workplace.history() as history:
        intent = history.find(name)
    return next(shown_with_keys([intent], workplace))


def request_of(intent_id: str, workplace: Workplace) -> bytes:
    """The request of an intent, as it was or will be sent. Raises ``UnknownJob``."""
    with workplace.history() as history:
        return history.request(intent_id)


class _Patience:
    """A pace that gives up after a few seconds: a job that runs already is not waited for by `cancel`."""

    SECONDS = 5.0

    def __init__(self, wait: Wait) -> None:
        self._wait = wait
        self._left = self.SECONDS
        self.pace = Pace(self._turn)

    def _turn(self, seconds: float) -> bool:
        if self._left <= 0:
            return True
        self._left -= seconds
        return self._wait(seconds)
