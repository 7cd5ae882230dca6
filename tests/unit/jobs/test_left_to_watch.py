"""What was sent and whose answer was lost: a window leaves it to its watch, a command asks itself, no faster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition, output
from tilewright.cloud.reply import Reply
from tilewright.errors import NameTaken, NoAnswer
from tilewright.jobs.course import follow, take_up
from tilewright.jobs.events import Event
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.naming import Naming
from tilewright.jobs.pace import Pace
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.wire.jobs import JobRecord, write_jobs

from .service import FREE, START, Service


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path, now=lambda: START) as opened:
        yield opened


def intended(ledger: Ledger, target: Target, naming: Naming = "numbered") -> Intent:
    return ledger.intend(make_wish(composition(output=output(target=target)), naming), target, look=FREE).intent


def sent(
    ledger: Ledger, intent: Intent, service: Service, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[Event]:
    def wait(seconds: float) -> bool:
        service.time += seconds
        meanwhile()
        return False

    pace = Pace(wait, lambda: service.time, lambda: service.time, boot=service.boot)
    return follow(ledger, intent.id, service, pace, fresh=True, to_end=False, is_watched=True)  # type: ignore[arg-type]


def watch(ledger: Ledger, intent: Intent, service: Service) -> None:
    list(take_up(ledger, ledger.get(intent.id), service, service.pace, limit=0.0))  # type: ignore[arg-type]


def test_that_nothing_is_asked_beside_the_watch_and_its_maker_is_told_at_last(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = intended(ledger, ACCOUNT)
    course = sent(ledger, intent, service)
    told: list[str] = []
    with pytest.raises(NoAnswer, match="not known") as caught:
        told += [event.kind for event in course]
    assert caught.value.code == "OutcomeUnknown"
    assert service.calls == []
    assert len(service.posts) == 1
    certain = ACCOUNT.signature_life + ACCOUNT.lag_limit
    assert START + certain < service.time < START + certain + ACCOUNT.contact_patience + 1


def test_that_what_the_watch_found_ends_the_waiting(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    service.takes = True
    intent = intended(ledger, ACCOUNT)
    events = list(sent(ledger, intent, service, lambda: watch(ledger, intent, service)))
    assert [event.kind for event in events] == ["sending", "outcome-unknown"]
    assert ledger.get(intent.id).state is State.SUBMITTED
    assert len(service.posts) == 1
    assert service.time < START + 1


def test_that_what_the_watch_looked_for_in_vain_is_told_as_in_doubt(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = intended(ledger, ACCOUNT)
    with pytest.raises(NoAnswer, match="does not show the job") as caught:
        list(sent(ledger, intent, service, lambda: watch(ledger, intent, service)))
    assert caught.value.code == "InDoubt"


def test_that_what_the_watch_sent_again_is_told(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, LOCAL)

    def meanwhile() -> None:
        service.takes = True
        watch(ledger, intent, service)

    events = list(sent(ledger, intent, service, meanwhile))
    assert [event.kind for event in events] == ["sending", "outcome-unknown", "sent"]
    assert len(service.posts) == 2


def test_that_a_watch_is_waited_for_on_a_computer_that_is_busy(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, LOCAL)
    certain = START + LOCAL.signature_life + LOCAL.lag_limit

    def meanwhile() -> None:
        if service.time > certain + 10:
            service.takes = True
            watch(ledger, intent, service)

    assert [event.kind for event in sent(ledger, intent, service, meanwhile)][-1] == "sent"
    assert len(service.posts) == 2


def test_that_a_name_taken_meanwhile_is_told_to_its_maker(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, LOCAL, "exact")

    def meanwhile() -> None:
        service.objects.add(intent.reserved)
        watch(ledger, intent, service)

    with pytest.raises(NameTaken, match="in the bucket already"):
        list(sent(ledger, intent, service, meanwhile))
    assert len(service.posts) == 1


def test_that_a_wish_to_cancel_made_while_it_is_sent_is_left_to_the_watch(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = intended(ledger, ACCOUNT)

    def submit(body: bytes, span: tuple[int, int]) -> Reply:
        ledger.wish_cancel(intent.id)
        made = JobRecord("j1", "Submitted", datetime.fromtimestamp(START, UTC), body)
        return Reply(200, {"x-ci-request-id": "NjA"}, write_jobs([made]))

    service.submit = submit  # type: ignore[method-assign]
    assert [event.kind for event in sent(ledger, intent, service)][-1] == "sent"
    assert service.calls == []
    assert ledger.get(intent.id).cancel_wished


def test_that_a_window_that_closes_leaves_it_unknown(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = intended(ledger, ACCOUNT)
    service.stop_at = START + 5
    course = follow(
        ledger,
        intent.id,
        service,
        service.pace,
        fresh=True,
        to_end=False,
        is_watched=True,  # type: ignore[arg-type]
    )
    assert [event.kind for event in course][-1] == "stopped"
    assert ledger.get(intent.id).state is State.UNKNOWN
    lock = ledger.lock(intent.id)
    assert lock.acquire()
    lock.release()


def test_that_a_command_that_searches_asks_for_no_more_than_a_minute_has_room_for(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    service.page = 1
    for number in range(20):
        service.add(f"other{number}", ago=number)
    intent = intended(ledger, ACCOUNT)
    course = follow(ledger, intent.id, service, service.pace, fresh=True, to_end=False)  # type: ignore[arg-type]
    with pytest.raises(NoAnswer):
        list(course)
    looks = service.looks
    assert looks[0] == START
    assert max(sum(begun <= look < begun + 60 for look in looks) for begun in looks) <= 60
    assert len(looks) > 100
