"""The durable queue: nothing is dropped, progress rises, what ran runs again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tilewright.errors import NewerFormat, StorageError
from tilewright.failures.explain import explain
from tilewright.localcloud.database import Database
from tilewright.localcloud.exchange import Fault
from tilewright.localcloud.queue import (
    MOST_ATTEMPTS,
    NoSuchJob,
    NotRunning,
    NotWaiting,
    Queue,
    QueueFull,
    Result,
    Wanted,
)
from tilewright.localcloud.store import Place

PLACE = Place("studio-1250000000", "local")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "store.sqlite3")
    yield opened
    opened.close()


def state_of(queue: Queue, job_id: str) -> tuple[str, int]:
    job = queue.find(PLACE, [job_id])[job_id]
    return job.state, job.progress


def test_that_progress_only_rises_also_over_a_restart(database: Database) -> None:
    queue = Queue(database)
    job = queue.accept(PLACE, b"x", 0).id
    assert queue.claim() is not None
    for percent, shown in ((30, 30), (20, 30), (100, 99), (-5, 99)):
        queue.note_progress(job, percent)
        assert state_of(queue, job) == ("Running", shown)
    again = Queue(database)
    queue.note_child(job, "123 456")
    assert again.recover() == [(job, "123 456")]
    assert state_of(again, job) == ("Submitted", 99)
    claimed = again.claim()
    assert claimed is not None
    assert (claimed.id, claimed.attempts) == (job, 1), "that FFmpeg ran clears it of suspicion"


def test_that_a_refusal_at_the_last_moment_keeps_the_job_out(database: Database) -> None:
    queue = Queue(database)

    def refuse() -> None:
        raise Fault(401, "SignatureExpired", "late")

    with pytest.raises(Fault):
        queue.accept(PLACE, b"x", 0, refuse)
    assert queue.accepted_posts() == []
    assert queue.open_count() == 0


def test_that_jobs_of_a_paused_queue_wait_for_it_whatever_made_them_wait(database: Database) -> None:
    other = Place("other-1", "local")
    queue = Queue(database)
    ran, waited = (queue.accept(PLACE, b"x", 0).id for _ in range(2))
    queue.accept(other, b"x", 0)
    assert queue.claim() is not None
    queue.change(PLACE, "Paused")
    late = queue.accept(PLACE, b"x", 2).id
    assert [state_of(queue, one)[0] for one in (ran, waited, late)] == ["Running", "Pause", "Pause"]
    claimed = queue.claim()
    assert claimed is not None
    assert claimed.place == other
    assert queue.claim() is None
    assert queue.open_count() == 2
    queue.give_back(ran)
    assert state_of(queue, ran)[0] == "Pause"
    again = Queue(database)
    again.recover()
    assert again.wish(PLACE).state == "Paused"
    assert [state_of(again, one)[0] for one in (ran, waited, late)] == ["Pause"] * 3
    again.cancel(PLACE, [waited])
    again.change(PLACE, "Active")
    assert [state_of(again, one)[0] for one in (ran, waited, late)] == ["Submitted", "Cancel", "Submitted"]
    assert again.claim() is not None


def test_that_a_job_that_ran_when_the_service_died_waits_in_a_paused_queue(database: Database) -> None:
    queue = Queue(database)
    job = queue.accept(PLACE, b"x", 0).id
    assert queue.claim() is not None
    queue.change(PLACE, "Paused")
    Queue(database).recover()
    assert state_of(queue, job)[0] == "Pause"


def test_that_a_full_queue_takes_no_more_until_a_job_left_it(database: Database) -> None:
    queue = Queue(database, most_waiting=2)
    ids = [queue.accept(PLACE, b"x", 0).id for _ in range(2)]
    with pytest.raises(QueueFull, match="2 jobs"):
        queue.accept(PLACE, b"x", 0)
    queue.change(PLACE, "Paused")
    with pytest.raises(QueueFull):
        queue.accept(PLACE, b"x", 0)
    queue.accept(Place("other-1", "local"), b"x", 0)
    queue.cancel(PLACE, ids[:1])
    assert queue.accept(PLACE, b"x", 0).state == "Pause"


@pytest.mark.expects_log("is given up")
def test_that_a_job_of_which_the_service_died_each_time_is_given_up(database: Database) -> None:
    ended: list[str] = []
    bad, good = (Queue(database).accept(PLACE, b"x", 0).id for _ in range(2))
    for _ in range(MOST_ATTEMPTS):
        queue = Queue(database, on_end=lambda rows, job: ended.append(job.id))
        queue.recover()
        claimed = queue.claim()
        assert claimed is not None
        assert claimed.id == bad
    queue.recover()
    found = queue.find(PLACE, [bad])[bad]
    assert (found.state, found.code, ended) == ("Failed", "InternalError", [bad])
    assert f"{MOST_ATTEMPTS} times" in found.message
    assert explain(found.code, found.message, where="job").id == "gave-up"
    claimed = queue.claim()
    assert claimed is not None
    assert claimed.id == good


def test_that_clean_ends_and_deaths_while_ffmpeg_ran_give_no_job_up(database: Database) -> None:
    queue = Queue(database)
    job = queue.accept(PLACE, b"x", 0).id
    for _ in range(2 * MOST_ATTEMPTS):
        assert queue.claim() is not None
        queue.give_back(job)
    for _ in range(2 * MOST_ATTEMPTS):
        assert queue.claim() is not None
        queue.note_child(job, "1 2")
        queue.recover()
    assert state_of(queue, job)[0] == "Submitted"


@pytest.mark.expects_log("is given up")
def test_that_deaths_after_ffmpeg_ended_give_a_job_up(database: Database) -> None:
    """What is looked at afterwards is read in this process again."""
    queue = Queue(database)
    job = queue.accept(PLACE, b"x", 0).id
    for _ in range(MOST_ATTEMPTS):
        assert queue.claim() is not None
        queue.note_child(job, "1 2")
        queue.note_child(job, None)
        assert queue.recover() == []
    assert state_of(queue, job)[0] == "Failed"


def test_that_cancelling_is_all_or_none_and_only_while_waiting(database: Database) -> None:
    queue = Queue(database)
    ids = [queue.accept(PLACE, b"x", 0).id for _ in range(3)]
    assert queue.claim() is not None
    with pytest.raises(NotWaiting, match="Running"):
        queue.cancel(PLACE, ids)
    with pytest.raises(NoSuchJob):
        queue.cancel(Place("other-1", "local"), ids[1:])
    assert [state_of(queue, job_id)[0] for job_id in ids] == ["Running", "Submitted", "Submitted"]
    queue.cancel(PLACE, ids[1:])
    assert queue.claim() is None
    assert queue.open_count() == 1


def test_that_a_job_keeps_all_its_results_and_what_it_told_of_them(database: Database, tmp_path: Path) -> None:
    queue = Queue(database)
    ids = [queue.accept(PLACE, b"x", level).id for level in (1, 0, 1)]
    assert [job.id for job in (queue.claim(), queue.claim()) if job] == [ids[0], ids[2]]
    results = [Result(Place("b-1", "r"), f"out/{number}.ts", str(number) * 32) for number in (3, 1, 2)]
    with database.write() as rows:
        queue.succeed(rows, ids[0], results, b"<MediaInfo/>")
    with database.write() as rows:
        queue.succeed(rows, ids[2], results[:1])
    database.close()
    again = Database(tmp_path / "store.sqlite3")
    found = Queue(again).find(PLACE, ids)
    assert [(found[one].state, found[one].results, found[one].media_info) for one in ids] == [
        ("Success", tuple(results), b"<MediaInfo/>"), ("Submitted", (), b""), ("Success", tuple(results[:1]), b""),
    ]  # fmt: skip
    listed, _ = Queue(again).list(PLACE, Wanted(order="Asc", size=2))
    assert [job.results for job in listed] == [tuple(results), ()]
    again.close()


def test_that_a_later_format_and_a_broken_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    database = Database(path)
    with database.write() as rows:
        rows.execute("PRAGMA user_version=99")
    database.close()
    with pytest.raises(NewerFormat):
        Database(path)
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(Exception, match="damaged"):
        Database(broken)
    with pytest.raises(StorageError):
        Database(tmp_path / "nowhere" / "store.sqlite3")


def test_that_a_job_that_has_ended_does_not_end_again(database: Database) -> None:
    told: list[str] = []
    queue = Queue(database, on_end=lambda rows, job: told.append(job.state))
    job = queue.accept(PLACE, b"x", 0).id
    assert queue.claim() is not None
    with database.write() as rows:
        queue.keep_log(rows, job, "all is well")
        queue.succeed(rows, job, [Result(PLACE, "out.mp4", "00")])
    queue.fail(job, "InternalError", "Something failed afterwards.", "a failure")
    assert state_of(queue, job) == ("Success", 100)
    assert (queue.log(PLACE, job), told) == ("all is well", ["Success"])
    with pytest.raises(NotRunning), database.write() as rows:
        queue.succeed(rows, job, [Result(PLACE, "other.mp4", "00")])
    assert [one.key for one in queue.find(PLACE, [job])[job].results] == ["out.mp4"]


def test_that_a_job_that_nobody_began_does_not_end(database: Database) -> None:
    queue = Queue(database)
    job = queue.accept(PLACE, b"x", 0).id
    queue.fail(job, "InternalError", "no")
    assert state_of(queue, job) == ("Submitted", 0)
