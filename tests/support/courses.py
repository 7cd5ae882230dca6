"""The whole course of one wish on a home of its own, and a disk that fails from a named point on."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from support.builders import composition
from support.sending import Stage
from tilewright import points
from tilewright.jobs.course import follow, resume
from tilewright.jobs.events import Event
from tilewright.jobs.history import History
from tilewright.jobs.intent import Fate, Intent, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.machine import Machine
from tilewright.jobs.naming import Naming
from tilewright.jobs.reserved import Look
from tilewright.jobs.watch import refresh, watch
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases.deliver import deliver
from tilewright.wire.jobs import Job


@dataclass
class Course:
    """What a user does with one wish, on a home of its own: submit, watch, have the file."""

    sending: Stage
    home: Path
    wish: str
    machine: Machine | None = None
    naming: Naming | None = None

    def run(self, *, with_cancel: bool = False, again: bool = False, to_end: bool = True, address: str = "") -> Intent:
        """Without ``to_end`` it ends when the service has the job; ``address`` is that of another service."""
        with Ledger(self.home, machine=self.machine) as ledger, self.sending.client(address) as client:
            self.sending.run(resume(ledger, client, self.sending.pace))
            self.sending.run(refresh(ledger, client, self.sending.pace))
            made = ledger.intend(
                make_wish(composition(user_data=self.wish), self.naming),
                self.sending.target,
                result_path=str(self.home / "result"),
                again=again,
                look=Look(is_there=False),
            )
            intent_id = made.intent.id
            if made.how != "new":
                ledger.want_result(intent_id, str(self.home / "result"))
            if with_cancel:
                ledger.wish_cancel(intent_id)
            if not made.intent.is_resolved:
                fresh = made.how == "new"
                self.sending.run(follow(ledger, intent_id, client, self.sending.pace, fresh=fresh, to_end=to_end))
            if to_end:
                list(deliver(intent_id, ledger, client))
            return ledger.get(intent_id)

    def clear_up(self) -> list[Event]:
        """What any command does first about what an earlier one left behind, and what it tells of that."""
        with Ledger(self.home, machine=self.machine) as ledger, self.sending.client() as client:
            told = self.sending.run(resume(ledger, client, self.sending.pace))
            return told + self.sending.run(refresh(ledger, client, self.sending.pace))

    def watch(self) -> None:
        """Follow the newest intent to its end."""
        with Ledger(self.home, machine=self.machine) as ledger, self.sending.client() as client:
            self.sending.run(watch(ledger, self.intents()[0].id, client, self.sending.pace))

    def wish_cancel(self) -> None:
        """The user wants the newest intent cancelled."""
        with Ledger(self.home, machine=self.machine) as ledger:
            assert ledger.wish_cancel(self.intents()[0].id)

    def intents(self) -> list[Intent]:
        with History(self.home, machine=self.machine) as history:
            return history.newest()

    def accepted(self) -> list[Job]:
        """The jobs of this wish that the service has accepted."""
        marks = {intent.mark for intent in self.intents()}
        return [job for job in self.sending.accepted() if job.mark in marks]

    def jobs(self) -> list[str]:
        return [job.job_id for job in self.accepted()]

    def expect_one_job(self, *, cancelled: int = 0) -> None:
        """The next command, on a machine that works. Beside the one job are those that were ``cancelled``."""
        intent = self.run()
        assert (intent.state, intent.is_resolved, intent.delivered is not None) == (State.SUCCESS, True, True)
        jobs = self.accepted()
        others = [job.job_id for job in jobs if job.state == "Cancel"]
        assert [job.job_id for job in jobs if job.job_id not in others] == [intent.job_id]
        assert len(others) == cancelled
        assert intent.twins == tuple(TwinJob(job_id, Fate.CANCELLED) for job_id in others)
        assert [path.name for path in self.home.glob("result*")] == [Path(intent.delivered_path).name]
        assert Path(intent.delivered_path).read_bytes() == b"video"


@contextlib.contextmanager
def from_point(point: str, nth: int, then: Callable[[str], None], *, of_others: bool = False) -> Iterator[Counter[str]]:
    """From the ``nth`` time on that this thread comes to ``point``, ``then`` is called at every point of this thread;
    with ``of_others`` that of all other threads, which are those of the local cloud. Yields how often each was reached.
    """
    mine, reached, guard = threading.get_ident(), Counter[str](), threading.Lock()

    def listener(name: str) -> None:
        if (threading.get_ident() == mine) is not of_others:
            with guard:
                reached[name] += 1
                is_time = reached[point] >= nth
            if is_time:
                then(name)

    points.listen(listener)
    try:
        yield reached
    finally:
        points.listen(None)


def failing(
    code: int,
    words: str,
    while_there: Path | None = None,
    *,
    at: str = "ledger.write.changed",
    is_well: Callable[[], bool] = bool,
) -> Callable[[str], None]:
    """Every transaction (its point is ``at``) fails as SQLite does then; with ``while_there`` until that file has made
    room, else until the disk ``is_well`` again.
    """

    def fail(name: str) -> None:
        if name == at and (while_there is None or while_there.exists()) and not is_well():
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error

    return fail
