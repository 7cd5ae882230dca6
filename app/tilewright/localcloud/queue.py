"""The durable queue of jobs: what was accepted is on the disk before anybody is told, and is never dropped.

Two equal requests are two jobs (sending-once, rule 10): the queue knows nothing of marks.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..points import reach
from .database import Database
from .pausing import (
    PAUSE,
    SUBMITTED,
    WAITING,
    QueueWish,
    hold_back,
    queue_id,
    read_wish,
    state_of_new,
    waiting_in,
    write_state_of_all,
    write_wish,
)
from .store import Place, bucket_row

log = logging.getLogger(__name__)

TAG = "VideoSynthesis"

LOG_LETTERS = 16 * 1024
"""Of what FFmpeg said about a job that are kept."""

MESSAGE_LETTERS = 8 * 1024
"""Of why a job failed that are kept: an answer about it has the request as well, and has to be read (A28)."""

RUNNING, SUCCESS, FAILED, CANCEL = "Running", "Success", "Failed", "Cancel"
STATES = (SUBMITTED, RUNNING, SUCCESS, FAILED, PAUSE, CANCEL)
"""States a job can have (ci-jobs §2.1)."""

MOST_ATTEMPTS = 10
"""Times in a row that a service may die over a job while no FFmpeg runs for it; a video read in this process, before or
after, or a picture, may be what it dies of. FFmpeg is a process of its own and ends alone."""

MOST_WAITING = 10_000
"""Jobs that may wait in one queue: what the service's samples say (ci-jobs §9.6)."""


class NotWaiting(Exception):
    """A job that is not waiting any more cannot be cancelled (ci-jobs §3.3)."""


class NotRunning(Exception):
    """A job that does not run cannot succeed: it has ended already."""


class QueueFull(Exception):
    """So many jobs wait in the queue that it takes no more (ci-jobs §9.2)."""


class NoSuchJob(Exception):
    """The bucket has no job of that id."""


@dataclass(frozen=True, slots=True)
class Result:
    """An object that a job made; ``md5`` is its ``etag`` (empty: not kept) until its sum is reckoned (`sums`)."""

    place: Place
    key: str
    md5: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job. ``number`` grows in order of acceptance; times are Unix time; ``attempts`` says how often in a row it was
    begun and the service died while no FFmpeg ran for it; ``request`` is the body as it came, and ``resolved`` the
    same with what its templates contained then, empty for a job that names none. ``results`` are in the order in which
    an answer names them; ``media_info`` is the `MediaInfo` of the answer as XML, empty for none.
    """

    number: int
    id: str
    place: Place
    level: int
    tag: str
    state: str
    code: str
    message: str
    progress: int
    created: float
    started: float | None
    ended: float | None
    request: bytes
    attempts: int
    resolved: bytes = b""
    media_info: bytes = b""
    results: tuple[Result, ...] = ()

    @property
    def queue_id(self) -> str:
        return queue_id(self.place)

    @property
    def wanted(self) -> bytes:
        """The request to render."""
        return self.resolved or self.request


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which jobs a listing shows. Times are Unix time, both ends included (A18); ``after`` is a page's last number."""

    states: frozenset[str] = frozenset(STATES)
    order: Literal["Asc", "Desc"] = "Desc"
    start: float | None = None
    end: float | None = None
    after: int | None = None
    size: int = 10


OnEnd = Callable[[sqlite3.Connection, QueuedJob], None]


