"""How the command line shows a job."""

from __future__ import annotations

from datetime import datetime

from ..jobs.explained import failure_of
from ..jobs.intent import Intent


def as_line(intent: Intent, *, says_why: bool = True) -> str:
    """The job on one line: id, state, progress, when it was sent or, before that, made (time of this computer), name,
    and its result or, with ``says_why``, why there is none.
    """
    done = f"{intent.progress} %" if intent.progress is not None and not intent.is_resolved else ""
    failure = failure_of(intent)
    why = intent.message or (failure.what if failure else "")
    what = intent.result_key or (why or intent.output_key if says_why else "")
    job, sent = intent.job_id or intent.id[:12], local_time(intent.sending_clock or intent.created)
    line = f"{job:<34}{intent.state:<11}{done:<7}{sent}  {intent.name:<20} {what}".rstrip()
    others = ", ".join(twin.job_id for twin in intent.twins)
    times = "twice" if len(intent.twins) == 1 else f"{len(intent.twins) + 1} times"
    return f"{line} (the service has it {times}: {others})" if others else line


def local_time(moment: float) -> str:
    """Unix seconds as day and minute of this computer, as `--since` takes the day."""
    return datetime.fromtimestamp(moment).astimezone().strftime("%Y-%m-%d %H:%M")
