"""Uploads in parts (ci-jobs §6, Multipart): parts are blobs until the upload is completed or given up."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection

from ..points import reach
from .blobs import Blob
from .store import Entry, Facts, Only, Place, Store, blob_of, bucket_row, forget_blobs, insert_blob, write_object

PART_MIN = 1 << 20
"""Bytes that every part but the last must have (ci-jobs §6)."""

PARTS_MAX = 10_000

ABANDONED = 7 * 24 * 3600.0
"""Seconds without a new part after which an upload goes when the local cloud starts (A73)."""


class UploadFault(Exception):
    """An upload cannot go on; ``code`` is the service's (ci-jobs §9.4)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class StoredPart:
    number: int
    etag: str
    modified: float
    blob: Blob

    @property
    def size(self) -> int:
        return self.blob.size


class Uploads:
    """``check_room`` raises ``DiskFull`` when there is no room for so many bytes more."""

    def __init__(self, store: Store, check_room: Callable[[int], None] = lambda size: None) -> None:
        self._store = store
        self._check_room = check_room
        self._database = store.database

    def start(self, place: Place, key: str, facts: Facts) -> str:
        """The id of a new upload."""
        upload = secrets.token_hex(32)
        with self._database.write() as rows:
            bucket = bucket_row(rows, place)
            rows.execute(
                "INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?)",
                (upload, bucket, key, facts.content_type, json.dumps(facts.headers), time.time()),
            )
        return upload

    def put_part(
        self, place: Place, key: str, upload: str, number: int, pieces: Iterable[bytes], *, md5: str | None = None
    ) -> StoredPart:
        """Keep a part, which must have that ``md5`` (hex); one of the same number is replaced.

        Raises ``UploadFault``.
        """
        self._facts(place, key, upload)
        blob, found = self._store.blobs.write(pieces)
        part = StoredPart(number, found, time.time(), blob)
        try:
            _check_digest(md5, found)
            with self._database.write() as rows:
                self._facts(place, key, upload)
                old = rows.execute("SELECT blob FROM part WHERE upload = ? AND number = ?", (upload, number)).fetchone()
                insert_blob(rows, blob)
                rows.execute(
                    "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)",
                    (upload, number, blob.id, blob.size, found, part.modified),
                )
                gone = forget_blobs(rows, [old["blob"]] if old else [])
        except BaseException:
            self._store.discard([blob])
            raise
        reach("localcloud.part.committed")
        self._store.discard(gone)
        return part

    def parts(self, place: Place, key: str, upload: str) -> list[StoredPart]:
        """The parts that are here, by number; raises ``UploadFault``."""
        with self._database.read() as rows:
            self._facts(place, key, upload)
            found = rows.execute(
                "SELECT p.*, b.file, b.mtime_ns, b.inode, b.device FROM part p JOIN blob b ON b.id = p.blob"
                " WHERE upload = ? ORDER BY number",
                (upload,),
            ).fetchall()
        return [StoredPart(row["number"], row["etag"], row["modified"], blob_of(row)) for row in found]

    def under_way(self, place: Place, prefix: str) -> list[tuple[str, str, float]]:
        """Id, key and start of the uploads that were begun for keys with that prefix, by key and id."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT u.id, u.key, u.started FROM upload u JOIN bucket b ON b.id = u.bucket"
                " WHERE b.name = ? AND b.region = ? ORDER BY u.key, u.id",
                place,
            ).fetchall()
        return [(row["id"], row["key"], row["started"]) for row in found if row["key"].startswith(prefix)]

    def completing(
        self, place: Place, key: str, upload: str, wanted: Sequence[tuple[int, str]], only: Only | None = None
    ) -> Generator[None, None, Entry]:
        """Make the object of the parts ``wanted`` (number, ETag), in that order, a piece at each step; the value at the
        end is the object. What is wrong with the wish is raised by the first step.

        Raises ``UploadFault``, ``DiskFull``, and ``WrongPlace`` when ``only`` forbids it; the upload then stays as it
        was.
        """
        facts = self._facts(place, key, upload)
        here = {part.number: part for part in self.parts(place, key, upload)}
        parts = _chosen(here, wanted)
        self._check_room(sum(part.size for part in parts))
        blob = yield from self._store.blobs.join(part.blob for part in parts)
        digest = hashlib.md5(b"".join(bytes.fromhex(part.etag) for part in parts), usedforsecurity=False)
        entry = Entry(key, blob, f"{digest.hexdigest()}-{len(parts)}", facts, time.time())
        reach("localcloud.upload.joined")
        try:
            with self._database.write() as rows:
                self._facts(place, key, upload)
                entry = replace(entry, modified=time.time())  # no job can have begun meanwhile (`readings`)
                gone = forget_blobs(rows, _drop(rows, upload) + write_object(rows, place, entry, only))
        except BaseException:
            self._store.discard([blob])
            raise
        reach("localcloud.upload.committed")
        self._store.discard(gone)
        return entry

    def abort(self, place: Place, key: str, upload: str) -> None:
        """Give the upload up and delete its parts; raises ``UploadFault``."""
        with self._database.write() as rows:
            self._facts(place, key, upload)
            gone = forget_blobs(rows, _drop(rows, upload))
        self._store.discard(gone)

    def forget_abandoned(self, before: float) -> int:
        """Give up the uploads that were begun before that Unix time and got no part since; how many."""
        with self._database.write() as rows:
            old = rows.execute(
                "SELECT id FROM upload u WHERE started < ?"
                " AND NOT EXISTS (SELECT 1 FROM part WHERE upload = u.id AND modified >= ?)",
                (before, before),
            ).fetchall()
            gone = forget_blobs(rows, [blob for row in old for blob in _drop(rows, row["id"])])
        self._store.discard(gone)
        return len(old)

    def _facts(self, place: Place, key: str, upload: str) -> Facts:
        with self._database.read() as rows:
            row = rows.execute(
                "SELECT u.* FROM upload u JOIN bucket b ON b.id = u.bucket"
                " WHERE u.id = ? AND b.name = ? AND b.region = ? AND u.key = ?",
                (upload, *place, key),
            ).fetchone()
        if row is None:
            raise UploadFault("NoSuchUpload", "There is no such upload; it was completed or aborted, or never began.")
        headers = tuple((str(name), str(value)) for name, value in json.loads(row["headers"]))
        return Facts(row["content_type"], headers)


def _check_digest(wanted: str | None, found: str) -> None:
    if wanted is not None and wanted != found:
        raise UploadFault("BadDigest", "The body does not have the MD5 that Content-MD5 says.")


def _chosen(here: dict[int, StoredPart], wanted: Sequence[tuple[int, str]]) -> list[StoredPart]:
    numbers = [number for number, _ in wanted]
    if not numbers or numbers != sorted(set(numbers)):
        raise UploadFault("InvalidPartOrder", "The parts must be named once each, by ascending number.")
    for number, etag in wanted:
        if number not in here or here[number].etag != etag.strip('"').lower():
            raise UploadFault("InvalidPart", f"Part {number} is not here, or its ETag is another.")
    parts = [here[number] for number in numbers]
    if any(part.size < PART_MIN for part in parts[:-1]):
        raise UploadFault("EntityTooSmall", "Every part but the last must have 1 MiB or more.")
    return parts


def _drop(rows: Connection, upload: str) -> list[str]:
    """Delete the rows of an upload; the ids of its blobs, which may be unused now."""
    blobs = [row["blob"] for row in rows.execute("SELECT blob FROM part WHERE upload = ?", (upload,)).fetchall()]
    rows.execute("DELETE FROM part WHERE upload = ?", (upload,))
    rows.execute("DELETE FROM upload WHERE id = ?", (upload,))
    return blobs
