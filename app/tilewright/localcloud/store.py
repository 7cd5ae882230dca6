"""Buckets and objects: rows in the database, contents in blobs.

A content is on the disk before its row is committed, and an old content goes only after the row that
replaced it is: whenever the process dies, every object is whole, the old one or the new one.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..durable import file_stamp
from ..errors import AppError
from ..points import reach
from ..text import say
from .blobs import Blob, Blobs, CannotAdopt, shown
from .database import Database

log = logging.getLogger(__name__)

USED_EVERY = 3600.0
"""Seconds between two notes of when objects were read."""

_OBJECT = "SELECT o.*, b.file, b.mtime_ns, b.inode, b.device FROM object o JOIN blob b ON b.id = o.blob"


class Place(NamedTuple):
    """A bucket as a host names it; any name and region is hosted."""

    bucket: str
    region: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a client says of an object when it puts it: its type and the ``x-cos-meta-…`` and like headers."""

    content_type: str = "application/octet-stream"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An object. ``etag`` is without quotes; it is the MD5 only when it has no ``-``. ``modified`` is Unix time."""

    key: str
    blob: Blob
    etag: str
    facts: Facts
    modified: float

    @property
    def size(self) -> int:
        return self.blob.size


@dataclass(frozen=True, slots=True)
class Only:
    """What an object may take the place of: with ``etag`` only of that version, without one of nothing."""

    etag: str | None = None


class WrongPlace(Exception):
    """What has the key is not what the new object may replace; nothing was changed. ``only`` was the condition."""

    def __init__(self, only: Only) -> None:
        super().__init__(only)
        self.only = only


@dataclass(frozen=True, slots=True)
class Hosted:
    """A bucket that has been written to, and when first (Unix time)."""

    place: Place
    created: float


class Store:
    def __init__(self, database: Database, blobs: Blobs) -> None:
        self.database = database
        self.blobs = blobs
        self._pins: Counter[str] = Counter()
        self._unused: dict[str, Blob] = {}
        self._pinning = threading.Lock()
        self._used: dict[tuple[Place, str], float] = {}
        self._used_kept = time.monotonic()

    def recover(self) -> int:
        """Delete contents that no row names, which a crash left behind; how many."""
        with self.database.read() as rows:
            used = {row["id"] for row in rows.execute("SELECT id FROM blob")}
        return self.blobs.clear(used)

    def put(self, place: Place, key: str, pieces: Iterable[bytes], facts: Facts = Facts()) -> Entry:
        """Make ``key`` the content of ``pieces``; what was there before is replaced at once and whole."""
        return self.record_blob(place, key, *self.blobs.write(pieces), facts)

    def record_blob(
        self, place: Place, key: str, blob: Blob, md5: str, facts: Facts, only: Only | None = None
    ) -> Entry:
        """Make ``key`` the content of a blob that was just written; raises ``WrongPlace``."""
        return self.record(place, Entry(key, blob, md5, facts, time.time()), only)

    def adopt(self, place: Place, key: str, file: Path, facts: Facts = Facts(), only: Only | None = None) -> Entry:
        """Make ``key`` the content of a local file without copying it; raises ``CannotAdopt`` or ``WrongPlace``.

        The ETag is made of the file's stamp, so that whoever has the file can tell that it is here already.
        """
        try:
            etag = f"{file_stamp(file)}-1"
        except (OSError, ValueError) as error:
            raise CannotAdopt(say("The file {file} cannot be read.", file=shown(file))) from error
        return self.record(place, Entry(key, self.blobs.adopt(file), etag, facts, time.time()), only)

    def record(self, place: Place, entry: Entry, only: Only | None = None) -> Entry:
        """Commit ``entry``; then delete the content that it replaces. When it raises, the new content is deleted.

        ``only`` is looked at in the same transaction: ``WrongPlace``.
        """
        reach("localcloud.object.written")
        try:
            with self.database.write() as rows:
                entry = replace(entry, modified=time.time())  # no job can have begun meanwhile (`readings`)
                gone = forget_blobs(rows, write_object(rows, place, entry, only))
        except BaseException:
            self.discard([entry.blob])
            raise
        reach("localcloud.object.committed")
        self.discard(gone)
        return entry

    def find(self, place: Place, key: str) -> Entry | None:
        with self.database.read() as rows:
            row = rows.execute(f"{_OBJECT} WHERE bucket = {_BUCKET} AND key = ?", (*place, key)).fetchone()
        return _entry(row) if row else None

    def open(self, place: Place, key: str) -> tuple[Entry, BinaryIO] | None:
        """The object and its content; nobody can delete the content in between.

        A file of the user may lie on a disk that does not answer: the database is left to others meanwhile.
        """
        with self.pinned(place, key) as entry:
            return (entry, self.blobs.open(entry.blob)) if entry else None

    @contextmanager
    def pinned(self, place: Place, key: str) -> Iterator[Entry | None]:
        """The object; its content stays on the disk until the block ends, whatever happens to the object."""
        with self.database.read():
            entry = self.find(place, key)
            if entry:
                with self._pinning:
                    self._pins[entry.blob.id] += 1
        if entry:
            self._note_used(place, key)
        try:
            yield entry
        finally:
            if entry:
                self._unpin(entry.blob)

    def _note_used(self, place: Place, key: str) -> None:
        """Remember that the object was read; written down once an hour and at the end, not at each reading."""
        with self._pinning:
            self._used[place, key] = time.time()
            is_due = time.monotonic() - self._used_kept > USED_EVERY
        if is_due:
            self.keep_used()

    def keep_used(self) -> None:
        """Write down when objects were read last. That it cannot be is no reason to fail: it helps to clean up."""
        with self._pinning:
            used, self._used, self._used_kept = self._used, {}, time.monotonic()
        if not used:
            return
        try:
            with self.database.write() as rows:
                rows.executemany(
                    f"UPDATE object SET used = ? WHERE bucket = {_BUCKET} AND key = ?",  # noqa: S608 (our own text)
                    [(moment, *place, key) for (place, key), moment in used.items()],
                )
        except AppError as error:
            log.warning("When objects were read was not noted: %s", error)

    def _unpin(self, blob: Blob) -> None:
        with self._pinning:
            self._pins[blob.id] -= 1
            free = self._pins[blob.id] <= 0
            if free:
                del self._pins[blob.id]
            unused = self._unused.pop(blob.id, None) if free else None
        if unused is not None:
            self._remove(unused)

    def discard(self, blobs: Iterable[Blob]) -> None:
        """Delete contents that no row names any more; one that is being read by a job goes when the job ends.

        Nothing is raised: what was committed holds, and what cannot be deleted now goes at the next start.
        """
        for blob in blobs:
            with self._pinning:
                is_pinned = self._pins[blob.id] > 0
                if is_pinned:
                    self._unused[blob.id] = blob
            if not is_pinned:
                self._remove(blob)

    def _remove(self, blob: Blob) -> None:
        try:
            self.blobs.remove([blob])
        except AppError as error:
            log.warning("A content that nothing names was not deleted: %s", error)

    def delete(self, place: Place, *keys: str) -> int:
        """How many of those objects there were. All go in one commit."""
        with self.database.write() as rows:
            blobs = []
            for key in keys:
                found = rows.execute(
                    f"DELETE FROM object WHERE bucket = {_BUCKET} AND key = ? RETURNING blob",  # noqa: S608 (our own text)
                    (*place, key),
                ).fetchone()
                if found is not None:
                    blobs.append(found["blob"])
            gone = forget_blobs(rows, blobs)
        reach("localcloud.object.deleted")
        self.discard(gone)
        return len(blobs)

    def entries_after(self, place: Place, prefix: str, marker: str, limit: int) -> list[Entry]:
        """At most ``limit`` objects whose key begins with ``prefix`` and comes after ``marker``, in order."""
        with self.database.read() as rows:
            found = rows.execute(
                f"{_OBJECT} WHERE bucket = {_BUCKET} AND key >= ? AND key > ? ORDER BY key LIMIT ?",
                (*place, prefix, marker, limit),
            ).fetchall()
        entries = (_entry(row) for row in found)
        return [entry for entry in entries if entry.key.startswith(prefix)]

    def host(self, place: Place) -> None:
        """Have the bucket in the list of buckets, also while it is empty."""
        with self.database.write() as rows:
            bucket_row(rows, place)
            rows.execute("INSERT OR IGNORE INTO meta VALUES ('since', (SELECT MIN(created) FROM bucket))")

    def drop(self, place: Place, is_needed: Callable[[sqlite3.Connection, Place], bool]) -> bool:
        """Have the bucket in the list no more; false when it has objects or uploads, or ``is_needed`` for something
        else, so that nothing was done.
        """
        with self.database.write() as rows:
            bucket = bucket_row(rows, place)
            if is_needed(rows, place):
                return False
            for table in ("object", "upload"):
                if rows.execute(f"SELECT 1 FROM {table} WHERE bucket = ? LIMIT 1", (bucket,)).fetchone():  # noqa: S608
                    return False
            rows.execute("DELETE FROM bucket WHERE id = ?", (bucket,))
        return True

    @property
    def since(self) -> float:
        """Since when there are buckets here (Unix time), whether any is listed now or not."""
        with self.database.read() as rows:
            return float(rows.execute("SELECT value FROM meta WHERE name = 'since'").fetchone()["value"])

    def buckets(self) -> list[Hosted]:
        with self.database.read() as rows:
            found = rows.execute("SELECT * FROM bucket ORDER BY name, region").fetchall()
        return [Hosted(Place(row["name"], row["region"]), row["created"]) for row in found]


_BUCKET = "(SELECT id FROM bucket WHERE name = ? AND region = ?)"


def bucket_row(rows: sqlite3.Connection, place: Place) -> int:
    """The id of the bucket's row, made when it is missing."""
    rows.execute("INSERT OR IGNORE INTO bucket (name, region, created) VALUES (?, ?, ?)", (*place, time.time()))
    return int(rows.execute("SELECT id FROM bucket WHERE name = ? AND region = ?", place).fetchone()["id"])


