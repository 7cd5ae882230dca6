"""A large result is not read once more before its job ends: its ETag is none of its content, its MD5 follows."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.callbacks import Listener, jobs_of
from support.gate import Gate
from support.local_cloud import Caller, job_request, local_cloud
from support.waiting import wait_for
from tilewright.errors import BadInput
from tilewright.localcloud import callbacks, worker
from tilewright.localcloud import sums as sums_module
from tilewright.localcloud.callbacks import LONGEST_WAIT
from tilewright.localcloud.job_failed import JobFailed
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.sums import MOST_AT_ONCE, PART, Sums, new_etag
from tilewright.wire.jobs import JobRecord

MADE = hashlib.md5(b"made").hexdigest()


@pytest.fixture(autouse=True)
def large_is_what_the_gate_makes(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MOST_AT_ONCE", 3)
    gate.opened.set()


def end_of_job(caller: Caller) -> tuple[str, str]:
    """Its id, and the key of its result."""
    job = caller.wait(caller.submit(job_request(caller.url("a.mp4"))).job_id)
    assert job.state == "Success"
    return job.job_id, job.result_keys[0]


def sums_of(caller: Caller, job_id: str) -> tuple[tuple[str, str], ...]:
    (made,) = caller.jobs(job_id).jobs[0].results
    return made.md5


def etag_of(caller: Caller, key: str) -> str:
    return caller.call("HEAD", f"/{key}").header("etag")


def test_that_the_sum_follows_and_the_etag_stays(tmp_path: Path, gate: Gate) -> None:
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        job_id, key = end_of_job(caller)
        etag = etag_of(caller, key)
        assert re.fullmatch(r'"[0-9a-f]{32}-1"', etag)
        assert caller.get(key).body == b"made"
        assert wait_for(lambda: sums_of(caller, job_id), "the sum") == ((key, MADE),)
        assert etag_of(caller, key) == etag


def test_that_a_job_ends_before_its_result_is_read_and_another_start_reckons_what_is_left(
    tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ending, local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        ending.setattr(Sums, "_sum_of", lambda *_: None)  # as when the service ends before
        caller = Caller(cloud.endpoint)
        job_id, key = end_of_job(caller)
        etag = etag_of(caller, key)
        assert sums_of(caller, job_id) == ()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        assert wait_for(lambda: sums_of(caller, job_id), "the sum") == ((key, MADE),)
        assert etag_of(caller, key) == etag


def test_that_no_result_has_the_sum_of_what_took_its_place(
    tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ending, local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        ending.setattr(Sums, "_sum_of", lambda *_: None)
        caller = Caller(cloud.endpoint)
        (replaced, key), (left, other) = end_of_job(caller), end_of_job(caller)
        assert caller.put(key, b"other").status == 200
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        assert wait_for(lambda: sums_of(caller, left), "the sum of the later job") == ((other, MADE),)
        assert sums_of(caller, replaced) == ()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def submit_telling(caller: Caller, listener: Listener) -> str:
    """The id of a job whose end the listener is told."""
    told = f"<CallBack>{listener.address()}</CallBack></Request>".encode()
    return caller.submit(job_request(caller.url("a.mp4")).replace(b"</Request>", told)).job_id


def told_of(listener: Listener, job_id: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The sums that each callback of the job had."""
    jobs = [job for _, _, body in listener.told for job in jobs_of(body) if job.job_id == job_id]
    return tuple(made.md5 for job in jobs for made in job.results)


