"""Thousands of malformed requests to a local cloud in a process of its own: it lives, answers, and does not grow."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.clips import clip
from support.http_fuzz import fuzz, is_well
from support.local_cloud import Caller
from support.serve_process import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and files are counted in /proc")

GROWTH = 64 << 20
"""Bytes by which the service may grow: eight bodies of 4 MiB at a time, read, and read as XML."""


def memory_of(pid: int, name: str) -> int:
    """Bytes: VmHWM is the most there ever was, VmRSS what there is."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024


def holdings_of(pid: int) -> tuple[int, int]:
    """Threads and open files."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())), len(list(Path(f"/proc/{pid}/fd").iterdir()))


@pytest.mark.parametrize(
    "seeds", [range(1_000), pytest.param(range(1_000, 11_000), marks=[pytest.mark.full, pytest.mark.timeout(900)])]
)
def test_that_the_service_outlives_whatever_is_sent(seeds: range, tmp_path: Path) -> None:
    folder = tmp_path / "cloud"
    with serving(folder) as (process, endpoint):
        caller = Caller(endpoint)
        assert is_well(caller, 0)
        caller.put("film", clip("short").read_bytes())
        for kind in ("videoinfo", "snapshot"):  # what brings libraries along is not growth
            caller.call("GET", "/film", {"ci-process": kind, "time": "0.1", "format": "jpg"})
        threads, files = holdings_of(process.pid)
        before = memory_of(process.pid, "VmRSS")

        told = fuzz(endpoint, seeds)

        assert process.poll() is None
        assert told == []
        assert memory_of(process.pid, "VmHWM") - before < GROWTH
        assert is_well(caller, 1)
        until(lambda: holdings_of(process.pid)[0] <= threads and holdings_of(process.pid)[1] <= files)
        until(lambda: list((folder / "work").iterdir()) == [])
        assert {path.name for path in (folder / "blobs").iterdir()} == contents_of(folder)


def contents_of(folder: Path) -> set[str]:
    """The contents that the store knows."""
    with contextlib.closing(sqlite3.connect(folder / "store.sqlite3")) as rows:
        return {name for (name,) in rows.execute("SELECT id FROM blob WHERE file IS NULL")}


def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it does not come back to where it began"
        time.sleep(0.05)