class Queue:
    """All jobs of all buckets; ``changed`` is notified when one can be claimed. In each bucket's queue ``most_waiting``
    jobs may wait. ``on_end`` is called with each job that succeeds or fails, within the transaction that ends it.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        most_waiting: int = MOST_WAITING,
        on_end: OnEnd | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self.most_waiting = most_waiting
        self._on_end = on_end
        self.changed = threading.Condition()

    def recover(self) -> list[tuple[str, str]]:
        """Let jobs that ran when the service died run again; (job id, child process) of those that had a child.

        A job of which the service died ``MOST_ATTEMPTS`` times is Failed: it would die again, at each start.
        """
        with self._database.write() as rows:
            rows.execute("UPDATE job SET attempts = 0 WHERE state = ? AND child IS NOT NULL", (RUNNING,))
            query = "SELECT id FROM job WHERE state = ? AND attempts >= ?"
            for row in rows.execute(query, (RUNNING, MOST_ATTEMPTS)).fetchall():
                log.warning("Job %s is given up: the local cloud ended each time that it was begun.", row["id"])
                told = f"The local cloud ended {MOST_ATTEMPTS} times while it prepared this job; it is not tried again."
                self._end(rows, row["id"], FAILED, "InternalError", told)
            children = rows.execute("SELECT id, child FROM job WHERE child IS NOT NULL").fetchall()
            rows.execute("UPDATE job SET state = ?, child = NULL, started = NULL WHERE state = ?", (SUBMITTED, RUNNING))
            rows.execute("UPDATE job SET child = NULL WHERE child IS NOT NULL")
            hold_back(rows)
        return [(row["id"], row["child"]) for row in children]

    def accept(
        self, place: Place, body: bytes, level: int, still_valid: Callable[[], object] = int, *, resolved: bytes = b""
    ) -> QueuedJob:
        """Take a job. It is on the disk when this returns; ``resolved`` is kept with it. Raises ``QueueFull``.

        ``still_valid`` is called when nobody else can read or write any more and raises to refuse: a listing that
        begins after a signature ended shows every job that it let in.
        """
        reach("localcloud.accept.begin")
        job_id = "j" + secrets.token_hex(16)
        with self._database.write() as rows:
            still_valid()
            if waiting_in(rows, place) >= self.most_waiting:
                raise QueueFull(f"{self.most_waiting} jobs wait in the queue already; it takes no more.")
            bucket_row(rows, place)
            rows.execute(
                "INSERT INTO job (id, bucket, region, level, tag, state, code, message, progress, created, request,"
                " resolved) VALUES (?, ?, ?, ?, ?, ?, 'Success', '', 0, ?, ?, ?)",
                (job_id, *place, level, TAG, state_of_new(rows, place), self._clock(), body, resolved or None),
            )
            reach("localcloud.accept.commit")
            job = _job(rows.execute("SELECT * FROM job WHERE id = ?", (job_id,)).fetchone())
        reach("localcloud.accept.committed")
        self._tell_workers()
        return job

    def _tell_workers(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def wish(self, place: Place) -> QueueWish:
        """What was set for the bucket's queue."""
        with self._database.read() as rows:
            return read_wish(rows, place)

    def change(
        self, place: Place, state: str = "", notify: bytes | None = None, still_valid: Callable[[], object] = int
    ) -> QueueWish:
        """Set what is given for the bucket's queue, ``notify`` as XML; ``still_valid`` as of ``accept``."""
        with self._database.write() as rows:
            still_valid()
            bucket_row(rows, place)  # who lists buckets sees which queues are paused
            old = read_wish(rows, place)
            new = QueueWish(state or old.state, old.notify if notify is None else notify, self._clock())
            write_wish(rows, place, new)
        self._tell_workers()
        return new

    def change_all(self, state: str, still_valid: Callable[[], object] = int) -> None:
        """Make all queues `Active` or `Paused`, those of later buckets, too; ``still_valid`` as of ``accept``."""
        with self._database.write() as rows:
            still_valid()
            write_state_of_all(rows, state, self._clock())
        self._tell_workers()

    def accepted_posts(self) -> list[bytes]:
        """The bodies of all submissions ever accepted, in order."""
        with self._database.read() as rows:
            return [bytes(row["request"]) for row in rows.execute("SELECT request FROM job ORDER BY number").fetchall()]

    def find(self, place: Place, ids: Sequence[str]) -> dict[str, QueuedJob]:
        """Those of the jobs ``ids`` that the bucket has, by id."""
        marks = ", ".join("?" * len(ids))
        query = f"SELECT * FROM job WHERE bucket = ? AND region = ? AND id IN ({marks})"  # noqa: S608 (only ?)
        with self._database.read() as rows:
            found = _with_results(rows, rows.execute(query, (*place, *ids)).fetchall())
        return {job.id: job for job in found}

    def list(self, place: Place, wanted: Wanted) -> tuple[list[QueuedJob], int | None]:
        """One page of the bucket's jobs, and the number to go on after, ``None`` on the last page."""
        query, values = _page(place, wanted)
        with self._database.read() as rows:
            found = rows.execute(query, values).fetchall()
            jobs = _with_results(rows, found[: wanted.size])
        return jobs, jobs[-1].number if len(found) > wanted.size else None

    def cancel(self, place: Place, ids: Sequence[str]) -> None:
        """Cancel jobs that wait: all or none. Raises ``NoSuchJob`` or ``NotWaiting``."""
        with self._database.write() as rows:
            found = self.find(place, ids)
            for job_id in ids:
                if job_id not in found:
                    raise NoSuchJob(f"There is no job {job_id} in the bucket {place.bucket}.")
                if found[job_id].state not in WAITING:
                    raise NotWaiting(f"The job provided can not be modified: {job_id} is {found[job_id].state}.")
            for job_id in ids:
                self._end(rows, job_id, CANCEL, "Success", "")
            reach("localcloud.cancel.commit")
        reach("localcloud.cancel.committed")

    def claim(self) -> QueuedJob | None:
        """The next job to run, running from now on: highest level first, then the oldest; ``None`` when none waits:
        then nothing is written.
        """
        if not self.has_waiting():
            return None
        with self._database.write() as rows:
            row = rows.execute(
                "SELECT * FROM job WHERE state = ? ORDER BY level DESC, number LIMIT 1", (SUBMITTED,)
            ).fetchone()
            if row is None:
                return None
            rows.execute(
                "UPDATE job SET state = ?, started = ?, attempts = attempts + 1 WHERE number = ?",
                (RUNNING, self._clock(), row["number"]),
            )
            job = _job(rows.execute("SELECT * FROM job WHERE number = ?", (row["number"],)).fetchone())
        reach("localcloud.claim.committed")
        return job

    def note_child(self, job_id: str, child: str | None) -> None:
        """Remember the process that works for a job, so that a restart can end it; ``None``: it has ended."""
        with self._database.write() as rows:
            rows.execute("UPDATE job SET child = ? WHERE id = ?", (child, job_id))

    def note_progress(self, job_id: str, percent: int) -> None:
        """Progress of a running job, 0 to 99. It only rises, also when the job begins anew after a restart."""
        with self._database.write() as rows:
            rows.execute("UPDATE job SET progress = MAX(progress, ?) WHERE id = ?", (min(99, max(0, percent)), job_id))

    def keep_log(self, rows: sqlite3.Connection, job_id: str, text: str) -> None:
        """Keep what FFmpeg said, the last of it, within the transaction that ends the job."""
        if text:
            rows.execute("INSERT OR REPLACE INTO log (job, text) VALUES (?, ?)", (job_id, text[-LOG_LETTERS:]))

    def log(self, place: Place, job_id: str) -> str:
        """What FFmpeg said of a job of the bucket; empty for nothing. Raises ``NoSuchJob``."""
        if job_id not in self.find(place, [job_id]):
            raise NoSuchJob(f"There is no job {job_id} in the bucket {place.bucket}.")
        with self._database.read() as rows:
            found = rows.execute("SELECT text FROM log WHERE job = ?", (job_id,)).fetchone()
        return str(found["text"]) if found else ""

    def succeed(
        self, rows: sqlite3.Connection, job_id: str, results: Sequence[Result], media_info: bytes = b""
    ) -> None:
        """End a job well, within the transaction that records its results; ``media_info`` is XML, empty for none.

        Raises ``NotRunning``, so that nothing of the transaction holds.
        """
        query = "UPDATE job SET media_info = ?, progress = 100 WHERE id = ? AND state = ?"
        if not rows.execute(query, (media_info or None, job_id, RUNNING)).rowcount:
            raise NotRunning(f"The job {job_id} does not run.")
        rows.executemany(
            "INSERT INTO result (job, position, bucket, region, key, md5, etag) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(job_id, number, *made.place, made.key, made.md5, made.etag) for number, made in enumerate(results)],
        )
        self._end(rows, job_id, SUCCESS, "Success", "")

    def fail(self, job_id: str, code: str, message: str, log: str = "") -> None:
        """End a job with the reason why there is no result; one that does not run stays as it is."""
        with self._database.write() as rows:
            if self._end(rows, job_id, FAILED, code, message):
                self.keep_log(rows, job_id, log)
        reach("localcloud.fail.committed")

    def give_back(self, job_id: str) -> None:
        """Let a job that was interrupted by the end of the service wait again."""
        with self._database.write() as rows:
            rows.execute(
                "UPDATE job SET state = ?, started = NULL, child = NULL, attempts = MAX(0, attempts - 1) WHERE id = ?",
                (SUBMITTED, job_id),
            )
            hold_back(rows)

    def _end(self, rows: sqlite3.Connection, job_id: str, state: str, code: str, message: str) -> bool:
        """Whether the job ends now: one that waits can be cancelled, one that runs can succeed or fail."""
        before = sorted(WAITING) if state == CANCEL else [RUNNING]
        marks = ", ".join("?" * len(before))
        change = "UPDATE job SET state = ?, code = ?, message = ?, ended = ?, child = NULL"
        query = f"{change} WHERE id = ? AND state IN ({marks})"
        told = message if len(message) <= MESSAGE_LETTERS else f"{message[: MESSAGE_LETTERS - 1]}…"
        ended = rows.execute(query, (state, code, told, self._clock(), job_id, *before)).rowcount
        if ended and self._on_end is not None and state != CANCEL:
            found = rows.execute("SELECT * FROM job WHERE id = ?", (job_id,)).fetchall()
            for job in _with_results(rows, found):
                self._on_end(rows, job)
        return bool(ended)

    def has_waiting(self) -> bool:
        """Whether a job can be claimed."""
        with self._database.read() as rows:
            found = rows.execute("SELECT 1 FROM job WHERE state = ? LIMIT 1", (SUBMITTED,)).fetchone()
        return found is not None

    def open_count(self) -> int:
        """How many jobs run or wait to be run; those of a paused queue do not."""
        with self._database.read() as rows:
            query = "SELECT COUNT(*) AS n FROM job WHERE state IN (?, ?)"
            return int(rows.execute(query, (SUBMITTED, RUNNING)).fetchone()["n"])


