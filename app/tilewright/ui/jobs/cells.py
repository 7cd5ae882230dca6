"""What stands in the cells of the jobs' table, which assistive tools read, too."""

from __future__ import annotations

import time
from enum import IntEnum

from ...jobs.intent import Intent
from ...jobs.pace import ticks
from ...model.states import State
from ..windows.summary import clock
from ..words import tr
from . import wording
from .jobs import Jobs


class Column(IntEnum):
    NAME = 0
    STATE = 1
    PROGRESS = 2
    ANSWER = 3
    STARTED = 4
    TOOK = 5
    ACTION = 6


def titles() -> dict[Column, str]:
    return {
        Column.NAME: tr("Name"),
        Column.STATE: tr("State"),
        Column.PROGRESS: tr("Progress"),
        Column.ANSWER: tr("Last answer"),
        Column.STARTED: tr("Started"),
        Column.TOOK: tr("Took"),
    }


def text_of(intent: Intent, column: Column, jobs: Jobs) -> str:
    """The text of a cell."""
    now, contact = ticks(), jobs.contact(intent.id)
    if column is Column.NAME:
        return f"{wording.title_of(intent)}, {wording.place_of(intent)}"
    if column is Column.STATE:
        return wording.state_in_words(intent, contact, now)
    if column is Column.PROGRESS:
        return wording.lines_of(intent, contact, jobs.left(intent.id, now), now).spoken
    if column is Column.ANSWER:
        return "" if intent.is_resolved else wording.age_text(contact, now)
    if column is Column.STARTED:
        return wording.started_text(wording.begun(intent))
    if column is Column.TOOK:
        took = wording.took_seconds(intent, time.time())
        return clock(took) if took is not None else ""
    return action_text(action_of(intent))


def tip_of(intent: Intent, column: Column, jobs: Jobs) -> str:
    """What a cell says when the pointer rests on it."""
    if column is Column.ACTION:
        return action_text(action_of(intent))
    now = ticks()
    return wording.whole_story(intent, jobs.contact(intent.id), jobs.left(intent.id, now), now)


def action_of(intent: Intent) -> str:
    """The command that the row's one button runs; empty for none."""
    if intent.state is State.SUCCESS:
        return "jobs.open"
    if intent.is_resolved:
        return "" if intent.state is State.CANCELLED else "jobs.retry"
    is_too_late = intent.state in {State.SENDING, State.UNKNOWN, State.RUNNING}
    return "" if intent.cancel_wished or is_too_late else "jobs.cancel"


def action_text(action: str) -> str:
    return {"jobs.open": tr("Open"), "jobs.retry": tr("Retry"), "jobs.cancel": tr("Cancel the job")}.get(action, "")