def write_object(rows: sqlite3.Connection, place: Place, entry: Entry, only: Only | None = None) -> list[str]:
    """Write the rows of a new object; the ids of blobs that may be unused now. Raises ``WrongPlace``."""
    bucket = bucket_row(rows, place)
    old = rows.execute("SELECT blob, etag FROM object WHERE bucket = ? AND key = ?", (bucket, entry.key)).fetchone()
    if only is not None and (old["etag"] if old else None) != only.etag:
        raise WrongPlace(only)
    insert_blob(rows, entry.blob)
    rows.execute(
        "INSERT OR REPLACE INTO object (bucket, key, blob, size, etag, content_type, headers, modified)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (bucket, entry.key, entry.blob.id, entry.size, entry.etag, entry.facts.content_type,
         json.dumps(entry.facts.headers), entry.modified),
    )  # fmt: skip
    return [old["blob"]] if old else []


def insert_blob(rows: sqlite3.Connection, blob: Blob) -> None:
    file = os.fsencode(blob.file) if blob.file else None  # bytes: a name need not be UTF-8
    rows.execute(
        "INSERT INTO blob VALUES (?, ?, ?, ?, ?, ?)",
        (blob.id, blob.size, file, blob.mtime_ns, blob.inode, blob.device),
    )


def forget_blobs(rows: sqlite3.Connection, ids: Iterable[str]) -> list[Blob]:
    """Delete the rows of those blobs that no object and no part names; they are to be deleted after the commit."""
    gone = []
    for blob_id in ids:
        row = rows.execute(
            "SELECT * FROM blob b WHERE id = ? AND NOT EXISTS (SELECT 1 FROM object WHERE blob = b.id)"
            " AND NOT EXISTS (SELECT 1 FROM part WHERE blob = b.id)",
            (blob_id,),
        ).fetchone()
        if row is not None:
            rows.execute("DELETE FROM blob WHERE id = ?", (blob_id,))
            gone.append(blob_of(row, "id"))
    return gone


