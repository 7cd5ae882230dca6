"""Whether a file that is not there is gone for good, or its disk is away: told by where it was seen."""

from __future__ import annotations

import os
from pathlib import Path


def place_of(path: Path) -> str:
    """Which folder on which disk the file ``path`` lies in now: ``<disk>:<folder>``; empty where there is no such file
    or nobody can tell. It is the same as long as disk and folder are, also when the computer was started anew, as far
    as the file system tells.
    """
    try:
        return _folder(path.parent) if path.is_file() else ""
    except OSError:
        return ""


def is_gone(path: Path, seen: str = "") -> bool:
    """Whether a file is not there, and that is no disk that may be away. ``seen`` is the place at which it was last.

    Without that a disk is away where the folder is, too, or is left empty. Else it is away where another one is in its
    place, or where nothing tells that the empty folder is the one of then.
    """
    try:
        if path.is_file():
            return False
        has_others = any(path.parent.iterdir())
        if not seen:
            return has_others
        now = _folder(path.parent)
        return now == seen or (has_others and now.partition(":")[0] == seen.partition(":")[0])
    except OSError:
        return False


def _folder(folder: Path) -> str:
    facts = folder.stat()
    return f"{_disk(folder, facts.st_dev)}:{facts.st_ino:x}"


def _disk(folder: Path, device: int) -> str:
    """Where the file system has no number of its own, the device's and its size: another stick gets the same device."""
    if not hasattr(os, "statvfs"):  # on Windows the number of the device is that of the volume
        return f"{device:x}"
    told = os.statvfs(folder)
    if told.f_fsid in {0, device}:
        return f"{device:x}-{told.f_blocks * told.f_frsize:x}"
    return f"{told.f_fsid:x}"
