"""`kill -9` of the local cloud at random moments while three jobs are always queued: none is lost, no result is half.

Random is when it dies and what it was doing then; the seed gives the same moments again, as far as moments are.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import random
import signal
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from support.forker import Command, Forker, forker
from support.local_cloud import FINAL, Caller, job_request
from tilewright.localcloud.home import find
from tilewright.localcloud.queue import MOST_ATTEMPTS

AT_A_TIME = 3
LEAST_LIFE = 0.6
"""Seconds that it lives at most, or half as long again as a whole job takes on this computer, from its start on."""

KEY = "out/${jobid}.${ext}"


@dataclass
class Course:
    """A folder and what became known of it over all lives of its service."""

    folder: Path
    source: bytes
    accepted: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    unanswered: int = 0

    def live(self, caller: Caller) -> None:
        """Submit and look until the service dies."""
        while True:
            if sum(1 for job_id in self.accepted if job_id not in self.done) < AT_A_TIME:
                self.submit(caller)
            self.look(caller)

    def submit(self, caller: Caller) -> None:
        self.unanswered += 1
        job = caller.submit(job_request(caller.url("in.mp4"), key=KEY, size=(128, 128)))
        self.unanswered -= 1
        self.accepted.append(job.job_id)

    def look(self, caller: Caller) -> None:
        """A result is there whole, and from the moment on at which its job says so."""
        for job_id in [one for one in self.accepted if one not in self.done]:
            is_there = self.is_whole(caller, job_id)
            (job,) = caller.jobs(job_id).jobs
            assert job.state in {"Submitted", "Running", "Success"}, job
            assert job.state == "Success" or not is_there, "a result without its job"
            if job.state == "Success":
                assert self.is_whole(caller, job_id), "a job without its result"
                self.done.add(job_id)

    def is_whole(self, caller: Caller, job_id: str) -> bool:
        reply = caller.get(f"out/{job_id}.mp4")
        assert reply.status in {200, 404}
        if reply.status == 404:
            return False
        assert reply.body[4:8] == b"ftyp"
        assert hashlib.md5(reply.body, usedforsecurity=False).hexdigest() == reply.header("etag").strip('"')
        return True

    def expect_all(self, caller: Caller) -> None:
        """Every accepted job ends well, with one object each and nothing else."""
        end = time.monotonic() + 60
        while (jobs := every_job(caller)) and any(state not in FINAL for state in jobs.values()):
            assert time.monotonic() < end, jobs
            time.sleep(0.05)
        assert set(jobs.values()) == {"Success"}, jobs
        assert set(self.accepted) <= set(jobs)
        assert len(jobs) <= len(self.accepted) + self.unanswered
        assert all(self.is_whole(caller, job_id) for job_id in jobs)


def every_job(caller: Caller) -> dict[str, str]:
    found: dict[str, str] = {}
    token = ""
    while True:
        reply = caller.list_jobs(size="100", nextToken=token)
        found |= {job.job_id: job.state for job in reply.jobs}
        token = reply.next_token
        if not token:
            return found


def start(made: Forker, folder: Path, kill_at: tuple[str, int] | None = None, jobs: int = 1) -> tuple[Command, Caller]:
    command = made.start("serve", "--data", folder, "--jobs", str(jobs), kill_at=kill_at)
    end = time.monotonic() + 20
    while (endpoint := find(folder)) is None:
        assert not command.is_over()
        assert time.monotonic() < end, command.err.read_text("utf-8")
        time.sleep(0.005)
    return command, Caller(endpoint)


def objects_and_blobs(folder: Path) -> tuple[int, int]:
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'store.sqlite3'}?mode=ro", uri=True)) as rows:
        objects = int(rows.execute("SELECT COUNT(*) FROM object").fetchone()[0])
        named = {name for (name,) in rows.execute("SELECT id FROM blob")}
    assert {path.name for path in (folder / "blobs").iterdir()} == named
    return objects, len(named)


@pytest.mark.full
def test_that_a_job_that_ends_the_service_each_time_is_given_up_and_the_next_one_runs(
    home: Path, tmp_path: Path
) -> None:
    folder = home / "local-cloud"
    dies = ("localcloud.claim.committed", 1)
    with forker(tmp_path / "said") as made:
        command, caller = start(made, folder, dies)
        caller.put("in.mp4", clip("short").read_bytes())
        with contextlib.suppress(OSError, http.client.HTTPException):
            caller.submit(job_request(caller.url("in.mp4")))
        assert command.wait().code == -signal.SIGKILL
        for _ in range(MOST_ATTEMPTS - 1):
            assert made.start("serve", "--data", folder, kill_at=dies).wait().code == -signal.SIGKILL
        command, caller = start(made, folder)
        (job,) = caller.list_jobs().jobs
        assert (job.state, job.code) == ("Failed", "InternalError")
        assert f"{MOST_ATTEMPTS} times" in job.message
        assert caller.wait(caller.submit(job_request(caller.url("in.mp4"))).job_id).state == "Success"
        os.kill(command.pid, signal.SIGTERM)
        command.wait()


@pytest.mark.timeout(1200)  # it lives as long each time as this computer takes for a job
@pytest.mark.parametrize(
    ("seed", "kills", "jobs"),
    [(1, 20, 1), *(pytest.param(seed, 25, 1 + seed % 2, marks=pytest.mark.full) for seed in range(2, 10))],
)
def test_that_no_accepted_job_is_lost_and_no_result_half_whenever_the_service_is_killed(
    seed: int, kills: int, jobs: int, home: Path, tmp_path: Path
) -> None:
    """``jobs`` are rendered side by side."""
    video = tmp_path / "in.mp4"
    ffmpeg(
        "-f", "lavfi", "-t", "0.3", "-i", "testsrc2=s=64x36:r=10", "-c:v", "libx264", "-preset", "ultrafast", str(video)
    )
    moments = random.Random(seed)
    course = Course(home / "local-cloud", video.read_bytes())
    with forker(tmp_path / "said") as made:
        before = time.monotonic()
        command, caller = start(made, course.folder, jobs=jobs)
        assert caller.put("in.mp4", course.source).status == 200
        course.submit(caller)
        caller.wait(course.accepted[0])
        latest = max(LEAST_LIFE, 1.5 * (time.monotonic() - before))
        os.kill(command.pid, signal.SIGKILL)
        command.wait()
        for _ in range(kills):
            command, caller = start(made, course.folder, jobs=jobs)
            killer = threading.Timer(moments.uniform(0, latest), os.kill, (command.pid, signal.SIGKILL))
            killer.start()
            with contextlib.suppress(OSError, http.client.HTTPException):  # it is gone
                course.live(caller)
            killer.join()
            assert command.wait().code == -signal.SIGKILL
        command, caller = start(made, course.folder)
        course.expect_all(caller)
        count = len(every_job(caller))
        os.kill(command.pid, signal.SIGTERM)
        assert command.wait().code == 0
    assert count >= kills / 5, "it came to render something"
    assert list((course.folder / "work").iterdir()) == []
    assert objects_and_blobs(course.folder) == (count + 1, count + 1)
