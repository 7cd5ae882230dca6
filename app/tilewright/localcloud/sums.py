"""The MD5 of large results, reckoned behind the end of their jobs (A105): nobody waits until they are read once more.

Until then the sum of a result is its ETag, which is none: it has a ``-``, as those of uploads in parts have.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
from typing import Final, NamedTuple

from ..errors import AppError
from .blobs import PIECE
from .store import Place, Store

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 64 << 20
"""Bytes of a result, its pieces together, whose MD5 is reckoned before the job ends: that takes a tenth of a second."""

PART: Final = 8 << 20
"""Bytes of a part, had the result come in parts: the ETag tells how many these are."""

_LEFT = "SELECT id FROM job WHERE id IN (SELECT job FROM result WHERE md5 LIKE '%-%') ORDER BY number"
_OF_JOB = "SELECT position, bucket, region, key, md5 FROM result WHERE job = ? AND md5 LIKE '%-%'"
_KEEP = "UPDATE result SET md5 = ? WHERE job = ? AND position = ?"


def new_etag(size: int) -> str:
    """An ETag that no other content has, of one that is ``size`` bytes long."""
    return f"{secrets.token_hex(16)}-{max(1, -(-size // PART))}"


def is_sum(etag: str) -> bool:
    return "-" not in etag


class _Result(NamedTuple):
    position: int
    place: Place
    key: str
    etag: str


class Sums:
    """One thread reckons what is left, also what was left when the service ended the last time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._left: list[str] = []  # ids of jobs
        self._changed = threading.Condition()
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name="localcloud-sums", daemon=True)

    def start(self) -> None:
        with self._store.database.read() as rows:
            self._left = [row["id"] for row in rows.execute(_LEFT).fetchall()]
        self._thread.start()

    def add(self, job_id: str) -> None:
        """The results of that job have been committed."""
        with self._changed:
            self._left.append(job_id)
            self._changed.notify()

    def close(self, timeout: float) -> bool:
        """End the thread within ``timeout`` seconds; whether it did. What is left is reckoned after the next start."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job_id := self._next()) is not None:
            try:
                self._reckon(job_id)
            except AppError as error:
                log.warning("The sums of job %s are left for the next start: %s", job_id, error)
            except Exception:  # the edge of the thread
                log.exception("The sums of job %s are left for the next start.", job_id)

    def _next(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._left)
            return None if self._is_over else self._left.pop(0)

    def _reckon(self, job_id: str) -> None:
        with self._store.database.read() as rows:
            found = rows.execute(_OF_JOB, (job_id,)).fetchall()
        for row in found:
            result = _Result(row["position"], Place(row["bucket"], row["region"]), row["key"], row["md5"])
            made = self._sum_of(result)
            if made is None:
                return
            with self._store.database.write() as rows:
                rows.execute(_KEEP, (made, job_id, result.position))

    def _sum_of(self, result: _Result) -> str | None:
        """Empty for one that is gone or was replaced; ``None`` when the service ends before it is reckoned."""
        with self._store.pinned(result.place, result.key) as entry:
            if entry is None or entry.etag != result.etag:
                return ""
            digest = hashlib.md5(usedforsecurity=False)
            with self._store.blobs.open(entry.blob) as file:
                while piece := file.read(PIECE):
                    if self._is_over:
                        return None
                    digest.update(piece)
        return digest.hexdigest()
