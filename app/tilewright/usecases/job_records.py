"""A job as plain values: what the command line prints of it, and what an export holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from ..jobs.explained import failure_of
from ..jobs.history import PAGE
from ..jobs.intent import Intent
from ..model.states import State
from .workplace import Workplace

FIELDS = (
    "intent", "job", "name", "state", "progress", "profile", "bucket", "region", "output", "result", "code", "message",
    "failure", "twins", "created", "ended", "sent", "attempts", "request_id", "delivered",
)  # fmt: skip


def _time(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds is not None else None


def record_of(intent: Intent, workplace: Workplace) -> dict[str, Any]:
    """The job as one JSON object, as those of `records_of`."""
    (record,) = records_of((intent,), workplace)
    return record


def records_of(intents: Iterable[Intent], workplace: Workplace) -> Iterator[dict[str, Any]]:
    """The jobs as JSON objects, in their order; times in UTC by our clock. What the service answered to sending them is
    read for some hundred at a time.
    """
    left = iter(intents)
    with workplace.history() as history:
        while some := tuple(islice(left, PAGE)):
            told = history.sending_ids([intent.id for intent in some])
            for intent in some:
                yield _as_record(intent, told.get(intent.id))


def _as_record(intent: Intent, request_id: str | None) -> dict[str, Any]:
    is_bad = intent.state not in {State.SUCCESS, State.CANCELLED}
    failure = failure_of(intent)
    return {
        "intent": intent.id,
        "job": intent.job_id or None,
        "name": intent.name,
        "state": str(intent.state),
        "progress": intent.progress,
        "profile": intent.target.profile,
        "bucket": intent.output_bucket,
        "region": intent.output_region,
        "output": intent.output_key,
        "result": intent.result_key or None,
        "code": (intent.code or None) if is_bad else None,
        "message": (intent.message or None) if is_bad else None,
        "failure": failure.id if failure else None,
        "twins": [twin.job_id for twin in intent.twins],
        "created": _time(intent.created),
        "ended": _time(intent.ended),
        "sent": _time(intent.sending_clock),
        "attempts": intent.attempts,
        "request_id": request_id,
        "delivered": (intent.delivered_path or None) if intent.delivered is not None else None,
    }