def read_job(rows: sqlite3.Connection, job_id: str) -> QueuedJob | None:
    """The job of any bucket, with its results, within a transaction."""
    return next(iter(_with_results(rows, rows.execute("SELECT * FROM job WHERE id = ?", (job_id,)).fetchall())), None)


def _page(place: Place, wanted: Wanted) -> tuple[str, list[object]]:
    """The query for one row more than a page has, and its values."""
    states = sorted(wanted.states)
    conditions = ["bucket = ?", "region = ?", f"state IN ({', '.join('?' * len(states))})"]
    values: list[object] = [*place, *states]
    for condition, value in (
        ("created >= ?", wanted.start),
        ("created < ?", None if wanted.end is None else wanted.end + 1),
        ("number > ?" if wanted.order == "Asc" else "number < ?", wanted.after),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    query = f"SELECT * FROM job WHERE {' AND '.join(conditions)} ORDER BY number {wanted.order} LIMIT ?"  # noqa: S608
    return query, [*values, wanted.size + 1]


def _with_results(rows: sqlite3.Connection, found: Sequence[sqlite3.Row]) -> list[QueuedJob]:
    """The jobs of these rows with what they made."""
    made: dict[str, list[Result]] = {row["id"]: [] for row in found}
    marks = ", ".join("?" * len(made))
    query = f"SELECT * FROM result WHERE job IN ({marks}) ORDER BY job, position"  # noqa: S608 (only ?)
    for row in rows.execute(query, tuple(made)):
        made[row["job"]].append(Result(Place(row["bucket"], row["region"]), row["key"], row["md5"], row["etag"]))
    return [_job(row, made[row["id"]]) for row in found]


def _job(row: sqlite3.Row, results: Sequence[Result] = ()) -> QueuedJob:
    return QueuedJob(
        number=row["number"], id=row["id"], place=Place(row["bucket"], row["region"]), level=row["level"],
        tag=row["tag"], state=row["state"], code=row["code"], message=row["message"], progress=row["progress"],
        created=row["created"], started=row["started"], ended=row["ended"], request=bytes(row["request"]),
        attempts=row["attempts"], resolved=bytes(row["resolved"] or b""),
        media_info=bytes(row["media_info"] or b""), results=tuple(results),
    )  # fmt: skip
