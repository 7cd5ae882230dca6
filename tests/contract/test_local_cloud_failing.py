"""The disk of the local cloud fails at any of its transactions: it says so, goes on, and no wish becomes two jobs.

Real HTTP and a real store; SQLite's own error stands for the disk, and a real full disk where one may be mounted.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.clips import clip
from support.courses import Course, failing, from_point
from support.disks import fill_up, small_disk
from support.local_cloud import Caller, Reply, job_request, keep_free, local_cloud
from support.sending import Stage, stage
from tilewright.errors import NoAnswer, Rejected
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.localcloud import worker
from tilewright.media.ffmpeg import Stopped
from tilewright.model.states import State
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import read_jobs
from tilewright.wire.storage import Part, read_upload_id, write_complete

WRITE = "localcloud.write.changed"
"""By construction each transaction is one."""
WRITES_OF_A_JOB = 5
"""Accepted; claimed; its child; its progress; its result."""
FATAL = {3, 5}
"""Those without which a job fails."""
WAITS = {2: "Submitted", 5: "Running"}

EIO = (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", r"Cannot use the database \S+: disk I/O error\. Check the folder")
ENOSPC = (sqlite3.SQLITE_FULL, "database or disk is full", r"No room left on the disk for \S+\. Free some space")
TROUBLES = pytest.mark.parametrize(
    "trouble", [pytest.param(EIO, id="EIO", marks=pytest.mark.full), pytest.param(ENOSPC, id="ENOSPC")]
)

Trouble = tuple[int, str, str]

pytestmark = [
    pytest.mark.expects_log("The queue waits"),
    pytest.mark.expects_log("waits for its end to be recorded"),
    pytest.mark.expects_log("Cannot use the database"),
    pytest.mark.expects_log("The progress of job"),
    pytest.mark.expects_log("was not removed"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("stage")) as made:
        made.skip_doubt()
        made.skip_waits()
        yield made


@pytest.fixture
def course(shared: Stage, tmp_path: Path, request: pytest.FixtureRequest, quick: None) -> Course:
    return Course(shared, tmp_path / "home", request.node.name)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.05)


class Disk:
    """Fails ``times`` times, or until ``heal``; counts the transactions that it failed."""

    def __init__(self, trouble: Trouble, times: int | None = None) -> None:
        self.failed = 0
        self._left = times
        self._fail = failing(*trouble[:2], at=WRITE)
        self._guard = threading.Lock()

    def heal(self) -> None:
        self._left = 0

    def __call__(self, name: str) -> None:
        with self._guard:
            if name != WRITE or self._left == 0:
                return
            self.failed += 1
            if self._left is not None:
                self._left -= 1
        self._fail(name)


def expect_one_good_job(course: Course, *, again: bool = False) -> None:
    """The next command, on a disk that works: no wish has two jobs, one job of all succeeded, and its file is here."""
    intent = course.run(again=again)
    with History(course.home) as history:
        marks = {intent.mark for intent in history.newest()}
    jobs = [job for job in course.sending.accepted() if job.mark in marks]
    assert max(Counter(job.mark for job in jobs).values()) == 1
    assert [job.job_id for job in jobs if job.state == "Success"] == [intent.job_id]
    assert (intent.state, Path(intent.delivered_path).read_bytes()) == (State.SUCCESS, b"video")


@TROUBLES
@pytest.mark.parametrize("nth", range(1, WRITES_OF_A_JOB + 1))
def test_that_one_write_that_fails_makes_no_second_job(course: Course, nth: int, trouble: Trouble) -> None:
    disk = Disk(trouble, times=1)
    with from_point(WRITE, nth, disk, of_others=True):
        if nth == 1 and trouble is ENOSPC:  # nothing of it holds: it was not taken
            with pytest.raises(Rejected, match="The disk is full"):
                course.run()
            assert (disk.failed, course.jobs()) == (1, [])
            expect_one_good_job(course)
            return
        intent = course.run()
    assert disk.failed == 1
    assert intent.state is (State.FAILED if nth in FATAL else State.SUCCESS)
    assert bool(re.search(trouble[2], intent.message)) == (nth in FATAL)
    expect_one_good_job(course)


def test_that_a_job_that_finds_no_disk_twice_is_open_and_the_users_to_repeat(course: Course) -> None:
    disk = Disk(EIO)
    with from_point(WRITE, 1, disk, of_others=True):
        with pytest.raises(NoAnswer, match="was sent twice"):
            course.run()
        assert (disk.failed, course.jobs()) == (2, [])
    with Ledger(course.home) as ledger:
        (intent,) = ledger.open_intents()
        assert intent.state is State.UNKNOWN
        assert re.search(EIO[2], intent.message)
    expect_one_good_job(course, again=True)


@TROUBLES
@pytest.mark.parametrize("nth", [2, WRITES_OF_A_JOB])
def test_that_a_job_waits_for_the_disk_and_others_are_answered(course: Course, nth: int, trouble: Trouble) -> None:
    disk, ends = Disk(trouble), list[Intent]()
    with from_point(WRITE, nth, disk, of_others=True):
        running = threading.Thread(target=lambda: ends.append(course.run()))
        running.start()
        end = time.monotonic() + 20
        while disk.failed < 3 and time.monotonic() < end:
            time.sleep(0.01)
        assert [job.state for job in course.sending.accepted() if job.job_id in course.jobs()] == [WAITS[nth]]
        disk.heal()
        running.join(20)
    assert disk.failed >= 3
    (intent,) = ends
    assert intent.state is (State.SUCCESS if nth == 2 else State.FAILED)
    assert nth == 2 or re.search(trouble[2], intent.message)
    expect_one_good_job(course)


def forever(*_: Any, should_stop: Callable[[], bool], **__: Any) -> None:
    while not should_stop():
        time.sleep(0.01)
    raise Stopped("")


def submitted(caller: Caller) -> Reply:
    return caller.call("POST", "/jobs", body=job_request(caller.url("in.mp4")), host=caller.ci_host)


def cancelling(caller: Caller) -> Callable[[], Reply]:
    """The second job waits for the first."""
    jobs = [read_jobs(submitted(caller).body).jobs[0].job_id for _ in range(2)]
    caller.wait(jobs[0], until=lambda job: job.state == "Running")
    return lambda: caller.call("PUT", f"/jobs/{jobs[1]}", {"cancel": ""}, host=caller.ci_host)


def putting(caller: Caller) -> Callable[[], Reply]:
    assert caller.put("a", b"one").status == 200
    return lambda: caller.put("a", b"two")


def deleting(caller: Caller) -> Callable[[], Reply]:
    assert caller.put("a", b"one").status == 200
    return lambda: caller.call("DELETE", "/a")


def begun(caller: Caller) -> dict[str, str]:
    return {"uploadId": read_upload_id(caller.call("POST", "/a", {"uploads": ""}).body)}


def part_put(caller: Caller) -> Callable[[], Reply]:
    query = {"partNumber": "1"} | begun(caller)
    return lambda: caller.call("PUT", "/a", query, b"one")


def completing(caller: Caller) -> Callable[[], Reply]:
    upload = begun(caller)
    part = caller.call("PUT", "/a", {"partNumber": "1"} | upload, b"one")
    document = write_complete([Part(1, part.header("etag").strip('"'))])
    return lambda: caller.call("POST", "/a", upload, document)


def aborting(caller: Caller) -> Callable[[], Reply]:
    upload = begun(caller)
    assert caller.call("PUT", "/a", {"partNumber": "1"} | upload, b"one").status == 200
    return lambda: caller.call("DELETE", "/a", upload)


CALLS: dict[str, Callable[[Caller], Callable[[], Reply]]] = {
    "submit": lambda caller: lambda: submitted(caller),
    "cancel": cancelling,
    "put": putting,
    "delete": deleting,
    "begin": lambda caller: lambda: caller.call("POST", "/a", {"uploads": ""}),
    "part": part_put,
    "complete": completing,
    "abort": aborting,
}


@TROUBLES
@pytest.mark.parametrize("call", CALLS)
def test_that_each_call_that_writes_says_what_failed_and_the_next_is_well(
    tmp_path: Path, call: str, trouble: Trouble
) -> None:
    with local_cloud(tmp_path / "cloud", produce=forever) as cloud:
        caller = Caller(cloud.endpoint)
        make = CALLS[call](caller)
        jobs, object_before = len(cloud.accepted_posts()), caller.get("a")
        with from_point(WRITE, 1, Disk(trouble, times=1), of_others=True):
            reply = make()
        fault = read_fault(reply.body)
        assert fault is not None
        is_refused = call == "submit" and trouble is ENOSPC
        assert (reply.status, fault.code) == ((403, "DiskFull") if is_refused else (500, "InternalError"))
        assert re.search(trouble[2], fault.message)
        assert (len(cloud.accepted_posts()), caller.get("a").body[:3]) == (jobs, object_before.body[:3])
        assert make().status in {200, 204}
        assert len(cloud.accepted_posts()) == jobs + (call == "submit")
        with cloud.database.read() as rows:
            named = {row["id"] for row in rows.execute("SELECT id FROM blob")}
        assert {path.name for path in cloud.store.blobs.folder.iterdir()} == named
        assert list(cloud.store.blobs.work.iterdir()) == []


def test_that_a_disk_full_of_the_result_itself_fails_that_job_by_name_and_not_the_next(
    tmp_path: Path, quick: None
) -> None:
    with small_disk(tmp_path / "disk", 8) as disk, local_cloud(disk / "cloud") as cloud:
        keep_free(disk / "cloud", 0)
        caller = Caller(cloud.endpoint)
        assert caller.adopt("in.mp4", clip("short")).status == 200
        filler = fill_up(disk)
        os.truncate(filler, filler.stat().st_size - (96 << 10))
        body = job_request(caller.url("in.mp4"), size=(1280, 720))
        job = caller.wait(caller.submit(body).job_id)
        assert (job.state, job.code) == ("Failed", "InternalError")
        assert job.message == "No room left on the disk to write the video. Free some space and try again."
        filler.unlink()
        assert caller.wait(caller.submit(body).job_id).state == "Success"


def test_that_a_real_full_disk_is_said_and_the_service_goes_on(tmp_path: Path, quick: None) -> None:
    with small_disk(tmp_path / "disk", 8) as disk, local_cloud(disk / "cloud") as cloud:
        keep_free(disk / "cloud", 0)
        caller = Caller(cloud.endpoint)
        assert caller.put("a", b"one").status == 200
        filler = fill_up(disk)
        reply = caller.put("a", b"x" * (1 << 20))
        fault = read_fault(reply.body)
        assert fault is not None
        assert (reply.status, fault.code) == (500, "InternalError")
        assert fault.message.startswith("No room left on the disk")
        assert caller.get("a").body == b"one"
        filler.unlink()
        assert caller.put("a", b"two").status == 200
        assert caller.get("a").body == b"two"


def test_that_a_job_ends_although_what_was_made_of_its_result_cannot_be_removed(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".mp4" and "cloud" in path.parts:
            raise PermissionError(13, "as a test")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with local_cloud(tmp_path / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        caller.put("in.mp4", b"not a video")
        body = job_request(caller.url("in.mp4"), size=(320, 180))
        assert caller.wait(caller.submit(body).job_id).state == "Failed"
        assert caller.wait(caller.submit(body).job_id).state == "Failed"  # the service goes on
