"""The database of the ledger: its tables, their migrations, and what its errors mean."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from ..durable import storage_error
from ..errors import DiskFull, NewerFormat, StorageError
from ..text import say
from .spare import is_for_room

COLUMNS = (
    "id", "short_id", "mark", "target", "place", "request", "wish", "name", "state", "cancel_wished", "created",
    "attempts", "sending_at", "sending_clock", "signature_end", "job_id", "job_created", "progress", "code", "message",
    "output_bucket", "output_region", "output_key", "result_bucket", "result_region", "result_key", "result_path",
    "machine", "ended", "delivered_path", "delivered",
)  # fmt: skip

_FIRST = """
CREATE TABLE intents (
  id TEXT PRIMARY KEY, short_id TEXT NOT NULL, mark TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL, place TEXT NOT NULL, request BLOB NOT NULL, wish TEXT NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL, cancel_wished INTEGER NOT NULL, created REAL NOT NULL, attempts INTEGER NOT NULL,
  sending_at REAL, sending_clock REAL, signature_end INTEGER,
  job_id TEXT NOT NULL, job_created REAL, progress INTEGER, code TEXT NOT NULL, message TEXT NOT NULL,
  output_bucket TEXT NOT NULL, output_region TEXT NOT NULL, output_key TEXT NOT NULL,
  result_bucket TEXT NOT NULL, result_region TEXT NOT NULL, result_key TEXT NOT NULL, result_path TEXT NOT NULL,
  machine TEXT NOT NULL, ended REAL
);
CREATE INDEX intents_by_wish ON intents (place, wish);
CREATE INDEX intents_by_job ON intents (job_id);
CREATE INDEX intents_unresolved ON intents (created) WHERE ended IS NULL;
CREATE TABLE answers (
  intent TEXT NOT NULL REFERENCES intents (id), asked REAL NOT NULL, request_id TEXT NOT NULL,
  status INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX answers_by_intent ON answers (intent);
"""

_DELIVERY = """
ALTER TABLE intents ADD COLUMN delivered_path TEXT NOT NULL DEFAULT '';
ALTER TABLE intents ADD COLUMN delivered REAL;
CREATE INDEX intents_undelivered ON intents (created) WHERE result_path != '' AND delivered IS NULL
"""

MIGRATIONS = (_FIRST, _DELIVERY)
"""The n-th brings a ledger of version n to n + 1; ``user_version`` says where it is."""

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
            _migrate(database, path)
        except BaseException:
            database.close()
            raise
    return database


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


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    if _version(database) == len(MIGRATIONS):
        return
    database.execute("BEGIN IMMEDIATE")
    version = _version(database)  # another process may have been here meanwhile
    if version > len(MIGRATIONS):
        database.rollback()
        raise NewerFormat(
            say("The ledger {path} was written by a later Tilewright (version {version}).", path=path, version=version),
            "Use that one.",
        )
    for number in range(version, len(MIGRATIONS)):
        for statement in MIGRATIONS[number].split(";\n"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {number + 1}")
    database.execute("COMMIT")


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


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
