"""While the local cloud renders, the program of the system that keeps it awake runs; a script stands for it here."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.clips import clip
from support.gate import Gate
from support.local_cloud import Caller, job_request, local_cloud
from support.serve_process import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the script stands for that of systemd")

HOLDS = 'while [ "${1#--}" != "$1" ]; do shift; done\n"$@"\necho end >>LOG\n'


class Inhibitor:
    """A ``systemd-inhibit`` that tells when it begins, with what, and when it ends."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self._log = folder / "log"
        self._log.touch()
        self.write(HOLDS)

    def write(self, script: str) -> None:
        program = self.folder / "systemd-inhibit"
        text = f'#!/bin/sh\necho "begin $*" >>LOG\n{script}'
        program.write_text(text.replace("LOG", shlex.quote(str(self._log))))
        program.chmod(0o700)

    @property
    def said(self) -> list[str]:
        return self._log.read_text().splitlines()

    @property
    def words(self) -> list[str]:
        return [line.partition(" ")[0] for line in self.said]


@pytest.fixture
def inhibitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inhibitor:
    made = Inhibitor(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(made.folder), prepend=":")
    return made


def soon(is_so: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def test_that_it_runs_from_the_first_job_to_the_end_of_the_last(tmp_path: Path, inhibitor: Inhibitor) -> None:
    gate = Gate()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        (tmp_path / "cloud" / "settings.json").write_text('{"jobs_at_a_time": 2}', "utf-8")
        caller = Caller(cloud.endpoint)
        assert inhibitor.said == []
        body = job_request(caller.url("a.mp4"))
        ids = [caller.submit(body).job_id for _ in range(2)]
        assert soon(lambda: gate.running == 2)
        assert soon(lambda: inhibitor.words == ["begin"])
        assert "--what=sleep:idle" in inhibitor.said[0]
        gate.opened.set()
        for job_id in ids:
            caller.wait(job_id)
        assert soon(lambda: inhibitor.words == ["begin", "end"])
        caller.wait(caller.submit(body).job_id)
        assert soon(lambda: inhibitor.words == ["begin", "end"] * 2)


@pytest.mark.full
def test_that_nothing_of_it_is_left_when_the_service_is_killed(home: Path, inhibitor: Inhibitor) -> None:
    video = clip("long").read_bytes()
    with serving(home / "local-cloud") as (process, endpoint):
        caller = Caller(endpoint)
        caller.put("in.mp4", video)
        caller.submit(job_request(caller.url("in.mp4"), size=(1280, 720)))
        assert soon(lambda: inhibitor.words == ["begin"])
        process.kill()
        assert soon(lambda: inhibitor.words == ["begin", "end"])


def test_that_a_system_that_refuses_is_asked_once_and_renders(tmp_path: Path, inhibitor: Inhibitor) -> None:
    inhibitor.write("exit 1\n")
    gate = Gate()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        body = job_request(caller.url("a.mp4"))
        first = caller.submit(body).job_id
        assert soon(lambda: inhibitor.words == ["begin"])
        time.sleep(0.1)
        gate.opened.set()
        assert caller.wait(first).state == "Success"
        assert caller.wait(caller.submit(body).job_id).state == "Success"
    assert inhibitor.words == ["begin"]


@pytest.mark.full
def test_that_one_that_does_not_end_is_ended(tmp_path: Path, inhibitor: Inhibitor) -> None:
    inhibitor.write("exec sleep 60\n")
    gate = Gate()
    gate.opened.set()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        before = time.monotonic()
        for _ in range(2):
            assert caller.wait(caller.submit(job_request(caller.url("a.mp4"))).job_id).state == "Success"
    assert time.monotonic() - before < 10
