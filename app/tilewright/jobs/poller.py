"""Asks one service about the jobs that it has, each when it is due, several at a time, and notes what it says.

One request a step; two where a wish to cancel is refused. Window and commands watch with this, and with nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ..cloud.retry import LONG_ANSWER, is_passing
from ..errors import AppError, CloudError, Rejected
from ..model.states import State
from ..model.target import Target
from ..points import reach
from ..wire.jobs import Job
from ..wire.own_names import WAITS_HEADER
from .agenda import NEVER, Agenda
from .cancelling import ask_to_cancel
from .contact import Answered, NoContact
from .events import Event, LostContact, NoLongerNamed, Progress
from .facts import ended
from .intent import Intent
from .keeping import keep_before, keep_each, keep_gist
from .ledger import Ledger
from .line import Line
from .missing import Missing
from .noting import Heard, is_news, lose, note_with
from .pace import Pace
from .sweep import Sweep
from .tally import Tally
from .wishes import Wishes

if TYPE_CHECKING:
    from ..cloud.client import Client
    from ..cloud.reply import Reply

log = logging.getLogger(__name__)

PAGES_IN_A_ROW = 2
"""So many pages of the listing, then a question about what is urgent, if there is any."""

OTHERS_FOR_A_WISH = 1.5
"""So many other questions for each request about a wish to cancel: of 5,000 jobs none gets too old while hundreds are
cancelled.
"""

MOST_OWED = 2.0
"""So many other questions may be owed before they have their turn, if any are due: two wishes may be told in a row."""

OTHERS_IN_A_ROW = 2
"""So many other questions, then a page of the listing for what the answers no longer name."""

Polled = Event | Answered | NoContact


class Poller:
    """``is_alone``: one job is watched that its user waits for: the service is asked to cancel it even when it runs,
    and what is wrong with it alone is raised.
    """

    def __init__(self, ledger: Ledger, target: Target, pace: Pace, *, is_alone: bool = False) -> None:
        self.line = Line(target.schedule, pace.ticks())
        self._ledger = ledger
        self._pace = pace
        self._is_alone = is_alone
        self._agenda = Agenda(target.schedule)
        self._sweep = Sweep(target, pace.ticks())
        self._tally = Tally(ledger, pace.ticks())
        self._wishes = Wishes(target.schedule, is_running_asked=is_alone)
        self._intents: dict[str, Intent] = {}
        self._by_job: dict[str, Intent] = {}
        self._missing = Missing(ledger, target, pace, self._tally)
        self.too_long: dict[str, CloudError] = {}  # by intent: its answer alone is
        self._pages, self._others, self._owed = 0, 0, 0.0

    # What is open

    def take(self, intents: Iterable[Intent]) -> None:
        """From now on these are open, and no others."""
        self._intents = {intent.id: intent for intent in intents if intent.state.is_with_service}
        self._by_job = {intent.job_id: intent for intent in self._intents.values()}
        self._agenda.keep_only(self._intents)
        self._wishes.keep_only(self._intents)
        self._missing.keep_only(self._intents)
        for intent in self._intents.values():
            self._plan(intent)

    def renew(self, intent: Intent) -> None:
        """What the ledger has of one intent now."""
        if intent.is_resolved or not intent.state.is_with_service:
            self.drop(intent)
        else:
            self._intents[intent.id] = self._by_job[intent.job_id] = intent
            self._plan(intent)

    def drop(self, intent: Intent) -> None:
        """Do not ask about it any more."""
        self._intents.pop(intent.id, None)
        self._by_job.pop(intent.job_id, None)
        self._agenda.drop(intent.id)
        self._missing.named(intent.id)

    def _plan(self, intent: Intent) -> None:
        now = self._pace.ticks()
        if self._agenda.take(intent, now):
            self._sweep.hurry(now)

    def wake(self) -> None:
        """The machine slept, or the user wants to know: everything is due, and pauses begin anew."""
        now = self._pace.ticks()
        self.line.wake(now)
        self._agenda.wake(now)
        self._sweep.wake(now)
        self._missing.wake(now)

    # When

    @property
    def due_in(self) -> float:
        """Seconds until there is something to ask, 0 or less for now; endless while no job is open."""
        if not self._intents:
            return NEVER
        now = self._pace.ticks()
        by_pages = self._sweep.is_on(len(self._intents), now)
        wanted = min(self._agenda.due_in(now, by_pages=by_pages), self._missing.due_in(now))
        wanted = min(wanted, self._sweep.due_in(now) if by_pages else NEVER)
        if self._wishes.next(self._intents.values(), now):
            wanted = 0.0
        return max(wanted, self.line.ready_in(now))

    # One step

    def ask(self, client: Client) -> Iterator[Polled]:
        """One request and what came of it; nothing when nothing is due. No answer is told as ``NoContact``.

        Raises the errors of the cloud that do not pass by themselves.
        """
        now, before = self._pace.ticks(), client.asked
        self.line.expect(len(self._intents), now)
        try:
            yield from self._step(client, now)
        except CloudError as error:
            self.line.spend(client.asked - before, self._pace.ticks())
            if not is_passing(error):
                raise
            yield self.no_contact(error)
        else:
            self.line.spend(client.asked - before, self._pace.ticks())
        self._tally.note_due(self._pace.ticks())

    def close(self) -> None:
        """Note what was only counted so far."""
        self._tally.note()

    def no_contact(self, error: AppError) -> NoContact:
        """Nobody answers: what to tell of it."""
        now = self._pace.ticks()
        pause = self.line.failed(error, now)
        return NoContact(tuple(self._intents), error.message, self.line.silent_for(now), pause)

    def _step(self, client: Client, now: float) -> Iterator[Polled]:
        wish = self._wishes.next(self._intents.values(), now)
        by_pages = self._sweep.is_on(len(self._intents), now)
        is_page_due = by_pages and self._sweep.due_in(now) <= 0
        ids = _lot(self._agenda.next(now, by_pages=by_pages), self.too_long)
        is_look_due = self._missing.due_in(now) <= 0
        is_turn_of_others = self._owed >= MOST_OWED and (is_look_due or is_page_due or ids)
        if wish is not None and not is_turn_of_others:
            before = client.asked
            try:
                yield from self._cancel(client, wish)
            finally:
                self._owed = min(self._owed, MOST_OWED) + OTHERS_FOR_A_WISH * (client.asked - before)
            return
        self._owed = max(0.0, self._owed - 1)
        if is_look_due and (self._others >= OTHERS_IN_A_ROW or not (is_page_due or ids)):
            self._others = 0
            yield from self._look(client)
        elif is_page_due and not (ids and self._pages >= PAGES_IN_A_ROW):
            self._pages += 1
            self._others += 1
            yield from self._ask_page(client)
        elif ids:
            self._pages = 0
            self._others += 1
            yield from self.query(client, ids)

    def query(self, client: Client, ids: Sequence[str], *, tries: int = 1) -> Iterator[Polled]:
        """Ask about up to ten intents by the ids of their jobs."""
        asked = self._pace.now()
        reach("watch.ask.before")
        try:
            reply, said = client.query([self._intents[intent_id].job_id for intent_id in ids], tries=tries)
        except CloudError as error:
            self._tally.add(ids, *keep_each(client, error, asked, "query"))
            self._tally.note(ids)
            if error.code != LONG_ANSWER or (len(ids) == 1 and self._is_alone):
                raise
            if len(ids) == 1:
                self.too_long[ids[0]] = error
                yield _lost_for_now(self._intents[ids[0]], error, self._agenda, self.line, self._pace.ticks())
            for part in _halves(ids):
                yield from self.query(client, part, tries=tries)
            return
        reach("watch.ask.answered")
        self.line.answered(self._pace.ticks())
        told = {job.job_id for job in said.jobs}
        missing = [it for it in map(self._intents.get, ids) if it is not None and it.job_id not in told]
        self._tally.add(ids, *keep_before(client, reply, asked, "query"))
        if missing:
            self._tally.add([it.id for it in missing], keep_gist(client, reply, asked, "query", "absent"))
        yield from self._hear(client, reply, said.jobs, asked)
        yield from self._miss(client, missing, reply.service_time)

    def _ask_page(self, client: Client) -> Iterator[Polled]:
        asked = self._pace.now()
        page = self._sweep.page(
            client, self._by_job, lambda error: self._tally.add(self._intents, *keep_each(client, error, asked, "list"))
        )
        now = self._pace.ticks()
        if page is None:
            self._sweep.leave(now)
            return
        reply, jobs = page
        self.line.answered(now)
        self._tally.add(self._intents, *keep_before(client, reply, asked, "list"))
        if not jobs:  # it names others only: it is kept once, with one of those that it was asked for
            self._tally.add(islice(self._intents, 1), keep_gist(client, reply, asked, "list", "others"))
        yield from self._hear(client, reply, jobs, asked)
        self._agenda.hurry((self._by_job[job_id].id for job_id in self._sweep.end(self._by_job, now) or ()), now)

    def _look(self, client: Client) -> Iterator[Polled]:
        """Ask for a page of the listing for the sake of jobs that the answers no longer name."""
        heard = client.heard
        lost = self._missing.look(client)
        if client.heard > heard:
            self.line.answered(self._pace.ticks())
        yield from self._lose(lost)

    def _cancel(self, client: Client, intent: Intent) -> Iterator[Polled]:
        """Ask to cancel, and about what became of it: a refusal means nothing when the job is cancelled (A9)."""
        self._wishes.begin(intent, self._pace.ticks())
        told = ask_to_cancel(intent.id, intent.job_id, self._ledger, client, self._pace)
        now = self._pace.ticks()
        self.line.answered(now)
        self._wishes.told(intent, now, is_refused=bool(told.message))
        if not told.message:
            yield told
            self._agenda.hurry([intent.id], now)
            return
        events = list(self.query(client, [intent.id]))
        if self._ledger.get(intent.id).state is not State.CANCELLED:
            yield told
        yield from events

    # What the answer means

    def _hear(self, client: Client, reply: Reply, jobs: Sequence[Job], asked: float) -> Iterator[Polled]:
        now = self._pace.ticks()
        heard = Heard(client, reply, asked, len(jobs))
        ours = [(self._by_job[job.job_id], job) for job in jobs if job.job_id in self._by_job]
        news = []
        for intent, job in ours:
            self._missing.named(intent.id)
            self._wishes.heard(intent.id)
            if is_news(intent, job, self._pace):
                news.append(self._note(intent.id, job, heard))
            else:
                self._tally.add([intent.id], heard.again(intent))
            self._agenda.heard(intent.id, now)
        yield from news  # when all is noted: whoever is told may stop listening
        if ours:
            yield Answered(tuple(intent.id for intent, _ in ours), _waits_in(client, reply))

    def _note(self, intent_id: str, job: Job, heard: Heard) -> Event:
        note_with(self._tally, self._ledger, self._ledger.get(intent_id), job, self._pace, heard)
        after = self._ledger.get(intent_id)
        self.renew(after)
        return _tell(after, self._ledger)

    def _miss(self, client: Client, missing: Sequence[Intent], date: float | None) -> Iterator[Event]:
        """The answer did not tell of these jobs."""
        now = self._pace.ticks()
        for intent in missing:
            self._agenda.asked(intent.id, now)
        try:
            lost = self._missing.missed(missing, client, date)
        except Rejected as error:
            if self._is_alone:
                raise
            for intent in missing:
                if self._missing.is_doubtful(intent.id):
                    yield LostContact(intent.id, error.message, intent.target.schedule.last)
            return
        yield from self._lose(lost)
        for intent, seconds in self._missing.news(missing):
            yield NoLongerNamed(intent.id, intent.job_id, seconds)

    def _lose(self, lost: Sequence[Intent]) -> Iterator[Event]:
        for intent in lost:
            lose(self._ledger, intent, self._pace)
            after = self._ledger.get(intent.id)
            self.renew(after)
            yield _tell(after, self._ledger)


def _waits_in(client: Client, reply: Reply) -> str:
    """Why the local cloud begins no job, where it says so."""
    return reply.headers.get(WAITS_HEADER, "") if client.target.local else ""


def _tell(intent: Intent, ledger: Ledger) -> Event:
    if not intent.is_resolved:
        return Progress(intent.id, intent.job_id, intent.progress, intent.state)
    ledger.forget_lock(intent.id)
    return ended(intent)


def _halves(ids: Sequence[str]) -> tuple[Sequence[str], ...]:
    """The answer about all of them is too long: it names each of thousands of pieces of a video. One has no halves."""
    half = len(ids) // 2
    return (ids[:half], ids[half:]) if half else ()


def _lost_for_now(intent: Intent, error: CloudError, agenda: Agenda, line: Line, now: float) -> LostContact:
    """The answer about this one alone is too long: it keeps no other from being heard of."""
    line.answered(now)
    agenda.asked(intent.id, now)
    return LostContact(intent.id, error.message, intent.target.schedule.last)


def _lot(ids: Sequence[str], too_long: Container[str]) -> Sequence[str]:
    """What of ``ids`` is asked about at once: one whose answer alone was ``too_long`` is asked about by itself."""
    if ids and ids[0] in too_long:
        return ids[:1]
    return [intent_id for intent_id in ids if intent_id not in too_long]