def test_that_a_callback_waits_for_the_sum_also_over_another_start(
    tmp_path: Path, gate: Gate, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ending, local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        ending.setattr(Sums, "_sum_of", lambda *_: None)  # as when the service ends before
        caller = Caller(cloud.endpoint)
        large = submit_telling(caller, listener)
        (key,) = caller.wait(large).result_keys
        gate.opened.clear()
        failing = submit_telling(caller, listener)
        gate.fails[failing] = JobFailed("ResourceNotFound", "The source a.mp4 is not there.")
        gate.opened.set()
        wait_for(listener.came.is_set, "the callback of the job without a result, which came later")
        assert [job.job_id for _, _, body in listener.told for job in jobs_of(body)] == [failing]
        wait_for(lambda: not cloud._server.connections, "the end of all calls")
        assert cloud.is_busy, "somebody is still to be told"
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        wait_for(lambda: told_of(listener, large), "the callback of the large result")
        wait_for(lambda: not cloud.is_busy, "the end of all that is to be done")
    assert told_of(listener, large) == (((key, MADE),),)


@pytest.mark.expects_log("left for later")
def test_that_a_callback_does_not_wait_for_a_sum_that_cannot_be_reckoned_for_now(
    tmp_path: Path, gate: Gate, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums_module, "FIRST_PAUSE", 0.01)

    def fail(*_: object) -> str:
        raise OSError("the disk is away")

    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        with monkeypatch.context() as away:
            away.setattr(Sums, "_sum_of", fail)
            job_id = submit_telling(caller, listener)
            (key,) = caller.wait(job_id).result_keys
            wait_for(lambda: told_of(listener, job_id), "the callback")
        assert wait_for(lambda: sums_of(caller, job_id), "the sum") == ((key, MADE),)
        wait_for(lambda: not cloud.is_busy, "the end of all that is to be done")
    assert told_of(listener, job_id) == ((),)


def test_that_an_etag_tells_how_many_parts_there_would_be_and_is_of_one_content() -> None:
    assert [new_etag(size).rpartition("-")[2] for size in (0, 1, PART, PART + 1, MOST_AT_ONCE)] == [*"1112", "8"]
    assert len({new_etag(1) for _ in range(100)}) == 100


@pytest.mark.expects_log("without the sums")
def test_that_a_callback_that_cannot_be_written_anew_is_told_as_it_was_and_keeps_no_sum_back(
    tmp_path: Path, gate: Gate, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its request may be of a version that this one cannot read."""
    real, calls = callbacks.record_of, list[str]()

    def only_once(job: QueuedJob) -> JobRecord:
        calls.append(job.id)
        if len(calls) > 1:
            raise BadInput("This version cannot read the request.")
        return real(job)

    monkeypatch.setattr(callbacks, "record_of", only_once)
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        job_id = submit_telling(caller, listener)
        (key,) = caller.wait(job_id).result_keys
        wait_for(lambda: told_of(listener, job_id), "the callback")
        monkeypatch.setattr(callbacks, "record_of", real)
        assert wait_for(lambda: sums_of(caller, job_id), "the sum") == ((key, MADE),)
        wait_for(lambda: not cloud.is_busy, "the end of all that is to be done")
    assert told_of(listener, job_id) == ((),)


def test_that_a_callback_waits_for_no_sum_for_ever(
    tmp_path: Path, gate: Gate, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results of other jobs are read first, and some are large."""
    monkeypatch.setattr(callbacks, "LONGEST_WAIT", 0.05)
    turn, real = threading.Event(), Sums._sum_of

    def late(sums: Sums, *given: Any) -> str | None:
        turn.wait(20)
        return real(sums, *given)

    monkeypatch.setattr(Sums, "_sum_of", late)
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        job_id = submit_telling(caller, listener)
        try:
            wait_for(lambda: told_of(listener, job_id), "the callback")
        finally:
            turn.set()
        wait_for(lambda: sums_of(caller, job_id), "the sum")
        wait_for(lambda: not cloud.is_busy, "the end of all that is to be done")
    assert told_of(listener, job_id) == ((),)


def test_that_a_callback_waits_for_the_sum_although_the_clock_was_set_back(
    tmp_path: Path, gate: Gate, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, real, ahead = threading.Event(), Sums._sum_of, [0.0]

    def late(sums: Sums, *given: Any) -> str | None:
        turn.wait(20)
        return real(sums, *given)

    monkeypatch.setattr(Sums, "_sum_of", late)
    with local_cloud(tmp_path / "cloud", produce=gate, clock=lambda: time.time() + ahead[0]) as cloud:
        caller, kept = Caller(cloud.endpoint), cloud._callbacks
        job_id = submit_telling(caller, listener)
        try:
            (key,) = caller.wait(job_id).result_keys
            ahead[0] = -600.0

            def is_looked_at() -> bool:
                kept.changed.set()
                found = kept.find(job_id)
                return found is not None and (found.due is None or found.due <= kept.clock() + LONGEST_WAIT)

            wait_for(is_looked_at, "the sender to see the clock")
            assert told_of(listener, job_id) == ()
        finally:
            turn.set()
        wait_for(lambda: told_of(listener, job_id), "the callback")
        wait_for(lambda: not cloud.is_busy, "the end of all that is to be done")
    assert told_of(listener, job_id) == (((key, MADE),),)
