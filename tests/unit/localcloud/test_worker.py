"""The worker: failures are recorded even when the disk is full for a while, orphans are told by start time."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

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
