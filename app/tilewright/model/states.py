"""States of a job, as the service tells them and as we show them."""

from __future__ import annotations

from enum import StrEnum

from ..text import Text, say


class State(StrEnum):
    """What we say of an intent and its job (product contract, job states)."""

    NOT_SENT = "not-sent"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SUBMITTED = "submitted"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def is_final(self) -> bool:
        """Nothing more happens by itself. ``NOT_SENT`` is not among them: an intent waits in it before it is
        sent; once it is given up its ``ended`` is set as well.
        """
        return self in _FINAL

    @property
    def word(self) -> Text:
        """The state in a sentence."""
        return _WORDS[self]

    @property
    def is_before_service(self) -> bool:
        """We do not know of a job at the service yet."""
        return self in {State.NOT_SENT, State.SENDING, State.UNKNOWN}

    @property
    def is_with_service(self) -> bool:
        """The service has the job and is asked about it."""
        return self in {State.SUBMITTED, State.RUNNING, State.PAUSED}


class Kind(StrEnum):
    """What a job asks of its user: to wait, to look, or to do something."""

    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    NEEDS_YOU = "needs-you"


def kind_of(state: State, *, is_resolved: bool) -> Kind:
    """The kind of an intent in ``state``; one that is given up counts with those that failed."""
    if is_resolved:
        return Kind.DONE if state in {State.SUCCESS, State.CANCELLED} else Kind.NEEDS_YOU
    if state in {State.UNKNOWN, State.LOST}:
        return Kind.NEEDS_YOU
    return Kind.WAITING if state in {State.NOT_SENT, State.SUBMITTED, State.PAUSED} else Kind.RUNNING


_WORDS = {
    State.NOT_SENT: say("not-sent"),
    State.SENDING: say("sending"),
    State.UNKNOWN: say("unknown"),
    State.SUBMITTED: say("submitted"),
    State.RUNNING: say("running"),
    State.PAUSED: say("paused"),
    State.SUCCESS: say("success"),
    State.FAILED: say("failed"),
    State.CANCELLED: say("cancelled"),
    State.LOST: say("lost"),
}

_FINAL = frozenset({State.SUCCESS, State.FAILED, State.CANCELLED, State.LOST})

_OF_SERVICE = {
    "Submitted": State.SUBMITTED,
    "Running": State.RUNNING,
    "Success": State.SUCCESS,
    "Failed": State.FAILED,
    "Pause": State.PAUSED,
    "Cancel": State.CANCELLED,
}


def state_of_service(word: str) -> State:
    """Our state for the service's ``State`` (ci-jobs §2.1); a word it never documented counts as running."""
    return _OF_SERVICE.get(word, State.RUNNING)
