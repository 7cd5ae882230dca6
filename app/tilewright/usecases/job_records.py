"""A job as plain values: what the command line prints of it, and what an export holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..jobs.explained import failure_of
from ..jobs.intent import Intent
from ..model.states import State

FIELDS = (
    "intent", "job", "name", "state", "progress", "profile", "bucket", "region", "output", "result", "code", "message",
    "failure", "twins", "created", "ended",
)  # fmt: skip


def _time(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds is not None else None


def as_record(intent: Intent) -> dict[str, Any]:
    """The job as one JSON object; times in UTC."""
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
    }
