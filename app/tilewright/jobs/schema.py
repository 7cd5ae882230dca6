"""The database of the ledger: how it is opened, its columns, and what its errors mean."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ..durable import storage_error
from ..errors import DiskFull, StorageError
from ..text import say
from .migrations import is_of_today, migrate
from .spare import is_for_room

COLUMNS = (
    "number", "id", "short_id", "mark", "target", "place", "request_size", "wish", "name", "state", "cancel_wished",
    "created", "attempts", "sending_at", "sending_clock", "sending_ticks", "sending_boot", "signature_end", "job_id",
    "job_created", "progress", "code", "message", "output_bucket", "output_region", "output_key",
    "result_bucket", "result_region", "result_key", "result_path", "machine", "ended", "delivered_path", "delivered",
    "naming", "reserved", "said", "twins", "length", "changed",
)  # fmt: skip

_BUSY_SECONDS = 15.0

_creating = threading.Lock()


def open_database(path: Path) -> sqlite3.Connection:
    """Open or make the ledger at ``path`` (0600). Raises ``StorageError``, ``DiskFull``, ``NewerFormat``."""
    _create(path)
    with translated(path, say("open")):
        database = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            _use_write_ahead_log(database)
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA foreign_keys = ON")
            migrate(database, path)
        except BaseException:
            database.close()
            raise
    return database


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open the ledger at ``path`` so that nobody can change it. Where there is none, or one of an earlier version, this
    is a copy in memory. Raises as ``open_database``.
    """
    with translated(path, say("open")), contextlib.ExitStack() as opened:
        database = opened.enter_context(contextlib.closing(_connect_to_look(path))) if path.exists() else None
        if database is not None and is_of_today(database, path):
            opened.pop_all()
            return database
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        if database is not None:
            database.backup(memory)
        migrate(memory, path)
        memory.execute("PRAGMA query_only = ON")
        return memory


@contextlib.contextmanager
def looked_at(path: Path) -> Iterator[sqlite3.Connection]:
    """The ledger at ``path``, of whatever version, for a look. Raises ``StorageError``."""
    with translated(path, say("read")), contextlib.closing(_connect_to_look(path)) as database:
        yield database


def _connect_to_look(path: Path) -> sqlite3.Connection:
    name = quote(os.fsencode(path), safe="")  # the slashes, too: SQLite takes what follows two of them for a host
    address = f"file:{name}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _create(path: Path) -> None:
    """Make the file if there is none, for its owner only. One that is there is not touched.

    Closing any handle of a file gives up all locks that this process has on it, SQLite's too: another process would
    then take itself for the last one, and remove the log that we still write to.
    """
    with _creating:
        try:
            if path.exists():
                return
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return
        except OSError as error:
            raise storage_error(error, say("open the ledger"), path) from error


def _use_write_ahead_log(database: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait for others here, whatever its time-out: several may open a new ledger."""
    end = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


@contextlib.contextmanager
def translated(path: Path, what: str, hint: str = "") -> Iterator[None]:
    """Turn errors of SQLite into ours; ``what`` is what we do with the ledger, ``hint`` what else is good to know."""
    try:
        yield
    except sqlite3.Error as error:
        found = _translation(error, path, what)
        if hint:
            found = type(found)(found.message, say("{hint} {more}", hint=found.hint, more=hint))
        raise found from error


def _translation(error: sqlite3.Error, path: Path, what: str) -> StorageError | DiskFull:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if is_for_room(error, path.parent):
        return DiskFull(
            say("No room left on the disk to {what} the ledger {path}.", what=what, path=path), "Free some space."
        )
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        hint = say("Move the file away and keep it: it is the record of the jobs sent so far.")
        return StorageError(say("The ledger {path} is damaged: {reason}.", path=path, reason=error), hint)
    sentence = say("Cannot {what} the ledger {path}: {reason}.", what=what, path=path, reason=error)
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StorageError(sentence, "Another Tilewright holds it; try again in a moment.")
    return StorageError(sentence, "Check the folder, its permissions and the disk.")
