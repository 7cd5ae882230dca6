"""Which state may follow which, and who may bring that about. The ledger refuses everything else.

The table is shown in `docs/job-states.md`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from ..errors import WrongUse
from ..text import say
from .states import State


class Who(StrEnum):
    """Parts of the program that move an intent. Sender and finder hold its lock while they do."""

    SENDER = "sender"
    """Makes the one attempt, or gives the intent up (`jobs.send`, `jobs.course`)."""

    FINDER = "finder"
    """Asks the service what became of an attempt (`jobs.reconcile`, `jobs.course`)."""

    WATCH = "watch"
    """Asks about a job that the service has (`jobs.poller`, `jobs.noting`)."""

    HEIR = "heir"
    """Takes over the ledger of another machine (`jobs.owner`)."""


@dataclass(frozen=True)
class Transition:
    """``ends``: it is the end of the intent; ``None`` where it may be or not."""

    before: State
    after: State
    who: Who
    what: str
    ends: bool | None = False


_OVER = (State.SUCCESS, State.FAILED, State.CANCELLED)
_OPEN = (State.SUBMITTED, State.RUNNING, State.PAUSED)


def _told(befores: Collection[State], who: Who, what: str) -> list[Transition]:
    """The service tells a state of the job."""
    return [
        Transition(before, after, who, what, ends=after.is_final) for before in befores for after in (*_OPEN, *_OVER)
    ]


TRANSITIONS: tuple[Transition, ...] = (
    Transition(State.NOT_SENT, State.SENDING, Who.SENDER, "the first byte follows"),
    Transition(State.NOT_SENT, State.NOT_SENT, Who.SENDER, "given up; no job was made", ends=True),
    Transition(State.SENDING, State.SENDING, Who.SENDER, "refused for the clock only, signed again"),
    Transition(State.SENDING, State.NOT_SENT, Who.SENDER, "certainly no job was made", ends=None),
    Transition(State.SENDING, State.UNKNOWN, Who.SENDER, "the answer does not say whether there is a job"),
    *_told([State.SENDING], Who.SENDER, "the answer shows the job"),
    Transition(State.SENDING, State.UNKNOWN, Who.FINDER, "whoever sent it is gone"),
    Transition(State.UNKNOWN, State.NOT_SENT, Who.FINDER, "the job is certainly absent; it may be sent again"),
    *_told([State.NOT_SENT, State.UNKNOWN], Who.FINDER, "the job was found, or is certainly absent and not wanted"),
    Transition(State.NOT_SENT, State.UNKNOWN, Who.HEIR, "the machine that it was taken over from may have sent it"),
    *_told(_OPEN, Who.WATCH, "the service says so"),
    *(Transition(before, State.LOST, Who.WATCH, "the service no longer knows it", ends=True) for before in _OPEN),
)  # fmt: skip

_ALLOWED = {(it.before, it.after, it.who): it.ends for it in TRANSITIONS}


def require_possible(expected: Collection[State], after: State, who: Who, *, ends: bool) -> None:
    """Raise ``WrongUse`` unless ``who`` may bring an intent from each ``expected`` state to ``after``.

    ``ends``: it is the end of the intent.
    """
    for before in expected:
        way = (before, after, who)
        if way not in _ALLOWED or _ALLOWED[way] not in {None, ends}:
            raise WrongUse(
                say(
                    "The {who} cannot bring a job from {before} to {after}.",
                    who=str(who),
                    before=before.word,
                    after=after.word,
                )
            )
