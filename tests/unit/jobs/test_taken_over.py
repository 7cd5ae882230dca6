"""What the former machine of a ledger may have sent is doubted for as long as its request may be on its way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, composition, output
from support.ledgers import bring_to
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.machine import Machine
from tilewright.jobs.owner import take_over
from tilewright.jobs.reconcile import reconcile_locked
from tilewright.jobs.rows import LEDGER_NAME
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.wire.mark import new_mark

from .service import START, Service

HERE, THERE = Machine("a" * 32, "boot-1"), Machine("b" * 32, "boot-2")
DAY = 24 * 3600.0
SENT = {"sending_at": START - DAY, "sending_clock": START - DAY, "sending_ticks": 3.0, "sending_boot": THERE.boot}
ENDED = {"signature_end": int(START - DAY) + 120, "attempts": 1}


def noted_there(home: Path, state: State, facts: dict[str, Any]) -> Intent:
    """An intent of a day ago, and a job that the service's list is known to show."""
    with Ledger(home, machine=THERE, now=lambda: START - DAY) as ledger:
        control = ledger.intend(make_wish(composition(user_data="control")), ACCOUNT).intent
        bring_to(
            ledger, control.id, State.SUCCESS, {"job_id": "jcontrol", "job_created": START - 60, "ended": START - 60}
        )
        made = ledger.intend(make_wish(composition(output=output(target=ACCOUNT))), ACCOUNT).intent
        if state is not State.NOT_SENT:
            bring_to(ledger, made.id, state, facts)
        return ledger.get(made.id)


@pytest.mark.parametrize("ahead", [-900.0, 0.0], ids=["our clock is behind", "clocks agree"])
@pytest.mark.parametrize("boot", [HERE.boot, ""], ids=["a run that is told", "no run told"])
@pytest.mark.parametrize(
    ("state", "facts"),
    [(State.NOT_SENT, {}), (State.UNKNOWN, {**SENT, **ENDED})],
    ids=["not sent", "unknown"],
)
def test_that_nothing_is_sent_again_while_a_request_of_the_other_may_be_on_its_way(
    tmp_path: Path, state: State, facts: dict[str, Any], boot: str, ahead: float
) -> None:
    made = noted_there(tmp_path, state, facts)
    service = Service(ACCOUNT)
    service.boot, service.offset, service.ahead = boot, -ahead, -ahead
    service.add("jcontrol", new_mark(), "Success", 60)
    take_over(tmp_path / LEDGER_NAME, HERE, service.pace)
    with Ledger(tmp_path, machine=HERE, now=lambda: service.time) as ledger:
        before = ledger.get(made.id)
        told = [event.kind for event in reconcile_locked(ledger, made.id, service, service.pace)]  # type: ignore[arg-type]
        assert before.state is State.UNKNOWN
        assert before.sending_clock == made.sending_clock
        assert told[-1] == "sending-again"
        assert ledger.get(made.id).state is State.NOT_SENT
    assert service.looks[-2] >= START + ACCOUNT.signature_life + ACCOUNT.lag_limit
