"""Brings intents of a ledger to where a test needs them, by ways that the program has."""

from __future__ import annotations

import time
from collections.abc import Mapping

from tilewright.jobs.ledger import Ledger
from tilewright.model.states import State
from tilewright.model.transitions import Who


def bring_to(ledger: Ledger, intent_id: str, state: State, changes: Mapping[str, object] | None = None) -> None:
    """Bring a new intent to ``state``, with the columns ``changes``."""
    columns = dict(changes or {})
    if state.is_final:
        columns.setdefault("ended", time.time())
    before, who = State.NOT_SENT, Who.FINDER
    if state is State.UNKNOWN or (state is State.NOT_SENT and not columns.get("ended")):
        assert ledger.move(intent_id, {before}, State.SENDING, by=Who.SENDER)
        before, who = State.SENDING, Who.SENDER
    elif state is State.LOST:
        assert ledger.move(intent_id, {before}, State.SUBMITTED, by=who)
        before, who = State.SUBMITTED, Who.WATCH
    elif state.is_before_service:
        who = Who.SENDER
    assert ledger.move(intent_id, {before}, state, columns, by=who)
