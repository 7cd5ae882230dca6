"""All that is open at one place: what has to be found out takes nothing from the jobs that are watched."""

from __future__ import annotations

import email.utils
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, composition, output
from support.ledgers import bring_to, submitted_jobs
from tilewright.cloud.reply import Reply
from tilewright.errors import CloudError, Rejected, Where
from tilewright.jobs.contact import Answered
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.usecases.station import Station

from .service import RUN, START, Service

CERTAIN = ACCOUNT.signature_life + ACCOUNT.lag_limit
"""So many seconds after the sending a listing must show the job."""


class Reached:
    """What a workplace reaches: the service in a few lines."""

    def __init__(self, client: Service) -> None:
        self.client = client

    @property
    def target(self) -> Target:
        return self.client.reached

    def frozen_service(self, _: Target) -> Reached:
        return self

    def revive(self) -> None:
        pass

    def close(self) -> None:
        pass


class Open:
    """Jobs that the service has, and sent twice what it never got; times are seconds since the start."""

    def __init__(self, ledger: Ledger, submitted: int, unknown: int, sent: float = 0.0, **facts: object) -> None:
        self.service = Service(ACCOUNT)
        self.submitted = submitted_jobs(ledger, ACCOUNT, submitted, START) if submitted else []
        for intent in self.submitted:
            self.service.add(intent.job_id, intent.mark, ago=START - (intent.job_created or 0), key=intent.output_key)
        self.unknown = [self._unknown(ledger, number, sent, facts) for number in range(unknown)]
        reached: Any = Reached(self.service)
        self.station = Station(self.unknown[0], ledger, reached, self.service.pace)
        self.station.take(ledger.unresolved(ACCOUNT))
        self.heard = {intent.id: START for intent in self.submitted}
        self.oldest = 0.0

    def _unknown(self, ledger: Ledger, number: int, sent: float, given: Mapping[str, object]) -> Intent:
        wish = make_wish(composition(user_data=f"unknown {number}", output=output(target=ACCOUNT)))
        made = ledger.intend(wish, ACCOUNT).intent
        end = int(START + sent) + ACCOUNT.signature_life
        when = {"sending_at": START + sent, "sending_clock": START + sent, "sending_ticks": START + sent}
        facts = {**when, "sending_boot": RUN, "attempts": 2, "signature_end": end}
        bring_to(ledger, made.id, State.UNKNOWN, {**facts, **given})
        return ledger.get(made.id)

    def run(self, seconds: float) -> None:
        end = self.service.time + seconds
        while self.service.time < end:
            while self.station.due_in <= 0:
                for event in self.station.step():
                    if isinstance(event, Answered):
                        self.heard |= {it: self.service.time for it in event.intents if it in self.heard}
            self.oldest = max([self.oldest, *(self.service.time - moment for moment in self.heard.values())])
            self.service.time += max(0.001, min(5.0, self.station.due_in, end - self.service.time))

    def asked(self, what: str) -> list[float]:
        return [moment - START for moment, call in self.service.calls if call == what]

    def fails_once(self, call: str, error: CloudError) -> list[int]:
        """The next call of ``service`` by that name fails. Returns where its ``tries`` are noted."""
        answer, tries = getattr(self.service, call), list[int]()

        def asked(*args: object, **how: Any) -> object:
            if tries:
                return answer(*args, **how)
            tries.append(how.get("tries", 1))
            self.service.asked += 1
            self.service.calls.append((self.service.time, f"failed {call}"))
            raise error

        setattr(self.service, call, asked)
        return tries

    @property
    def busiest_minute(self) -> int:
        moments = [*self.asked("query"), *self.asked("list")]
        return max(sum(begun <= moment < begun + 60 for moment in moments) for begun in moments)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Open]]:
    with Ledger(tmp_path, now=lambda: START) as ledger:
        yield lambda *counts, **how: Open(ledger, *counts, **how)


def longest(moments: list[float]) -> float:
    return max(later - earlier for earlier, later in itertools.pairwise(moments))


@pytest.mark.parametrize(("unknown", "pages"), [(20, 1), (1, 15)], ids=["many searches", "a long list"])
def test_that_jobs_are_asked_about_while_searches_want_all_that_may_be_asked(
    opened: Callable[..., Open], unknown: int, pages: int
) -> None:
    """Two whole lists each time: twenty searches, or one of many pages, want more than a minute has room for."""
    it = opened(5, unknown, sent=-2 * CERTAIN)
    if pages > 1:
        it.service.page = 1
        for number in range(pages - 5):
            it.service.add(f"other{number}")
    it.run(300)
    assert longest([0.0, *it.asked("query"), 300.0]) <= 90
    assert len(it.asked("list")) > 40


def test_that_a_search_through_a_long_list_takes_no_more_than_a_minute_has_room_for(
    opened: Callable[..., Open],
) -> None:
    it = opened(5, 1, sent=-2 * CERTAIN)
    it.service.page = 1
    for number in range(70):
        it.service.add(f"other{number}")
    it.run(600)
    assert it.busiest_minute <= 60
    assert len(it.asked("list")) >= 2 * 75
    assert it.oldest <= 40


