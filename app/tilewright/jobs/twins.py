"""Two jobs of one intent (sending-once, rule 5): how the ledger keeps the others, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable

from .events import Twin
from .intent import Intent, TwinJob

_CANCELLED = "cancelled"


def write_twins(twins: Iterable[TwinJob]) -> str:
    """As the ledger keeps them: one a line, its id and whether it was cancelled."""
    return "\n".join(f"{twin.job_id} {_CANCELLED}" if twin.is_cancelled else twin.job_id for twin in twins)


def read_twins(text: str) -> tuple[TwinJob, ...]:
    """What ``write_twins`` wrote."""
    lines = [line.partition(" ") for line in text.splitlines()]
    return tuple(TwinJob(job_id, told == _CANCELLED) for job_id, _, told in lines)


def twins_told(intent: Intent) -> tuple[str, ...]:
    """A sentence for each other job, with both ids; none where there is none."""
    return tuple(Twin(intent.id, twin.job_id, intent.job_id, twin.is_cancelled).describe() for twin in intent.twins)
