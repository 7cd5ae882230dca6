"""What earlier jobs of a place tell about one that runs."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.model.transitions import Who
from tilewright.settings import Settings
from tilewright.usecases.expecting import expected
from tilewright.usecases.workplace import Workplace


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def job(
    ledger: Ledger,
    state: State,
    *,
    length: float | None = 10.0,
    started: float | None = None,
    took: float = 0.0,
    target: Target = LOCAL,
    ahead: float = 0.0,
) -> Intent:
    """A job that began at ``started``, by the service's clock, which is ``ahead`` of ours."""
    number = len(ledger._read("SELECT 1 FROM intents"))
    wish = replace(make_wish(composition(user_data=str(number))), length=length)
    made = ledger.intend(wish, target).intent
    job_id = f"j{number:032x}"
    began = f"<StartTime>{moment(started)}</StartTime>" if started is not None else ""
    over = f"<EndTime>{moment(started + took)}</EndTime>" if started is not None and took else ""
    body = f"<Response><JobsDetail><JobId>{job_id}</JobId><State>x</State>{began}{over}</JobsDetail></Response>"
    answer = Answer(1.0, "r", 200, body.encode(), "query", str(state))
    sent_at = time.time()
    sent = {"job_id": job_id, "sending_at": sent_at + ahead, "sending_clock": sent_at}
    if state.is_final:
        sent["ended"] = sent_at
    ledger.move(made.id, {State.NOT_SENT}, state, sent, by=Who.FINDER, answer=answer)
    return ledger.get(made.id)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, Settings(), {})


def now() -> float:
    """Whole seconds, as the service tells them."""
    return float(int(time.time()))


def test_that_the_first_job_of_a_place_is_not_estimated(workplace: Workplace) -> None:
    with Ledger(workplace.home) as ledger:
        job(ledger, State.SUCCESS, started=now() - 900, took=30, target=ACCOUNT)
        job(ledger, State.FAILED, started=now() - 800, took=30)
        job(ledger, State.SUCCESS, started=now() - 700, took=30, length=None)
        job(ledger, State.SUCCESS, started=now() - 600, took=1)
        running = job(ledger, State.RUNNING, started=now())
    assert expected(running, workplace) is None


def test_that_earlier_jobs_tell_how_long_it_takes(workplace: Workplace) -> None:
    with Ledger(workplace.home) as ledger:
        for number, took in enumerate((20, 30, 40)):  # 2 to 4 seconds for a second of video
            job(ledger, State.SUCCESS, started=now() - 900 + 100 * number, took=took)
        running = job(ledger, State.RUNNING, started=now() - 30, length=100.0)
    found = expected(running, workplace)
    assert found is not None
    assert found.low == pytest.approx(200 * 0.85 - 30, abs=15)
    assert found.high == pytest.approx(400 * 1.15 - 30, abs=15)


def test_that_a_clock_that_is_wrong_changes_nothing(workplace: Workplace) -> None:
    with Ledger(workplace.home) as ledger:
        job(ledger, State.SUCCESS, started=now() - 900, took=50)
        running = job(ledger, State.RUNNING, started=now() + 7200 - 20, ahead=7200.0)
    found = expected(running, workplace)
    assert found is not None
    assert found.low == pytest.approx(50 * 0.4 - 20, abs=15)


@pytest.mark.parametrize(("length", "is_started"), [(None, True), (10.0, False), (0.0, True)])
def test_that_without_length_or_start_nothing_is_said(
    workplace: Workplace, length: float | None, is_started: bool
) -> None:
    with Ledger(workplace.home) as ledger:
        job(ledger, State.SUCCESS, started=now() - 900, took=50)
        running = job(ledger, State.RUNNING, started=now() if is_started else None, length=length)
    assert expected(running, workplace) is None
