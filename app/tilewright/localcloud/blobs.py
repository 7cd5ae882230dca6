"""Contents of objects: files with ids, or references to files of the user that are looked at again at each read.

A name that came from outside never becomes a path here (security 6), and no blob is a hard link: writing to the
user's file never changes an object.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..durable import make_private, storage_error, sync_folder
from ..errors import Absent, AppError, Damaged
from ..points import reach
from ..text import say

if sys.platform == "linux":
    import fcntl

PIECE = 1 << 20
"""Bytes that are read and written at a time."""

SHARE = 64 * PIECE
"""Bytes that are copied at a time where the system does it."""

_ASIDE = "-of-no-database-"

_FICLONE = 0x40049409
"""ioctl of Linux: share the pages of another file until one of the two is written."""


def shown(path: Path) -> str:
    """``path`` for a sentence: a name that is no UTF-8 is shown as far as it is."""
    return os.fsencode(path).decode("utf-8", "replace")


def copy_some(source: BinaryIO, target: BinaryIO) -> int:
    """Copy the next 64 MiB at most from the one to the other, which has no buffer: how many bytes it were. Pages are
    shared where the file system can.
    """
    if sys.platform == "linux":
        try:
            return os.copy_file_range(source.fileno(), target.fileno(), SHARE)
        except OSError as error:
            if error.errno not in {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}:
                raise
    piece = source.read(PIECE)
    left = memoryview(piece)
    while left:
        left = left[target.write(left) :]
    return len(piece)


def _require_size(size: int, expected: int) -> None:
    if size != expected:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def set_aside_in(folder: Path) -> list[Path]:
    """Folders of contents in that of a local cloud which its database does not know, and which nobody deletes: the one
    that was set aside first, first.
    """
    numbered = [(path.name.rpartition("-")[2], path) for path in folder.glob(f"*{_ASIDE}*")]
    return [path for _, path in sorted((int(number), path) for number, path in numbered if number.isdecimal())]


class CannotAdopt(AppError):
    """A local file can be neither cloned nor referred to; the caller should stream it."""


@dataclass(frozen=True, slots=True)
class Blob:
    """One content of ``size`` bytes. ``file`` is set for a reference, with what the file looked like then."""

    id: str
    size: int
    file: Path | None = None
    mtime_ns: int = 0
    inode: int = 0
    device: int = 0


_AGAIN = "Put the file in again; if a job made it, submit that again."


def _lost(blob: Blob) -> Absent:
    return Absent(say("The store lost the content {id}.", id=blob.id), _AGAIN)


class Blobs:
    """The folder of contents. Unfinished ones lie in ``work`` and are cleared at start."""

    def __init__(self, folder: Path) -> None:
        self.folder = make_private(folder / "blobs")
        self.work = make_private(folder / "work")
        self.check_room: Callable[[int], None] = lambda _: None
        """Raises ``DiskFull`` when so many bytes should not be written; who keeps some of the disk free sets it."""

    def path(self, blob: Blob) -> Path:
        """Where the content lies; raises ``Damaged`` or ``Absent`` when it, or the user's file, changed or went."""
        if blob.file is None:
            return self._own(blob)
        try:
            now = blob.file.stat()
        except OSError as error:
            raise Absent(
                say("The file {file} is not there any more.", file=shown(blob.file)), "Put the video in again."
            ) from error
        if (now.st_size, now.st_mtime_ns, now.st_ino) != (blob.size, blob.mtime_ns, blob.inode):
            raise Damaged(
                say("The file {file} changed since it was put in.", file=shown(blob.file)), "Put the video in again."
            )
        return blob.file

    def _own(self, blob: Blob) -> Path:
        path = self.folder / blob.id
        try:
            size = path.stat().st_size
        except FileNotFoundError as error:
            raise _lost(blob) from error
        except OSError as error:
            raise storage_error(error, say("read"), path) from error
        if size != blob.size:
            raise Damaged(
                say(
                    "Of the content {id} the store has {size} of {whole} bytes.", id=blob.id, size=size, whole=blob.size
                ),
                _AGAIN,
            )
        return path

    def open(self, blob: Blob) -> BinaryIO:
        """The content for reading; raises as ``path`` does."""
        path = self.path(blob)
        try:
            return path.open("rb")
        except FileNotFoundError as error:
            raise _lost(blob) from error
        except OSError as error:
            raise storage_error(error, say("read"), path) from error

    def temporary(self, suffix: str = "") -> Path:
        """A path in ``work`` that nobody uses; nothing is made there yet."""
        return self.work / (secrets.token_hex(16) + suffix)

    def write(self, pieces: Iterable[bytes]) -> tuple[Blob, str]:
        """Keep the content of ``pieces``: the blob and its MD5. On the disk when this returns.

        Raises ``DiskFull`` or ``StorageError``; whatever is raised, also by ``pieces``, leaves nothing behind.
        """
        path, digest, size = self.temporary(), hashlib.md5(usedforsecurity=False), 0
        unchecked = 0
        try:
            with path.open("xb") as file:
                for piece in pieces:
                    unchecked += len(piece)
                    if unchecked >= SHARE:  # nobody may have known before how long it is
                        self.check_room(0)
                        unchecked = 0
                    file.write(piece)
                    digest.update(piece)
                    size += len(piece)
                file.flush()
                os.fsync(file.fileno())
            return self._keep(path, size), digest.hexdigest()
        except OSError as error:
            raise storage_error(error, say("keep a file in"), self.folder) from error
        finally:
            path.unlink(missing_ok=True)

    def join(self, blobs: Iterable[Blob]) -> Generator[None, None, Blob]:
        """Make one content of several, in pieces of a second at most; the value at the end is on the disk.

        Raises ``DiskFull`` or ``StorageError``; whatever is raised, or closed, leaves nothing behind.
        """
        path, expected, unsynced = self.temporary(), 0, 0
        try:
            with path.open("xb", buffering=0) as target:
                for blob in blobs:
                    expected += blob.size
                    with self.open(blob) as source:
                        while count := copy_some(source, target):
                            unsynced += count
                            if unsynced >= SHARE:  # a little now and then, else all at the end
                                os.fsync(target.fileno())
                                unsynced = 0
                            yield
                os.fsync(target.fileno())
                size = target.tell()
            _require_size(size, expected)
            return self._keep(path, size)
        except OSError as error:
            raise storage_error(error, say("keep a file in"), self.folder) from error
        finally:
            path.unlink(missing_ok=True)

    def take(self, path: Path, *, reads: bool = True) -> tuple[Blob, str]:
        """Move a finished file of ``work`` in: the blob and its MD5, which is empty where nothing ``reads`` it for
        that. On the disk when this returns.
        """
        try:
            digest = hashlib.md5(usedforsecurity=False)
            with path.open("rb+") as file:
                while reads and (piece := file.read(PIECE)):
                    digest.update(piece)
                size = file.seek(0, os.SEEK_END)
                os.fsync(file.fileno())
            return self._keep(path, size), digest.hexdigest() if reads else ""
        except OSError as error:
            raise storage_error(error, say("keep a result in"), self.folder) from error

    def _keep(self, path: Path, size: int) -> Blob:
        blob = Blob(secrets.token_hex(16), size)
        path.chmod(0o600)
        reach("localcloud.blob.before")
        kept = path.rename(self.folder / blob.id)
        try:
            sync_folder(self.folder)
            reach("localcloud.blob.kept")
        except OSError:
            kept.unlink(missing_ok=True)  # no row will ever name it
            raise
        return blob

    def adopt(self, file: Path) -> Blob:
        """The content of a local file without copying: a clone where the file system can, else a reference.

        Raises ``CannotAdopt`` when it is neither absolute, regular nor readable.
        """
        try:
            descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except (OSError, ValueError) as error:
            raise CannotAdopt(say("The file {file} cannot be read.", file=shown(file))) from error
        facts = os.fstat(descriptor)
        if not file.is_absolute() or not stat.S_ISREG(facts.st_mode):
            os.close(descriptor)
            raise CannotAdopt(say("{file} is not the absolute path of a file.", file=shown(file)))
        with os.fdopen(descriptor, "rb") as source:
            clone = self._clone(source)
        if clone is not None:
            return clone
        blob = Blob(secrets.token_hex(16), facts.st_size, file.resolve(), facts.st_mtime_ns, facts.st_ino, facts.st_dev)
        try:
            self.path(blob)
        except (Absent, Damaged) as error:
            raise CannotAdopt(say("The file {file} changes at this moment.", file=shown(file))) from error
        return blob

    def _clone(self, source: BinaryIO) -> Blob | None:
        if sys.platform != "linux":
            return None
        path = self.temporary()
        try:
            with path.open("xb") as target:
                fcntl.ioctl(target.fileno(), _FICLONE, source.fileno())
                os.fsync(target.fileno())
                size = os.fstat(target.fileno()).st_size
            return self._keep(path, size)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise storage_error(error, say("keep a file in"), self.folder) from error
            return None
        finally:
            path.unlink(missing_ok=True)

    def remove(self, blobs: Iterable[Blob]) -> None:
        """Delete contents that nobody uses; a file of the user is never touched."""
        for blob in blobs:
            if blob.file is None:
                self._unlink(self.folder / blob.id)

    def _unlink(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, say("delete"), path) from error

    def set_aside(self) -> Path | None:
        """Begin with no content and leave those that are there in a folder beside, which comes back; ``None`` where
        there are none.
        """
        try:
            if not any(self.folder.iterdir()):
                return None
            beside = (self.folder.with_name(f"{self.folder.name}{_ASIDE}{number}") for number in itertools.count(1))
            aside = self.folder.rename(next(path for path in beside if not path.exists()))
        except OSError as error:
            raise storage_error(error, say("move"), self.folder) from error
        make_private(self.folder)
        return aside

    def clear(self, used: set[str]) -> int:
        """Delete what a crash left behind: unfinished files, and contents that are not in ``used``. How many."""
        left = [path for path in self.work.iterdir() if path.is_file()]
        left += [path for path in self.folder.iterdir() if path.name not in used]
        for path in left:
            self._unlink(path)
        folders = [path for path in self.work.iterdir() if path.is_dir()]  # of results in pieces
        for path in folders:
            shutil.rmtree(path, ignore_errors=True)
        return len(left) + len(folders)
