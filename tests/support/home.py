"""A home for one test, and the end of the local cloud that was started in it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

END_WITHIN = 10.0
"""Seconds in which a local cloud that was told to end must be gone."""


@contextlib.contextmanager
def temporary_home() -> Iterator[Path]:
    """Yield a path of few letters that does not exist yet; afterwards end what runs there and remove it."""
    outer = Path(tempfile.mkdtemp(prefix="tw-"))
    try:
        yield outer / "home"
    finally:
        end_processes_of(outer)
        shutil.rmtree(outer, ignore_errors=True)


def end_processes_of(folder: Path) -> None:
    """End the processes that hold a lock on a file below ``folder``: local clouds that outlive their command."""
    holders = processes_of(folder)
    for pid in holders:
        _send(pid, signal.SIGTERM)
    end = time.monotonic() + END_WITHIN
    while (holders := holders & processes_of(folder)) and time.monotonic() < end:
        time.sleep(0.02)
    for pid in holders:
        _send(pid, signal.SIGKILL)


def processes_of(folder: Path) -> set[int]:
    """The processes but this one that have a lock (flock) on a file below ``folder``, as Linux tells it."""
    inodes = {path.stat().st_ino for path in folder.rglob("*lock*") if path.is_file()}
    found = set()
    for line in Path("/proc/locks").read_text("ascii").splitlines() if inodes else []:
        fields = line.replace("->", "").split()
        if int(fields[5].split(":")[2]) in inodes and fields[1] == "FLOCK":
            found.add(int(fields[4]))
    return found - {os.getpid(), -1}


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
