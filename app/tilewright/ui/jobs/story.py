"""What happened to a job, moment by moment, from what the ledger keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ...jobs.intent import Intent
from ...model.states import State
from ...usecases.heard import Heard, ReadAnswer
from ..words import tell, tr
from .contact import Contact
from .wording import chip_of, lines_of, twins_in_words

CLOCKS_DIFFER = 2.0
"""Seconds by which the service's clock must differ from ours to be worth a word."""

NOTHING = Heard()


@dataclass(frozen=True)
class Moment:
    """``when`` is Unix seconds of our clock, ``None`` when that is not known or when it goes on now (``is_now``);
    ``tone`` is a colour of the look.
    """

    when: float | None
    title: str
    detail: str
    tone: str = "success"
    is_now: bool = False

    @property
    def clock(self) -> str:
        return clock_text(self.when) if self.when is not None else ""


def clock_text(moment: float) -> str:
    """The time of day, our clock and zone."""
    return datetime.fromtimestamp(moment).astimezone().strftime("%H:%M:%S")


def story_of(intent: Intent, contact: Contact, now: float, heard: Heard = NOTHING) -> tuple[Moment, ...]:
    """From the wish to the end, or to what goes on; ``now`` is in ticks. Moments that only the
    service knows are put on our clock, and told on its own where the two differ.
    """
    told = [
        Moment(
            intent.created,
            tr("Noted"),
            tr("Mark {mark}, {size} bytes of request").format(mark=intent.mark, size=intent.request_size),
        )
    ]
    if intent.sending_clock is not None:
        to = tr("To {host}").format(host=intent.target.ci_host)
        again = tr("The second time: the first certainly did not arrive") if intent.attempts > 1 else to
        told.append(Moment(intent.sending_clock, tr("Sent"), again))
    if intent.state is State.UNKNOWN and intent.message:
        told.append(Moment(None, tr("No whole answer came"), tell(intent.message), "warning"))
    if intent.job_id:
        told.append(_of_service(intent, intent.job_created, tr("The service has the job"), intent.job_id))
    if heard.started is not None:
        told.append(_of_service(intent, heard.started, tr("Started"), ""))
    if intent.twins:
        several = tr("The service has it {count} times").format(count=len(intent.twins) + 1)
        times = tr("The service has it twice") if len(intent.twins) == 1 else several
        told.append(Moment(None, times, twins_in_words(intent), "warning"))
    if intent.cancel_wished and not intent.is_resolved:
        told.append(Moment(None, tr("You want it cancelled"), "", "warning", is_now=True))
    told.append(_end(intent, contact, now, heard))
    if intent.delivered is not None and intent.delivered_path:
        told.append(Moment(intent.delivered, tr("Put in its place"), intent.delivered_path))
    return tuple(told)


def _offset(intent: Intent) -> float:
    """Seconds that the service's clock was ahead of ours when the job was sent."""
    if intent.sending_at is None or intent.sending_clock is None:
        return 0.0
    return intent.sending_at - intent.sending_clock


def _of_service(intent: Intent, moment: float | None, title: str, detail: str) -> Moment:
    """A moment that the service told; ``moment`` is of its clock."""
    if moment is None:
        return Moment(None, title, detail)
    offset = _offset(intent)
    if abs(offset) < CLOCKS_DIFFER:
        return Moment(moment, title, detail)
    its = tr("{time} by the service's clock").format(time=clock_text(moment))
    return Moment(moment - offset, title, " · ".join(filter(None, (detail, its))))


def _end(intent: Intent, contact: Contact, now: float, heard: Heard) -> Moment:
    chip = chip_of(intent, contact, now)
    if not intent.is_resolved:
        return Moment(None, chip.text, lines_of(intent, contact, None, now).spoken, chip.tone, is_now=True)
    tone = "text_2" if intent.state is State.CANCELLED else chip.tone
    is_told = intent.state is State.LOST  # by the card above
    detail = "" if is_told else tell(intent.message) or intent.result_key
    if heard.ended is None or intent.ended is None:
        return Moment(intent.ended, chip.text, detail, tone)
    its = _of_service(intent, heard.ended, chip.text, detail)
    late = intent.ended - (its.when or intent.ended)
    noticed = tr("Heard of at {time}").format(time=clock_text(intent.ended)) if late >= CLOCKS_DIFFER else ""
    return Moment(its.when, its.title, " · ".join(filter(None, (its.detail, noticed))), tone)


def answer_line(answer: ReadAnswer) -> str:
    """One answer in a line: when, to what, its status, what it says."""
    first = datetime.fromtimestamp(answer.asked).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    calls = {
        "submit": tr("Sent"),
        "query": tr("Asked"),
        "cancel": tr("Cancelling"),
        "list": tr("List of jobs"),
        "head": tr("Look at the output"),
        "name": tr("Look at another name"),
        "twin": tr("Asked about the other job"),
        "cancel-twin": tr("Cancelling the other job"),
    }
    status = f"HTTP {answer.status}" if answer.status else ""
    again = ""
    if answer.times > 1 and answer.latest is not None:
        again = tr("{count} times until {time}").format(count=answer.times, time=clock_text(answer.latest))
    return " · ".join(filter(None, (first, calls.get(answer.call, ""), status, tell(answer.says), again)))
