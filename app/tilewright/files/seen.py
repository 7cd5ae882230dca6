"""Whether a file that is not there is gone for good, or its disk is away: told by where it was seen."""

from __future__ import annotations

import os
from pathlib import Path

_UNSURE = "?"
"""Noted of a file of which nothing will tell whether it is gone: what the user takes off the list by hand is."""

_SYSTEM = "system"
"""The disk that the user's own folder is on, where that has no number of its own (XFS, F2FS): it is never away."""


def place_of(path: Path) -> str | None:
    """Which folder on which disk the file ``path`` lies in now: ``<disk>:<folder>``. It is the same as long as disk and
    folder are, also when the computer was started anew. Empty where nothing is to be noted, ``None`` where there is no
    such file or nobody can tell.
    """
    try:
        if not path.is_file():
            return None
        return _UNSURE if path.is_symlink() else _folder(path.parent)
    except (OSError, RuntimeError):  # the latter where nobody tells the user's own folder
        return None


def is_gone(path: Path, seen: str = "") -> bool:
    """Whether a file is not there, and that is no disk that may be away. ``seen`` is the place at which it was last.

    Without that a disk is away where the folder is, too, or is left empty. Else it is away where another one is in its
    place, or where nothing tells that the empty folder is the one of then. Where a file that is a link leads may always
    be away; a folder behind a link has to be the very one of then.
    """
    try:
        if seen == _UNSURE or path.is_file() or path.is_symlink():
            return False
        has_others = any(path.parent.iterdir()) and Path(os.path.realpath(path)) == path
        if not seen:
            return has_others
        now = _folder(path.parent)
        return now == seen or (has_others and now.partition(":")[0] == seen.partition(":")[0])
    except (OSError, RuntimeError):
        return False


def _folder(folder: Path) -> str:
    """Empty or ``_UNSURE`` where the disk has no number of its own: ``f_fsid`` is nothing then, or the device's."""
    facts = folder.stat()
    disk = facts.st_dev  # on Windows that of the volume
    if hasattr(os, "statvfs"):
        disk = os.statvfs(folder).f_fsid
        if disk in {0, facts.st_dev}:
            if facts.st_dev == Path.home().stat().st_dev:
                return f"{_SYSTEM}:{facts.st_ino:x}"
            # Two sticks of one model have one device, one size and the same folders (FAT, exFAT, UDF, XFS). What is no
            # disk (folders of a network, and of programs: major 0) has another device each time.
            return _UNSURE if os.major(facts.st_dev) else ""
    return f"{disk:x}:{facts.st_ino:x}"
