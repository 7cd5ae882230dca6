"""Folders for files that are only on their way: held by a lock as long as their process lives, and gone after it."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..cloud.objects import ObjectFacts
from ..cloud.retry import is_passing
from ..durable import FileLock, make_private, storage_error
from ..errors import AppError, CloudError
from ..text import say

log = logging.getLogger(__name__)

_PREFIX = "rehearsal-"
_PARTS = "parts"
_DAY = 86_400.0
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


def clear_scratch(home: Path, older_than: float = _DAY) -> None:
    """Remove the folders of processes that were killed, and parts that were kept before so many seconds. What cannot
    be removed stays: it is no reason to fail.
    """
    for part in (home / "cache" / _PARTS).glob("*"):
        with suppress(OSError):
            if part.stat().st_mtime <= time.time() - older_than:
                part.unlink()
    for folder in (home / "cache").glob(f"{_PREFIX}*"):
        lock = FileLock(folder / _LOCK)
        try:
            if lock.acquire():
                _remove(folder, lock)
        except AppError as error:
            log.info("What a rehearsal left in %s stays: %s", folder, error)


def scratch_places(home: Path) -> Iterator[Path]:
    """The folders in which files are on their way, or were left."""
    yield home / "cache" / _PARTS
    yield from (home / "cache").glob(f"{_PREFIX}*")


def _remove(folder: Path, lock: FileLock) -> None:
    """The lock goes first: some systems remove no file that is open."""
    lock.release(remove=True)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def part_of(path: Path, name: str) -> Iterator[Path]:
    """``path`` in a scratch folder, for its owner only (security 5): what was kept under ``name`` of an object that
    was being fetched, else empty. Where a passing trouble of a service ends the block, what has come is kept, so that
    another try goes on there.
    """
    kept = path.parent.parent / _PARTS / name
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        with suppress(FileNotFoundError):
            kept.replace(path)  # at once: one try has it
    except OSError as error:
        raise storage_error(error, say("write"), path) from error
    try:
        yield path
    except CloudError as error:
        if is_passing(error):
            _keep(path, kept)
        raise


def _keep(path: Path, kept: Path) -> None:
    """On the disk before it has its name: after a power cut it must not be something else. It need not succeed."""
    with suppress(OSError):
        if path.stat().st_size:
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            path.replace(kept)


def part_name(host: str, key: str, facts: ObjectFacts) -> str:
    """What parts of that version of an object are kept under."""
    told = "\0".join((host, key, facts.etag, str(facts.size)))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def kept_bytes(home: Path, name: str) -> int:
    """How much of that object is kept."""
    try:
        return (home / "cache" / _PARTS / name).stat().st_size
    except OSError:
        return 0
