"""At every write and call of a job's course the program ends, or from there on the disk fails.

The next command ends with exactly one job, in its right state, and its one file. The points are by construction: each
transaction of the ledger and each call is one.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from support import fault_proxy as faults
from support.builders import composition
from support.sending import Killed, Stage, stage
from tilewright import points
from tilewright.cli.exit_codes import LOCAL_TROUBLE, code_of
from tilewright.errors import AppError, DiskFull, StorageError
from tilewright.jobs.course import follow, resume
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.watch import refresh
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases.deliver import deliver

WRITES = ("ledger.write.before", "ledger.write.changed", "ledger.write.committed")
CALLS = ("cloud.call.before", "cloud.call.answered")
WRITES_OF_A_COURSE = 8
"""Noted; being sent; at the service; found; running; success; where its file goes; that it is there."""
CALLS_OF_A_COURSE = 6
"""Sent, listed, asked three times, looked at; more questions are like the third."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("stage")) as made:
        made.hurry()
        yield made


@dataclass
class Course:
    """What a user does with one wish, on a home of its own: submit, watch, have the file."""

    sending: Stage
    home: Path
    wish: str

    def run(self, *, with_cancel: bool = False) -> Intent:
        with Ledger(self.home) as ledger, self.sending.client() as client:
            list(resume(ledger, client, self.sending.pace))
            list(refresh(ledger, client, self.sending.pace))
            made = ledger.intend(
                make_wish(composition(user_data=self.wish)), self.sending.target, result_path=str(self.home / "result")
            )
            intent_id = made.intent.id
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


@pytest.fixture
def course(shared: Stage, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Course]:
    shared.proxy.faults.clear()
    yield Course(shared, tmp_path / "home", request.node.name)
    shared.proxy.faults.clear()


@contextlib.contextmanager
def from_point(point: str, nth: int, then: Callable[[str], None]) -> Iterator[None]:
    """From the ``nth`` time on that this thread comes to ``point``, ``then`` is called at every point."""
    mine, reached = threading.get_ident(), Counter[str]()

    def listener(name: str) -> None:
        if threading.get_ident() == mine:
            reached[name] += 1
            if reached[point] >= nth:
                then(name)

    points.listen(listener)
    try:
        yield
    finally:
        points.listen(None)


def failing(code: int, words: str, while_there: Path | None = None) -> Callable[[str], None]:
    """Every transaction fails as SQLite does then; with ``while_there`` until that file has made room."""

    def fail(name: str) -> None:
        if name == "ledger.write.changed" and (while_there is None or while_there.exists()):
            error = sqlite3.OperationalError(words)
            error.sqlite_errorcode = code
            raise error

    return fail


def end(name: str) -> None:
    raise Killed(name)


WAYS = {"whole": [], "answer lost": [faults.LOSE_ANSWER]}


def cases(in_fast: Callable[[str, int], bool]) -> list[ParameterSet]:
    """All points of all ways; those that are not ``in_fast`` are for the tier full."""
    all_points = [(name, nth) for name in WRITES for nth in range(1, WRITES_OF_A_COURSE + 1)]
    all_points += [(name, nth) for name in CALLS for nth in range(1, CALLS_OF_A_COURSE + 1)]
    return [
        pytest.param(
            way,
            name,
            nth,
            id=f"{way}, {name} {nth}",
            marks=[] if in_fast(way, nth) and name != CALLS[0] else [pytest.mark.full],
        )
        for way in WAYS
        for name, nth in all_points
    ]


@pytest.mark.parametrize(("way", "point", "nth"), cases(lambda way, nth: nth < 4))
def test_that_one_job_is_there_after_an_end_at_any_point(course: Course, way: str, point: str, nth: int) -> None:
    course.sending.proxy.faults.extend(WAYS[way])
    with from_point(point, nth, end), contextlib.suppress(Killed):
        course.run()
    course.expect_one_job()


EIO = (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", StorageError, r"Cannot write the ledger .*: disk I/O error\.")
ENOSPC = (sqlite3.SQLITE_FULL, "database or disk is full", DiskFull, r"No room left on the disk to write the ledger")


@pytest.mark.parametrize("trouble", [EIO, ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize(("way", "point", "nth"), cases(lambda way, nth: way == "whole" and nth in {2, 3}))
def test_that_one_job_is_there_after_a_disk_that_failed(
    course: Course, way: str, point: str, nth: int, trouble: tuple[int, str, type[AppError], str]
) -> None:
    code, words, kind, sentence = trouble
    told: list[AppError] = []
    course.sending.proxy.faults.extend(WAYS[way])
    with from_point(point, nth, failing(code, words)):
        try:
            course.run()
        except AppError as error:
            told.append(error)
    for error in told:  # without one the last write was done before
        assert (type(error), code_of(error)) == (kind, LOCAL_TROUBLE)
        assert re.match(sentence, error.message)
    course.expect_one_job()


@pytest.mark.parametrize(("way", "point", "nth"), cases(lambda way, nth: way == "whole" and nth in {3, 4}))
def test_that_a_full_disk_after_the_sending_is_passed_by_with_the_spare_file(
    course: Course, way: str, point: str, nth: int
) -> None:
    spare = course.home / "ledger.spare"
    course.sending.proxy.faults.extend(WAYS[way])
    code, words, *_ = ENOSPC
    with from_point(point, nth, failing(code, words, spare)):
        try:
            intent = course.run()
        except DiskFull:
            assert not course.jobs()
        else:
            assert intent.state is State.SUCCESS
    course.expect_one_job()


@pytest.mark.parametrize("point", ["ledger.cancel.before", "ledger.write.changed", "ledger.cancel.committed"])
def test_that_a_wish_to_cancel_is_kept_or_was_never_made(course: Course, point: str) -> None:
    with from_point(point, 1 if point.startswith("ledger.cancel") else 2, end), pytest.raises(Killed):
        course.run(with_cancel=True)
    with Ledger(course.home) as ledger, course.sending.client() as client:
        (intent,) = ledger.open_intents()
        assert intent.cancel_wished == (point == "ledger.cancel.committed")
        list(resume(ledger, client, course.sending.pace))
        after = ledger.get(intent.id)
    if intent.cancel_wished:
        assert (after.state, after.is_resolved, course.jobs()) == (State.CANCELLED, True, [])
    else:
        course.expect_one_job()


def test_that_the_points_are_those_of_the_course(course: Course) -> None:
    reached: Counter[str] = Counter()
    mine = threading.get_ident()
    course.sending.proxy.faults.append(faults.LOSE_ANSWER)
    points.listen(lambda name: reached.update([name]) if threading.get_ident() == mine else None)
    try:
        course.run()
    finally:
        points.listen(None)
    assert WRITES_OF_A_COURSE - 2 <= reached["ledger.write.committed"] <= WRITES_OF_A_COURSE
    assert reached["ledger.write.before"] == reached["ledger.write.changed"] == reached["ledger.write.committed"]
    assert reached["cloud.call.before"] >= CALLS_OF_A_COURSE - 1
