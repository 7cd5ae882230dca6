"""From each named point of the local cloud on its disk fails once: who called is told, repeats it, and nothing is lost.

Real HTTP and a real store; the next transaction fails as SQLite does, or the system where a file comes to its place.
"""

from __future__ import annotations

import errno
import re
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support.broken_disk import both_tiers
from support.cloud_points import points_of_the_cloud
from support.courses import failing, from_point
from support.local_cloud import Caller, Reply, job_request, local_cloud
from support.sending import produce_slowly
from tilewright.localcloud import worker
from tilewright.localcloud.job_failed import JobFailed
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.store import Store
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import read_jobs
from tilewright.wire.storage import Part, read_upload_id, write_complete

POINTS = (
    "localcloud.call.received", "localcloud.answer.before", "localcloud.answer.sent",
    "localcloud.write.before", "localcloud.write.changed", "localcloud.write.committed",
    "localcloud.blob.before", "localcloud.blob.kept",
    "localcloud.object.written", "localcloud.object.committed", "localcloud.object.deleted",
    "localcloud.part.committed", "localcloud.upload.joined", "localcloud.upload.committed",
    "localcloud.accept.begin", "localcloud.accept.commit", "localcloud.accept.committed",
    "localcloud.claim.committed", "localcloud.render.done",
    "localcloud.result.written", "localcloud.result.committed", "localcloud.fail.committed",
    "localcloud.cancel.commit", "localcloud.cancel.committed",
)  # fmt: skip


class Trouble(NamedTuple):
    code: int
    words: str
    number: int
    sentence: str


EIO = Trouble(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error", errno.EIO, r"Cannot (use|keep) .*")
ENOSPC = Trouble(sqlite3.SQLITE_FULL, "database or disk is full", errno.ENOSPC, r"No room left on the disk .*")
TROUBLES = {"EIO": EIO, "ENOSPC": ENOSPC}

IN_FAST = {
    ("localcloud.blob.kept", "EIO"),
    ("localcloud.result.written", "ENOSPC"),
}

PIECES = bytes(1 << 20), b"and the rest"

pytestmark = [
    pytest.mark.expects_log("The queue waits"),
    pytest.mark.expects_log("waits for its end to be recorded"),
    pytest.mark.expects_log("Cannot (use the database|keep a (file|result) in)"),
    pytest.mark.expects_log("The progress of job"),
]


class Disk:
    """Fails once: the next transaction, or, from a point on at which a file comes to its place, that."""

    def __init__(self, trouble: Trouble) -> None:
        self.failed = 0
        self._trouble = trouble
        self._fail = failing(trouble.code, trouble.words, at="localcloud.write.changed")
        self._guard = threading.Lock()

    def __call__(self, name: str) -> None:
        with self._guard:
            is_file = name.startswith("localcloud.blob.")
            if self.failed or not (is_file or name == "localcloud.write.changed"):
                return
            self.failed += 1
        if is_file:
            raise OSError(self._trouble.number, "as a test")
        self._fail(name)


class Cloud:
    """Every call that changes something, one after another; whoever is told that the disk failed calls again."""

    def __init__(self, caller: Caller, trouble: Trouble) -> None:
        self.caller = caller
        self.told = 0
        self._trouble = trouble
        self._is_free = threading.Event()

    def produce(self, job: QueuedJob, store: Store, output: Path, **how: Any) -> None:
        if b"broken.mp4" in job.request:
            raise JobFailed("InvalidMedia", "no video")
        while b"busy.mp4" in job.request and not self._is_free.wait(0.01) and not how["should_stop"]():
            pass
        produce_slowly(job, store, output, **how)

    def make(self) -> None:
        self._upload()
        self._call(lambda: self.caller.put("gone", b"gone"))
        self._call(lambda: self.caller.call("DELETE", "/gone"), 204)
        broken = self._submit("broken.mp4")
        assert self.caller.wait(broken).state == "Failed"
        busy = self._submit("busy.mp4")
        waiting = self._submit("waiting.mp4")
        self.caller.wait(busy, until=lambda job: job.state in {"Running", "Failed"})
        if self.caller.jobs(busy).jobs[0].state == "Running":
            self._call(lambda: self.caller.call("PUT", f"/jobs/{waiting}", {"cancel": ""}, host=self.caller.ci_host))
            assert self.caller.wait(waiting).state == "Cancel"
        self._is_free.set()
        for job_id in (busy, waiting, self._submit("last.mp4")):
            job = self.caller.wait(job_id)
            if job.state == "Failed":  # of the disk, by name
                assert re.fullmatch(self._trouble.sentence, job.message or "")
                self.told += 1
            elif job.state == "Success":
                assert self.caller.get(job.result_keys[0]).body == b"video"

    def _upload(self) -> None:
        begun = self._call(lambda: self.caller.call("POST", "/whole", {"uploads": ""}))
        upload = {"uploadId": read_upload_id(begun.body)}
        parts = []
        for number, piece in enumerate(PIECES, 1):
            query = {"partNumber": str(number)} | upload
            reply = self._call(lambda query=query, piece=piece: self.caller.call("PUT", "/whole", query, piece))
            parts.append(Part(number, reply.header("etag").strip('"')))
        self._call(lambda: self.caller.call("POST", "/whole", upload, write_complete(parts)))

    def _submit(self, key: str) -> str:
        body = job_request(self.caller.url(key))
        refused = 403 if self._trouble is ENOSPC else 500  # it is certain then that no job was made
        reply = self._call(
            lambda: self.caller.call("POST", "/jobs", body=body, host=self.caller.ci_host), refused=refused
        )
        return str(read_jobs(reply.body).jobs[0].job_id)

    def _call(self, make: Callable[[], Reply], good: int = 200, *, refused: int = 500) -> Reply:
        """What ``make`` has for an answer, the second time where the disk failed: then it was ``refused``."""
        reply = make()
        if reply.status == refused:
            fault = read_fault(reply.body)
            assert fault is not None
            assert fault.code == ("InternalError" if reply.status == 500 else "DiskFull")
            assert re.match(self._trouble.sentence, fault.message)
            self.told += 1
            reply = make()
        assert reply.status == good, reply
        return reply


@pytest.mark.parametrize(("point", "trouble"), both_tiers(POINTS, *IN_FAST, troubles=tuple(TROUBLES)))
def test_that_nothing_is_lost_or_made_twice_when_the_disk_fails_once_from_any_named_point_on(
    tmp_path: Path, point: str, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    disk, made = Disk(TROUBLES[trouble]), list[Cloud]()
    with local_cloud(tmp_path / "cloud", produce=lambda *what, **how: made[0].produce(*what, **how)) as cloud:
        made.append(Cloud(Caller(cloud.endpoint), TROUBLES[trouble]))
        with from_point(point, 1, disk, of_others=True) as reached:
            made[0].make()
        assert reached[point] >= 1
        assert disk.failed == 1
        assert made[0].told <= 1  # a job that is to be begun waits for the disk: nobody is told
        caller = made[0].caller
        assert len(cloud.accepted_posts()) == 4
        assert (caller.get("whole").body, caller.get("gone").status) == (b"".join(PIECES), 404)
        with cloud.database.read() as rows:
            named = {row["id"] for row in rows.execute("SELECT id FROM blob")}
        assert {path.name for path in cloud.store.blobs.folder.iterdir()} == named
        assert list(cloud.store.blobs.work.iterdir()) == []


def test_that_the_disk_fails_at_every_point_that_the_local_cloud_has() -> None:
    assert set(POINTS) == points_of_the_cloud()
    assert {point for point, _ in IN_FAST} <= set(POINTS)
