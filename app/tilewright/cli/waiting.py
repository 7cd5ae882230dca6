"""Watching a job from the command line: progress, and Ctrl+C that leaves the job running."""

from __future__ import annotations

import threading
from collections.abc import Generator
from typing import Any

from ..jobs.events import AlreadyDone, Ended, IntentMade, Joined, NotAccepted, Progress
from ..model.states import State
from ..usecases.jobs import intent_of
from ..usecases.workplace import Workplace
from . import exit_codes
from .output import Output, Told

_OWN = (IntentMade, Joined, AlreadyDone)
"""What tells which intent a wish is."""

_LABELS = {State.SUBMITTED: "Waiting", State.RUNNING: "Rendering", State.PAUSED: "Paused by the queue"}


def wait(seconds: float) -> bool:
    """Sleep; nobody but Ctrl+C stops a command line."""
    return threading.Event().wait(seconds)


def show(
    events: Generator[Told, Any, Any],
    output: Output,
    workplace: Workplace,
    intent_id: str = "",
    *,
    tells_end: bool = True,
    if_done: str = "",
) -> tuple[str, int]:
    """Show a job's events; the intent's id (empty if none was made), and 130 when the user interrupted, else 0.

    ``intent_id``: the one asked about. Where one is made, others may be told of before, which an earlier run left.
    What went wrong for good is told once: by the error that follows, or, without ``tells_end``, by the verb itself.
    ``if_done`` is what the verb offers where the same job was done already.
    """
    held: Told | None = None
    try:
        for event in events:
            if isinstance(event, _OWN):
                intent_id = event.intent
            if _is_failure(event, intent_id) and not output.as_json:
                held = event
                continue
            if held is not None:
                output.tell(held)
                held = None
            _show_one(event, output)
            if isinstance(event, AlreadyDone) and if_done and not (event.is_outdated or output.as_json):
                output.hint(if_done)
        if held is not None and tells_end:
            output.tell(held)
    except KeyboardInterrupt:
        events.close()
        output.clear_bar()
        output.hint(_where_it_is(intent_id, workplace))
        return intent_id, exit_codes.INTERRUPTED
    output.clear_bar()
    return intent_id, exit_codes.DONE


def _is_failure(event: Told, intent_id: str) -> bool:
    """Whether nothing comes after it for this intent but the error that says the same."""
    if isinstance(event, NotAccepted):
        return event.intent == intent_id and event.next_try is None
    return isinstance(event, Ended) and event.intent == intent_id and event.state is not State.SUCCESS


def tell_whose(workplace: Workplace, output: Output) -> None:
    """Say that the jobs shown are as they were noted, where they may only be looked at."""
    if reason := workplace.why_not_ours():
        output.hint(str(reason))


def _show_one(event: Told, output: Output) -> None:
    if isinstance(event, Progress) and event.waits:
        output.tell(event)  # no bar says it
    elif isinstance(event, Progress):
        is_known = event.state is State.RUNNING and event.percent is not None
        output.progress(event, (event.percent or 0) / 100 if is_known else None, _LABELS.get(event.state, event.state))
    elif hasattr(event, "fraction"):
        output.progress(event, event.fraction, event.describe())
    else:
        output.tell(event)


def _where_it_is(intent_id: str, workplace: Workplace) -> str:
    """What an interrupted user must know about the job."""
    if not intent_id:
        return "Interrupted; nothing was submitted."
    intent = intent_of(intent_id, workplace)
    name = intent.job_id or intent.id[:12]
    if intent.is_resolved:
        return f"Interrupted; the job {name} is over: {intent.state}."
    if intent.state.is_with_service:
        return f"Interrupted; the job {name} goes on. `tilewright status {name} --wait` watches it again."
    return f"Interrupted while the job was being sent. `tilewright status {name} --wait` finds out and goes on."