def blob_of(row: sqlite3.Row, id_column: str = "blob") -> Blob:
    file = Path(os.fsdecode(row["file"])) if row["file"] else None
    return Blob(row[id_column], row["size"], file, row["mtime_ns"] or 0, row["inode"] or 0, row["device"] or 0)


def _entry(row: sqlite3.Row) -> Entry:
    headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
    return Entry(row["key"], blob_of(row), row["etag"], Facts(row["content_type"], headers), row["modified"])


_KEPT = frozenset({"cache-control", "content-disposition", "content-encoding", "content-language", "expires"})
"""What a caller may state of an object beside its type and its ``x-cos-meta-*``."""


def facts_of(headers: Mapping[str, str]) -> Facts:
    """The facts that the headers of a request (lower-case names) state."""
    kept = tuple(
        (name, value)
        for name, value in sorted(headers.items())
        if value  # an SDK sends empty ones
        and (name.startswith("x-cos-meta-") or name in _KEPT)
    )
    return Facts(headers.get("content-type") or "application/octet-stream", kept)


def only_of(headers: Mapping[str, str]) -> Only | None:
    """What the headers of a request (lower-case names) let it replace; ``None``: whatever is there.

    COS knows ``x-cos-forbid-overwrite`` (409 FileAlreadyExists when the key exists). ``If-Match`` is ours.
    """
    if headers.get("x-cos-forbid-overwrite", "").lower() == "true":
        return Only()
    etag = headers.get("if-match")
    return Only(etag.strip().strip('"')) if etag else None
