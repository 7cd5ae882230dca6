"""Whether a file that is not there is gone for good, or its disk is away: told by where it was seen."""

from __future__ import annotations

import os
from pathlib import Path

_UNSURE = "?"
"""Noted of a file of which nothing will tell whether it is gone: what the user takes off the list by hand is."""


def place_of(path: Path) -> str:
    """Which folder on which disk the file ``path`` lies in now: ``<disk>:<folder>``. It is the same as long as disk and
    folder are, also when the computer was started anew. Empty where there is no such file or nothing is to be noted.
    """
    try:
        if not path.is_file():
            return ""
        return _UNSURE if _is_through_link(path) else _folder(path.parent)
    except OSError:
        return ""


def is_gone(path: Path, seen: str = "") -> bool:
    """Whether a file is not there, and that is no disk that may be away. ``seen`` is the place at which it was last.

    Without that a disk is away where the folder is, too, or is left empty. Else it is away where another one is in its
    place, or where nothing tells that the empty folder is the one of then. Where a link leads may always be away.
    """
    try:
        if seen == _UNSURE or path.is_file() or _is_through_link(path):
            return False
        has_others = any(path.parent.iterdir())
        if not seen:
            return has_others
        now = _folder(path.parent)
        return now == seen or (has_others and now.partition(":")[0] == seen.partition(":")[0])
    except OSError:
        return False


def _is_through_link(path: Path) -> bool:
    return path.is_symlink() or Path(os.path.realpath(path)) != path


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
