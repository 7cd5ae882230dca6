"""The one database of a local cloud: buckets, objects and jobs; what it answers is on the disk."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from urllib.parse import quote

from ..errors import AppError, Damaged, DiskFull, NewerFormat, StorageError
from ..points import reach
from ..text import say

DATABASE_NAME = "store.sqlite3"
"""Its name in the folder of the local cloud."""

_FIRST = """
CREATE TABLE bucket (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL, created REAL NOT NULL, UNIQUE (name, region)
);
CREATE TABLE blob (
    id TEXT PRIMARY KEY, size INTEGER NOT NULL,
    file TEXT, mtime_ns INTEGER, inode INTEGER, device INTEGER
) WITHOUT ROWID;
CREATE TABLE object (
    bucket INTEGER NOT NULL REFERENCES bucket (id), key TEXT NOT NULL, blob TEXT NOT NULL REFERENCES blob (id),
    size INTEGER NOT NULL, etag TEXT NOT NULL, content_type TEXT NOT NULL, headers TEXT NOT NULL,
    modified REAL NOT NULL, PRIMARY KEY (bucket, key)
) WITHOUT ROWID;
CREATE INDEX object_of_blob ON object (blob);
CREATE TABLE upload (
    id TEXT PRIMARY KEY, bucket INTEGER NOT NULL REFERENCES bucket (id), key TEXT NOT NULL,
    content_type TEXT NOT NULL, headers TEXT NOT NULL, started REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE part (
    upload TEXT NOT NULL REFERENCES upload (id), number INTEGER NOT NULL, blob TEXT NOT NULL REFERENCES blob (id),
    size INTEGER NOT NULL, etag TEXT NOT NULL, modified REAL NOT NULL, PRIMARY KEY (upload, number)
) WITHOUT ROWID;
CREATE INDEX part_of_blob ON part (blob);
CREATE TABLE job (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, bucket TEXT NOT NULL, region TEXT NOT NULL,
    level INTEGER NOT NULL, tag TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    progress INTEGER NOT NULL, created REAL NOT NULL, started REAL, ended REAL, request BLOB NOT NULL,
    result_bucket TEXT, result_region TEXT, result_key TEXT, result_md5 TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, child TEXT
);
CREATE INDEX job_waiting ON job (state, level DESC, number);
"""
_SECOND = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('identity', lower(hex(randomblob(16))));
"""

_THIRD = """
CREATE TABLE log (job TEXT PRIMARY KEY REFERENCES job (id), text TEXT NOT NULL) WITHOUT ROWID;
"""

_FOURTH = """
ALTER TABLE job ADD COLUMN resolved BLOB;
"""

_FIFTH = """
ALTER TABLE job ADD COLUMN media_info BLOB;
CREATE TABLE result (
    job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL,
    bucket TEXT NOT NULL, region TEXT NOT NULL, key TEXT NOT NULL, md5 TEXT NOT NULL, PRIMARY KEY (job, position)
) WITHOUT ROWID;
INSERT INTO result SELECT id, 0, result_bucket, result_region, result_key, result_md5 FROM job
    WHERE result_key IS NOT NULL;
CREATE TABLE queue (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, region TEXT NOT NULL, state TEXT NOT NULL, notify BLOB,
    updated REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE callback (
    job TEXT PRIMARY KEY REFERENCES job (id), address TEXT NOT NULL, format TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, due REAL, status INTEGER, said TEXT, body BLOB
) WITHOUT ROWID;
CREATE INDEX callback_due ON callback (state, due);
CREATE TABLE template (
    bucket TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, tag TEXT NOT NULL, name TEXT NOT NULL,
    body BLOB NOT NULL, created REAL NOT NULL, updated REAL NOT NULL, PRIMARY KEY (bucket, region, id)
) WITHOUT ROWID;
ALTER TABLE object ADD COLUMN used REAL;
"""
"""Results stand in a table of their own; the columns for one in ``job`` stay as they are and nobody reads them."""

_SIXTH = """
ALTER TABLE template ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;
"""
"""Whether a rehearsal brought it from an account: it can be brought again."""

_SEVENTH = """
ALTER TABLE result ADD COLUMN etag TEXT NOT NULL DEFAULT '';
UPDATE result SET etag = md5 WHERE md5 LIKE '%-%';
CREATE TABLE reading (
    job TEXT NOT NULL REFERENCES job (id), bucket TEXT NOT NULL, region TEXT NOT NULL, key TEXT NOT NULL,
    etag TEXT NOT NULL, PRIMARY KEY (job, bucket, region, key)
) WITHOUT ROWID;
"""
"""The ETag that a result was given, which stays when its sum is reckoned, and those of what a job read. Of earlier jobs
they are not known, but for results whose sum is to be reckoned yet: those have it in the place of the sum.
"""

STEPS = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH)
"""What brings a database from one format to the next; never changed, only added to."""

