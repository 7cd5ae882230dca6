"""A real disk of a few MiB that a test can fill, where the system lets us mount one."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """``folder`` as the root of a disk of its own. The test is skipped where nobody may mount one."""
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("only Linux mounts a disk in memory")
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=0700", "tilewright-test", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no disk may be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(folder: Path) -> Path:
    """Take the last byte of room on the disk of ``folder``; removing the file that is returned gives it back."""
    filler = folder / "filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        for size in (1 << 20, 1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    os.write(descriptor, b"\1" * size)
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            os.write(descriptor, b"\1")
    finally:
        os.close(descriptor)
    return filler