@pytest.mark.full
def test_that_none_of_five_thousand_jobs_is_older_than_three_minutes_while_another_is_looked_for(
    opened: Callable[..., Open],
) -> None:
    it = opened(5_000, 1, sent=-2 * CERTAIN)
    it.run(900)
    assert it.busiest_minute <= 60
    assert it.oldest <= 180


def test_that_a_search_that_is_left_in_the_middle_leaves_the_intent_to_others(
    opened: Callable[..., Open], tmp_path: Path
) -> None:
    it = opened(1, 1, sent=-2 * CERTAIN)
    it.service.page = 1
    for number in range(70):
        it.service.add(f"other{number}")
    it.run(20)
    with Ledger(tmp_path, now=lambda: START) as other:
        lock = other.lock(it.unknown[0].id)
        assert not lock.acquire()
        it.station.close()
        assert lock.acquire()
        lock.release()


def test_that_what_no_answer_can_clear_up_is_looked_for_ever_less_often(opened: Callable[..., Open]) -> None:
    it = opened(1, 1)
    it.run(CERTAIN)
    assert longest(it.asked("list")) <= 31
    it.run(2 * 3600)
    late = [moment for moment in it.asked("list") if moment > CERTAIN + 3600]
    assert longest(late) == pytest.approx(600, abs=6)
    assert len(late) <= 2 * 7


def test_that_waking_up_looks_at_once_for_what_no_answer_could_clear_up(opened: Callable[..., Open]) -> None:
    it = opened(1, 1, sent=-2 * CERTAIN)
    it.run(2 * 3600)
    before = len(it.asked("list"))
    it.station.wake()
    it.run(5)
    assert len(it.asked("list")) > before


# What the service wishes


def busy(seconds: float) -> CloudError:
    error = Rejected("Too busy.", code="ServiceUnavailable", status=503)
    error.retry_after = seconds
    return error


@pytest.mark.parametrize("call", ["list_jobs", "look_at", "cancel"])
def test_that_what_an_errand_is_told_to_wait_holds_for_the_place(opened: Callable[..., Open], call: str) -> None:
    """In the list, at the output in the bucket, and when a second job is cancelled."""
    it = opened(1, 1)
    if call == "cancel":
        for job_id in ("jfirst", "jsecond"):
            it.service.add_own(it.unknown[0], job_id)
    tries = it.fails_once(call, busy(100))
    it.run(90)
    assert tries == [1]
    (failed,) = it.asked(f"failed {call}")
    assert it.service.calls[-1][0] == START + failed
    it.run(60)
    assert it.service.calls[-1][0] > START + failed + 100


@pytest.mark.parametrize("call", ["query", "list_jobs"])
def test_that_a_conflict_that_nobody_explains_makes_no_job_of_the_place_wait_for_the_user(
    opened: Callable[..., Open], call: str
) -> None:
    it = opened(3, 1)
    where: Where = "ask" if call == "query" else "list"
    it.fails_once(call, Rejected("Something else is going on.", code="PathConflict", status=409, where=where))
    it.run(120)
    assert len(it.asked(f"failed {call}")) == 1
    assert min(it.heard.values()) > START + 60
    assert max(it.asked("list")) > 60


def test_that_a_look_at_the_output_that_fails_leaves_what_was_found_out(opened: Callable[..., Open]) -> None:
    it = opened(1, 1, sent=-2 * CERTAIN, attempts=1)
    it.fails_once("look_at", busy(100))
    it.run(90)
    assert it.service.posts == []
    it.run(60)
    assert len(it.service.posts) == 1


def test_that_no_errand_sleeps(opened: Callable[..., Open]) -> None:
    """Its second listing comes later, as a step of its own: meanwhile others are asked about."""
    it = opened(1, 1, sent=-2 * CERTAIN)
    while it.station.due_in <= 0:
        list(it.station.step())
    assert len(it.asked("list")) == 2
    assert it.service.time == START


# What time shows


def test_that_time_counts_from_one_search_to_the_next(opened: Callable[..., Open]) -> None:
    """Nothing tells the run of the machine: that it is looked for long enough is what shows that the job must be
    listed.
    """
    it = opened(1, 1, sending_boot="", attempts=1)
    it.run(ACCOUNT.signature_life + ACCOUNT.lag_limit)
    assert it.service.posts == []
    it.run(900)
    assert len(it.service.posts) == 1


def test_that_what_a_clock_said_before_it_was_corrected_does_not_count(opened: Callable[..., Open]) -> None:
    """The service's clock is five minutes ahead at first, is set right, and is twenty minutes ahead again later."""
    it = opened(1, 1, sending_boot="", attempts=1)

    def ahead() -> Reply:
        passed = it.service.time - START
        date = it.service.time + (300 if passed < 60 else 1_200 if passed > 640 else 0)
        return Reply(200, {"x-ci-request-id": "NjA", "date": email.utils.formatdate(date, usegmt=True)})

    it.service._reply = ahead  # type: ignore[method-assign]
    it.run(700)
    assert it.service.posts == []
    it.run(200)
    assert len(it.service.posts) == 1
