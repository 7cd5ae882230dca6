"""What may happen at a named point of a ledger: the program ends, or SQLite cannot use the disk."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from support.courses import failing
from support.sending import Killed
from tilewright import points
from tilewright.errors import DiskFull, StorageError


class Trouble(NamedTuple):
    """``at`` makes a listener that brings it about at a point; ``error`` and ``sentence``, a pattern, tell of it."""

    at: Callable[[str], Callable[[str], None]]
    error: type[BaseException]
    sentence: str


def _ending(point: str) -> Callable[[str], None]:
    def end(name: str) -> None:
        if name == point:
            raise Killed(name)

    return end


def _failing(code: int, words: str) -> Callable[[str], Callable[[str], None]]:
    return lambda point: failing(code, words, at=point)


END = Trouble(_ending, Killed, r"^ledger\.|^machine\.")
EIO = Trouble(
    _failing(sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"),
    StorageError,
    r"Cannot (open|write) the ledger .*: disk I/O error\.",
)
ENOSPC = Trouble(
    _failing(sqlite3.SQLITE_FULL, "database or disk is full"),
    DiskFull,
    r"No room left on the disk to (open|write) the ledger",
)
TROUBLES = {"end": END, "EIO": EIO, "ENOSPC": ENOSPC}


@contextlib.contextmanager
def stopped_at(point: str, trouble: Trouble) -> Iterator[Counter[str]]:
    """Within the block whatever comes to ``point`` meets ``trouble``; yields how often each point was reached."""
    reached, then = Counter[str](), trouble.at(point)

    def listener(name: str) -> None:
        reached[name] += 1
        then(name)

    points.listen(listener)
    try:
        yield reached
    finally:
        points.listen(None)
