"""One file, one window: a file is claimed by the window that opened it first.

The lock lies in our home under a name made of the file's real path: it works for files in folders that cannot be
written to, leaves nothing beside them, and dies with its owner.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ..durable import FileLock, make_private


def real_path(path: Path) -> Path:
    """Where ``path`` leads, absolute and through links; what cannot be followed is left as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


class Claim:
    """That this window has the file at ``path`` open. Release it when the window shows another one."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        self.path = path
        self._lock = lock

    def is_for(self, path: Path) -> bool:
        return self._lock.is_held and real_path(path) == self.path

    def release(self) -> None:
        self._lock.release(remove=True)


def claim(home: Path, path: Path) -> Claim | None:
    """Claim the file at ``path``, which need not exist yet; ``None`` when another window has it."""
    real = real_path(path)
    name = hashlib.sha256(os.fsencode(os.path.normcase(real))).hexdigest()[:32]
    lock = FileLock(make_private(home / "locks") / f"open-{name}.lock")
    return Claim(real, lock) if lock.acquire() else None
