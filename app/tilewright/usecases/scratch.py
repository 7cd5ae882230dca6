"""Parts of objects that are being fetched: each has one owner as long as its process lives, and is kept after it."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ..cloud.objects import ObjectFacts
from ..durable import FileLock, make_private, storage_error
from ..errors import AppError, StorageError
from ..jobs.pace import boot
from ..text import say

log = logging.getLogger(__name__)

_DAY = 86_400.0
_AT_ONCE = 20
"""How many may fetch the same object at a time; also the end of trying where the system has no locks."""

_STATE = ".state"
"""No file that is on its way is called so: `names.safe_name` begins with no dot. It holds `_SAFE`, or in which run of
the machine the part was written.
"""

_SAFE = "on the disk"


@dataclass(frozen=True, slots=True)
class Part:
    """The file ``path``, to which an object comes; ``came`` bytes of it were there when it was taken up."""

    path: Path
    came: int

    def drop(self) -> None:
        """It is not wanted any more."""
        with suppress(OSError):
            self.path.unlink()


@dataclass(frozen=True, slots=True)
class Left:
    """What a rehearsal that ended early left in ``folder``: ``size`` bytes, last changed at ``changed`` (Unix s)."""

    folder: Path
    size: int
    changed: float


@contextmanager
def part_of(home: Path, name: str, file_name: str) -> Iterator[Part]:
    """The part that is kept under ``name`` (see ``part_name``), else an empty one: the caller's alone, as another one
    that wants the same object gets a part of its own. It is for its owner only (security 5).

    However the block ends, also with its process, what has come is kept: it may have been paid for. ``Part.drop`` says
    that it is not. Raises ``StorageError`` and ``DiskFull``.
    """
    folder, lock = _claimed(home, name)
    try:
        path = folder / file_name
        try:
            came = _taken_up(path)
        except OSError as error:
            raise storage_error(error, say("write"), path) from error
        try:
            yield Part(path, came)
        finally:
            if not _keep(path):
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release(remove=True)


def _claimed(home: Path, name: str) -> tuple[Path, FileLock]:
    """The largest part of that name that nobody has. Its lock lies beside it: it is held while the part goes."""
    make_private(home / "cache")
    parts = make_private(parts_folder(home))
    folders = [parts / (f"{name}-{number}" if number else name) for number in range(_AT_ONCE)]
    for folder in sorted(folders, key=lambda one: _measured(one).size, reverse=True):
        lock = _lock_of(folder)
        if lock.acquire():
            return folder, lock
    raise StorageError(say("{path} is in use by another Tilewright.", path=parts), "Close it or wait.")


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder.with_suffix(".lock"))


def _taken_up(path: Path) -> int:
    """How many bytes are there, and are those that came: after a power cut a file may have others."""
    make_private(path.parent)
    state = path.with_name(_STATE)
    try:
        was_in = state.read_text("utf-8")
    except (OSError, ValueError):
        was_in = ""
    if was_in not in {_SAFE, boot() or _SAFE}:
        path.unlink(missing_ok=True)
    state.write_text(boot(), "utf-8")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def _keep(path: Path) -> bool:
    """Whether anything was to be kept. It need not succeed: then the next one begins anew."""
    try:
        if not path.stat().st_size:
            return False
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.with_name(_STATE).write_text(_SAFE, "utf-8")
    except FileNotFoundError:
        return False
    except OSError as error:
        log.info("What has come of %s may not be kept: %s", path, error)
    return True


def left_parts(home: Path) -> Iterator[Left]:
    """What is kept and nobody has, the largest first."""
    try:
        names = {path.stem for path in parts_folder(home).iterdir()}
    except OSError:
        return
    found = [_measured(parts_folder(home) / name) for name in names]
    yield from sorted((left for left in found if _is_free(left.folder)), key=lambda left: left.size, reverse=True)


def _is_free(folder: Path) -> bool:
    lock = _lock_of(folder)
    try:
        if lock.acquire():
            lock.release(remove=True)
            return folder.exists()
    except AppError as error:
        log.info("Whether anybody has %s is not told: %s", folder, error)
    return False


def remove_left(left: Left) -> bool:
    """Whether it is gone. It stays when somebody has it or went on with it, or it cannot be removed."""
    lock = _lock_of(left.folder)
    try:
        if not lock.acquire():
            return False
    except AppError as error:
        log.info("What a rehearsal left in %s stays: %s", left.folder, error)
        return False
    try:
        if _measured(left.folder) == left:
            shutil.rmtree(left.folder, ignore_errors=True)
        return not left.folder.exists()
    finally:
        lock.release(remove=True)


def parts_folder(home: Path) -> Path:
    """In it is all that is kept, and what is on its way."""
    return home / "cache" / "parts"


def clear_old_parts(home: Path, older_than: float = _DAY) -> None:
    """Remove parts to which nothing came for so many seconds."""
    for left in left_parts(home):
        if left.changed <= time.time() - older_than:
            remove_left(left)


def _measured(folder: Path) -> Left:
    size, changed = 0, 0.0
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name != _STATE:
                found = path.lstat()
                size, changed = size + found.st_size, max(changed, found.st_mtime)
    return Left(folder, size, changed)


def part_name(host: str, key: str, facts: ObjectFacts) -> str:
    """What parts of that version of an object are kept under."""
    told = "\0".join((host, key, facts.etag, str(facts.size)))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]