FORMAT = len(STEPS)


class Database:
    """One connection that all threads share, one at a time.

    Whoever reads waits until a commit under way is on the disk: a listing never misses what is being accepted
    (sending-once, rule 10).
    """

    def __init__(self, path: Path, if_new: Callable[[], None] = lambda: None) -> None:
        """``if_new`` is called where the database is empty. When it raises, or the program dies in it, the database is
        empty at the next start as well, and it is called again.
        """
        self.path = path
        self._turn = threading.RLock()
        self._connection = self._open(if_new)

    def _open(self, if_new: Callable[[], None]) -> sqlite3.Connection:
        try:
            self.path.touch(0o600)
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=10)
            try:
                self._prepare(connection, if_new)
            except BaseException:
                connection.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise _translated(error, self.path) from error
        return connection

    def _prepare(self, connection: sqlite3.Connection, if_new: Callable[[], None]) -> None:
        connection.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        found = _format_of(connection, self.path)
        if found == 0:
            if_new()
        if found < FORMAT:
            steps = "".join(STEPS[found:])
            connection.executescript(f"BEGIN IMMEDIATE;{steps}PRAGMA user_version={FORMAT};COMMIT;")

    @property
    def identity(self) -> str:
        """32 hex digits that name this database for as long as it exists; another folder has others."""
        with self.read() as rows:
            return str(rows.execute("SELECT value FROM meta WHERE name = 'identity'").fetchone()["value"])

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: on the disk when the block ends, undone when it raises.

        Raises ``DiskFull`` or ``StorageError``; then nothing of the block holds.
        """
        with self._turn:
            reach("localcloud.write.before")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    reach("localcloud.write.changed")
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise _translated(error, self.path) from error
            reach("localcloud.write.committed")

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """What is committed; nobody writes while the block runs, so fetch all rows in it."""
        with self._turn:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise _translated(error, self.path) from error

    def close(self) -> None:
        with self._turn:
            self._connection.close()


def address_to_read(path: PurePath) -> str:
    """How SQLite is told a whole ``path`` that is only read. All but letters is escaped, the slashes as well: SQLite
    refuses the host that two of them begin, as those of a Windows share do.
    """
    return f"file:{quote(os.fsencode(path), safe='')}?mode=ro"


def check(path: Path) -> bool:
    """Look whether the database is whole and can be read here, and tell whether there is anything in it: not when it is
    absent or empty. Nothing in it is changed; beside one that nobody has open, SQLite may leave a ``-shm`` and an empty
    ``-wal``. Raises as ``Database`` does.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            return False
        connection = sqlite3.connect(address_to_read(path.absolute()), uri=True, timeout=10)
        with contextlib.closing(connection):
            found = _format_of(connection, path)
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except (OSError, sqlite3.Error) as error:
        raise _translated(error, path) from error
    if said != "ok":
        raise _damaged(path, said)
    return found > 0


def _format_of(connection: sqlite3.Connection, path: Path) -> int:
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > FORMAT:
        raise NewerFormat(
            say("The store {path} was written by a later Tilewright (format {found}).", path=path, found=found),
            "Update Tilewright, or use another folder.",
        )
    return found


def _damaged(path: Path, reason: object) -> Damaged:
    return Damaged(
        say("The database {path} is damaged: {reason}.", path=path, reason=reason),
        "Move the folder away; a new one is made.",
    )


def _translated(error: Exception, path: Path) -> AppError:
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if number == sqlite3.SQLITE_FULL:
        return DiskFull(say("No room left on the disk for {path}.", path=path), "Free some space and try again.")
    if number in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return _damaged(path, error)
    return StorageError(
        say("Cannot use the database {path}: {reason}.", path=path, reason=error),
        "Check the folder, its permissions and the disk.",
    )
