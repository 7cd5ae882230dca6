"""How the command line shows a job."""

from __future__ import annotations

from ..jobs.explained import failure_of
from ..jobs.intent import Intent


def as_line(intent: Intent) -> str:
    """The job on one line: id, state, progress, name, result."""
    done = f"{intent.progress} %" if intent.progress is not None and not intent.is_resolved else ""
    failure = failure_of(intent)
    what = intent.result_key or intent.message or (failure.what if failure else "") or intent.output_key
    line = f"{intent.job_id or intent.id[:12]:<34}{intent.state:<11}{done:<7}{intent.name:<20} {what}".rstrip()
    others = ", ".join(twin.job_id for twin in intent.twins)
    times = "twice" if len(intent.twins) == 1 else f"{len(intent.twins) + 1} times"
    return f"{line} (the service has it {times}: {others})" if others else line
