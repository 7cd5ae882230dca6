"""Folders for files that are only on their way: held by a lock as long as their process lives, and gone after it."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..durable import FileLock, make_private, storage_error
from ..errors import AppError
from ..text import say

log = logging.getLogger(__name__)

_PREFIX = "rehearsal-"
_LOCK = ".lock"
"""No file that is on its way is called so: `names.safe_name` begins with no dot."""


@contextmanager
def scratch_folder(home: Path) -> Iterator[Path]:
    """A new folder in the cache of ``home``, for its owner only; it goes at the end, with all that is in it."""
    folder, lock = _new_folder(make_private(home / "cache"))
    try:
        yield folder
    finally:
        _remove(folder, lock)


def _new_folder(cache: Path) -> tuple[Path, FileLock]:
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache))
        except OSError as error:
            raise storage_error(error, say("use the folder"), cache) from error
        lock = FileLock(folder / _LOCK)
        try:
            if lock.acquire():
                return folder, lock
        except AppError:  # one that cleared was quicker than we; else it is our disk
            if folder.exists():
                raise


def clear_scratch(home: Path) -> None:
    """Remove the folders of processes that were killed. What cannot be removed stays: it is no reason to fail."""
    for folder in (home / "cache").glob(f"{_PREFIX}*"):
        lock = FileLock(folder / _LOCK)
        try:
            if lock.acquire():
                _remove(folder, lock)
        except AppError as error:
            log.info("What a rehearsal left in %s stays: %s", folder, error)


def _remove(folder: Path, lock: FileLock) -> None:
    """The lock goes first: some systems remove no file that is open."""
    lock.release(remove=True)
    shutil.rmtree(folder, ignore_errors=True)


def private_file(path: Path) -> Path:
    """An empty file that only its owner reads (security 5); what replaces it keeps that."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise storage_error(error, say("write"), path) from error
    return path
