"""The worker: failures are recorded even when the disk is full for a while, orphans are told by start time."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.local_cloud import job_request
from tilewright.errors import DiskFull
from tilewright.localcloud import worker as worker_module
from tilewright.localcloud.blobs import Blobs
from tilewright.localcloud.container import fill_in
from tilewright.localcloud.database import Database
from tilewright.localcloud.job_failed import JobFailed
from tilewright.localcloud.queue import Queue
from tilewright.localcloud.store import Place, Store
from tilewright.localcloud.worker import Worker, child_name, end_orphan

PLACE = Place("studio-1250000000", "local")


@pytest.mark.expects_log("No room left")
def test_that_a_failure_is_recorded_when_there_is_room_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "PAUSE", 0.01)
    database = Database(tmp_path / "store.sqlite3")
    queue, tries, ended = Queue(database), [], threading.Event()
    record = queue.fail

    def fail(*arguments: str) -> None:
        tries.append(arguments)
        if len(tries) < 3:
            raise DiskFull("No room left.")
        record(*arguments)
        ended.set()

    def produce(*_: Any, **__: Any) -> None:
        raise JobFailed("ResourceNotFound", "The source is not there.")

    monkeypatch.setattr(queue, "fail", fail)
    job = queue.accept(PLACE, b"x", 0).id
    worker = Worker(queue, Store(database, Blobs(tmp_path)), produce)
    worker.start()
    assert ended.wait(10)
    assert worker.close(10)
    assert queue.find(PLACE, [job])[job].state == "Failed"
    database.close()


def test_that_a_job_waits_again_that_broke_as_the_service_ended(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.sqlite3")
    queue, begun, ends = Queue(database), threading.Event(), threading.Event()

    def produce(*_: Any, should_stop: Callable[[], bool], **__: Any) -> None:
        begun.set()
        assert ends.wait(10)
        while not should_stop():
            time.sleep(0.001)
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    job = queue.accept(PLACE, b"x", 0).id
    worker = Worker(queue, Store(database, Blobs(tmp_path)), produce)
    worker.start()
    assert begun.wait(10)
    ends.set()
    assert worker.close(10)
    assert queue.find(PLACE, [job])[job].state == "Submitted"
    database.close()


def test_that_an_orphan_is_ended_only_when_it_is_the_same_process() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        name = child_name(child.pid)
        assert not end_orphan(f"{child.pid} 1")
        assert not end_orphan(f"{child.pid} ")
        assert not end_orphan("")
        time.sleep(0.05)
        assert child.poll() is None
        assert end_orphan(name)
        assert child.wait(10) == -9
    assert not end_orphan(name)


def test_that_the_name_of_a_result_is_filled_in() -> None:
    assert fill_in("out/${jobid}-a.${ext}", "j1", "mp4") == "out/j1-a.mp4"


@pytest.mark.expects_log("The queue waits")
def test_that_the_queue_goes_on_after_a_database_that_failed_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_module, "PAUSE", 0.01)
    database = Database(tmp_path / "store.sqlite3")
    queue, begun = Queue(database), threading.Event()

    def produce(*_: Any, **__: Any) -> None:
        begun.set()
        raise JobFailed("ResourceNotFound", "The source is not there.")

    worker = Worker(queue, Store(database, Blobs(tmp_path)), produce)
    worker.start()
    with database.write() as rows:
        rows.execute("ALTER TABLE job RENAME TO away")
    end = time.monotonic() + 10
    while caplog.text.count("The queue waits") < 2 and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.1)
    with database.write() as rows:
        rows.execute("ALTER TABLE away RENAME TO job")
    queue.accept(PLACE, b"x", 0)
    assert begun.wait(5)
    assert worker.close(10)
    database.close()


@pytest.mark.expects_log("was not deleted")
def test_that_a_result_holds_also_when_what_it_replaced_cannot_be_deleted(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.sqlite3")
    store = Store(database, Blobs(tmp_path))
    old = store.put(PLACE, "output/a.mp4", [b"old"])
    path = store.blobs.path(old.blob)
    path.unlink()
    path.mkdir()  # what no program can delete as a file
    queue = Queue(database)

    def produce(job: object, store: Store, output: Path, **_: Any) -> None:
        output.write_bytes(b"new")

    job = queue.accept(PLACE, job_request("https://x/a.mp4", key="output/a.mp4"), 0).id
    worker = Worker(queue, store, produce)
    worker.start()
    end = time.monotonic() + 10
    while queue.find(PLACE, [job])[job].state not in {"Success", "Failed"} and time.monotonic() < end:
        time.sleep(0.02)
    assert worker.close(10)
    assert queue.find(PLACE, [job])[job].state == "Success"
    assert store.find(PLACE, "output/a.mp4") != old
    database.close()
