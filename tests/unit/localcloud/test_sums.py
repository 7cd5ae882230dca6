"""The MD5 of large results: what cannot be read or written for a while is tried again, and holds up nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.waiting import wait_for
from tilewright.localcloud import sums as sums_module
from tilewright.localcloud.blobs import Blobs
from tilewright.localcloud.database import Database
from tilewright.localcloud.queue import Queue, Result
from tilewright.localcloud.store import Entry, Facts, Place, Store
from tilewright.localcloud.sums import Sums, new_etag

PLACE = Place("studio-1250000000", "local")


class Bench:
    """A store with ended jobs whose sums are left."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.store = Store(database, Blobs(folder))
        self.queue = Queue(database)
        self.sums = Sums(self.store)

    def end_job(self, *contents: bytes) -> tuple[str, list[Path]]:
        """Its id, and the files in which its results lie."""
        entries = []
        for content in contents:
            blob, _ = self.store.blobs.write([content])
            entries.append(
                self.store.record(PLACE, Entry(f"{content.decode()}.ts", blob, new_etag(blob.size), Facts(), 0.0))
            )
        job = self.queue.accept(PLACE, b"x", 0)
        self.queue.claim()
        with self.store.database.write() as rows:
            self.queue.succeed(rows, job.id, [Result(PLACE, one.key, one.etag) for one in entries])
        return job.id, [self.store.blobs.path(one.blob) for one in entries]

    def sums_of(self, job_id: str) -> list[str]:
        """Without those that are left."""
        return [one.md5 for one in self.queue.find(PLACE, [job_id])[job_id].results if "-" not in one.md5]


def md5(content: bytes) -> str:
    return hashlib.md5(content).hexdigest()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    database = Database(tmp_path / "store.sqlite3")
    made = Bench(database, tmp_path)
    yield made
    assert made.sums.close(5)
    database.close()


@pytest.mark.expects_log("left for later")
def test_that_a_piece_that_cannot_be_read_holds_up_no_other_and_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums_module, "FIRST_PAUSE", 0.01)
    job_id, (first, _) = bench.end_job(b"first", b"second")
    away = first.rename(first.with_suffix(".away"))
    bench.sums.start()
    wait_for(lambda: bench.sums_of(job_id) == [md5(b"second")], "the sum of the piece that can be read")
    other, _ = bench.end_job(b"other")
    bench.sums.add(other)
    wait_for(lambda: bench.sums_of(other) == [md5(b"other")], "the sum of another job")
    away.rename(first)
    wait_for(lambda: bench.sums_of(job_id) == [md5(b"first"), md5(b"second")], "the sum of the piece that came back")


@pytest.mark.expects_log("left for later")
def test_that_a_job_is_tried_again_after_a_database_that_failed_for_a_while(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sums_module, "FIRST_PAUSE", 0.01)
    bench.sums.start()
    job_id, _ = bench.end_job(b"first")
    with bench.store.database.write() as rows:
        rows.execute("ALTER TABLE result RENAME TO away")
    bench.sums.add(job_id)
    wait_for(lambda: caplog.text.count("left for later") > 1, "two failures")
    with bench.store.database.write() as rows:
        rows.execute("ALTER TABLE away RENAME TO result")
    assert wait_for(lambda: bench.sums_of(job_id), "the sum") == [md5(b"first")]


@pytest.mark.expects_log("left for later")
def test_that_a_pause_is_over_when_the_service_ends(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    _, (first,) = bench.end_job(b"first")
    first.unlink()
    bench.sums.start()
    wait_for(lambda: "left for later" in caplog.text, "the failure")
    assert bench.sums.close(sums_module.FIRST_PAUSE / 2)
