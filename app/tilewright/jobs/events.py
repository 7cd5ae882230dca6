"""What happens to a job, as frozen values. The command line prints them, the window shows them.

Each has everything a reader needs: ``describe()`` is one sentence, ``as_record()`` the object of a JSON line.
Times are Unix seconds of the service's clock, waits are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from ..failures.clock import clock_words
from ..model.states import State
from ..text import say
from .contact import silence, span
from .intent import Fate


@dataclass(frozen=True)
class Event:
    """Something that happened to the intent of that id."""

    kind: ClassVar[str] = "event"
    intent: str

    def describe(self) -> str:
        """One sentence for the user."""
        raise NotImplementedError

    def as_record(self) -> dict[str, object]:
        """Plain values for JSON; ``event`` names the kind, ``job`` is the job's id as in every other record."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"event": self.kind} | {"job" if name == "job_id" else name: value for name, value in named.items()}


@dataclass(frozen=True)
class IntentMade(Event):
    """The wish is durable; nothing has been sent."""

    kind = "intent-made"
    name: str
    output: str

    def describe(self) -> str:
        name = self.name or say("The job")
        return say(
            "{name} is noted as {id}; its result will be {output}.", name=name, id=self.intent[:8], output=self.output
        )


@dataclass(frozen=True)
class Joined(Event):
    """The same wish is under way already: no second job is made."""

    kind = "joined"
    state: State

    def describe(self) -> str:
        return say(
            "The same job is under way already ({id}, {state}); no second one is made.",
            id=self.intent[:8],
            state=self.state.word,
        )


@dataclass(frozen=True)
class AlreadyDone(Event):
    """The same wish was fulfilled in the last 24 hours. ``is_outdated``: it would be made anew, as what it was made of
    changed since, if another result might have its name.
    """

    kind = "already-done"
    job_id: str
    result: str
    is_outdated: bool = False

    def describe(self) -> str:
        if self.is_outdated:
            return say(
                "The same job was done already: {id}, result {result}. What it was made of changed since: "
                "`submit --replace` makes it anew under this name.",
                id=self.job_id,
                result=self.result,
            )
        return say("The same job was done already: {id}, result {result}.", id=self.job_id, result=self.result)


@dataclass(frozen=True)
class Sending(Event):
    """The one attempt is about to be made."""

    kind = "sending"
    host: str
    attempt: int

    def describe(self) -> str:
        return say("Sending the job to {host}.", host=self.host)


@dataclass(frozen=True)
class Sent(Event):
    """The service has accepted the job."""

    kind = "sent"
    job_id: str
    state: State

    def describe(self) -> str:
        return say("The service has the job: {id}.", id=self.job_id)


@dataclass(frozen=True)
class NotAccepted(Event):
    """The service, or the way to it, certainly made no job."""

    kind = "not-accepted"
    code: str
    message: str
    next_try: float | None

    def describe(self) -> str:
        if self.next_try is None:
            return say("{message} No job was made.", message=self.message)
        seconds = self.next_try
        return say("{message} No job was made. Trying again in {seconds:.0f} s.", message=self.message, seconds=seconds)


@dataclass(frozen=True)
class OutcomeUnknown(Event):
    """The answer was lost: there may be a job, or none."""

    kind = "outcome-unknown"
    message: str

    def describe(self) -> str:
        return say("{message} Whether there is a job now is not known; asking the service.", message=self.message)


@dataclass(frozen=True)
class Elsewhere(Event):
    """Another Tilewright is sending this very job."""

    kind = "elsewhere"

    def describe(self) -> str:
        return say("Another Tilewright is sending this job; waiting for it.")


@dataclass(frozen=True)
class Looking(Event):
    """The service is asked for the job; absence cannot be known before ``certain_at``."""

    kind = "looking"
    certain_at: float
    certain_in: float

    def describe(self) -> str:
        if self.certain_in <= 0:
            return say("Looking for the job at the service.")
        return say("Looking for the job at the service; in {seconds:.0f} s it is certain.", seconds=self.certain_in)


@dataclass(frozen=True)
class Found(Event):
    """The job is there. ``by`` is ``mark`` or ``name``."""

    kind = "found"
    job_id: str
    by: str
    state: State

    def describe(self) -> str:
        if self.by == "name":
            return say("The service has the job: {id} (found by its name).", id=self.job_id)
        return say("The service has the job: {id} (found by its mark).", id=self.job_id)


@dataclass(frozen=True)
class Twin(Event):
    """A second job of the same intent was found."""

    kind = "twin"
    job_id: str
    kept: str
    fate: Fate

    def describe(self) -> str:
        jobs = {"kept": self.kept, "other": self.job_id}
        if self.fate is Fate.WAITS:
            return say(
                "The service has the job twice, {kept} and {other}: the first is kept, the other is to be cancelled "
                "before it begins.",
                **jobs,
            )
        if self.fate is Fate.CANCELLED:
            return say(
                "The service has the job twice, {kept} and {other}: the first is kept, the other was cancelled.",
                **jobs,
            )
        return say(
            "The service has the job twice, {kept} and {other}: the first is kept; the other could not be cancelled "
            "and may cost extra.",
            **jobs,
        )


