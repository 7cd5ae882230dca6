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
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from support import fault_proxy as faults
from support import sending
from support.broken_disk import EVERY_WAY, IN_FAST, TROUBLES, Way, both_tiers, broken, expect_said, told_of_the_disk
from support.courses import Course, failing, from_point
from support.faulty_answers import TWICE
from support.nowhere import nowhere
from support.sending import Killed, Stage, produce_slowly, stage
from tilewright import points
from tilewright.cli.exit_codes import LOCAL_TROUBLE, code_of
from tilewright.errors import AppError, DiskFull, StorageError
from tilewright.jobs.course import resume
from tilewright.jobs.events import Twin
from tilewright.jobs.intent import Fate, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.machine import Machine
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.store import Store
from tilewright.model.states import State

WRITES = ("ledger.write.before", "ledger.write.changed", "ledger.write.committed")
CALLS = ("cloud.call.before", "cloud.call.answered")
WRITES_OF_A_COURSE = 8
"""Noted; being sent; at the service; found; running; success; where its file goes; that it is there."""
CALLS_OF_A_COURSE = 6
"""Sent, listed, asked three times, looked at; more questions are like the third."""

SURE = {
    "whole": dict.fromkeys(WRITES, 6) | dict.fromkeys(CALLS, 3),
    "answer lost": dict.fromkeys(WRITES, 7) | {"cloud.call.before": 3, "cloud.call.answered": 2},
}
"""How often each point is reached on each way at least, however long the job takes: sent (listed), asked or found at
its end, looked at.
"""


GATE = threading.Event()
"""While it is closed no job comes to its end, and those behind it wait."""


def produce_behind_the_gate(job: QueuedJob, store: Store, output: Path, **how: Any) -> None:
    while not GATE.wait(0.01) and not how["should_stop"]():
        pass
    produce_slowly(job, store, output, **how)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("stage"), produce=produce_behind_the_gate) as made:
        made.skip_doubt()
        made.skip_waits()
        yield made


@pytest.fixture
def course(
    shared: Stage, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Course]:
    monkeypatch.setattr(sending, "PRODUCTION_SECONDS", 0.05)  # nobody looks at it
    shared.proxy.faults.clear()
    GATE.set()
    yield Course(shared, tmp_path / "home", request.node.name)
    GATE.set()
    shared.proxy.faults.clear()


def end(name: str) -> None:
    raise Killed(name)


def killed(way: str, point: str, nth: int) -> contextlib.AbstractContextManager[object]:
    """Where the end must come; beyond that it comes if the job is asked about so often."""
    return pytest.raises(Killed) if nth <= SURE[way][point] else contextlib.suppress(Killed)


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
    with from_point(point, nth, end), killed(way, point, nth):
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
    is_last = point == "ledger.write.committed"  # of the writes that are sure none comes after the last
    assert told or nth + is_last > SURE[way][point]
    for error in told:
        assert (type(error), code_of(error)) == (kind, LOCAL_TROUBLE)
        assert re.match(sentence, error.message)
    course.expect_one_job()


EACH_TROUBLE = pytest.mark.parametrize("trouble", TROUBLES)
EVERYWHERE = [
    pytest.param(
        way,
        point,
        trouble,
        id=f"{way.name}, {point}, {trouble}",
        marks=[] if (point, trouble) in IN_FAST else [pytest.mark.full],
    )
    for way in EVERY_WAY
    for point in way.points
    for trouble in TROUBLES
]


@pytest.mark.parametrize(("way", "point", "trouble"), EVERYWHERE)
def test_that_one_job_is_there_after_a_disk_that_failed_at_any_named_point(
    course: Course, way: Way, point: str, trouble: str
) -> None:
    """From that point on the disk fails, and the command says so. Points around a call, where a lock was taken, and
    after a commit have no disk work of their own: the next thing written after them fails. After the last of a course
    (``send.ended.committed``, ``ledger.delivered.committed``, ``ledger.twin.committed``) that is what the next command
    notes first. What is kept of an answer may be missing: that alone is told to nobody.
    """
    course.machine = Machine("a" * 32)
    if way.ends_at:
        with from_point(way.ends_at, 1, end), pytest.raises(Killed):
            course.run()
    course.sending.proxy.faults.extend(way.faults)
    if way.is_twice:
        GATE.clear()  # the second waits for the first
    with contextlib.ExitStack() as opened:
        address = opened.enter_context(nowhere("refused")) if way.reaches_nobody else ""
        reached = opened.enter_context(from_point(point, 1, broken(*TROUBLES[trouble])))
        error = told_of_the_disk(
            lambda: course.run(with_cancel=way.is_cancelled, to_end=not way.is_twice, address=address)
        )
    assert reached[point] >= 1
    expect_said(error, trouble)
    course.clear_up()
    GATE.set()
    if point == "ledger.cancel.committed":  # the wish was kept
        (intent,) = course.intents()
        assert (intent.state, intent.is_resolved, course.jobs()) == (State.CANCELLED, True, [])
    else:
        course.expect_one_job(cancelled=int(way.is_twice))


@EACH_TROUBLE
@pytest.mark.parametrize("point", ["cancel.ask.before", "cancel.ask.answered"])
@pytest.mark.full
def test_that_a_cancelled_job_is_known_as_such_after_a_disk_that_failed(
    course: Course, tmp_path: Path, point: str, trouble: str
) -> None:
    GATE.clear()
    Course(course.sending, tmp_path / "first", f"before {course.wish}").run(to_end=False)
    intent = course.run(to_end=False)
    assert intent.state is State.SUBMITTED
    with Ledger(course.home) as ledger:
        ledger.wish_cancel(intent.id)
    with from_point(point, 1, broken(*TROUBLES[trouble])) as reached:
        error = told_of_the_disk(course.clear_up)
    assert reached[point] == 1
    expect_said(error, trouble)
    course.clear_up()
    (intent,) = course.intents()
    assert (intent.state, intent.is_resolved) == (State.CANCELLED, True)
    assert [job.state for job in course.accepted()] == ["Cancel"]


