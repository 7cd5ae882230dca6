"""Two jobs of one intent (sending-once, rule 5): how the ledger keeps the others, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .events import Twin
from .intent import Fate, Intent, TwinJob

if TYPE_CHECKING:
    from ..wire.jobs import Job

_FATES = {"Submitted": Fate.WAITS, "Pause": Fate.WAITS, "Cancel": Fate.CANCELLED}


def twin_of(job: Job) -> TwinJob:
    """``job`` as another job of an intent: only one that was not begun can be cancelled (ci-jobs §3.3)."""
    return TwinJob(job.job_id, _FATES.get(job.state, Fate.STAYS))


def write_twins(twins: Iterable[TwinJob]) -> str:
    """As the ledger keeps them: one a line, its id and its fate."""
    return "\n".join(f"{twin.job_id} {twin.fate}" for twin in twins)


def read_twins(text: str) -> tuple[TwinJob, ...]:
    """What ``write_twins`` wrote. Earlier versions left out the fate of one that was not cancelled at the first try."""
    lines = [line.partition(" ") for line in text.splitlines()]
    return tuple(TwinJob(job_id, Fate(fate or Fate.STAYS)) for job_id, _, fate in lines)


def twins_told(intent: Intent) -> tuple[str, ...]:
    """A sentence for each other job, with both ids; none where there is none."""
    return tuple(told_of(intent, twin).describe() for twin in intent.twins)


def told_of(intent: Intent, twin: TwinJob) -> Twin:
    """What to tell of another job of ``intent``."""
    return Twin(intent.id, twin.job_id, intent.job_id, twin.fate)
