"""Each bucket's queue: paused or not, and whom it tells. It is kept from the first change on; until then it is usual.

A waiting job of a paused queue is in the state Pause, one of an active queue in Submitted; jobs that run are left alone
(ci-jobs §2.1). A paused queue takes posts all the same (A65): a refusal would be the end of that job.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import sha256

from .store import Place

SUBMITTED, PAUSE = "Submitted", "Pause"
WAITING = (SUBMITTED, PAUSE)
"""States of a job that has not begun."""

ACTIVE, PAUSED = "Active", "Paused"

_OTHERS = Place("", "")
"""Stands for the queues that nobody changed alone: of buckets that come into being later, too."""

_HOLD_BACK = """
UPDATE job SET state = 'Pause' WHERE state = 'Submitted' AND 'Paused' = COALESCE(
    (SELECT state FROM queue WHERE queue.bucket = job.bucket AND queue.region = job.region),
    (SELECT state FROM queue WHERE queue.bucket = '' AND queue.region = '')
)
"""


@dataclass(frozen=True, slots=True)
class QueueWish:
    """What was set for a queue: ``notify`` is its `NotifyConfig` as XML, empty for none; ``updated`` is Unix time."""

    state: str = ACTIVE
    notify: bytes = b""
    updated: float | None = None


def queue_id(place: Place) -> str:
    """The bucket's queue: one each, always the same."""
    return "p" + sha256(f"{place.bucket} {place.region}".encode()).hexdigest()[:32]


def read_wish(rows: sqlite3.Connection, place: Place) -> QueueWish:
    for one in (place, _OTHERS):
        row = rows.execute("SELECT * FROM queue WHERE id = ?", (queue_id(one),)).fetchone()
        if row is not None:
            return QueueWish(row["state"], bytes(row["notify"] or b""), row["updated"])
    return QueueWish()


def write_wish(rows: sqlite3.Connection, place: Place, wish: QueueWish) -> None:
    """Keep it; its waiting jobs change their state within the same transaction."""
    rows.execute(
        "INSERT OR REPLACE INTO queue (id, bucket, region, state, notify, updated) VALUES (?, ?, ?, ?, ?, ?)",
        (queue_id(place), *place, wish.state, wish.notify or None, wish.updated),
    )
    if wish.state == PAUSED:
        hold_back(rows)
    else:
        rows.execute(
            "UPDATE job SET state = ? WHERE state = ? AND bucket = ? AND region = ?", (SUBMITTED, PAUSE, *place)
        )


def write_state_of_all(rows: sqlite3.Connection, state: str, updated: float) -> None:
    """Make all queues, also those of buckets that come into being later, `Active` or `Paused`, and their waiting jobs
    with them. What else was set for a queue stays.
    """
    rows.execute("UPDATE queue SET state = ?, updated = ?", (state, updated))
    write_wish(rows, _OTHERS, QueueWish(state, updated=updated))
    if state == ACTIVE:
        rows.execute("UPDATE job SET state = ? WHERE state = ?", (SUBMITTED, PAUSE))


def hold_back(rows: sqlite3.Connection) -> None:
    """Put the jobs that wait in paused queues into the state Pause: after some became waiting again."""
    rows.execute(_HOLD_BACK)


def waiting_in(rows: sqlite3.Connection, place: Place) -> int:
    """How many jobs of the bucket have not begun."""
    query = "SELECT COUNT(*) AS n FROM job WHERE state IN (?, ?) AND bucket = ? AND region = ?"
    return int(rows.execute(query, (*WAITING, *place)).fetchone()["n"])


def is_needed(rows: sqlite3.Connection, place: Place) -> bool:
    """Whether the bucket's queue is paused by itself, or a job of it has not ended: who looks for queues asks for the
    buckets first.
    """
    own = rows.execute("SELECT 1 FROM queue WHERE id = ? AND state = ?", (queue_id(place), PAUSED))
    if own.fetchone() is not None:
        return True
    jobs = rows.execute("SELECT 1 FROM job WHERE bucket = ? AND region = ? AND ended IS NULL LIMIT 1", place)
    return jobs.fetchone() is not None


def state_of_new(rows: sqlite3.Connection, place: Place) -> str:
    """The state in which a job begins to wait."""
    return PAUSE if read_wish(rows, place).state == PAUSED else SUBMITTED
