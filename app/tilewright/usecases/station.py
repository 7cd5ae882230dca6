"""The service of one place while something is open there: reached late, asked at its own pace."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ..cloud.retry import is_passing
from ..errors import AppError, CloudError, KeysGone, LocalTrouble, NoAnswer
from ..jobs.agenda import NEVER, Agenda
from ..jobs.cancelling import cancel_twins
from ..jobs.contact import Answered, NoContact
from ..jobs.course import take_up
from ..jobs.events import Event, StillUnknown
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.pace import Pace, Turn
from ..jobs.poller import Poller
from ..jobs.reconcile import certain_from
from ..model.states import State
from .deliver import deliver
from .jobs import elsewhere, service_of
from .watched import NotDelivered, Resting, Watched
from .workplace import Service, Workplace

log = logging.getLogger(__name__)

GRACE_SECONDS = 3.0
"""For how long an intent that was just made is left to whoever made it: that one is about to send it."""


JOBS_FIRST = 3
"""So many questions about jobs that are due for each request of an errand: of 5,000 none gets too old meanwhile."""


class _Errand(NamedTuple):
    """What is done about an intent, from ``Turn`` to ``Turn``."""

    intent: str
    course: Generator[Watched | Turn, None, None]


class Station:
    """What the service has is the poller's. What is not there yet, has no result in its place, or another job that is
    to be cancelled, is an errand: one at a time, each at its own. It may list all jobs of the place: then a page is a
    step.

    While jobs are due an errand gets a part of what may be asked: the rest of it is the poller's before it goes on, or
    the next begins.
    """

    def __init__(self, first: Intent, ledger: Ledger, workplace: Workplace, pace: Pace) -> None:
        self._first = first
        self._ledger = ledger
        self._workplace = workplace
        self._pace = pace
        self._service: Service | None = None
        self._intents: dict[str, Intent] = {}
        self._resting: set[str] = set()
        self._met: dict[str, float] = {}
        self._errands = Agenda(first.target.schedule)
        self._poller = Poller(ledger, first.target, pace)
        self._under_way: _Errand | None = None
        self._owed = 0

    def take(self, intents: Iterable[Intent]) -> None:
        """From now on these are open, and no others."""
        self._intents = {intent.id: intent for intent in intents}
        awake = self._awake()
        self._poller.take(awake)
        errands = [intent for intent in awake if _is_errand(intent)]
        self._errands.keep_only(intent.id for intent in errands)
        for intent in errands:
            self._errands.take(intent, self._pace.ticks())

    def _renew(self, intent_id: str) -> None:
        """Something may have happened to it, which the ledger has."""
        intent = self._ledger.get(intent_id)
        if not intent.is_awaited:
            del self._intents[intent_id]
        else:
            self._intents[intent_id] = intent
        is_awake = intent_id in self._intents and intent_id not in self._resting
        if is_awake and _is_errand(intent):
            self._errands.take(intent, self._pace.ticks())
        else:
            self._errands.drop(intent_id)
        if is_awake:
            self._poller.renew(intent)
        else:
            self._poller.drop(intent)

    @property
    def is_idle(self) -> bool:
        """Nothing is open any more."""
        return not self._intents

    @property
    def due_in(self) -> float:
        """Seconds until there is something to do, 0 or less for now."""
        now = self._pace.ticks()
        errand = self._errands.due_in(now) if self._under_way is None else 0.0
        held = self._poller.line.ready_in(now) if errand < NEVER else 0.0
        return min(max(errand, held), self._poller.due_in)

    def wake(self) -> None:
        """The machine slept: everything is due, and pauses begin anew."""
        self._poller.wake()
        self._errands.wake(self._pace.ticks())

    def begin_anew(self) -> None:
        """The user wants to know: what was given up is tried again, too, with the keys as they are by now. The line
        stays: what the service wished, and how often it may be asked, does not depend on how often one presses.
        """
        self.close()
        self._resting.clear()
        self.take(tuple(self._intents.values()))
        self.wake()

    def close(self) -> None:
        self._leave_errand()
        self._poller.close()
        if self._service is not None:
            self._service.close()
            self._service = None

    def step(self) -> Iterator[Watched]:
        """A page of an errand, or all of it, or one question. What goes wrong is told, never raised."""
        touched: set[str] = set()
        try:
            for event in self._step(touched):
                yield event
                if isinstance(event, Event):
                    touched.add(event.intent)
        except (CloudError, LocalTrouble) as error:
            if self._is_for_good(error):
                yield from self._rest(self._intents.values(), error)
            else:
                yield self._no_contact(error)
        except AppError as error:  # no keys, another place by that name: asking again would not help
            yield from self._rest(self._intents.values(), error)
        for intent_id in touched & self._intents.keys():
            self._renew(intent_id)

    def _step(self, touched: set[str]) -> Iterator[Watched]:
        if self._service is None:
            self._service = self._open()
        elif self._poller.line.is_silent:
            self._service.revive()
        service = self._service
        strangers = [it for it in self._awake() if not service.target.is_same_service(it.target)]
        if strangers:
            yield from self._rest(strangers, elsewhere(strangers[0], service.target))
        is_turn_of_jobs = self._owed > 0 and self._poller.due_in <= 0
        errand = None if is_turn_of_jobs else self._errand(service)
        if errand is None:
            yield from self._ask(service)
        else:
            touched.add(errand.intent)
            yield from self._go_on(errand, service)

    def _ask(self, service: Service) -> Iterator[Watched]:
        before = service.client.asked
        try:
            yield from self._poller.ask(service.client)
        finally:
            self._owed = max(0, self._owed - max(1, service.client.asked - before))

    def _open(self) -> Service:
        target = self._first.target
        if not target.local:
            return service_of(self._first, self._workplace)
        service = self._workplace.service(target.profile)
        if service.target.place == target.place:
            return service
        service.close()
        raise elsewhere(self._first, service.target)

    # Errands

    def _errand(self, service: Service) -> _Errand | None:
        """The one that is under way, or the next that is due."""
        now, errand = self._pace.ticks(), self._under_way
        if errand is not None and (errand.intent in self._resting or errand.intent not in self._intents):
            self._leave_errand()
        if self._under_way is None and (due := self._errands.next(now, most=1)):
            self._errands.asked(due[0], now)
            self._under_way = _Errand(due[0], self._run(self._intents[due[0]], service))
            self._owed = 0
        return self._under_way

    def _go_on(self, errand: _Errand, service: Service) -> Iterator[Watched]:
        """Up to its next page, or to its end."""
        asked, is_at_end = service.client.asked, True
        try:
            for told in errand.course:
                if isinstance(told, Turn):
                    is_at_end = False
                    return
                yield told
        finally:
            if is_at_end:
                self._leave_errand()
            spent = service.client.asked - asked
            self._owed += JOBS_FIRST * spent
            self._poller.line.spend(spent, self._pace.ticks())

    def _leave_errand(self) -> None:
        if self._under_way is not None:
            self._under_way.course.close()
            self._under_way = None

    def _run(self, intent: Intent, service: Service) -> Generator[Watched | Turn, None, None]:
        client = service.client
        heard = client.heard
        if intent.has_waiting_twin:
            yield from cancel_twins(self._ledger, intent.id, client, self._pace)
        elif intent.state is State.SUCCESS:
            yield from self._deliver(intent, service)
        else:
            yield from self._take_up(intent, service)
        if client.heard > heard:
            self._poller.line.answered(self._pace.ticks())
            yield Answered((intent.id,))

    def _take_up(self, intent: Intent, service: Service) -> Iterator[Event | Resting | Turn]:
        """Send or find out, where that is open. An error that is about this intent alone rests only this one."""
        if self._is_its_makers(intent):
            return
        try:
            pace = replace(self._pace, turn=lambda: (Turn(),))
            for event in take_up(self._ledger, intent, service.client, pace, limit=0.0):
                yield event
                if isinstance(event, StillUnknown) and not event.is_answered:
                    raise NoAnswer(event.message)
                if isinstance(event, StillUnknown):
                    self._slacken(intent.id, service.client.service_now)
        except CloudError as error:
            if is_passing(error):
                raise
            if not self._ledger.get(intent.id).is_resolved:
                yield from self._rest([intent], error)

    def _slacken(self, intent_id: str, service_now: float) -> None:
        """It stays unknown. Where time alone would have made it certain by now, only something else can."""
        if service_now > certain_from(self._ledger.get(intent_id)):
            self._errands.slacken(intent_id)

    def _is_its_makers(self, intent: Intent) -> bool:
        """Whether it was made so lately that its maker is about to send it. A clock that was set back meanwhile makes
        it look young for as long, so we wait no longer than that by our own ticks.
        """
        if intent.state is not State.NOT_SENT or self._pace.now() - intent.created >= GRACE_SECONDS:
            return False
        now = self._pace.ticks()
        return now - self._met.setdefault(intent.id, now) < GRACE_SECONDS

    def _deliver(self, intent: Intent, service: Service) -> Iterator[Event]:
        try:
            yield from deliver(intent.id, self._ledger, service.client)
        except CloudError as error:
            if is_passing(error):
                raise
            yield self._give_up(intent, error)
        except AppError as error:
            yield self._give_up(intent, error)

    def _give_up(self, intent: Intent, error: AppError) -> NotDelivered:
        log.info("%s: result not put to its place: %s", intent.id, error)
        self._resting.add(intent.id)
        return NotDelivered.of(intent.id, error)

    # Without an answer

    def _awake(self) -> list[Intent]:
        return [intent for intent in self._intents.values() if intent.id not in self._resting]

    def _is_for_good(self, error: CloudError | LocalTrouble) -> bool:
        """A keyring that stays locked is not asked again: each time it may show a dialog of its own."""
        if isinstance(error, CloudError):
            return not is_passing(error)
        return self._service is None and not self._first.target.local

    def _rest(self, intents: Iterable[Intent], error: AppError) -> Iterator[Resting]:
        ids = tuple(intent.id for intent in intents if intent.id not in self._resting)
        self._resting.update(ids)
        self.take(tuple(self._intents.values()))
        if ids:
            log.info("Not asked about for now: %s: %s", ", ".join(ids), error)
            yield Resting(ids, error.message, error.hint, needs_keys=isinstance(error, KeysGone))

    def _no_contact(self, error: AppError) -> NoContact:
        told = self._poller.no_contact(error)
        return NoContact(tuple(intent.id for intent in self._awake()), told.message, told.silent, told.next_try)


def _is_errand(intent: Intent) -> bool:
    """Whether there is more to do than to ask about its job."""
    return not intent.state.is_with_service or intent.has_waiting_twin
