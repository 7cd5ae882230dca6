"""The command is killed with SIGKILL on its way; the next command ends with exactly one job and its result."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.cli import command, was_killed
from support.clips import clip
from support.forker import run, run_killed_at
from support.home import processes_of
from support.kills import BEFORE, ON_THE_WAY, accepted_posts, make
from tilewright.media.probe import probe

SAMPLE = (
    "ledger.intend.committed",
    "send.sending.committed",
    "send.post.answered",
    "send.outcome.committed",
    "watch.ask.answered",
)
"""Points of the sample that runs at every change; the full tier takes all that are on the way."""


def expect_one_job(tmp_path: Path, home: Path, made: Path) -> None:
    out = tmp_path / "out.mp4"
    run("render", made, "-o", out).expect()
    assert probe(out).width == 320
    assert accepted_posts(home) == 1
    jobs = run("jobs", "--json").expect().records
    assert [job["state"] for job in jobs] == ["success"]


@pytest.mark.parametrize(
    "point", [pytest.param(point, marks=() if point in SAMPLE else pytest.mark.full) for point in ON_THE_WAY]
)
def test_that_a_submission_killed_anywhere_becomes_exactly_one_job(tmp_path: Path, home: Path, point: str) -> None:
    made = make(tmp_path)
    before = BEFORE.get(point.rpartition(".")[0])
    for place in (before, point) if before else (point,):
        done = run_killed_at(place, "submit", made, "--wait")
        assert was_killed(done), (place, done)
    expect_one_job(tmp_path, home, made)


def test_that_a_killed_local_cloud_finishes_every_accepted_job(tmp_path: Path, home: Path) -> None:
    made = make(tmp_path)
    other = tmp_path / "h.tilewright"
    run("new", clip("long"), "--size", "640x480", "--layout", "single", "-o", other).expect()
    for path in (other, made):
        run("submit", path).expect()
    for pid in processes_of(home):
        os.kill(pid, signal.SIGKILL)
    states = [run("status", job["intent"], "--wait", "--json").expect().records[-1] for job in _jobs()]
    assert [job["state"] for job in states] == ["success", "success"]
    assert accepted_posts(home) == 2


def test_that_a_local_cloud_killed_while_it_is_watched_is_started_again(tmp_path: Path, home: Path) -> None:
    made = make(tmp_path)
    watching = subprocess.Popen(
        command("submit", made, "--wait", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert watching.stdout is not None
    for line in watching.stdout:
        if '"sent"' in line:
            break
    for pid in processes_of(home):
        if pid != watching.pid:
            os.kill(pid, signal.SIGKILL)
    rest, errors = watching.communicate(timeout=60)
    assert watching.returncode == 0, errors
    assert '"state": "success"' in rest.splitlines()[-1]
    assert accepted_posts(home) == 1


def test_that_ctrl_c_leaves_the_job_running_and_says_so(tmp_path: Path, home: Path) -> None:
    made = tmp_path / "g.tilewright"
    run("new", clip("hd"), clip("long"), "--size", "1920x1080", "-o", made).expect()
    with _heeding_ctrl_c():
        watching = subprocess.Popen(
            command("submit", made, "--wait", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    assert watching.stdout is not None
    for line in watching.stdout:
        if '"sent"' in line:
            break
    time.sleep(0.1)
    watching.send_signal(signal.SIGINT)
    _, errors = watching.communicate(timeout=60)
    assert watching.returncode == 130
    assert "goes on" in errors
    assert "Traceback" not in errors
    [job] = _jobs()
    assert run("status", job["job"], "--wait", "--json").expect().records[-1]["state"] == "success"
    assert accepted_posts(home) == 1


@contextlib.contextmanager
def _heeding_ctrl_c() -> Iterator[None]:
    """Commands started here heed Ctrl+C, also where the tests run in the background of a shell, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _jobs() -> list[dict[str, str]]:
    return run("jobs", "--json").expect().records
