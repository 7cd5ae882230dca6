"""The MD5 of large results, reckoned behind the end of their jobs (A105): nobody waits until they are read once more.

Until then the sum of a result is its ETag, which is none: it has a ``-``, as those of uploads in parts have.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from ..errors import AppError
from .blobs import PIECE
from .store import Place, Store

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 64 << 20
"""Bytes of a result, its pieces together, whose MD5 is reckoned before the job ends: that takes a tenth of a second."""

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 600.0
"""Seconds before what failed is tried again: a disk may be full, or away, for a while."""

PART: Final = 8 << 20
"""Bytes of a part, had the result come in parts: the ETag tells how many these are."""

_LEFT = "SELECT id FROM job WHERE id IN (SELECT job FROM result WHERE md5 LIKE '%-%') ORDER BY number"
_OF_JOB = "SELECT position, bucket, region, key, md5 FROM result WHERE job = ? AND md5 LIKE '%-%'"
_IS_LEFT = "SELECT 1 FROM result WHERE job = ? AND md5 LIKE '%-%' LIMIT 1"
_KEEP = "UPDATE result SET md5 = ? WHERE job = ? AND position = ?"


def new_etag(size: int) -> str:
    """An ETag that no other content has, of one that is ``size`` bytes long."""
    return f"{secrets.token_hex(16)}-{max(1, -(-size // PART))}"


def is_sum(etag: str) -> bool:
    return "-" not in etag


OnSums = Callable[[sqlite3.Connection, str], None]


def unheard(rows: sqlite3.Connection, job_id: str) -> None:
    """Nobody wants to know."""


class _Result(NamedTuple):
    position: int
    place: Place
    key: str
    etag: str


class Sums:
    """One thread reckons what is left, also what was left when the service ended the last time. What cannot be read
    or written is tried again after a pause that grows, and holds up nothing else meanwhile. ``on_sums`` is called with
    the id of a job within the transaction that keeps the last of its sums, and after each try that left some.
    """

    def __init__(self, store: Store, on_sums: OnSums = unheard) -> None:
        self._store = store
        self._on_sums = on_sums
        self._left: list[str] = []  # ids of jobs
        self._again: list[str] = []  # ids of those that failed
        self._due = 0.0  # when these are tried again, by the monotonic clock
        self._tries = 0  # one after another that failed
        self._changed = threading.Condition()
        self._is_over = False
        self._thread = threading.Thread(target=self._run, name="localcloud-sums", daemon=True)

    def start(self) -> None:
        """Jobs may have been added by then."""
        with self._store.database.read() as rows:
            left = [row["id"] for row in rows.execute(_LEFT).fetchall()]
        with self._changed:
            self._left += [job_id for job_id in left if job_id not in self._left]
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
                is_done = self._reckon(job_id)
            except AppError as error:
                log.warning("The sums of job %s are left for later: %s", job_id, error)
                is_done = False
            except Exception:  # the edge of the thread
                log.exception("The sums of job %s are left for later.", job_id)
                is_done = False
            if not is_done:
                self._put_back(job_id)
            elif not self._again:
                self._tries = 0

    def _put_back(self, job_id: str) -> None:
        if not self._again:
            self._due = time.monotonic() + min(FIRST_PAUSE * 2.0 ** min(self._tries, 10), LONGEST_PAUSE)
            self._tries += 1
        self._again.append(job_id)

    def _next(self) -> str | None:
        """``None`` when the service ends."""
        with self._changed:
            while not (self._is_over or self._left):
                if not self._again:
                    self._changed.wait()
                elif (rest := self._due - time.monotonic()) > 0:
                    self._changed.wait(rest)
                else:
                    self._left, self._again = self._again, []
            return None if self._is_over else self._left.pop(0)

    def _reckon(self, job_id: str) -> bool:
        """Whether nothing of the job is left to be tried again; the service may end before."""
        with self._store.database.read() as rows:
            found = rows.execute(_OF_JOB, (job_id,)).fetchall()
        is_done = True
        for row in found:
            result = _Result(row["position"], Place(row["bucket"], row["region"]), row["key"], row["md5"])
            try:
                made = self._sum_of(result)
                if made is None:
                    return True
                with self._store.database.write() as rows:
                    rows.execute(_KEEP, (made, job_id, result.position))
                    if rows.execute(_IS_LEFT, (job_id,)).fetchone() is None:
                        self._on_sums(rows, job_id)
            except (AppError, OSError) as error:
                log.warning("The sum of %s is left for later: %s", result.key, error)
                is_done = False
        if not is_done:
            with self._store.database.write() as rows:
                self._on_sums(rows, job_id)
        return is_done

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
