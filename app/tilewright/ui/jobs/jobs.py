"""All jobs as the window knows them: the ledger's rows, and what the watch on them tells."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...errors import AppError
from ...jobs.contact import Answered, NoContact
from ...jobs.estimate import Estimate, Left
from ...jobs.events import CancelAsked, Event, Found, LostContact, SendingAgain, StillUnknown, Twin
from ...jobs.intent import Intent
from ...model.states import State
from ...usecases.watched import (
    Delivered,
    JobsChanged,
    NotDelivered,
    OnlyLookedAt,
    Place,
    PlacesOpen,
    Resting,
    shown,
)
from ..background import Task, Wait
from ..report import without_commands
from ..words import tell, tr
from .actions import JobActions
from .contact import UNHEARD, Contact, silent_since
from .endings import Endings
from .ownership import Ownership
from .submitting import Submitting
from .wording import title_of

if TYPE_CHECKING:
    from ..workbench import Workbench

AGAIN_MS = 10_000
"""When the ledger could not be read, it is tried again after so long."""


FORBIDDEN = 403
"""The keys may not cancel: that is another reason than the usual one, that the job runs already."""


class Jobs(QObject):
    """``changed`` when rows came or moved; ``heard`` when something became known that the ledger does not say.

    One task in the background watches the ledger, and one each every place with something open, whoever submitted it.
    """

    changed = Signal()
    heard = Signal()
    current_changed = Signal()
    details_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._intents: tuple[Intent, ...] = ()
        self._places: dict[str, int] = {}
        self._contacts: dict[str, Contact] = {}
        self._estimates: dict[str, Estimate] = {}
        self._is_read = False
        self._told = ""
        self._watch: Task | None = None
        self._watches: dict[Place, Task] = {}
        self._without_keys: set[str] = set()
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self.ask_now)
        self._current = ""
        self._shows_details = False
        self.submitting = Submitting(bench, self)
        self.actions = JobActions(bench, self)
        self.endings = Endings(bench, self)
        self._ownership = Ownership(bench, self)

    # What there is

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The newest intents, newest first."""
        return self._intents

    @property
    def is_read(self) -> bool:
        """Whether the ledger was read already."""
        return self._is_read

    @property
    def is_sending(self) -> bool:
        return self.submitting.is_sending

    @property
    def open_count(self) -> int:
        """How many jobs are not at their end."""
        return sum(not intent.is_resolved for intent in self._intents)

    @property
    def count_text(self) -> str:
        """For the tab: how many are under way, else how many there are."""
        going = self.open_count
        if going:
            return tr("{count} under way").format(count=going)
        return str(len(self._intents)) if self._intents else ""

    def get(self, intent_id: str) -> Intent | None:
        place = self._places.get(intent_id)
        return None if place is None else self._intents[place]

    def contact(self, intent_id: str) -> Contact:
        return self._contacts.get(intent_id, UNHEARD)

    def left(self, intent_id: str, now: float) -> Left | None:
        """How long a running job will still take, if that can be said."""
        estimate = self._estimates.get(intent_id)
        return estimate.left(now) if estimate else None

    @property
    def current(self) -> str:
        """The id of the intent that the user has chosen; empty for none."""
        return self._current

    def choose(self, intent_id: str) -> None:
        if intent_id != self._current:
            self._current = intent_id
            self.current_changed.emit()
            self._bench.commands.refresh()

    @property
    def shows_details(self) -> bool:
        """Whether the chosen job is shown in full."""
        return self._shows_details

    def show_details(self, *, shown: bool) -> None:
        if shown != self._shows_details:
            self._shows_details = shown
            self.details_changed.emit()
            self._bench.commands.refresh()

    def submit(self) -> None:
        """Submit the open composition, as the button does."""
        self.submitting.submit()

    # Watching

    def start(self) -> None:
        """Watch from now on; again does nothing."""
        if self._watch is None:
            self._run()

    def ask_now(self) -> None:
        """Ask at once, also where asking was given up."""
        if self._watch is not None:
            self._watch.cancel()
        self._watch_places(())
        self._without_keys.clear()
        self._later.stop()
        for intent_id, contact in self._contacts.items():
            self._contacts[intent_id] = replace(contact, is_resting=False, delivery="")
        self._run()
        self.heard.emit()

    def _run(self) -> None:
        workplace = self._bench.workplace

        def work(wait: Wait) -> Iterator[object]:
            from ...usecases.watching import watch_ledger

            return watch_ledger(workplace, wait)

        self._watch = self._bench.background.run(
            work, on_event=self._on_event, on_failed=self._on_failed, is_standing=True
        )

    def _watch_places(self, places: Iterable[Place]) -> None:
        """Watch these, and no other."""
        wanted = dict.fromkeys(places)
        for place in self._watches.keys() - wanted.keys():
            self._watches.pop(place).cancel()
        for place in wanted:
            if place not in self._watches:
                self._watches[place] = self._run_place(place)

    def _run_place(self, place: Place) -> Task:
        workplace = self._bench.workplace

        def work(wait: Wait) -> Iterator[object]:
            from ...usecases.watching import watch_place

            return watch_place(place, workplace, wait)

        return self._bench.background.run(work, on_event=self._on_event, on_failed=self._on_failed, is_standing=True)

    def _on_failed(self, error: AppError) -> None:
        if error.message != self._told:
            self._told = error.message
            self._bench.report.error(error)
        self._later.start()

    def _on_event(self, event: object) -> None:
        if isinstance(event, JobsChanged):
            self._take(event.intents)
        elif isinstance(event, PlacesOpen):
            self._watch_places(event.places)
        elif isinstance(event, OnlyLookedAt):
            self._ownership.tell(event)
        elif isinstance(event, Answered):
            self._hear(event.intents, answered=time.monotonic(), lost_at=None, next_try=None, message="", hint="")
        elif isinstance(event, NoContact):
            now = time.monotonic()
            lost_at = silent_since(now - event.silent, map(self.contact, event.intents))
            self._hear(event.intents, lost_at=lost_at, next_try=now + event.next_try, message=tell(event.message))
        elif isinstance(event, Resting):
            self._hear(
                event.intents, is_resting=True, message=tell(event.message), hint=without_commands(tell(event.hint))
            )
            if event.needs_keys:
                self._without_keys.update(event.intents)
                self._take(self._intents)
        elif isinstance(event, Event):
            self.tell(event)

    def tell_fetching(self, intent_id: str, percent: int | None) -> None:
        """How much of the result is here, while it is on its way."""
        self._hear([intent_id], fetched=percent)

    def tell(self, event: Event) -> None:
        """Something happened to one intent: what the row and the user should know of it."""
        if isinstance(event, StillUnknown):
            self._hear([event.intent], note=without_commands(tell(event.describe())))
        elif isinstance(event, (Found, SendingAgain)):
            self._hear([event.intent], note="")
        elif isinstance(event, LostContact):
            self._hear([event.intent], message=tell(event.message))
        elif isinstance(event, NotDelivered):
            self._hear([event.intent], delivery=tell(event.message))
            self._bench.report.say(tell(event.message), without_commands(tell(event.hint)), kind="warning")
        elif isinstance(event, Delivered):
            self._hear([event.intent], delivery="")
        elif isinstance(event, CancelAsked) and event.message:
            self._tell_not_cancelled(event)
        elif isinstance(event, Twin):
            self._hear([event.intent], twin=tell(event.describe()))
            self._bench.report.say(tell(event.describe()), kind="warning")

    def _tell_not_cancelled(self, event: CancelAsked) -> None:
        intent = self.get(event.intent)
        name = title_of(intent) if intent is not None else event.job_id
        if event.status == FORBIDDEN:
            self._bench.report.say(tell(event.message), kind="warning")
        else:
            told = tr("{name} was not cancelled: the service stops only jobs that wait.")
            self._bench.report.say(told.format(name=name), kind="warning")

    def _hear(self, intents: Iterable[str], **told: object) -> None:
        is_news = False
        for intent_id in intents:
            before = self.contact(intent_id)
            after = replace(before, **told)  # type: ignore[arg-type]  # names and types as above
            self._contacts[intent_id] = after
            is_news |= replace(after, answered=None) != replace(before, answered=None)
        if is_news:
            self.heard.emit()

    def _take(self, intents: tuple[Intent, ...]) -> None:
        before = {intent.id: intent for intent in self._intents}
        was_read, self._is_read, self._told = self._is_read, True, ""
        self._intents = intents = shown(intents, self._without_keys)
        self._places = {intent.id: place for place, intent in enumerate(intents)}
        now = time.monotonic()
        for intent in intents:
            if intent.state is State.RUNNING and intent.progress is not None:
                self._estimates.setdefault(intent.id, Estimate()).add(now, intent.progress)
            elif intent.is_resolved:
                self._estimates.pop(intent.id, None)
        self.changed.emit()
        self._bench.commands.refresh()
        if was_read:
            for intent in intents:
                self._tell_end(before.get(intent.id), intent)

    def _tell_end(self, before: Intent | None, after: Intent) -> None:
        """A job that came to its end, or its file to its place, while the window is open is told once."""
        if not _is_over(after) or (before is not None and _is_over(before)):
            return
        self.endings.tell(after)


def _is_over(intent: Intent) -> bool:
    is_awaited = intent.state is State.SUCCESS and intent.result_path and intent.delivered is None
    return intent.is_resolved and not is_awaited
