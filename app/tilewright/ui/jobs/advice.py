"""What a state means that makes people uneasy: what goes on by itself, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ...failures.entry import ACCOUNTS, ASK_NOW, REOPEN, RETRY, SAVE_AS, SEND_ANYWAY, SHOW_FIELD, Failure
from ...jobs.explained import clock_ahead, failure_of
from ...jobs.intent import Intent
from ...model.states import State
from ...usecases.failing import has_field
from ..words import tell, tr
from .contact import Contact
from .wording import lines_of, span, twins_in_words

ALLOW_HOST, CLEAN_UP, RESUME = "jobs.allow-host", "jobs.clean-up", "jobs.resume-queue"
"""Commands that no failure names."""


@dataclass(frozen=True)
class Step:
    """Something that may be done about it: the words of a button, and the command that it runs."""

    text: str
    command: str


@dataclass(frozen=True)
class Advice:
    """A sentence or two, maybe with a list below, and what may be done; the safest first, nothing where there is
    nothing to do but wait.
    """

    severity: str
    sentence: str
    steps: tuple[Step, ...] = ()


def advice_on(intent: Intent, contact: Contact, now: float, host: str = "", shortage: str = "") -> Advice | None:
    """For states that make people uneasy, for a job that the service has twice, for one whose end was not told to
    ``host``, as nobody has allowed that, and for one that waits for room (``shortage``); ``None`` for all others.
    ``now`` is in ticks.
    """
    advice = _on_state(intent, contact, now)
    if advice is None and shortage:
        advice = Advice("warning", _joined([shortage, tr("The job waits until there is more.")]), _steps(CLEAN_UP))
    twins = twins_in_words(intent)
    if advice is None:
        advice = Advice("warning", twins) if twins else None
    elif twins:
        advice = replace(advice, sentence=f"{advice.sentence}\n{twins}")
    return _with_host(advice, host) if host else advice


def _with_host(advice: Advice | None, host: str) -> Advice:
    told = tr("{host} was not told of the end: callbacks are sent to hosts only that you allow. This one is kept.")
    step = Step(tr("Allow {host}").format(host=host), ALLOW_HOST)
    if advice is None:
        return Advice("note", told.format(host=host), (step,))
    return replace(advice, sentence=f"{advice.sentence}\n{told.format(host=host)}", steps=(*advice.steps, step))


def _on_state(intent: Intent, contact: Contact, now: float) -> Advice | None:
    if intent.state is State.UNKNOWN:
        return _on_doubt(intent, contact, now)
    if intent.state is State.LOST and not intent.is_resolved:
        return _on_gone_keys(intent, contact)
    if not intent.is_resolved and contact.is_lost(now):
        return _on_silence(intent, contact, now)
    if intent.state is State.PAUSED and intent.target.local:
        return Advice("note", tr("The queue of the local cloud is paused: the job waits."), _steps(RESUME))
    if intent.state.is_with_service and contact.unnamed_at is not None:
        return _on_no_word(now - contact.unnamed_at)
    if contact.delivery:
        sentence = tr("The video is safe in the bucket, but could not be put in its place.")
        return Advice("warning", f"{sentence} {contact.delivery}", _steps(SAVE_AS))
    if intent.state in {State.FAILED, State.LOST} or (intent.is_resolved and intent.state is State.NOT_SENT):
        return _on_failure(intent, contact, now)
    return None


def _on_doubt(intent: Intent, contact: Contact, now: float) -> Advice:
    """Nobody knows whether there is a job: what is known, what happens next, and what only the user can want."""
    told = [tr("The answer to the request was lost on the way: the service may have the job, or not."), contact.note]
    if contact.is_resting:
        told += [contact.message, contact.hint]
    elif contact.is_lost(now):
        told.append(_stop(lines_of(intent, contact, None, now).second))
    else:
        told.append(tr("Tilewright goes on asking by itself."))
        certain = _certain_at(intent)
        if certain:
            told.append(tr("Before {time} it cannot be certain that the job is not there.").format(time=certain))
    told.append(tr("It is sent again only if it surely is not there; you need not do anything."))
    steps = (ACCOUNTS, ASK_NOW) if contact.is_resting else (ASK_NOW, SEND_ANYWAY)
    return Advice("warning", _joined(told), _steps(*steps))


def _certain_at(intent: Intent) -> str:
    """When, by our clock, absence can be proven (sending-once, rule 5); empty when that is past, or not known."""
    if intent.signature_end is None:
        return ""
    moment = intent.signature_end + intent.target.lag_limit + (clock_ahead(intent) or 0.0)
    then = datetime.fromtimestamp(moment).astimezone()
    return then.strftime("%H:%M") if then > datetime.now().astimezone() else ""


def _on_gone_keys(intent: Intent, contact: Contact) -> Advice:
    needs = tr("Nobody can ask about this job: it needs the keys of {profile}.").format(profile=intent.target.profile)
    goes_on = tr("If the service has it, it goes on there. With the keys back, Tilewright takes it up where it was.")
    return Advice("warning", _joined([needs, contact.hint, goes_on]), _steps(ACCOUNTS, ASK_NOW))


def _on_silence(intent: Intent, contact: Contact, now: float) -> Advice:
    is_sent = intent.state.is_with_service
    goes_on = tr("The job goes on at the service; only nobody can ask about it now.")
    waits = tr("It waits here, and is sent when the service can be reached; nothing gets lost.")
    told = [goes_on if is_sent else waits]
    if contact.is_resting:
        return Advice("note", _joined([*told, contact.message, contact.hint]), _steps(ACCOUNTS, ASK_NOW))
    told += [contact.message, _stop(lines_of(intent, contact, None, now).second)]
    return Advice("note", _joined(told), _steps(ASK_NOW))


def _on_no_word(seconds: float) -> Advice:
    told = [
        tr("The service answers, but its answers have not named this job for {span}.").format(span=span(seconds)),
        tr("It may have forgotten the job, or tell of it late. Tilewright goes on asking and looking by itself."),
        tr("Only when it is certain that the job is gone is it shown as lost; then you can submit it again."),
    ]
    return Advice("note", _joined(told), _steps(ASK_NOW))


def _on_failure(intent: Intent, contact: Contact, now: float) -> Advice:
    failure = failure_of(intent)
    if failure is None:
        lines = lines_of(intent, contact, None, now)
        return Advice("error", _joined([_stop(lines.first), lines.second]), _steps(RETRY))
    told = [tell(failure.what), tell(failure.why), tell(failure.cure)]
    if failure.words:
        told.append(_stop(tr("It was told so: {words}").format(words=tell(failure.words))))
    return Advice("error", _joined(told), _steps(*_commands(failure)))


def _commands(failure: Failure) -> tuple[str, ...]:
    """What helps: that of the failure, the field of the composition that is to be changed, and once more."""
    is_of_field = has_field(failure)
    found = (failure.button, SHOW_FIELD if is_of_field else "", REOPEN if failure.field else "", RETRY)
    return tuple(dict.fromkeys(filter(None, found)))


def _steps(*commands: str) -> tuple[Step, ...]:
    words = {
        ACCOUNTS: tr("Accounts…"),
        ASK_NOW: tr("Ask now"),
        CLEAN_UP: tr("Clean up…"),
        REOPEN: tr("Reopen as composition"),
        RESUME: tr("Let it go on"),
        RETRY: tr("Submit again"),
        SAVE_AS: tr("Save as…"),
        SEND_ANYWAY: tr("Send anyway…"),
        SHOW_FIELD: tr("Show field"),
    }
    return tuple(Step(words[command], command) for command in commands if command in words)


def _stop(sentence: str) -> str:
    return f"{sentence}." if sentence and sentence[-1] not in ".!?。" else sentence


def _joined(sentences: list[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, sentences)))
