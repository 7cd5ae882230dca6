"""A job in words: what its state is called, what that means, and what is to be done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QTime

from ...jobs.contact import silence
from ...jobs.contact import span as contact_span
from ...jobs.estimate import Left
from ...jobs.explained import failure_of
from ...jobs.intent import Intent
from ...jobs.twins import twins_told
from ...model.states import State
from ..words import tell, tr
from .contact import Contact


@dataclass(frozen=True)
class Chip:
    text: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Lines:
    """What stands in the column Progress. ``bar`` is 0 to 1, or ``None`` for none; ``is_striped``: a bar that says that
    nobody knows. ``first`` stands in the place of the bar when there is none; its ``tone`` may be error or success.
    """

    first: str = ""
    second: str = ""
    tone: str = ""
    bar: float | None = None
    is_striped: bool = False

    @property
    def spoken(self) -> str:
        return " ".join(filter(None, (self.first, self.second)))


def chip_of(intent: Intent, contact: Contact, now: float) -> Chip:
    """The state chip."""
    if not intent.is_resolved and contact.is_lost(now):
        return Chip(tr("Lost contact"), "wifi-off", "note")
    if intent.is_resolved and intent.state is State.NOT_SENT:
        return Chip(tr("Not sent"), "circle-x", "error")
    return _chips()[intent.state]


def state_words() -> dict[State, str]:
    """What each state is called."""
    return {state: chip.text for state, chip in _chips().items()}


def _chips() -> dict[State, Chip]:
    return {
        State.NOT_SENT: Chip(tr("Not sent"), "circle-dot", "text_2"),
        State.SENDING: Chip(tr("Sending"), "send-horizontal", "accent_text"),
        State.UNKNOWN: Chip(tr("Unknown, checking"), "refresh-cw", "warning"),
        State.SUBMITTED: Chip(tr("Submitted"), "clock", "text_2"),
        State.RUNNING: Chip(tr("Running"), "loader-circle", "accent_text"),
        State.PAUSED: Chip(tr("Paused by the queue"), "circle-pause", "text_2"),
        State.SUCCESS: Chip(tr("Success"), "circle-check", "success"),
        State.FAILED: Chip(tr("Failed"), "circle-x", "error"),
        State.CANCELLED: Chip(tr("Cancelled"), "ban", "text_2"),
        State.LOST: Chip(tr("Lost"), "circle-x", "error"),
    }


def word_of(intent: Intent) -> str:
    """What the state is called, whether or not its service can be reached."""
    return _chips()[intent.state].text


def state_in_words(intent: Intent, contact: Contact, now: float) -> str:
    """The state as assistive tools say it: "Running 64 %"."""
    text = chip_of(intent, contact, now).text
    is_counted = intent.state is State.RUNNING and intent.progress is not None and not contact.is_lost(now)
    return f"{text} {intent.progress} %" if is_counted else text


def lines_of(intent: Intent, contact: Contact, left: Left | None, now: float) -> Lines:
    """Bar and sentences; ``left`` is how long the job will still take, if that is known."""
    if intent.is_resolved:
        return _ended(intent, contact)
    bar = (intent.progress or 0) / 100
    if contact.is_resting:
        return Lines(contact.message, contact.hint, "note")
    if contact.is_lost(now):
        return _lost(intent, contact, bar, now)
    if contact.unnamed_at is not None and intent.state.is_with_service:
        told = tr("The service has not named this job for {span}; looking for it.")
        return Lines(second=told.format(span=span(now - contact.unnamed_at)), bar=bar)
    if intent.state is State.UNKNOWN:
        return Lines(second=contact.note or tr("Answer lost. Asking, not sending again."), is_striped=True)
    if intent.cancel_wished and intent.state is not State.RUNNING:
        return Lines(second=tr("Being cancelled."), bar=bar)
    return Lines(second=_under_way(intent, left), bar=bar)


def _under_way(intent: Intent, left: Left | None) -> str:
    if intent.state is State.NOT_SENT:
        return tr("Noted; sent as soon as the service can be reached.")
    if intent.state is State.SENDING:
        return tr("On its way. You may close the window; nothing gets lost.")
    if intent.state is State.PAUSED:
        return tr("Goes on when the queue does.")
    if intent.state is State.SUBMITTED:
        return tr("Waits for its turn. You may close the window.")
    percent = tr("{percent} %").format(percent=intent.progress) if intent.progress is not None else ""
    if not percent:
        return in_time(left) or tr("No estimate yet")
    return f"{percent} · {in_time(left) or tr('no estimate yet')}"


def _lost(intent: Intent, contact: Contact, bar: float, now: float) -> Lines:
    text = tell(silence(now - (contact.lost_at or now), (contact.next_try or now) - now))
    is_unknown = intent.state is State.UNKNOWN
    return Lines(second=text, bar=None if is_unknown else bar, is_striped=is_unknown)


def _ended(intent: Intent, contact: Contact) -> Lines:
    if intent.state is State.SUCCESS:
        return _success(intent, contact)
    if intent.state is State.CANCELLED:
        started = intent.progress is not None and intent.progress > 0
        return Lines(second=tr("After it had started") if started else tr("Before it started"))
    if intent.state is State.LOST:
        return Lines(tr("The service no longer knows this job"), tr("Submit it again if you still want it."), "error")
    failure = failure_of(intent) if intent.code else None
    if failure is not None and failure.is_known:
        cure = tell(failure.cure)
        if intent.state is State.NOT_SENT:
            cure = tr("Nothing was made. {cure}").format(cure=cure)
        return Lines(tell(failure.what).rstrip("."), cure, "error")
    cause = (tell(intent.message) or intent.code or tr("The service gave no reason")).splitlines()[0]
    if intent.state is State.NOT_SENT:
        return Lines(cause, tr("Nothing was made. Retry is safe."), "error")
    return Lines(cause, tr("Mend that, then retry."), "error")


def _success(intent: Intent, contact: Contact) -> Lines:
    if contact.fetched is not None:
        name = (intent.result_key or intent.output_key).rpartition("/")[2]
        return Lines(name, tr("On its way to this computer, {percent} %").format(percent=contact.fetched), "success")
    if contact.delivery:
        return Lines(tr("Done, but not put in its place"), contact.delivery, "warning")
    if intent.delivered_path:
        path = Path(intent.delivered_path)
        return Lines(path.name, tr("in {folder}").format(folder=path.parent.name or str(path.parent)), "success")
    if intent.result_path and intent.delivered is None:
        return Lines(tr("Done"), tr("Being put in its place"), "success")
    name = intent.result_key or intent.output_key
    return Lines(name.rpartition("/")[2], tr("in the bucket"), "success")


def whole_story(intent: Intent, contact: Contact, left: Left | None, now: float) -> str:
    """Everything in a few lines, for a tooltip."""
    lines = lines_of(intent, contact, left, now)
    told = [title_of(intent), state_in_words(intent, contact, now), lines.first, lines.second]
    if intent.is_resolved and intent.message and intent.state is not State.LOST:
        told.append(tell(intent.message))
    elif contact.message and not contact.is_resting:
        told.append(contact.message)
    told.append(twins_in_words(intent))
    if not intent.is_resolved and contact.answered is not None:
        told.append(tr("Last answer {age}").format(age=age_text(contact, now)))
    if intent.cancel_wished and intent.state is State.RUNNING:
        told.append(tr("It was not cancelled: it runs already; the service stops only jobs that wait."))
    if intent.job_id:
        told.append(tr("Job {id}").format(id=intent.job_id))
    return "\n".join(dict.fromkeys(filter(None, told)))


def twins_in_words(intent: Intent) -> str:
    """What is said of other jobs of the same wish: a sentence, or a list; empty where there is none."""
    told = [tell(sentence) for sentence in twins_told(intent)]
    return "\n• ".join(told)


def megabytes(size: int) -> str:
    """``12.3 MB``, of a million bytes each; from a thousand on ``1.2 GB``."""
    unit, value = (tr("{size} MB"), size / 1e6) if size < 1_000_000_000 else (tr("{size} GB"), size / 1e9)
    return unit.format(size=QLocale().toString(value, "f", 1))


def title_of(intent: Intent) -> str:
    """What the job is called."""
    return intent.name or intent.output_key.rpartition("/")[2].partition("-")[0] or intent.short_id


def place_of(intent: Intent) -> str:
    """The profile in words."""
    return tr("Local cloud") if intent.target.local else intent.target.profile


def begun(intent: Intent) -> float:
    return intent.sending_clock or intent.created


def started_text(moment: float, today: date | None = None) -> str:
    """When it was: the time of today, "Yesterday", else the day."""
    then = datetime.fromtimestamp(moment).astimezone()
    days = ((today or datetime.now().astimezone().date()) - then.date()).days
    if days <= 0:
        return QLocale().toString(QTime(then.hour, then.minute), "HH:mm")
    if days == 1:
        return tr("Yesterday")
    return QLocale().toString(QDate(then.year, then.month, then.day), QLocale.FormatType.ShortFormat)


def took_seconds(intent: Intent, now: float) -> float | None:
    """How long it took, or takes by now; ``now`` is our wall clock, Unix seconds."""
    if intent.state in {State.NOT_SENT, State.CANCELLED}:
        return None
    return max(0.0, (intent.ended or now) - begun(intent))


def age_text(contact: Contact, now: float) -> str:
    """How long ago the service answered."""
    if contact.answered is None:
        return ""
    return tr("{span} ago").format(span=span(max(0.0, now - contact.answered)))


def span(seconds: float) -> str:
    """``20 s``, ``3 min``, ``2 h``."""
    return tell(contact_span(seconds))


def in_time(left: Left | None) -> str:
    """``20–40 s left``, ``about 2–4 min left``: as exact as an estimate can be; empty without one."""
    if left is None:
        return ""
    if left.is_overdue:
        return tr("takes longer than estimated")
    if left.high < 10:
        return tr("a few seconds left")
    if left.high <= 100:
        return tr("{range} s left").format(range=_whole_range(left, 10))
    if left.high <= 100 * 60:
        return tr("about {range} min left").format(range=_whole_range(left, 60, shown_in=60))
    return tr("about {range} h left").format(range=_whole_range(left, 3600, shown_in=3600))


def _whole_range(left: Left, step: int, shown_in: int = 1) -> str:
    """From and to in whole steps, rounded outwards as far as it matters."""
    low, high = round(left.low / step) * step, math.ceil(left.high / step) * step
    return f"{low // shown_in}–{high // shown_in}" if low < high else str(high // shown_in)
