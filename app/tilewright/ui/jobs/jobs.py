"""All jobs as the window knows them: the ledger's rows, and what the watch on them tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

from ...jobs.contact import Answered, NoContact
from ...jobs.estimate import Left
from ...jobs.events import CancelAsked, Event, Found, LostContact, NoLongerNamed, SendingAgain, StillUnknown, Twin
from ...jobs.intent import Intent
from ...jobs.pace import ticks
from ...model.states import Kind
from ...usecases.watched import (
    AnswersKept,
    Delivered,
    JobsChanged,
    NotDelivered,
    OnlyLookedAt,
    Resting,
    shown,
)
from ..report import without_commands
from ..words import tell, tr
from .actions import JobActions
from .contact import UNHEARD, Contact, silent_since, unnamed_since
from .endings import Endings
from .estimates import Estimates
from .exporting import JobExport
from .known import Known
from .ownership import Ownership
from .submitting import Submitting
from .watches import Watches
from .wording import title_of

if TYPE_CHECKING:
    from ..workbench import Workbench

FORBIDDEN = 403
"""The keys may not cancel: that is another reason than the usual one, that the job runs already."""


class Jobs(QObject):
    """``changed`` when rows came or moved, ``told`` with those rows; ``noted`` when something else was noted in the
    ledger, such as answers; ``heard`` when something became known that it does not say. What is open and what was seen
    lately is here; the rest of the history is read when wanted.

    Whoever submitted a job, it is watched (`watches.py`).
    """

    changed = Signal()
    told = Signal(object)
    noted = Signal()
    heard = Signal()
    current_changed = Signal()
    details_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._known = Known()
        self._counts: dict[Kind, int] = dict.fromkeys(Kind, 0)
        self._first_new = 0
        self._contacts: dict[str, Contact] = {}
        self._is_read = False
        self._without_keys: set[str] = set()
        self._watches = Watches(bench.background, bench.report, bench.workplace, self._on_event, self)
        self._estimates = Estimates(bench, self)
        self._estimates.arrived.connect(self.heard)
        self._current = ""
        self._shows_details = False
        self.submitting = Submitting(bench, self)
        self.actions = JobActions(bench, self)
        self.exporting = JobExport(bench, self)
        self.endings = Endings(bench, self)
        self._ownership = Ownership(bench, self)

    # What there is

    @property
    def intents(self) -> tuple[Intent, ...]:
        """Those that were read, newest first; of many jobs at their end only some."""
        return shown(self._known.newest_first, self._without_keys)

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
        return len(self._known.open_ones)

    @property
    def counts(self) -> dict[Kind, int]:
        """How many jobs there are of each kind, as they are shown."""
        counts = dict(self._counts)
        for intent in self._lost:
            counts[intent.kind] -= 1
            counts[Kind.NEEDS_YOU] += 1
        return counts

    @property
    def total(self) -> int:
        """How many jobs there are."""
        return sum(self._counts.values())

    @property
    def lost_numbers(self) -> frozenset[int]:
        """The numbers of open jobs that are shown as lost, as their keys are gone."""
        return frozenset(intent.number for intent in self._lost)

    @property
    def _lost(self) -> list[Intent]:
        if not self._without_keys:
            return []
        return [intent for intent in self._known.open_ones if intent.id in self._without_keys]

    @property
    def count_text(self) -> str:
        """For the tab: how many are under way, else how many there are."""
        going = self.open_count
        if going:
            return tr("{count} under way").format(count=going)
        return QLocale().toString(self.total) if self.total else ""

    def get(self, intent_id: str) -> Intent | None:
        """The intent, if it was read lately: what is open, chosen or in sight was."""
        return self._as_shown(self._known.get(intent_id))

    def at(self, number: int) -> Intent | None:
        """The intent of that number in the ledger, likewise."""
        return self._as_shown(self._known.at(number))

    def keep(self, intents: Iterable[Intent]) -> None:
        """These were read, as they are in sight."""
        self._known.take(intents)

    def _as_shown(self, intent: Intent | None) -> Intent | None:
        if intent is None or intent.id not in self._without_keys:
            return intent
        return shown([intent], self._without_keys)[0]

    def contact(self, intent_id: str) -> Contact:
        return self._contacts.get(intent_id, UNHEARD)

    def left(self, intent_id: str, now: float) -> Left | None:
        """How long a running job will still take, if that can be said."""
        return self._estimates.left(intent_id, now)

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
        self._watches.start()

    def ask_now(self) -> None:
        """Ask at once, also where asking was given up."""
        self._without_keys.clear()
        for intent_id, contact in self._contacts.items():
            self._contacts[intent_id] = replace(contact, is_resting=False, delivery="")
        self._watches.begin_anew()
        self.heard.emit()

    def _on_event(self, event: object) -> None:
        if isinstance(event, JobsChanged):
            self._counts = dict(event.counts)
            self._take(event.intents)
        elif isinstance(event, AnswersKept):
            self.noted.emit()
        elif isinstance(event, OnlyLookedAt):
            self._ownership.tell(event)
        elif isinstance(event, Answered):
            self._end_rest(event.intents)
            nothing = {"lost_at": None, "next_try": None, "message": "", "hint": "", "unnamed_at": None}
            self._hear(event.intents, answered=ticks(), **nothing)
        elif isinstance(event, NoContact):
            self._end_rest(event.intents)
            now = ticks()
            lost_at = silent_since(now - event.silent, map(self.contact, event.intents))
            self._hear(event.intents, lost_at=lost_at, next_try=now + event.next_try, message=tell(event.message))
        elif isinstance(event, Resting):
            self._hear(
                event.intents, is_resting=True, message=tell(event.message), hint=without_commands(tell(event.hint))
            )
            if event.needs_keys:
                self._without_keys.update(event.intents)
                self.told.emit(())
                self.changed.emit()
        elif isinstance(event, Event):
            self.tell(event)

    def _end_rest(self, intents: Iterable[str]) -> None:
        """They are asked about: that they rest may have been told after `ask_now`, which ended that."""
        self._hear(intents, is_resting=False)
        if back := self._without_keys.intersection(intents):
            self._without_keys -= back
            self.told.emit(())
            self.changed.emit()

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
        elif isinstance(event, NoLongerNamed):
            begun = unnamed_since(ticks() - event.seconds, self.contact(event.intent))
            self._hear([event.intent], unnamed_at=begun)
        elif isinstance(event, NotDelivered):
            self._hear([event.intent], delivery=tell(event.message))
            self._bench.report.say(tell(event.message), without_commands(tell(event.hint)), kind="warning")
            self.endings.tell_undelivered(self.get(event.intent))
        elif isinstance(event, Delivered):
            self._hear([event.intent], delivery="")
        elif isinstance(event, CancelAsked) and event.message:
            self._tell_not_cancelled(event)
        elif isinstance(event, Twin):
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
        was_read, self._is_read = self._is_read, True
        news = self._known.take(intents)
        if not was_read:
            self._first_new = max((intent.number for intent in intents), default=0) + 1
            self.endings.leave_out(intents)
        for _, intent in news:
            self._estimates.take(intent)
        self.told.emit(intents)
        self.changed.emit()
        self._bench.commands.refresh()
        if was_read:
            for before, intent in news:
                if before is not None or intent.number >= self._first_new:  # else it was over before
                    self.endings.take(before, intent)
