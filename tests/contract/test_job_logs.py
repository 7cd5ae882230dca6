"""What FFmpeg said of a job can be read at the local cloud: bounded, and without a path of this computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.clips import clip
from support.local_cloud import Caller, job_request, local_cloud
from support.talkative import talkative
from tilewright.localcloud.queue import LOG_LETTERS

LOG = {"tilewright-log": ""}


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with local_cloud(tmp_path / "cloud") as cloud:
        made = Caller(cloud.endpoint)
        made.put("input/a.mp4", clip("mono").read_bytes())
        yield made


def log_of(caller: Caller, job_id: str) -> str:
    reply = caller.call("GET", f"/jobs/{job_id}", LOG, host=caller.ci_host)
    assert reply.status == 200
    return reply.body.decode()


def test_that_ffmpeg_messages_are_told_by_the_names_of_objects(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(talkative(tmp_path / "ffmpeg")))
    job = caller.wait(caller.submit(job_request(caller.url("input/a.mp4"))).job_id)
    assert job.state == "Success"
    log = log_of(caller, job.job_id)
    assert "input/a.mp4" in log
    assert "the video" in log
    assert str(tmp_path) not in log


def test_that_a_job_that_failed_has_its_log_too_and_only_the_last_of_it(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ("yes 0123456789 | head -c 60000 >&2", "echo the end >&2", "exit 1")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(talkative(tmp_path / "ffmpeg", *lines)))
    job = caller.wait(caller.submit(job_request(caller.url("input/a.mp4"))).job_id)
    assert job.state == "Failed"
    log = log_of(caller, job.job_id)
    assert len(log) <= LOG_LETTERS
    assert log.endswith("the end")


def test_that_a_job_nobody_knows_has_no_log(caller: Caller) -> None:
    reply = caller.call("GET", f"/jobs/j{'0' * 32}", LOG, host=caller.ci_host)
    assert reply.status == 400
