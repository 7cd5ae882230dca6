"""The course of one intent as the window goes it, on which one call meets one fault.

The submission leaves what is in doubt to the watch of the place, one watch looks at the ledger, and a wish to cancel is
told beside them: each in a thread of its own, as in the window, by a clock that skips. The user does what the window
offers: *Ask now* where nobody asks any more, *Submit again* where nothing was made.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from support import fault_proxy as faults
from support.builders import composition
from support.clips import clip
from support.fault_proxy import Fault, Late
from support.faulty_course import FaultyCourse, Listing, Seen, Theatre, Wrong, theatre
from support.skipping_clock import START
from support.turns_clock import TurnsClock
from tilewright.accounts.profile import Profile
from tilewright.cloud.client import Client
from tilewright.errors import CloudError
from tilewright.jobs import events
from tilewright.jobs.contact import Answered, NoContact
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import Pace
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.settings import Settings
from tilewright.usecases import submit as module_of_submit
from tilewright.usecases.jobs import wish_cancel
from tilewright.usecases.submit import submit
from tilewright.usecases.watched import JobsChanged, Place, PlacesOpen, Resting
from tilewright.usecases.watching import watch_ledger, watch_place
from tilewright.usecases.workplace import Service, Workplace
from tilewright.wire.signature import Keys

LOOK_SECONDS = 1.0
"""The ledger is looked at this often: in the window it is more often, but time goes fast here."""

NOT_YET = "The service does not show the job yet."

LIMIT_LOCAL, LIMIT_ACCOUNT = 120.0, 1500.0
"""What is not known by then stays so."""


def lesson() -> Composition:
    return composition(size=(320, 180), user_data="lesson")


class WindowCourse(FaultyCourse):
    """``kinds`` are those of events, and ``lost-contact`` and ``resting`` as the watch of a place tells them;
    ``asked-now`` and ``submitted-again`` are what the user did. ``shown`` at last is what the window was told.
    """

    def __init__(self, at: Theatre, call: str, fault: Fault | Wrong | Listing, *, local: bool, control: bool) -> None:
        super().__init__(at, call, fault, local=local, control=control)
        assert isinstance(at.clock, TurnsClock)
        self._clock = at.clock
        self._rows: dict[str, Intent] = {}
        self._watched: set[Place] = set()
        self._busy = 0
        self._is_asked = self._is_resting = False
        self.notes: set[str] = set()
        """What every search in the window says that is too early to be certain, with a fault or without."""
        self._is_prepared = self._is_wished = self._is_pressed = False

    @property
    def seen(self) -> Seen:
        return self._seen

    def play(self) -> Seen:
        silent = self._fault == faults.SILENCE or isinstance(self._fault, Late)
        self._clients = _Clients(self._at, self._target, 1.0 if silent else 20.0)
        self._client = self._clients  # type: ignore[assignment]  # all that the course asks of one
        self._workplace = _WindowPlace(self._clients, self._at.home)
        with (
            Ledger(self._at.home, now=self._clock.now) as self._ledger,
            self._at.client(self._target, 20.0) as client,
            _clock_of_submission(self._clock),
        ):
            client.put_file("input/a.mp4", clip("mono"))
            self._stand_by()
            self._clock.run(self._watch_ledger)
            self._clock.run(self._look_after)
            if isinstance(self._fault, Listing) and self._call == "submit":
                self._intend()  # an earlier window noted it
                self._prepare()
            else:
                self._clock.run(self._submit)
            self._clock.play()
            self._count()
            self._seen.end = self._rows[self._intent_id].state.value
        return self._seen

    # The window

    def _watch_ledger(self) -> None:
        for told in watch_ledger(self._workplace, lambda _: self._clock.wait(LOOK_SECONDS)):
            if isinstance(told, JobsChanged):
                self._rows |= {intent.id: intent for intent in told.intents}
            elif isinstance(told, PlacesOpen):
                for place in set(told.places) - self._watched:
                    self._watched.add(place)
                    self._clock.run(lambda place=place: self._watch(place))

    def _watch(self, place: Place) -> None:
        pace = self._clock.pace
        for told in watch_place(place, self._workplace, self._clock.wait, pace=pace, is_asked=self._asked):
            ours = getattr(told, "intents", None) or (getattr(told, "intent", ""),)
            if self._intent_id in ours:
                self._hear_of_watch(told)

    def _asked(self) -> bool:
        is_asked, self._is_asked = self._is_asked, False
        return is_asked

    def _submit(self) -> None:
        self._busy += 1
        try:
            for told in submit(lesson(), self._workplace, self._clock.wait, name="lesson", is_watched=True):
                if isinstance(told, events.IntentMade):
                    self._intent_id = told.intent
                    self._marks.add(self._intent.mark)
                    if not self._is_prepared:
                        self._is_prepared = True
                        self._prepare()
                if isinstance(told, events.Event):
                    self._note(told.kind)
                    self._hear(told)
        except CloudError as error:
            self._tell(str(error))
        finally:
            self._busy -= 1

    def _wish_cancel(self) -> None:
        if not self._is_wished:
            self._is_wished = True
            self._clock.run(self._press_cancel)

    def _press_cancel(self) -> None:
        """One who waits for an answer to the submission does so while it is on its way."""
        while self._busy and not isinstance(self._fault, Listing):
            self._clock.wait(0.01)
        self._is_pressed = True
        self._strike()
        for told in wish_cancel(self._intent_id, self._workplace):
            self._note(told.kind)
            self._hear(told)

    def _strike(self) -> None:
        if self._call != "cancel" or self._is_pressed:
            super()._strike()

    def _look_after(self) -> None:
        """What the user does, and when all is told."""
        while not self._clock.wait(1.0):
            row = self._rows.get(self._intent_id)
            if self._clock.now() > START + (LIMIT_LOCAL if self._target.local else LIMIT_ACCOUNT):
                self._clock.end()
            elif row is None or self._busy:
                continue
            elif row.is_resolved and row.state is not State.NOT_SENT:
                self._clock.end()
            elif row.is_resolved and self._is_prepared and row.id == self._intent_id:
                self._note("submitted-again")
                self._is_prepared = True
                self._clock.run(self._submit)
                self._clock.wait(5.0)
            elif self._is_resting:
                self._note("asked-now")
                self._is_asked, self._is_resting = True, False

    # What is told

    def _hear_of_watch(self, told: object) -> None:
        if isinstance(told, Answered):
            self._is_resting = False  # so the window has it: what is answered is asked about
            return
        if isinstance(told, NoContact):
            self._note("lost-contact")
            same = events.LostContact(self._intent_id, told.message, told.next_try, told.silent)
            self._tell(same.describe())
        elif isinstance(told, Resting):
            self._note("resting")
            self._is_resting = True
            self._tell(f"{told.message} {told.hint}".strip())
        elif isinstance(told, events.Event):
            self._note(told.kind)
            if isinstance(told, events.StillUnknown) and told.message == NOT_YET:
                self.notes.add(told.describe())
            elif not isinstance(told, events.StillUnknown) or told.is_answered:  # else told as lost contact, too
                self._hear(told)

    def _note(self, kind: str) -> None:
        if self._seen.said and self._seen.waited is None and kind != "looking":
            self._seen.waited = self._clock.now() - self._told_at
        self._seen.kinds.append(kind)

    def _plain(self, sentence: str) -> str:
        """Several jobs are asked about in one question."""
        return re.sub(r"JOB(,JOB)+", "JOB", super()._plain(sentence))


class _Clients:
    """All clients of the window; they go to one address."""

    def __init__(self, at: Theatre, target: Target, read_timeout: float) -> None:
        self._at, self._target, self._read_timeout = at, target, read_timeout
        self._made: list[Client] = []
        self._where = (at.proxy.address, at.keys)

    def make(self) -> Client:
        client = self._at.client(self._target, self._read_timeout)
        client.move(*self._where)
        self._made.append(client)
        return client

    @property
    def target(self) -> Target:
        return self._target

    @property
    def asked(self) -> int:
        return sum(client.asked for client in self._made)

    @property
    def address(self) -> str:
        return self._where[0]

    def move(self, address: str, keys: Keys) -> None:
        self._where = (address, keys)
        for client in self._made:
            client.move(address, keys)

    @property
    def clock(self) -> TurnsClock:
        assert isinstance(self._at.clock, TurnsClock)
        return self._at.clock


class _WindowService(Service):
    """By the clock that skips."""

    def __init__(self, clients: _Clients) -> None:
        self.profile = Profile.of(clients.target)
        self.client = clients.make()
        self._folder = self._wait = None
        if clients.target.local:
            self._recognise()


class _WindowPlace(Workplace):
    """The workplace of the window, likewise."""

    def __init__(self, clients: _Clients, home: Path) -> None:
        super().__init__(home, Settings(), {})
        self._clients = clients

    def ledger(self) -> Ledger:
        return Ledger(self.home, now=self._clients.clock.now)

    def history(self) -> History:
        return History(self.home)

    def service(self, asked: str | None = None) -> Service:
        return _WindowService(self._clients)

    def frozen_service(self, target: Target) -> Service | None:
        return _WindowService(self._clients)

    def has_keys(self, target: Target) -> bool:
        return True


@contextlib.contextmanager
def _clock_of_submission(clock: TurnsClock) -> Iterator[None]:
    """The use case makes a pace of its own; it takes it from ``clock``."""

    def pace(wait: object) -> Pace:
        return Pace(wait, clock.now, clock.now)  # type: ignore[arg-type]

    with patch.object(module_of_submit, "Pace", pace):
        yield


@contextlib.contextmanager
def window_theatre(home: Path) -> Iterator[Theatre]:
    with theatre(home, TurnsClock()) as at:
        yield at
