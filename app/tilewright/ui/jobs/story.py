"""What happened to a job, moment by moment, from what the ledger keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ...jobs.intent import Answer, Intent
from ...model.states import State
from ..words import tell, tr
from .contact import Contact
from .wording import chip_of, lines_of


@dataclass(frozen=True)
class Moment:
    """``when`` is Unix seconds, ``None`` when that is not known or when it goes on now (``is_now``); ``tone`` is a
    colour of the look.
    """

    when: float | None
    title: str
    detail: str
    tone: str = "success"
    is_now: bool = False

    @property
    def clock(self) -> str:
        return datetime.fromtimestamp(self.when).astimezone().strftime("%H:%M:%S") if self.when is not None else ""


def story_of(intent: Intent, contact: Contact, now: float) -> tuple[Moment, ...]:
    """From the wish to the end, or to what goes on; ``now`` is seconds of the monotonic clock."""
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
    if intent.job_id:
        told.append(Moment(intent.job_created, tr("The service has the job"), intent.job_id))
    if intent.cancel_wished and not intent.is_resolved:
        told.append(Moment(None, tr("You want it cancelled"), "", "warning", is_now=True))
    told.append(_end(intent, contact, now))
    if intent.delivered is not None and intent.delivered_path:
        told.append(Moment(intent.delivered, tr("Put in its place"), intent.delivered_path))
    return tuple(told)


def _end(intent: Intent, contact: Contact, now: float) -> Moment:
    chip = chip_of(intent, contact, now)
    if not intent.is_resolved:
        return Moment(None, chip.text, lines_of(intent, contact, None, now).spoken, chip.tone, is_now=True)
    detail = tell(intent.message) or intent.result_key
    return Moment(intent.ended, chip.text, detail, "text_2" if intent.state is State.CANCELLED else chip.tone)


@dataclass(frozen=True)
class Advice:
    """What a state means and the one safe thing to do; ``command`` is empty when there is nothing to do but wait."""

    severity: str
    sentence: str
    button: str = ""
    command: str = ""


def advice_on(intent: Intent, contact: Contact, now: float) -> Advice | None:
    """For states that make people uneasy; ``None`` for all others."""
    if intent.state is State.UNKNOWN:
        sentence = tr(
            "The answer to the request was lost. The job may or may not exist. Tilewright asks the service, and sends "
            "again only if it is surely absent."
        )
        said = f"{sentence} {contact.note}".strip()
        return Advice("warning", said, tr("Ask now"), "jobs.ask-now")
    if not intent.is_resolved and contact.is_lost(now):
        sentence = tr("The job goes on at the service; only nobody can ask about it now.")
        said = " ".join(filter(None, (sentence, contact.message, contact.hint)))
        return Advice("note", said, tr("Ask now"), "jobs.ask-now")
    if contact.delivery:
        sentence = tr("The video is safe in the bucket, but could not be put in its place.")
        return Advice("warning", f"{sentence} {contact.delivery}", tr("Save as…"), "jobs.save-as")
    if intent.state in {State.FAILED, State.LOST} or (intent.is_resolved and intent.state is State.NOT_SENT):
        lines = lines_of(intent, contact, None, now)
        return Advice("error", f"{lines.first.rstrip('.')}. {lines.second}", tr("Submit again"), "jobs.retry")
    return None


def answers_text(answers: tuple[Answer, ...]) -> str:
    """The answers of the service that were kept, as they came, oldest first."""
    parts = []
    for answer in answers:
        when = datetime.fromtimestamp(answer.asked).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        head = f"{when} · HTTP {answer.status} · {answer.request_id}".rstrip(" ·")
        parts.append(f"{head}\n\n{answer.body.decode('utf-8', 'replace').strip()}")
    return "\n\n\n".join(parts)