@dataclass(frozen=True)
class SendingAgain(Event):
    """It is certain that the service has no job of this intent: it is sent once more."""

    kind = "sending-again"

    def describe(self) -> str:
        return say("It is certain that the service did not get the job; sending it again.")


@dataclass(frozen=True)
class StillUnknown(Event):
    """Nothing more can be found out now. ``is_result_there`` is ``None`` when that could not be asked;
    ``is_answered``: the service answered at all.
    """

    kind = "still-unknown"
    message: str
    is_result_there: bool | None
    is_answered: bool = True

    def describe(self) -> str:
        if self.is_result_there is None:
            return self.message
        if self.is_result_there:
            return say("{message} Its result is in the bucket.", message=self.message)
        return say("{message} Its result is not in the bucket.", message=self.message)


@dataclass(frozen=True)
class Progress(Event):
    """``percent`` (0–100, never falling; ``None`` when the service does not say) and state of the job. ``waits`` is the
    sentence why the local cloud does not begin it, empty where nothing keeps it from that.
    """

    kind = "progress"
    job_id: str
    percent: int | None
    state: State
    waits: str = ""

    def describe(self) -> str:
        if self.waits:
            return say("{id}: {state}. It waits: {why}", id=self.job_id, state=self.state.word, why=self.waits)
        if self.percent is None:
            return say("{id}: {state}.", id=self.job_id, state=self.state.word)
        return say("{id}: {state}, {percent} %.", id=self.job_id, state=self.state.word, percent=self.percent)

    def as_record(self) -> dict[str, object]:
        return {name: value for name, value in super().as_record().items() if name != "waits" or value}


@dataclass(frozen=True)
class LostContact(Event):
    """A question got no answer; it is asked again in ``next_try`` seconds. The job goes on meanwhile. The last answer
    came ``silent`` seconds ago.
    """

    kind = "lost-contact"
    message: str
    next_try: float
    silent: float = 0.0

    def describe(self) -> str:
        if self.silent < 1:
            return say("{message} Next try in {soon}.", message=self.message, soon=span(self.next_try))
        return say("{message} {silence}.", message=self.message, silence=silence(self.silent, self.next_try))


@dataclass(frozen=True)
class LeftAlone(Event):
    """The service wants to be asked nothing for ``wished`` seconds: what is new is sent after ``seconds``. It is about
    no intent: that is made after it.
    """

    kind = "left-alone"
    seconds: float
    wished: float

    def describe(self) -> str:
        if self.wished <= self.seconds:
            soon = span(self.seconds)
            return say("The service wants to be left alone for {soon}; what is new is sent then.", soon=soon)
        return say(
            "The service wants to be left alone for {wished}; what is new is tried after {soon} all the same.",
            wished=span(self.wished),
            soon=span(self.seconds),
        )

    def as_record(self) -> dict[str, object]:
        return {name: value for name, value in super().as_record().items() if name != "intent" or value}


@dataclass(frozen=True)
class NoLongerNamed(Event):
    """The service answers, but for ``seconds`` no answer named the job, which it must know by now. It is looked for;
    told once, until an answer names it.
    """

    kind = "no-longer-named"
    job_id: str
    seconds: float

    def describe(self) -> str:
        return say(
            "The service's answers have not named the job {id} for {span}; it is being looked for.",
            id=self.job_id,
            span=span(self.seconds),
        )


@dataclass(frozen=True)
class ClockApart(Event):
    """This computer's clock is ``ahead`` seconds ahead of the service's: the job was signed by the service's."""

    kind = "clock-apart"
    ahead: float

    def describe(self) -> str:
        told = clock_words(self.ahead)
        if told is None:
            return say("The job was signed by the service's time.")
        return say("{clock} The job was signed by the service's time; set the clock.", clock=told)


@dataclass(frozen=True)
class CancelAsked(Event):
    """The service was asked to cancel. Only a later state tells whether it did."""

    kind = "cancel-asked"
    job_id: str
    message: str
    status: int = 0
    """Of the refusal that ``message`` tells."""

    def describe(self) -> str:
        return self.message or say("The service was asked to cancel {id}.", id=self.job_id)


@dataclass(frozen=True)
class Stopped(Event):
    """Watching ended at the user's wish; the job goes on."""

    kind = "stopped"
    job_id: str
    state: State

    def describe(self) -> str:
        return say(
            "No longer watching; the job {id} goes on ({state}).",
            id=self.job_id or self.intent[:8],
            state=self.state.word,
        )


@dataclass(frozen=True)
class Ended(Event):
    """Nothing more happens. ``result`` is the key of the result in the bucket, empty without one."""

    kind = "ended"
    job_id: str
    state: State
    code: str
    message: str
    result: str

    def describe(self) -> str:
        if self.state is State.SUCCESS:
            return say("Done: {result}.", result=self.result or self.job_id)
        told: dict[str, object] = {"id": self.job_id or self.intent[:8], "state": self.state.word}
        parts = () if self.state is State.CANCELLED else (self.code, self.message)
        if reason := ": ".join(part for part in parts if part):
            return say("The job {id} ended: {state} ({reason}).", reason=reason, **told)
        return say("The job {id} ended: {state}.", **told)
