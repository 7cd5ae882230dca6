"""What is to be done about open intents besides asking about their jobs: one at a time, from page to page of a list."""

from __future__ import annotations

import logging
from collections.abc import Container, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..cloud.retry import is_passing
from ..errors import AppError, CloudError
from ..jobs.agenda import Agenda
from ..jobs.cancelling import cancel_twins
from ..jobs.contact import Answered
from ..jobs.course import take_up
from ..jobs.events import Event, StillUnknown
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.pace import Pace, Turn
from ..jobs.reconcile import Searched, certain_from
from ..model.schedule import Schedule
from ..model.states import State
from .deliver import deliver
from .watched import NotDelivered, Resting, Watched
from .workplace import Service

log = logging.getLogger(__name__)

GRACE_SECONDS = 3.0
"""For how long an intent that was just made is left to whoever made it: that one is about to send it."""


@dataclass(frozen=True)
class Errand:
    """What is done about an intent, from ``Turn`` to ``Turn``."""

    intent: str
    course: Generator[Watched | Turn, None, None]


class Errands:
    """An intent without a job is sent or looked for; a result that has its place to go to is put there; another job of
    the same wish is cancelled. What comes of it is told in events: `Resting` and `NotDelivered` end it until the user
    wants to know.
    """

    def __init__(self, ledger: Ledger, schedule: Schedule, pace: Pace) -> None:
        self._ledger = ledger
        self._pace = pace
        self._pace_of_errands = replace(pace, wait=lambda _: pace.wait(0.0), turn=lambda: (Turn(),))
        """They never sleep: others ask the same service meanwhile, and its line says when they may go on."""
        self._agenda = Agenda(schedule)
        self._under_way: Errand | None = None
        self._met: dict[str, float] = {}
        self._searched: Searched = {}

    def take(self, intents: Iterable[Intent]) -> None:
        """These are open, and no others."""
        kept = [intent for intent in intents if _is_errand(intent)]
        self._agenda.keep_only(intent.id for intent in kept)
        for intent in kept:
            self._plan(intent)

    def renew(self, intent: Intent) -> None:
        """Something happened to it."""
        if _is_errand(intent):
            self._plan(intent)
        else:
            self.drop(intent.id)

    def _plan(self, intent: Intent) -> None:
        """What has just become unknown is asked about at once (sending-once, rule 5)."""
        now = self._pace.ticks()
        if self._agenda.take(intent, now) and intent.state is State.UNKNOWN:
            self._agenda.hurry([intent.id], now)

    def drop(self, intent_id: str) -> None:
        """There is nothing to do about it."""
        self._agenda.drop(intent_id)

    def wake(self) -> None:
        """All of them are due, and pauses begin anew."""
        self._agenda.wake(self._pace.ticks())

    @property
    def due_in(self) -> float:
        """Seconds until there is something to do, 0 or less for now; endless where there is nothing."""
        return self._agenda.due_in(self._pace.ticks()) if self._under_way is None else 0.0

    def under_way(self, among: Container[str]) -> Errand | None:
        """The one that was begun and is not at its end, if it is still ``among`` those to be asked about."""
        if self._under_way is not None and self._under_way.intent not in among:
            self.leave()
        return self._under_way

    def begin(self, intents: Mapping[str, Intent], service: Service) -> Errand | None:
        """The next that is due."""
        now = self._pace.ticks()
        if due := self._agenda.next(now, most=1):
            self._agenda.asked(due[0], now)
            self._under_way = Errand(due[0], self._run(intents[due[0]], service))
        return self._under_way

    def go_on(self, errand: Errand) -> Iterator[Watched]:
        """Up to its next page, or to its end."""
        is_at_end = True
        try:
            for told in errand.course:
                if isinstance(told, Turn):
                    is_at_end = False
                    return
                yield told
        finally:
            if is_at_end:
                self.leave()

    def leave(self) -> None:
        """Give up what is under way. Begun again, it reads its list from the start."""
        if self._under_way is not None:
            self._under_way.course.close()
            self._under_way = None

    def _run(self, intent: Intent, service: Service) -> Generator[Watched | Turn, None, None]:
        """That it rests comes last: whoever hears of an answer takes it for one that is asked about."""
        client = service.client
        heard = client.heard
        resting: Resting | None = None
        for told in self._course(intent, service):
            if isinstance(told, Resting):
                resting = told
            else:
                yield told
        if client.heard > heard:
            yield Answered((intent.id,))
        if resting is not None:
            yield resting

    def _course(self, intent: Intent, service: Service) -> Iterator[Watched | Turn]:
        if intent.has_waiting_twin:
            return cancel_twins(self._ledger, intent.id, service.client, self._pace)
        if intent.state is State.SUCCESS:
            return self._deliver(intent, service)
        return self._take_up(intent, service)

    def _take_up(self, intent: Intent, service: Service) -> Iterator[Event | Resting | Turn]:
        """Send or find out, where that is open; to cancel it is the poller's. An error that is about this intent alone
        rests only this one.
        """
        if self._is_its_makers(intent):
            return
        try:
            pace, searched = self._pace_of_errands, self._searched
            for event in take_up(
                self._ledger, intent, service.client, pace, limit=0.0, cancels=False, searched=searched
            ):
                yield event
                if isinstance(event, StillUnknown) and event.is_answered:
                    self._slacken(intent.id, service.client.service_now)
        except CloudError as error:
            if is_passing(error):
                raise
            if not self._ledger.get(intent.id).is_resolved:
                yield Resting.of((intent.id,), error)

    def _slacken(self, intent_id: str, service_now: float) -> None:
        """It stays unknown. Where time alone would have made it certain by now, only something else can."""
        if service_now > certain_from(self._ledger.get(intent_id)):
            self._agenda.slacken(intent_id)

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
            yield _give_up(intent, error)
        except AppError as error:
            yield _give_up(intent, error)


def _give_up(intent: Intent, error: AppError) -> NotDelivered:
    log.info("%s: result not put to its place: %s", intent.id, error)
    return NotDelivered.of(intent.id, error)


def _is_errand(intent: Intent) -> bool:
    """Whether there is more to do than to ask about its job."""
    return not intent.state.is_with_service or intent.has_waiting_twin
