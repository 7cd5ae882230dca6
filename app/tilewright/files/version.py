"""Which version of a file we have read or written, to notice when somebody else changes it."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import msgspec

from ..durable import storage_error
from ..errors import Absent, Refused
from ..text import say
from .compositions import read_bytes

_TRIES = 3
"""How often a file is read anew that changes while it is read."""


class Version(msgspec.Struct, frozen=True):
    """What a file was like: enough to tell quickly that it is the same, and surely that it is another."""

    size: int
    mtime_ns: int
    inode: int
    digest: str
    """SHA-256 of the content, hexadecimal."""


def read_version(path: Path) -> tuple[bytes, Version]:
    """The content of a file and its version. Raises ``Absent``, ``Refused`` (too large, no plain file) as
    `compositions.read_bytes` does.
    """
    for _ in range(_TRIES - 1):
        before = _facts(path)
        data = read_bytes(str(path))
        if _same(before, _facts(path)) and before.st_size == len(data):
            break
    else:
        before, data = _facts(path), read_bytes(str(path))
    return data, Version(len(data), before.st_mtime_ns, before.st_ino, digest(data))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_changed(path: Path, seen: Version, *, surely: bool = True) -> bool:
    """Whether the content at ``path`` is another than was ``seen``; a file that is gone has changed.

    Being written anew with the same content is no change. With ``surely=False`` a file that looks the same from
    outside is not read.
    """
    try:
        facts = _facts(path)
        if not surely and (facts.st_size, facts.st_mtime_ns, facts.st_ino) == (seen.size, seen.mtime_ns, seen.inode):
            return False
        return facts.st_size != seen.size or digest(read_bytes(str(path))) != seen.digest
    except (Absent, Refused):
        return True


def _facts(path: Path) -> os.stat_result:
    try:
        facts = path.stat()
    except FileNotFoundError as error:
        raise Absent(say("There is no file {path}.", path=path), "Check the name and the folder.") from error
    except PermissionError as error:
        raise Absent(say("{path} may not be read.", path=path), "Check the permissions of its folder.") from error
    except (OSError, ValueError) as error:
        raise storage_error(error if isinstance(error, OSError) else OSError(str(error)), say("read"), path) from error
    if not stat.S_ISREG(facts.st_mode) and not stat.S_ISDIR(facts.st_mode):
        raise Refused(say("{path} is a device, not a file.", path=path), "Open a .tilewright file or a request XML.")
    return facts


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_size, one.st_mtime_ns, one.st_ino) == (other.st_size, other.st_mtime_ns, other.st_ino)
