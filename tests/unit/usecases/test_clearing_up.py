"""What a command asks about earlier jobs before it sends its own: evenly, and not while the service wants quiet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from support.builders import ACCOUNT, composition, output
from support.ledgers import bring_to
from tilewright.errors import Rejected
from tilewright.jobs.events import Event, LeftAlone
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.line import paced
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases.jobs import clear_up
from tilewright.usecases.workplace import Service as Opened
from unit.jobs.service import RUN, START, Service


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path, now=lambda: START) as opened:
        yield opened


def unknown(ledger: Ledger, name: str) -> Intent:
    made = ledger.intend(make_wish(composition(user_data=name, output=output(target=ACCOUNT))), ACCOUNT).intent
    when = {"sending_at": START, "sending_clock": START, "sending_ticks": START, "sending_boot": RUN}
    bring_to(
        ledger,
        made.id,
        State.UNKNOWN,
        {**when, "attempts": 1, "signature_end": int(START) + ACCOUNT.signature_life},
    )
    return ledger.get(made.id)


class Place:
    def __init__(self, client: Service) -> None:
        self.client = client


def cleared_up(ledger: Ledger, service: Service) -> list[Event]:
    pace = paced(service.pace, ACCOUNT.schedule.few_a_minute)
    return list(clear_up(ledger, cast("Opened", Place(service)), pace))


def busy(seconds: float | None) -> Rejected:
    error = Rejected("Too many.", code="SlowDown", status=429)
    error.retry_after = seconds
    return error


def test_that_pages_of_lists_about_earlier_jobs_leave_within_a_minutes_requests(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    service.page = 1
    for number in range(40):
        service.add(f"other{number}", ago=number)
    for number in range(4):
        unknown(ledger, f"lesson {number}")
    cleared_up(ledger, service)
    looks = service.looks
    assert len(looks) == 4 * 40
    assert max(sum(begun <= look < begun + 60 for look in looks) for begun in looks) <= 60


def test_that_what_follows_shares_the_allowance_of_what_was_asked_before() -> None:
    service = Service(ACCOUNT)
    pace = paced(service.pace, 60)
    assert paced(pace, 60) is pace
    for _ in range(10):
        list(pace.turn())
    assert service.time == START
    list(paced(pace, 60).turn())
    assert service.time > START


@pytest.mark.parametrize(("wished", "waits"), [(7.0, 7.0), (200.0, 60.0), (None, 0.0)])
def test_that_nothing_is_sent_while_the_service_wants_to_be_left_alone(
    ledger: Ledger, wished: float | None, waits: float
) -> None:
    service = Service(ACCOUNT)
    unknown(ledger, "lesson")
    service.fails = [busy(wished)]
    assert told(cleared_up(ledger, service)) == [SAID[wished]] * bool(wished)
    assert service.time == START + waits


SAID = {
    7.0: "The service wants to be left alone for 7 s; what is new is sent then.",
    200.0: "The service wants to be left alone for 3 min; what is new is tried after 60 s all the same.",
    None: "",
}


def told(events: list[Event]) -> list[str]:
    return [event.describe() for event in events if isinstance(event, LeftAlone)]


@pytest.mark.parametrize("wish", ["a job", "a second job"])
def test_that_it_is_left_alone_too_when_it_says_so_to_a_wish_to_cancel(ledger: Ledger, wish: str) -> None:
    service = Service(ACCOUNT)
    intent = ledger.intend(make_wish(composition(user_data="lesson", output=output(target=ACCOUNT))), ACCOUNT).intent
    facts = {"job_id": "jown", "job_created": START, "twins": "jtwin waits" if wish == "a second job" else ""}
    bring_to(ledger, intent.id, State.SUBMITTED, facts)
    if wish == "a job":
        ledger.wish_cancel(intent.id)
    unknown(ledger, "other")
    service.fails = [busy(7.0)]
    assert told(cleared_up(ledger, service)) == [SAID[7.0]]
    assert (service.time, service.looks) == (START + 7.0, [])
    assert service.calls == [(START, "cancel")]


def test_that_what_is_said_of_no_intent_has_none_in_its_record() -> None:
    assert LeftAlone("", 7.0, 7.0).as_record() == {"event": "left-alone", "seconds": 7.0, "wished": 7.0}
