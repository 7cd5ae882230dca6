"""Watches all jobs of the home for the window: clears up, asks, tells, and brings results to their places.

One watch looks at the ledger, and one each at every place with something open. The ledger is the truth: whenever it
changed, whoever changed it, its rows are told as ``JobsChanged``. The other events say what the ledger does not know:
that an answer came, that none comes, what is being done.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterable, Iterator

from ..cloud.retry import is_passing
from ..errors import AppError, CloudError, KeysGone, LocalTrouble, NoAnswer
from ..jobs.course import take_up
from ..jobs.events import Event, LostContact, StillUnknown
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.pace import Pace, growing
from ..jobs.watch import refresh
from ..model.states import State
from ..model.target import Target
from .deliver import deliver
from .jobs import Wait, elsewhere, service_of
from .watched import Answered, JobsChanged, NoContact, NotDelivered, OnlyLookedAt, Place, PlacesOpen, Resting, Watched
from .workplace import Service, Workplace

log = logging.getLogger(__name__)

SHOWN = 500
"""How many of the newest intents are told."""

LOOK_SECONDS = 0.25
"""How long a change that another process made to the ledger may stay unseen."""

BUSY_LOOK_SECONDS = 0.05
"""The same while something is open: what the other watches note is shown at once. A look costs some microseconds."""

GRACE_SECONDS = 3.0
"""For how long an intent that was just made is left to whoever made it: that one is about to send it."""

SILENCE_PAUSES = (1.0, 30.0)
"""First and longest pause in seconds before a service that does not answer is asked again."""


def watch_ledger(workplace: Workplace, wait: Wait) -> Generator[JobsChanged | PlacesOpen | OnlyLookedAt, None, None]:
    """The rows whenever they changed, and which places have something open, until ``wait`` says to stop. No service is
    asked: each place has a `watch_place` of its own, so that one that is silent holds up no other.

    Raises only what makes the ledger unreadable.
    """
    pace = Pace(wait)
    told: tuple[int, int] | None = None
    pause = LOOK_SECONDS
    with workplace.ledger() as ledger, workplace.history() as history:
        if reason := ledger.not_ours:
            yield OnlyLookedAt(reason.message, reason.hint, reason.can_take_over)
        while True:
            version = ledger.version()
            if version != told:
                told = version
                yield JobsChanged(tuple(history.newest(SHOWN)))
                places = tuple(dict.fromkeys(place_of(intent.target) for intent in _open(ledger)))
                yield PlacesOpen(() if ledger.not_ours else places)
                pause = BUSY_LOOK_SECONDS if places else LOOK_SECONDS
            if pace.wait(0.0 if ledger.version() != told else pause):
                return


def watch_place(place: Place, workplace: Workplace, wait: Wait) -> Generator[Watched, None, None]:
    """What happens to the jobs at ``place``, until ``wait`` says to stop.

    What earlier runs left behind is cleared up first; what they did not send is sent, after a look. The local cloud is
    started only when it has something that is not at its end. Raises only what makes the ledger unreadable.
    """
    pace = Pace(wait)
    seen: tuple[int, int] | None = None
    station: _Station | None = None
    with workplace.ledger() as ledger:
        try:
            while True:
                version = ledger.version()
                if version != seen:
                    seen = version
                    intents = [intent for intent in _open(ledger) if place_of(intent.target) == place]
                    if intents:
                        station = station or _Station(intents[0].target, workplace, pace)
                        station.take(intents)
                    elif station is not None:
                        station.close()
                        station = None
                if station is not None and station.is_due:
                    yield from station.ask(ledger)
                due = min(LOOK_SECONDS, station.due_in if station else LOOK_SECONDS)
                if pace.wait(0.0 if ledger.version() != seen else max(0.0, due)):
                    return
        finally:
            if station is not None:
                station.close()


def place_of(target: Target) -> Place:
    """Intents of one service that the same keys reach are asked about together."""
    return target.profile, target.place, target.key_id_hash


def _open(ledger: Ledger) -> list[Intent]:
    """What is not at its end, or whose result is not in its place."""
    return [*ledger.open_intents(), *ledger.undelivered()]


class _Station:
    """The service of one profile while something is open there: reached late, asked at its own pace."""

    def __init__(self, target: Target, workplace: Workplace, pace: Pace) -> None:
        self._target = target
        self._workplace = workplace
        self._pace = pace
        self._service: Service | None = None
        self._intents: list[Intent] = []
        self._resting: set[str] = set()
        self._misses: dict[str, int] = {}
        self._heard = self._due = pace.ticks()
        self._pauses = self._usual_pauses()
        self._silences: Iterator[float] | None = None

    def take(self, intents: list[Intent]) -> None:
        """From now on these are open. News means that more may come soon."""
        if self._intents and _moves(intents) != _moves(self._intents):
            self._pauses = self._usual_pauses()
            if self._silences is None:
                self._due = min(self._due, self._pace.ticks() + next(self._pauses))
        self._intents = intents

    @property
    def is_due(self) -> bool:
        return self.due_in <= 0

    @property
    def due_in(self) -> float:
        is_idle = all(intent.id in self._resting for intent in self._intents)
        return float("inf") if is_idle else self._due - self._pace.ticks()

    def close(self) -> None:
        if self._service is not None:
            self._service.close()
            self._service = None

    def ask(self, ledger: Ledger) -> Iterator[Watched]:
        """One round of questions. What goes wrong is told, never raised."""
        try:
            yield from self._ask(ledger)
        except (CloudError, LocalTrouble) as error:
            if self._is_for_good(error):
                yield from self._rest(self._intents, error)
            else:
                yield self._lose_contact(error)
        except AppError as error:  # no keys, another place by that name: asking again would not help
            yield from self._rest(self._intents, error)
        else:
            self._heard = self._pace.ticks()
            self._silences = None
            self._due = self._heard + next(self._pauses)

    def _ask(self, ledger: Ledger) -> Iterator[Watched]:
        if self._silences is not None and self._service is not None:
            self._service.revive()
        if self._service is None:
            self._service = self._open()
        service, client = self._service, self._service.client
        strangers = [intent for intent in self._intents if not service.target.is_same_service(intent.target)]
        if strangers:
            yield from self._rest(strangers, elsewhere(strangers[0], service.target))
        answered: dict[str, None] = {}
        for events in (
            *(self._take_up(intent, ledger, service) for intent in self._awake()),
            refresh(ledger, client, self._pace, tries=1, misses=self._misses),
        ):
            for event in events:
                yield event
                if isinstance(event, Event) and not isinstance(event, LostContact):
                    answered[event.intent] = None
        if answered:
            yield Answered(tuple(answered))
        for intent in self._awake():
            if intent.state is State.SUCCESS:
                yield from self._deliver(intent, ledger, service)

    def _open(self) -> Service:
        if not self._target.local:
            return service_of(self._intents[0], self._workplace)
        service = self._workplace.service(self._target.profile)
        if service.target.place == self._target.place:
            return service
        service.close()
        raise elsewhere(self._intents[0], service.target)

    def _take_up(self, intent: Intent, ledger: Ledger, service: Service) -> Iterator[Event | Resting]:
        """Send or find out, where that is open. An error that is about this intent alone rests only this one."""
        is_just_made = intent.state is State.NOT_SENT and self._pace.now() - intent.created < GRACE_SECONDS
        if not intent.state.is_before_service or is_just_made:
            return
        try:
            for event in take_up(ledger, intent, service.client, self._pace, limit=0.0):
                yield event
                if isinstance(event, StillUnknown) and not event.is_answered:
                    raise NoAnswer(event.message)
        except CloudError as error:
            if is_passing(error):
                raise
            if not ledger.get(intent.id).is_resolved:
                yield from self._rest([intent], error)

    def _deliver(self, intent: Intent, ledger: Ledger, service: Service) -> Iterator[Event]:
        try:
            yield from deliver(intent.id, ledger, service.client)
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

    def _awake(self) -> list[Intent]:
        return [intent for intent in self._intents if intent.id not in self._resting]

    def _is_for_good(self, error: CloudError | LocalTrouble) -> bool:
        """A keyring that stays locked is not asked again: each time it may show a dialog of its own."""
        if isinstance(error, CloudError):
            return not is_passing(error)
        return self._service is None and not self._target.local

    def _rest(self, intents: Iterable[Intent], error: AppError) -> Iterator[Resting]:
        ids = tuple(intent.id for intent in intents if intent.id not in self._resting)
        self._resting.update(ids)
        if ids:
            log.info("Not asked about for now: %s: %s", ", ".join(ids), error)
            yield Resting(ids, error.message, error.hint, needs_keys=isinstance(error, KeysGone))

    def _lose_contact(self, error: AppError) -> NoContact:
        if self._silences is None:
            self._silences = growing(*SILENCE_PAUSES)
        now, pause = self._pace.ticks(), next(self._silences)
        self._due = now + pause
        return NoContact(tuple(intent.id for intent in self._awake()), error.message, now - self._heard, pause)

    def _usual_pauses(self) -> Iterator[float]:
        return growing(self._target.poll_first, self._target.poll_last)


def _moves(intents: list[Intent]) -> set[tuple[str, State, int | None, bool]]:
    """What tells that something happened to intents."""
    return {(intent.id, intent.state, intent.progress, intent.cancel_wished) for intent in intents}
