"""Brings intents of a ledger to where a test needs them, by ways that the program has."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from support.builders import composition
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.jobs.written import insert
from tilewright.model.states import State
from tilewright.model.target import Target
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


def submitted_jobs(ledger: Ledger, target: Target, count: int, created: float) -> list[Intent]:
    """``count`` intents whose jobs the service has since ``created``, a second between two of them; written at once."""
    request = make_wish(composition()).request
    first = ledger.intend(make_wish(composition(user_data="first")), target).intent
    made = [
        replace(
            first,
            id=f"many{number:028d}",
            short_id=f"m{number:07d}",
            mark=f"tw1:many{number:022d}0",
            wish=f"{number:064d}",
            state=State.SUBMITTED,
            job_id=f"j{number:032x}",
            job_created=created + number,
            created=created + number,
        )
        for number in range(count)
    ]
    ledger.move(first.id, {State.NOT_SENT}, State.NOT_SENT, {"ended": created}, by=Who.SENDER)
    return ledger._write(lambda database: [insert(database, intent, request) for intent in made])
