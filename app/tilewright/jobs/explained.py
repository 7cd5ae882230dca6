"""What became of an intent, explained: from what the ledger noted to what a user is told."""

from __future__ import annotations

from dataclasses import replace

from ..errors import Where
from ..failures.entry import Failure
from ..failures.explain import explain
from ..model.states import State
from .intent import Intent
from .reserved import is_not_looked_again


def failure_of(intent: Intent) -> Failure | None:
    """What is wrong with ``intent`` as a whole; ``None`` where nothing is.

    Also of an open intent: its outcome is unknown, its keys are gone, or it could not be sent yet.
    """
    if intent.state is State.UNKNOWN:
        return explain("OutcomeUnknown", intent.message, where="submit")
    if intent.state is State.LOST:
        failure = explain(intent.code or "NoSuchJob", intent.message, where="ask")
        return replace(failure, words="")  # we noted it ourselves: nobody's words say more
    if intent.state is State.FAILED:
        return explain(intent.code, intent.message, where="job")
    if intent.state is State.NOT_SENT and intent.code:
        return explain(intent.code, intent.message, where=_where(intent), ahead=clock_ahead(intent))
    return None


def _where(intent: Intent) -> Where:
    if is_not_looked_again(intent.message):
        return "read"
    return "submit" if intent.sending_at is not None else "ask"


def clock_ahead(intent: Intent) -> float | None:
    """Seconds by which this computer's clock was ahead of the service's at the sending; ``None`` before it."""
    if intent.sending_at is None or intent.sending_clock is None:
        return None
    return intent.sending_clock - intent.sending_at
