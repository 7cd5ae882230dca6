"""The service of one place while something is open there: reached late, asked at its own pace."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from ..cloud.retry import is_passing
from ..errors import AppError, CloudError, LocalTrouble
from ..jobs.agenda import NEVER
from ..jobs.contact import Answered, NoContact
from ..jobs.events import Event
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.pace import Pace
from ..jobs.poller import Poller
from .errands import Errand, Errands
from .jobs import elsewhere, service_of
from .watched import NotDelivered, Resting, Watched
from .workplace import Service, Workplace

log = logging.getLogger(__name__)

JOBS_FIRST = 3
"""So many questions about jobs that are due for each request of an errand: of 5,000 none gets too old meanwhile."""


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
        self._errands = Errands(ledger, first.target.schedule, pace)
        self._poller = Poller(ledger, first.target, pace)
        self._owed = 0

    def take(self, intents: Iterable[Intent]) -> None:
        """From now on these are open, and no others."""
        self._intents = {intent.id: intent for intent in intents}
        awake = self._awake()
        self._poller.take(awake)
        self._errands.take(awake)

    def _renew(self, intent_id: str) -> None:
        """Something may have happened to it, which the ledger has."""
        intent = self._ledger.get(intent_id)
        if not intent.is_awaited:
            del self._intents[intent_id]
        else:
            self._intents[intent_id] = intent
        if intent_id in self._intents and intent_id not in self._resting:
            self._errands.renew(intent)
            self._poller.renew(intent)
        else:
            self._errands.drop(intent_id)
            self._poller.drop(intent)

    @property
    def is_idle(self) -> bool:
        """Nothing is open any more."""
        return not self._intents

    @property
    def due_in(self) -> float:
        """Seconds until there is something to do, 0 or less for now."""
        errand = self._errands.due_in
        held = self._poller.line.ready_in(self._pace.ticks()) if errand < NEVER else 0.0
        return min(max(errand, held), self._poller.due_in)

    def wake(self) -> None:
        """The machine slept: everything is due, and pauses begin anew."""
        self._poller.wake()
        self._errands.wake()

    def begin_anew(self) -> None:
        """The user wants to know: what was given up is tried again, too, with the keys as they are by now. The line
        stays: what the service wished, and how often it may be asked, does not depend on how often one presses.
        """
        self.close()
        self._resting.clear()
        self.take(tuple(self._intents.values()))
        self.wake()

    def close(self) -> None:
        self._errands.leave()
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
        service = self._workplace.local_service(target)
        if service.target.place == target.place:
            return service
        service.close()
        raise elsewhere(self._first, service.target)

    # Errands

    def _errand(self, service: Service) -> Errand | None:
        """The one that is under way, or the next that is due."""
        errand = self._errands.under_way({intent.id for intent in self._awake()})
        if errand is None and (errand := self._errands.begin(self._intents, service)):
            self._owed = 0
        return errand

    def _go_on(self, errand: Errand, service: Service) -> Iterator[Watched]:
        """Up to its next page, or to its end."""
        asked = service.client.asked
        try:
            for told in self._errands.go_on(errand):
                if isinstance(told, Resting | NotDelivered):
                    self._resting.add(errand.intent)
                elif isinstance(told, Answered):
                    self._poller.line.answered(self._pace.ticks())
                yield told
        finally:
            spent = service.client.asked - asked
            self._owed += JOBS_FIRST * spent
            self._poller.line.spend(spent, self._pace.ticks())

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
            yield Resting.of(ids, error)

    def _no_contact(self, error: AppError) -> NoContact:
        told = self._poller.no_contact(error)
        return NoContact(tuple(intent.id for intent in self._awake()), told.message, told.silent, told.next_try)
