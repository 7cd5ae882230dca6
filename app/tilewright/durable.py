"""Files that are whole or not there: write aside, flush, replace; and locks that die with their owner."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from .errors import Absent, DiskFull, OutputExists, StorageError
from .text import say

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when a file cannot grow any more."""

_LOCK_PAUSE = 0.01
"""Seconds between two tries for a lock."""


def storage_error(error: OSError, what: str, path: Path) -> StorageError | DiskFull:
    """Tell what an ``OSError`` means: ``what`` is what we were doing, as in "save", "read"."""
    if error.errno in NO_ROOM:
        return DiskFull(
            say("No room left on the disk to {what} {path}.", what=what, path=path), "Free some space and try again."
        )
    return StorageError(
        say("Cannot {what} {path}: {reason}.", what=what, path=path, reason=error.strerror or error),
        "Check the folder and its permissions.",
    )


def make_private(folder: Path) -> Path:
    """Make ``folder`` with its parents, readable by its owner only (0700)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise storage_error(error, say("use the folder"), folder) from error
    return folder


def sync_folder(folder: Path) -> None:
    """Make names in ``folder`` survive a power cut, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def aside(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; when the block ends well it becomes ``path`` at once.

    With ``replace=False`` an existing ``path`` is never overwritten, not even one that appeared
    meanwhile: ``OutputExists``. When the block fails, nothing is left behind.
    """
    folder = path.parent
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".part", dir=folder)
    except FileNotFoundError as error:
        raise Absent(
            say("The folder {folder} does not exist.", folder=folder), "Create it or choose another."
        ) from error
    except OSError as error:
        raise storage_error(error, say("write"), path) from error
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        _flush(temporary)
        if replace:
            temporary.replace(path)
        else:
            _place_new(temporary, path)
        try:
            sync_folder(folder)
        except OSError:
            if not replace:
                path.unlink(missing_ok=True)  # what is told as not written is not there
            raise
    except OSError as error:
        raise storage_error(error, say("write"), path) from error
    finally:
        temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _place_new(temporary: Path, path: Path) -> None:
    """Give ``temporary`` the name ``path`` unless something has it: a link fails where a rename replaces."""
    try:
        os.link(temporary, path)
    except FileExistsError as error:
        raise OutputExists(
            say("{path} already exists.", path=path), "Choose another name. With --force it is replaced."
        ) from error
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}:
            raise
        if path.exists():
            raise OutputExists(
                say("{path} already exists.", path=path), "Choose another name. With --force it is replaced."
            ) from error
        temporary.replace(path)


def write_whole(path: Path, data: bytes, *, replace: bool = True, mode: int | None = None) -> None:
    """Write ``data`` to ``path`` so that a crash leaves the old file or the new one, never a part.

    ``mode`` are the permission bits; by default those of the file that is replaced, else the usual ones.
    """
    with aside(path, replace=replace) as temporary:
        temporary.write_bytes(data)
        temporary.chmod(mode if mode is not None else usual_mode(path))


def usual_mode(path: Path) -> int:
    """The permission bits of ``path``, or those that a new file gets."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0o022)
        os.umask(mask)
        return 0o666 & ~mask


def fill(path: Path, size: int) -> None:
    """Make ``path`` a file of ``size`` bytes that takes as much room on the disk; for its owner only (0600).

    What is written is random: some file systems keep zeros in no room at all. Raises ``OSError``; a part may be there.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        data = memoryview(os.urandom(size))
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_room(path: Path) -> None:
    """Remove ``path``, if it is there, so that its room is free when this returns, as far as the system can."""
    with contextlib.suppress(OSError):
        os.truncate(path, 0)
        _flush(path)
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def file_stamp(path: Path) -> str:
    """32 hex digits that name a file as it is now: its path, size, time of change and identity on the disk.

    Two files with one stamp have the same content, as far as the file system tells without reading it.
    """
    import hashlib  # late: what is seen first needs none of it

    real = path.resolve()
    facts = real.stat()
    told = f"{real}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ino}\0{facts.st_dev}"
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]


class FileLock:
    """An exclusive lock of the operating system on a file: it dies with its owner and survives sleep.

    ``acquire`` returns whether this process has it now, after waiting for at most ``within`` seconds. The file
    itself stays, unless its owner takes it along with ``release(remove=True)``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        return self._descriptor is not None

    def acquire(self, within: float = 0.0) -> bool:
        end = time.monotonic() + within
        while self._descriptor is None:
            descriptor = self._open()
            if not _try_lock(descriptor):
                os.close(descriptor)
                if time.monotonic() >= end:
                    return False
                time.sleep(_LOCK_PAUSE)
            elif not self._leads_to(descriptor):
                os.close(descriptor)  # its last owner took the file along: others would lock a new one
            else:
                self._descriptor = descriptor
        return True

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise storage_error(error, say("lock"), self.path) from error

    def _leads_to(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except OSError:
            return False

    def release(self, *, remove: bool = False) -> None:
        """Give the lock up. ``remove`` takes the file away, too, as far as the system lets us."""
        if self._descriptor is None:
            return
        if remove:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
        _unlock(self._descriptor)
        os.close(self._descriptor)
        self._descriptor = None

    def __enter__(self) -> FileLock:
        if not self.acquire():
            raise StorageError(say("{path} is in use by another Tilewright.", path=self.path), "Close it or wait.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _unlock(descriptor: int) -> None:
    """Before the file is closed: a child that another thread starts just now has it open, too, until it has become
    another program, and would keep the lock for so long.
    """
    if sys.platform != "win32":  # there no child gets it
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
