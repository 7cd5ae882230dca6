"""Room kept free beside the ledger: when the disk is full after a job was sent, what became of it is still noted."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
from pathlib import Path

from ..durable import NO_ROOM, fill, make_room
from ..points import reach

log = logging.getLogger(__name__)

SIZE = 1 << 20
"""Bytes of the spare file (sending-once, rule 9)."""

ROOM_TO_MAKE = 4 * SIZE
"""Bytes that must be free before it is made: it is not to be what fills the disk."""

_TRIED = 64 * 1024


class Spare:
    """The spare file of a ledger, made when there is room for it, and given up when there is none left."""

    def __init__(self, ledger: Path) -> None:
        self.path = ledger.with_name("ledger.spare")
        self._is_there = False

    def keep(self) -> None:
        """Make it unless it is there. Without room for it there is none, for now."""
        if self._is_there:
            return
        with contextlib.suppress(OSError):
            self._is_there = self.path.stat().st_size >= SIZE
        if self._is_there:
            return
        try:
            if shutil.disk_usage(self.path.parent).free < ROOM_TO_MAKE:
                return
            reach("ledger.spare.before")
            fill(self.path, SIZE)
            reach("ledger.spare.filled")
            self._is_there = True
        except OSError as error:
            make_room(self.path)
            log.info("No spare file for now: %s", error)

    def give_up(self) -> None:
        """Free its room; another process may have done so already."""
        self._is_there = False
        make_room(self.path)
        log.info("The disk is full: the spare file was given up to note what became of a job.")


def is_for_room(error: sqlite3.Error, folder: Path) -> bool:
    """Whether SQLite failed because ``folder`` has no room left. Some of its errors do not tell: then it is tried."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and not _has_room(folder))


def _has_room(folder: Path) -> bool:
    """Whether a few pages can be written there: the size of the disk does not tell of a quota."""
    tried = folder / f".room-{os.getpid()}.part"
    try:
        fill(tried, _TRIED)
    except OSError as error:
        return error.errno not in NO_ROOM
    finally:
        with contextlib.suppress(OSError):
            tried.unlink()
    return True
