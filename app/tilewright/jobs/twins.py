"""Two jobs of one intent (sending-once, rule 5): how the ledger keeps the others, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..text import say
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
    """What is said of other jobs, each id once: a sentence, or, of several, a heading and a line for each job; nothing
    where there is none.
    """
    if len(intent.twins) < 2:
        return tuple(told_of(intent, twin).describe() for twin in intent.twins)
    heading = say("The service has the job {count} times:", count=len(intent.twins) + 1)
    return heading, say("{kept} is kept.", kept=intent.job_id), *(_line_of(twin) for twin in intent.twins)


def _line_of(twin: TwinJob) -> str:
    if twin.fate is Fate.WAITS:
        return say("{other} is to be cancelled before it begins.", other=twin.job_id)
    if twin.fate is Fate.CANCELLED:
        return say("{other} was cancelled.", other=twin.job_id)
    return say("{other} could not be cancelled and may cost extra.", other=twin.job_id)


def told_of(intent: Intent, twin: TwinJob) -> Twin:
    """What to tell of another job of ``intent``."""
    return Twin(intent.id, twin.job_id, intent.job_id, twin.fate)
