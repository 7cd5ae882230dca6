"""Whom the end of a job is told, what exactly, and what came of it (ci-jobs §3.4).

A callback is recorded in the commit that ends its job, so that none is lost; ``sending`` sends it. Where results are
too large for their sums to be there by then it waits for these a while (A105). What goes to nobody here, a message
queue or a host that the user did not allow, stays as it was recorded.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import SplitResult, urlsplit

from ..errors import BadInput
from ..model.service_queue import Notify
from ..wire.callbacks import EVENT, Form, write_callback
from ..wire.hosts import is_loopback, plain_name, read_ip, why_unreachable
from ..wire.queues import read_notify
from ..wire.request import read_request
from .database import Database
from .local_settings import LocalSettings
from .pausing import read_wish
from .queue import QueuedJob, read_job
from .records import record_of
from .sums import is_sum

log = logging.getLogger(__name__)

NOBODY = "no"
"""The address that means: tell nobody (ci-jobs §1.1)."""

LONGEST_WAIT: Final = 60.0
"""Seconds that a callback waits for the sums of results (A105): those of other jobs may be reckoned before."""

DUE, SENT, FAILED, RECORDED = "due", "sent", "failed", "recorded"
"""States: to be sent; taken with a status of 2xx; given up; never sent."""


@dataclass(frozen=True, slots=True)
class Callback:
    """``kind`` is `Url`, `TDMQ` or `Kafka`, of which no ``address`` is known; ``said`` is why it was not taken, or not
    sent; ``status`` that of the last answer, 0 for none; ``due`` is Unix time, ``None`` for one that is not sent any
    more.
    """

    job_id: str
    address: str
    form: Form
    kind: str
    state: str = DUE
    tries: int = 0
    due: float | None = None
    status: int = 0
    said: str = ""
    body: bytes = b""

    @property
    def not_allowed(self) -> str:
        """The host that it was not sent to as the user had not allowed it; empty for any other reason, and for an
        address that is never called.
        """
        parts = split_address(self.address) if self.state == RECORDED and self.kind == "Url" else None
        host = plain_name(parts.hostname or "") if parts else ""
        is_never_called = read_ip(host) is not None and why_unreachable(host)
        return "" if is_never_called or self.said != _not_allowed(host) else host

    def as_record(self) -> dict[str, Any]:
        """It for programs."""
        return {
            "state": self.state,
            "address": self.address,
            "format": self.form,
            "type": self.kind,
            "tries": self.tries,
            "status": self.status or None,
            "said": self.said,
            "not_allowed": self.not_allowed or None,
            "body": self.body.decode("utf-8", "replace"),
        }


def split_address(address: str) -> SplitResult | None:
    """An http(s) address with a host; ``None`` for anything else."""
    try:
        parts = urlsplit(address.strip())
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts if is_whole else None


def _not_allowed(host: str) -> str:
    return f"The host {host} was not allowed."


def addressed(job: QueuedJob, notify: Notify | None) -> tuple[str, Form, str] | None:
    """Address, form and kind for the end of ``job``; ``None``: nobody is told. What the request says wins over what
    the bucket's queue says (ci-jobs §1.1).
    """
    asked = read_request(job.request).composition
    notify = notify if notify is not None and notify.is_on and EVENT in (notify.event or EVENT) else Notify()
    form: Form = "JSON" if (asked.callback_format or notify.result_format).strip().upper() == "JSON" else "XML"
    kind = (asked.callback_type or ("" if asked.callback else notify.type)).strip().upper()
    if asked.callback == NOBODY:
        return None
    if kind == "KAFKA":
        return "", form, "Kafka"
    if kind == "TDMQ":
        mq = asked.callback_mq
        region, name = (mq.mq_region, mq.mq_name) if mq is not None else (notify.mq_region, notify.mq_name)
        return f"{region or ''}/{name or ''}", form, "TDMQ"
    address = (asked.callback or notify.url).strip()
    return (address, form, "Url") if address else None


class Callbacks:
    """The callbacks of all jobs. ``changed`` is set when one may be due: whoever then reads waits for the commit."""

    def __init__(self, database: Database, settings: Callable[[], LocalSettings], clock: Callable[[], float]) -> None:
        self._database = database
        self._settings = settings
        self.clock = clock
        self.changed = threading.Event()

    def why_kept(self, kind: str, address: str) -> str:
        """Why a callback is recorded and not sent; empty when it may be sent. No name is looked up."""
        if kind != "Url":
            return "The local cloud tells no message queue."
        parts = split_address(address)
        if parts is None:
            return "That is not an address that begins with http:// or https://."
        host = plain_name(parts.hostname or "")
        if is_loopback(host) or host in self._settings().allowed_hosts:
            return ""
        return _not_allowed(host)

    def note(self, rows: sqlite3.Connection, job: QueuedJob) -> None:
        """Record what is told of the end of ``job``, within the transaction that ends it. A job of which nothing can be
        told, as its request is of an earlier version, ends all the same.
        """
        wish = read_wish(rows, job.place)
        try:
            wanted = addressed(job, read_notify(wish.notify) if wish.notify else None)
            if wanted is None:
                return
            address, form, kind = wanted
            body = write_callback(record_of(job), form)
        except BadInput as error:
            log.warning("Nobody is told of the end of job %s: %s", job.id, error)
            return
        except Exception:  # the job has its result, whatever is wrong with telling it
            log.exception("Nobody is told of the end of job %s.", job.id)
            return
        said = self.why_kept(kind, address)
        state = RECORDED if said else DUE
        wait = 0.0 if all(is_sum(result.md5) for result in job.results) else LONGEST_WAIT
        due = self.clock() + wait if state == DUE else None
        rows.execute(
            "INSERT OR REPLACE INTO callback (job, address, format, kind, state, tries, due, said, body)"
            " VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
            (job.id, address, form, kind, state, due, said, body),
        )
        self.changed.set()

    def complete(self, rows: sqlite3.Connection, job_id: str) -> None:
        """Tell the sums of that job's results along, within the transaction that keeps the last of them; or as far as
        there are some, where they cannot be had for now. What is not waiting for them stays as it is. A callback that
        cannot be written anew is told as it was: no sum is undone for it.
        """
        now = self.clock()
        waits = "job = ? AND tries = 0 AND (state = ? OR state = ? AND (due IS NULL OR due > ?))"
        row = rows.execute(f"SELECT * FROM callback WHERE {waits}", (job_id, RECORDED, DUE, now)).fetchone()  # noqa: S608
        if row is None:
            return
        callback = _callback(row)
        body, due = self._written_anew(rows, callback), now if callback.state == DUE else None
        rows.execute("UPDATE callback SET body = ?, due = ? WHERE job = ?", (body, due, job_id))
        self.changed.set()

    def wait_again(self, callback: Callback) -> None:
        """Let it wait for sums from now on, unless they have come meanwhile, which made it due."""
        with self._database.write() as rows:
            waits = "job = ? AND tries = 0 AND due = ?"
            given = (self.clock() + LONGEST_WAIT, callback.job_id, callback.due)
            rows.execute(f"UPDATE callback SET due = ? WHERE {waits}", given)  # noqa: S608

    def _written_anew(self, rows: sqlite3.Connection, callback: Callback) -> bytes:
        try:
            job = read_job(rows, callback.job_id)
            return callback.body if job is None else write_callback(record_of(job), callback.form)
        except BadInput as error:
            log.warning("The end of job %s is told without the sums of its results: %s", callback.job_id, error)
        except Exception:  # the edge: whatever is wrong with telling, the sums are right
            log.exception("The end of job %s is told without the sums of its results.", callback.job_id)
        return callback.body

    def find(self, job_id: str) -> Callback | None:
        with self._database.read() as rows:
            row = rows.execute("SELECT * FROM callback WHERE job = ?", (job_id,)).fetchone()
        return _callback(row) if row else None

    def first_due(self) -> Callback | None:
        """The one that is due first, which may be later than now: one that waits for sums is, until they are there."""
        query = "SELECT * FROM callback WHERE state = ? AND due IS NOT NULL ORDER BY due LIMIT 1"
        with self._database.read() as rows:
            row = rows.execute(query, (DUE,)).fetchone()
        return _callback(row) if row else None

    def are_open(self) -> bool:
        """Whether somebody is still to be told something, be it when sums are there."""
        with self._database.read() as rows:
            return rows.execute("SELECT 1 FROM callback WHERE state = ? LIMIT 1", (DUE,)).fetchone() is not None

    def settle(self, callback: Callback) -> None:
        """Keep what came of a try."""
        with self._database.write() as rows:
            rows.execute(
                "UPDATE callback SET state = ?, tries = ?, due = ?, status = ?, said = ? WHERE job = ?",
                (callback.state, callback.tries, callback.due, callback.status, callback.said, callback.job_id),
            )


def _callback(row: sqlite3.Row) -> Callback:
    return Callback(
        job_id=row["job"], address=row["address"], form=cast("Form", row["format"]), kind=row["kind"],
        state=row["state"], tries=row["tries"], due=row["due"], status=row["status"] or 0, said=row["said"] or "",
        body=bytes(row["body"] or b""),
    )  # fmt: skip
