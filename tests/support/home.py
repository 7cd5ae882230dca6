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
    files = {_place(path) for path in folder.rglob("*lock*") if path.is_file()}
    if not files:
        return set()
    lines = [line.replace("->", "").split() for line in Path("/proc/locks").read_text("ascii").splitlines()]
    held = [(*fields[5].rsplit(":", 1), int(fields[4])) for fields in lines if fields[1] == "FLOCK"]
    devices = {device for device, _, _ in held}
    found = {pid for device, inode, pid in held if (device, inode) in files}
    if not devices & {device for device, _ in files}:  # as in some containers, where the table has other devices
        found = {pid for _, inode, pid in held if inode in {inode for _, inode in files}}
    return found - {os.getpid(), -1}


def _place(path: Path) -> tuple[str, str]:
    """Device and inode, as the table of locks has them: each file system counts its files for itself."""
    status = path.stat()
    return f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}", str(status.st_ino)


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
