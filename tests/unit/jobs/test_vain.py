"""What a command looks for before it sends something new: never for long, and ever less often what is in vain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, composition, output
from support.ledgers import bring_to, submitted_jobs
from tilewright.errors import BadReply, Rejected
from tilewright.jobs.course import resume
from tilewright.jobs.events import Event
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State

from .service import RUN, START, Service

CERTAIN = ACCOUNT.signature_life + ACCOUNT.lag_limit
MINUTE, DAY = 60.0, 86_400.0


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path, now=lambda: START) as opened:
        yield opened


def unknown(ledger: Ledger, name: str = "lesson", **facts: Any) -> Intent:
    made = ledger.intend(make_wish(composition(user_data=name, output=output(target=ACCOUNT))), ACCOUNT).intent
    end = int(START) + ACCOUNT.signature_life
    when = {"sending_at": START, "sending_clock": START, "sending_ticks": START, "sending_boot": RUN}
    sent = {**when, "attempts": 2, "signature_end": end}
    bring_to(ledger, made.id, State.UNKNOWN, sent | facts)
    return ledger.get(made.id)


def command(ledger: Ledger, service: Service) -> list[Event]:
    """What a command does before it sends."""
    return list(resume(ledger, service, service.pace, limit=0.0))  # type: ignore[arg-type]


def test_that_every_command_looks_while_time_may_show_it(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger)
    for _ in range(5):
        command(ledger, service)
        service.time += MINUTE
    assert len(service.looks) == 5
    service.add_own(intent)
    command(ledger, service)
    assert ledger.get(intent.id).state is State.SUBMITTED


def test_that_commands_look_ever_less_often_for_what_they_looked_for_in_vain(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    for number in range(3):
        unknown(ledger, f"lesson {number}")
    service.time += CERTAIN + MINUTE
    command(ledger, service)
    first = len(service.looks)
    service.time += MINUTE
    assert command(ledger, service) == []
    assert len(service.looks) == first
    while service.time < START + 20 * DAY:
        service.time += 600
        command(ledger, service)
    assert 8 * first <= len(service.looks) <= 13 * first


def test_that_what_was_taken_over_later_is_in_doubt_since_then(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    unknown(ledger, sending_at=None, sending_clock=None, signature_end=int(START + DAY) + ACCOUNT.signature_life)
    service.time += DAY + CERTAIN + MINUTE
    command(ledger, service)
    looks = len(service.looks)
    service.time += 2 * CERTAIN
    command(ledger, service)
    assert len(service.looks) > looks


def test_that_what_is_looked_for_less_often_is_found_all_the_same(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger)
    service.time += CERTAIN + MINUTE
    command(ledger, service)
    service.add_own(intent)
    service.time += 2 * CERTAIN
    command(ledger, service)
    assert ledger.get(intent.id).state is State.SUBMITTED


def test_that_a_look_that_broke_off_does_not_count(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    unknown(ledger)
    service.page = 1
    for number in range(3):
        service.add(f"other{number}")
    service.time += CERTAIN + MINUTE
    service.fails = [None, Rejected("no", code="InternalError", status=500)]
    command(ledger, service)
    looks = len(service.looks)
    command(ledger, service)
    assert len(service.looks) > looks


def test_that_the_first_job_that_shows_the_list_to_be_complete_clears_it_up(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, attempts=1)
    service.time += CERTAIN + MINUTE
    assert command(ledger, service)[-1].kind == "still-unknown"
    service.time += MINUTE
    assert command(ledger, service) == []
    for known in submitted_jobs(ledger, ACCOUNT, 1, service.time):
        service.add(known.job_id, known.mark, key=known.output_key)
    service.time += MINUTE
    assert "sending-again" in [event.kind for event in command(ledger, service)]
    assert ledger.get(intent.id).attempts == 2


def test_that_what_the_user_no_longer_wants_is_ended_by_the_next_command(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger)
    for known in submitted_jobs(ledger, ACCOUNT, 1, START):
        service.add(known.job_id, known.mark, key=known.output_key)
    service.time += CERTAIN + MINUTE
    assert command(ledger, service)[-1].kind == "still-unknown"
    ledger.wish_cancel(intent.id)
    command(ledger, service)
    assert ledger.get(intent.id).state is State.CANCELLED


def test_that_a_service_that_wants_to_be_left_alone_is_asked_about_no_other(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    for number in range(3):
        unknown(ledger, f"lesson {number}")
    busy = Rejected("Too many.", code="SlowDown", status=429)
    busy.retry_after = 30.0
    service.fails = [busy]
    assert [event.kind for event in command(ledger, service)] == ["looking", "still-unknown"]
    assert len(service.looks) == 1
    assert service.time == START


def test_that_a_page_that_wants_a_sign_in_is_no_look_at_the_list(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger)
    service.time += CERTAIN + MINUTE
    service.fails = [BadReply("A page.", status=200)]
    command(ledger, service)
    assert ledger.listed_at(intent.id) is None
    service.time += MINUTE
    command(ledger, service)
    assert len(service.looks) > 1