TWIN_NOTED = ("reconcile.adopt.before", "ledger.twin.before")
TWIN_IN_FAST = ("reconcile.adopt.before", "ENOSPC"), ("ledger.twin.before", "EIO")


@pytest.mark.parametrize(("point", "trouble"), both_tiers(TWIN_NOTED, *TWIN_IN_FAST, troubles=tuple(TROUBLES)))
def test_that_a_second_job_is_noted_told_and_cancelled_after_a_disk_that_failed_at_its_note(
    course: Course, point: str, trouble: str
) -> None:
    """The command that could not note it says so itself: nobody else would, as it has nothing more to write."""
    course.sending.proxy.faults.append(TWICE)
    GATE.clear()  # the second waits for the first
    with from_point(point, 1, broken(*TROUBLES[trouble])) as reached, pytest.raises(AppError) as raised:
        course.run(to_end=False)
    assert (reached[point], reached[point.replace("before", "committed")]) == (1, 0)
    expect_said(raised.value, trouble)
    told = [(event.job_id, event.fate) for event in course.clear_up() if isinstance(event, Twin)]
    (intent,), (first, second) = course.intents(), course.accepted()
    assert told == [(second.job_id, Fate.CANCELLED)]
    assert (intent.job_id, intent.twins) == (first.job_id, (TwinJob(second.job_id, Fate.CANCELLED),))
    assert second.state == "Cancel"
    GATE.set()
    course.expect_one_job(cancelled=1)


@EACH_TROUBLE
@pytest.mark.full
def test_that_a_job_that_could_not_be_given_up_is_sent_by_the_next_command(course: Course, trouble: str) -> None:
    """Nobody is there, and that it is given up cannot be noted."""
    with nowhere("refused") as address, from_point("send.outcome.committed", 1, broken(*TROUBLES[trouble])) as reached:
        error = told_of_the_disk(lambda: course.run(address=address))
    assert (reached["send.outcome.committed"], reached["send.ended.committed"]) == (1, 0)
    expect_said(error, trouble)
    course.expect_one_job()
    assert len(course.intents()) == 1


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


@pytest.mark.parametrize("moment", ["before", "committed"])
@pytest.mark.parametrize("what", ["ledger.result", "ledger.delivery", "ledger.delivered"])
def test_that_a_result_comes_to_its_place_wherever_its_delivery_ends(course: Course, what: str, moment: str) -> None:
    if what == "ledger.result":  # it is noted by whoever joins an earlier wish
        with from_point("ledger.intend.committed", 1, end), pytest.raises(Killed):
            course.run()
    with from_point(f"{what}.{moment}", 1, end), pytest.raises(Killed):
        course.run()
    course.expect_one_job()


@pytest.mark.parametrize(
    ("point", "trouble"),
    both_tiers(("transfer.place.before", "transfer.place.committed"), ("transfer.place.before", "EIO")),
)
def test_that_a_result_is_one_file_whatever_stops_it_on_its_way_to_its_place(
    course: Course, home: Path, point: str, trouble: str
) -> None:
    """From there on, in whatever thread, the program ends, or neither the result nor the ledger can be written."""
    is_over = threading.Event()

    def listener(name: str) -> None:
        if name == point:
            is_over.set()
        if not is_over.is_set() or name.startswith("localcloud."):
            return
        if trouble == "end":
            raise Killed(name)
        if name == "transfer.place.before":
            raise OSError(TROUBLES[trouble][1], "as a test")
        broken(*TROUBLES[trouble])(name)

    points.listen(listener)
    try:
        with pytest.raises(Killed if trouble == "end" else TROUBLES[trouble][0].error):
            course.run()
    finally:
        points.listen(None)
    assert is_over.is_set()
    assert [path.suffix for path in course.home.glob("result*")] == [".mp4"] * point.endswith("committed")
    course.expect_one_job()
    assert not list((home.parent / "Videos").glob("*"))  # where it goes when its own place cannot be written


def test_that_a_result_has_one_place_when_it_cannot_be_noted_that_it_is_there(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_VIDEOS_DIR", str(tmp_path / "videos"))
    code, words, kind, sentence = EIO
    is_well = iter([False])
    once = failing(code, words, is_well=lambda: next(is_well, True))
    with from_point("ledger.delivered.before", 1, once), pytest.raises(kind, match=sentence):
        course.run()
    course.expect_one_job()
    assert not (tmp_path / "videos").exists()


@pytest.mark.parametrize("way", WAYS)
def test_that_the_points_are_those_of_the_course(
    course: Course, way: str, record_property: pytest.RecordProperty
) -> None:
    reached: Counter[str] = Counter()
    mine = threading.get_ident()
    course.sending.proxy.faults.extend(WAYS[way])
    GATE.clear()  # the job is there for all questions, however busy the machine is

    def listener(name: str) -> None:
        if threading.get_ident() == mine:
            reached[name] += 1
            if reached["cloud.call.answered"] >= CALLS_OF_A_COURSE - 2:
                GATE.set()

    points.listen(listener)
    try:
        course.run()
    finally:
        points.listen(None)
    record_property("reached", dict(reached))
    assert all(reached[point] >= times for point, times in SURE[way].items())
    assert reached["ledger.write.committed"] <= WRITES_OF_A_COURSE
    assert reached["ledger.write.before"] == reached["ledger.write.changed"] == reached["ledger.write.committed"]
    assert reached["cloud.call.before"] >= CALLS_OF_A_COURSE - 1
