"""What happens to a job, as frozen values. The command line prints them, the window shows them.

Each has everything a reader needs: ``describe()`` is one sentence, ``as_record()`` the object of a JSON line.
Times are Unix seconds of the service's clock, waits are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from ..model.states import State


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
        return f"{self.name or 'The job'} is noted as {self.intent[:8]}; its result will be {self.output}."


@dataclass(frozen=True)
class Joined(Event):
    """The same wish is under way already: no second job is made."""

    kind = "joined"
    state: State

    def describe(self) -> str:
        return f"The same job is under way already ({self.intent[:8]}, {self.state}); no second one is made."


@dataclass(frozen=True)
class AlreadyDone(Event):
    """The same wish was fulfilled in the last 24 hours."""

    kind = "already-done"
    job_id: str
    result: str

    def describe(self) -> str:
        return f"The same job was done already: {self.job_id}, result {self.result}. --again makes a new one."


@dataclass(frozen=True)
class Sending(Event):
    """The one attempt is about to be made."""

    kind = "sending"
    host: str
    attempt: int

    def describe(self) -> str:
        return f"Sending the job to {self.host}."


@dataclass(frozen=True)
class Sent(Event):
    """The service has accepted the job."""

    kind = "sent"
    job_id: str
    state: State

    def describe(self) -> str:
        return f"The service has the job: {self.job_id}."


@dataclass(frozen=True)
class NotAccepted(Event):
    """The service, or the way to it, certainly made no job."""

    kind = "not-accepted"
    code: str
    message: str
    next_try: float | None

    def describe(self) -> str:
        later = f" Trying again in {self.next_try:.0f} s." if self.next_try is not None else ""
        return f"{self.message} No job was made.{later}"


@dataclass(frozen=True)
class OutcomeUnknown(Event):
    """The answer was lost: there may be a job, or none."""

    kind = "outcome-unknown"
    message: str

    def describe(self) -> str:
        return f"{self.message} Whether there is a job now is not known; asking the service."


@dataclass(frozen=True)
class Elsewhere(Event):
    """Another Tilewright is sending this very job."""

    kind = "elsewhere"

    def describe(self) -> str:
        return "Another Tilewright is sending this job; waiting for it."


@dataclass(frozen=True)
class Looking(Event):
    """The service is asked for the job; absence cannot be known before ``certain_at``."""

    kind = "looking"
    certain_at: float
    certain_in: float

    def describe(self) -> str:
        if self.certain_in <= 0:
            return "Looking for the job at the service."
        return f"Looking for the job at the service; in {self.certain_in:.0f} s it is certain."


@dataclass(frozen=True)
class Found(Event):
    """The job is there. ``by`` is ``mark`` or ``name``."""

    kind = "found"
    job_id: str
    by: str
    state: State

    def describe(self) -> str:
        return f"The service has the job: {self.job_id} (found by its {self.by})."


@dataclass(frozen=True)
class Twin(Event):
    """A second job of the same intent was found."""

    kind = "twin"
    job_id: str
    kept: str
    is_cancelled: bool

    def describe(self) -> str:
        done = "it was cancelled" if self.is_cancelled else "it could not be cancelled and may cost extra"
        return (
            f"The service has the job twice, {self.kept} and {self.job_id}; {self.kept} is kept, of the other {done}."
        )


@dataclass(frozen=True)
class SendingAgain(Event):
    """It is certain that the service has no job of this intent: it is sent once more."""

    kind = "sending-again"

    def describe(self) -> str:
        return "It is certain that the service did not get the job; sending it again."


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
        seen = {True: " Its result is in the bucket.", False: " Its result is not in the bucket.", None: ""}
        return f"{self.message}{seen[self.is_result_there]}"


@dataclass(frozen=True)
class Progress(Event):
    """``percent`` (0–100, never falling; ``None`` when the service does not say) and state of the job."""

    kind = "progress"
    job_id: str
    percent: int | None
    state: State

    def describe(self) -> str:
        done = f", {self.percent} %" if self.percent is not None else ""
        return f"{self.job_id}: {self.state}{done}."


@dataclass(frozen=True)
class LostContact(Event):
    """A question got no answer; it is asked again in ``next_try`` seconds. The job goes on meanwhile."""

    kind = "lost-contact"
    message: str
    next_try: float

    def describe(self) -> str:
        return f"{self.message} Asking again in {self.next_try:.0f} s."


@dataclass(frozen=True)
class CancelAsked(Event):
    """The service was asked to cancel. Only a later state tells whether it did."""

    kind = "cancel-asked"
    job_id: str
    message: str
    status: int = 0
    """Of the refusal that ``message`` tells."""

    def describe(self) -> str:
        return self.message or f"The service was asked to cancel {self.job_id}."


@dataclass(frozen=True)
class Stopped(Event):
    """Watching ended at the user's wish; the job goes on."""

    kind = "stopped"
    job_id: str
    state: State

    def describe(self) -> str:
        return f"No longer watching; the job {self.job_id or self.intent[:8]} goes on ({self.state})."


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
            return f"Done: {self.result or self.job_id}."
        told = () if self.state is State.CANCELLED else (self.code, self.message)
        reason = ": ".join(part for part in told if part)
        return f"The job {self.job_id or self.intent[:8]} ended: {self.state}{f' ({reason})' if reason else ''}."
