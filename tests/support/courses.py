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
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.watch import refresh
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases.deliver import deliver


@dataclass
class Course:
    """What a user does with one wish, on a home of its own: submit, watch, have the file."""

    sending: Stage
    home: Path
    wish: str

    def run(self, *, with_cancel: bool = False, again: bool = False) -> Intent:
        with Ledger(self.home) as ledger, self.sending.client() as client:
            list(resume(ledger, client, self.sending.pace))
            list(refresh(ledger, client, self.sending.pace))
            made = ledger.intend(
                make_wish(composition(user_data=self.wish)),
                self.sending.target,
                result_path=str(self.home / "result"),
                again=again,
            )
            intent_id = made.intent.id
            if made.how != "new":
                ledger.want_result(intent_id, str(self.home / "result"))
            if with_cancel:
                ledger.wish_cancel(intent_id)
            if not made.intent.is_resolved:
                list(follow(ledger, intent_id, client, self.sending.pace, fresh=made.how == "new"))
            list(deliver(intent_id, ledger, client))
            return ledger.get(intent_id)

    def jobs(self) -> list[str]:
        """Ids of the jobs of this wish that the service has accepted."""
        with History(self.home) as history:
            marks = {intent.mark for intent in history.newest()}
        return [job.job_id for job in self.sending.accepted() if job.mark in marks]

    def expect_one_job(self) -> None:
        """The next command, on a machine that works."""
        intent = self.run()
        assert (intent.state, intent.is_resolved, intent.delivered is not None) == (State.SUCCESS, True, True)
        assert self.jobs() == [intent.job_id]
        assert [path.name for path in self.home.glob("result*")] == [Path(intent.delivered_path).name]
        assert Path(intent.delivered_path).read_bytes() == b"video"


@contextlib.contextmanager
def from_point(point: str, nth: int, then: Callable[[str], None], *, of_others: bool = False) -> Iterator[None]:
    """From the ``nth`` time on that this thread comes to ``point``, ``then`` is called at every point of this thread;
    with ``of_others`` that of all other threads, which are those of the local cloud.
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
        yield
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
