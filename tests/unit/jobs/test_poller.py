"""Whom the poller asks when: a service of a few lines, on a clock that only waiting moves."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.builders import ACCOUNT, LOCAL
from support.ledgers import submitted_jobs
from tilewright import points
from tilewright.cloud.reply import Reply
from tilewright.errors import BadReply, CloudError, DiskFull, NoAnswer, Rejected
from tilewright.jobs.contact import Answered, NoContact
from tilewright.jobs.events import CancelAsked, Ended, NoLongerNamed, Progress
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import OLDEST_SECONDS
from tilewright.jobs.poller import Poller
from tilewright.jobs.tally import NOTED_AT_ONCE, NOTED_SECONDS
from tilewright.model.schedule import MANY
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.model.transitions import Who
from tilewright.wire.jobs import Job, JobsReply

from .service import START, Service


class Partial(Service):
    """Leaves ``hidden`` jobs out of its answers, ``unlisted`` ones out of its listing, which tells of ``stale`` ones as
    they were; remembers what it told. All by job ids.
    """

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        self.hidden: set[str] = set()
        self.unlisted: set[str] = set()
        self.stale: dict[str, Job] = {}
        self.told: set[str] = set()

    def _without(self, said: tuple[Reply, JobsReply], left_out: set[str]) -> tuple[Reply, JobsReply]:
        reply, jobs = said
        kept = tuple(job for job in jobs.jobs if job.job_id not in left_out)
        self.told = {job.job_id for job in kept}
        return reply, JobsReply(kept, (), jobs.next_token)

    def _reply(self) -> Reply:
        """Each with a request id of its own."""
        reply = super()._reply()
        return replace(reply, headers={**reply.headers, "x-ci-request-id": f"id{self.asked}"})

    def query(self, ids: list[str], *, tries: int = 0) -> tuple[Reply, JobsReply]:
        return self._without(super().query(ids, tries=tries), self.hidden)

    def list_jobs(self, **how: Any) -> tuple[Reply, JobsReply]:
        reply, said = super().list_jobs(**how)
        jobs = tuple(self.stale.get(job.job_id, job) for job in said.jobs)
        return self._without((reply, JobsReply(jobs, (), said.next_token)), self.hidden | self.unlisted)


class Watched:
    """Jobs at a service, a poller, and what it told. Times are seconds since the start."""

    def __init__(self, ledger: Ledger, target: Target, count: int) -> None:
        self.ledger = ledger
        self.service = Partial(target)
        self.intents = submitted_jobs(ledger, target, count, START)
        for intent in self.intents:
            self.service.add(intent.job_id, intent.mark, ago=START - (intent.job_created or 0), key=intent.output_key)
        self.service.time = START + count
        self.begun = self.service.time
        self.poller = Poller(ledger, target, self.service.pace)
        self.poller.take(self.intents)
        self.told: list[Any] = []
        self.heard = {intent.id: self.begun for intent in self.intents}
        self.oldest = 0.0

    @property
    def now(self) -> float:
        return self.service.time - self.begun

    def run(self, seconds: float, most: float = 5.0) -> None:
        """Let so much time pass, in steps of ``most`` seconds at the most."""
        end = self.service.time + seconds
        while self.service.time < end:
            while self.poller.due_in <= 0:
                for event in self.poller.ask(self.service):  # type: ignore[arg-type]
                    self._take(event)
            ages = [self.service.time - moment for moment in self.heard.values()]
            self.service.time += max(0.001, min(most, self.poller.due_in, end - self.service.time))
            self.oldest = max([self.oldest, *ages])

    def _take(self, event: Any) -> None:
        self.told.append(event)
        if isinstance(event, Answered):
            jobs = {self.ledger.get(intent_id).job_id for intent_id in event.intents}
            assert jobs <= self.service.told  # nothing is said to be answered that was not
            self.heard |= {intent_id: self.service.time for intent_id in event.intents if intent_id in self.heard}
        elif isinstance(event, Ended):
            self.heard.pop(event.intent, None)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]

    def asked(self, what: str) -> list[float]:
        return [moment - self.begun for moment, call in self.service.calls if call == what]

    @property
    def busiest_minute(self) -> int:
        moments = [moment for moment, _ in self.service.calls]
        return max(sum(begun <= moment < begun + 60 for moment in moments) for begun in moments)

    def kept(self) -> list[list[Answer]]:
        """The answers that the ledger keeps, for each intent."""
        with History(self.ledger.path.parent) as history:
            return [history.answers(intent.id) for intent in self.intents]

    def wish_cancel(self, intent: Intent) -> None:
        self.ledger.wish_cancel(intent.id)
        self.poller.take(self.ledger.unresolved(self.service.target))


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[[Target, int], Watched]]:
    with Ledger(tmp_path, now=lambda: START) as ledger:
        yield lambda target, count: Watched(ledger, target, count)


Make = Callable[[Target, int], Watched]


def gaps(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(moments)]


def test_that_jobs_due_near_each_other_are_asked_about_together(watched: Make) -> None:
    it = watched(ACCOUNT, 25)
    it.run(60)
    rounds = len(it.asked("query")) / 3
    assert rounds == round(rounds) >= 4
    assert not it.asked("list")
    assert {size for event in it.of(Answered) if (size := len(event.intents))} == {10, 5}


def test_that_a_job_with_its_own_time_comes_along_when_others_are_asked(watched: Make) -> None:
    it = watched(ACCOUNT, 2)
    it.run(50)
    it.service.set(it.intents[1].job_id, "Running", progress=3)
    before = len(it.asked("query"))
    it.run(100)
    assert len(it.asked("query")) - before <= 12  # twice as many if each were asked about by itself


@pytest.mark.parametrize(("target", "near", "last"), [(ACCOUNT, 5.0, 30.0), (LOCAL, 0.1, 0.5)])
def test_that_a_job_close_to_its_end_is_asked_about_often(
    watched: Make, target: Target, near: float, last: float
) -> None:
    it = watched(target, 1)
    (job,) = it.service.all
    it.service.set(job.job_id, "Running", progress=20)
    it.run(20 * last, most=0.05)
    assert gaps(it.asked("query"))[-1] == pytest.approx(last, abs=0.1)
    it.service.set(job.job_id, "Running", progress=93)
    it.run(20 * last, most=0.05)
    assert gaps(it.asked("query"))[-1] == pytest.approx(near, abs=0.1)


def test_that_the_end_is_met_by_how_progress_went(watched: Make) -> None:
    """Two percent a second, so 50 seconds; the service tells in steps of 20: it never says more than 80."""
    it = watched(ACCOUNT, 1)
    (job,) = it.service.all
    for second in range(51):
        done = second * 2 // 20 * 20
        state, told = ("Success", 100) if second >= 50 else ("Running", done)
        it.service.set(job.job_id, state, progress=told, result_keys=("k.mp4",))
        it.run(1)
    it.run(5)
    assert it.of(Ended)
    assert it.now <= 56


def test_that_the_local_cloud_is_not_asked_more_often_than_its_job_has_news(watched: Make) -> None:
    """Twenty seconds, told twice a second: each question takes time from FFmpeg."""
    it = watched(LOCAL, 1)
    (job,) = it.service.all
    for half in range(40):
        it.service.set(job.job_id, "Running", progress=half * 5 // 2)
        it.run(0.5, most=0.05)
    middle = [moment for moment in it.asked("query") if 4 <= moment < 16]
    assert len(middle) <= 30
    it.service.set(job.job_id, "Success", progress=100, result_keys=("k.mp4",))
    it.run(0.15, most=0.05)
    assert it.of(Ended)


def test_that_a_silent_service_is_asked_ever_less_often_and_told_once_a_try(watched: Make) -> None:
    it = watched(ACCOUNT, 3)
    it.service.fails = [NoAnswer("The service did not answer.") for _ in range(500)]
    it.run(600, most=1)
    lost = it.of(NoContact)
    assert {len(event.intents) for event in lost} == {3}
    pauses = [event.next_try for event in lost]
    assert pauses[0] <= 1
    assert all(15 <= pause <= 30 for pause in pauses[-10:])
    assert len(set(pauses[-10:])) > 5  # not in step with all the others that lost it
    silent = [event.silent for event in lost]
    assert silent == sorted(silent)
    assert 500 < silent[-1] <= 600
    it.service.fails = []
    it.run(31)
    assert it.of(Answered)


def test_that_a_refusal_for_the_rate_slows_all_of_the_place_as_long_as_the_service_says(watched: Make) -> None:
    it = watched(ACCOUNT, 40)
    it.run(3)
    it.service.fails = [busy(45)]
    before = len(it.service.calls)
    it.run(44, most=0.5)
    assert len(it.service.calls) == before + 1
    assert it.of(NoContact)[-1].next_try == pytest.approx(45, abs=0.5)
    it.run(30, most=0.5)
    assert len(it.service.calls) <= before + 20  # half as fast at first: else it were 35


def busy(seconds: float) -> CloudError:
    error = Rejected("Too many.", code="SlowDown", status=429)
    error.retry_after = seconds
    return error


def test_that_waking_up_asks_at_once_but_not_before_the_service_wants_it(watched: Make) -> None:
    it = watched(ACCOUNT, 1)
    it.run(300)
    last = len(it.service.calls)
    it.poller.wake()
    it.run(0.5)
    assert len(it.service.calls) == last + 1
    it.run(4, most=0.5)
    assert gaps(it.asked("query"))[-1] == pytest.approx(2.0, abs=0.5)  # pauses begin anew
    it.service.fails = [NoAnswer("away")] * 20
    it.run(100)
    last = len(it.service.calls)
    it.poller.wake()
    it.run(0.1)
    assert len(it.service.calls) == last + 1
    it.service.fails = [busy(60)]
    it.run(35)
    last = len(it.service.calls)
    it.poller.wake()
    it.run(1)
    assert len(it.service.calls) == last


def test_that_a_wish_to_cancel_is_told_to_the_service_at_once_and_what_came_of_it_is_asked(watched: Make) -> None:
    it = watched(ACCOUNT, 200)
    it.run(200)
    moment = it.now
    it.wish_cancel(it.intents[150])
    it.run(10, most=0.1)
    assert it.asked("cancel") == [pytest.approx(moment, abs=1.5)]
    assert [event.intent for event in it.of(Ended)] == [it.intents[150].id]
    assert not any(event.message for event in it.of(CancelAsked))


def test_that_a_refused_wish_is_told_once_and_a_running_job_is_not_asked_to_stop(watched: Make) -> None:
    it = watched(ACCOUNT, 2)
    first, second = it.intents
    it.service.set(second.job_id, "Running", progress=5)
    it.run(10)
    it.service.fails = [Rejected("Not yours.", code="AccessDenied", status=403)]
    it.wish_cancel(first)
    it.wish_cancel(second)
    it.run(300)
    assert len(it.asked("cancel")) == 1
    assert [event.message for event in it.of(CancelAsked)] == ["Not yours."]


def test_that_a_refusal_means_nothing_when_the_job_is_cancelled_all_the_same(watched: Make) -> None:
    it = watched(ACCOUNT, 1)
    it.run(1)
    it.service.set(it.intents[0].job_id, "Cancel")
    it.service.fails = [Rejected("It cannot be modified.", code="InvalidArgument", status=400)]
    it.wish_cancel(it.intents[0])
    it.run(5)
    assert not it.of(CancelAsked)
    assert it.of(Ended)[0].state is State.CANCELLED


def test_that_wishes_and_questions_take_turns(watched: Make) -> None:
    """A cancel that never gets through holds up no question."""
    it = watched(ACCOUNT, 1)

    def cancel(job_id: str) -> None:
        it.service._answer("cancel")
        raise NoAnswer("lost")

    it.service.cancel = cancel  # type: ignore[method-assign]
    it.wish_cancel(it.intents[0])
    it.run(300)
    assert len(it.asked("cancel")) > 3
    assert len(it.of(Answered)) > 3


@pytest.mark.parametrize("refused", [False, True], ids=["cancelled", "refused"])
def test_that_many_wishes_to_cancel_make_no_other_job_old(watched: Make, *, refused: bool) -> None:
    it = watched(ACCOUNT, 450)
    it.run(100)
    if refused:
        it.service.cancel = refuse_cancel(it.service)  # type: ignore[method-assign]
    for intent in it.intents[:300]:
        it.ledger.wish_cancel(intent.id)
        del it.heard[intent.id]
    it.poller.take(it.ledger.unresolved(ACCOUNT))
    it.oldest = 0.0
    it.run(300)
    assert it.oldest <= 60
    assert it.busiest_minute <= 60
    it.run(600)
    assert len(it.asked("cancel")) == 300
    assert len(it.of(CancelAsked)) == 300


def refuse_cancel(service: Service) -> Callable[[str], Reply]:
    def cancel(job_id: str) -> Reply:
        service._answer("cancel")
        raise Rejected("Not yours.", code="AccessDenied", status=403)

    return cancel


@pytest.mark.full
def test_that_many_wishes_to_cancel_leave_none_of_five_thousand_jobs_older_than_three_minutes(watched: Make) -> None:
    it = watched(ACCOUNT, 5_000)
    it.run(200)
    for intent in it.intents[1_000:1_300]:
        it.ledger.wish_cancel(intent.id)
    it.poller.take(it.ledger.unresolved(ACCOUNT))
    it.run(1_000)
    assert len(it.asked("cancel")) == 300  # each is told once, although what came of it is asked about only later
    assert it.oldest <= 180
    assert it.busiest_minute <= 60


# What is kept


def test_that_answers_that_are_no_news_are_counted_and_keep_each_request_id(watched: Make) -> None:
    it = watched(ACCOUNT, 1)
    it.run(100)
    before = it.service.asked
    it.service.set(it.intents[0].job_id, "Running", progress=5)
    it.run(31)
    (first, second, *others), *_ = it.kept()
    assert (first.told, first.times) == ("submitted", before)
    assert [repeat.request_id for repeat in first.repeats] == [f"id{number}" for number in range(1, before + 1)]
    assert (second.told, second.request_id, others) == ("running 5", f"id{before + 1}", [])


def test_that_every_answer_about_many_jobs_is_counted_and_a_minute_takes_one_transaction(watched: Make) -> None:
    it = watched(ACCOUNT, NOTED_AT_ONCE + 200)
    reached: Counter[str] = Counter()
    points.listen(lambda name: reached.update([name]))
    try:
        it.run(1.6 * NOTED_SECONDS)  # a page is asked for each half minute
        assert sum(map(bool, it.kept())) == NOTED_AT_ONCE
        it.run(4 * NOTED_SECONDS)
    finally:
        points.listen(None)
    assert reached["ledger.write.committed"] <= 5
    it.poller.close()
    kept = [answer for answers in it.kept() for answer in answers]
    assert [(answer.call, answer.told) for answer in kept] == [("query", "submitted")] * len(it.intents)
    assert sum(answer.times for answer in kept) == sum(len(event.intents) for event in it.of(Answered))
    assert {repeat.request_id for answer in kept for repeat in answer.repeats} == {
        f"id{number}" for number in range(1, it.service.asked + 1)
    }


def test_that_what_waits_is_kept_with_its_order_when_news_cannot_be_written(
    watched: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DiskFull("No room left.")

    it = watched(ACCOUNT, 1)
    it.run(10)
    before = it.service.asked
    it.service.set(it.intents[0].job_id, "Running", progress=5)
    with monkeypatch.context() as patch:
        patch.setattr(it.ledger, "move", fail)
        with pytest.raises(DiskFull):
            it.run(10)
    it.run(10)
    it.poller.close()
    ((first, second, *_),) = it.kept()
    assert [repeat.request_id for repeat in first.repeats] == [f"id{number}" for number in range(1, before + 1)]
    assert (first.told, second.told, second.request_id) == ("submitted", "running 5", f"id{before + 1}")


def test_that_all_of_an_answer_is_kept_when_nobody_listens_to_the_end(watched: Make) -> None:
    it = watched(ACCOUNT, 6)
    for intent in it.intents[:2]:
        it.service.set(intent.job_id, "Running", progress=5)
    it.service.hidden = {it.intents[-1].job_id}
    while it.poller.due_in > 0:
        it.service.time += 1
    told = it.poller.ask(it.service)  # type: ignore[arg-type]
    next(iter(told))
    told.close()  # type: ignore[attr-defined]
    it.poller.close()
    expected = ["running 5"] * 2 + ["submitted"] * 3 + ["absent"]
    assert [answer.told for answers in it.kept() for answer in answers] == expected


def test_that_pages_of_a_search_are_kept_with_jobs_that_leave_it_and_when_it_is_left(watched: Make) -> None:
    it = watched(ACCOUNT, 3)
    it.service.page = 1
    it.service.hidden = {intent.job_id for intent in it.intents}
    while not it.asked("list"):
        it.service.time += max(0.0, it.poller.due_in)
        list(it.poller.ask(it.service))  # type: ignore[arg-type]
    page = f"id{it.service.asked}"
    it.service.hidden = set()
    list(it.poller.query(it.service, [it.intents[1].id]))  # type: ignore[arg-type]  # it is there again
    it.poller.close()
    for answers in it.kept():
        assert [answer.request_id for answer in answers if answer.call == "list"] == [page]


def test_that_a_page_that_names_none_of_ours_is_kept_once(watched: Make) -> None:
    it = watched(ACCOUNT, 60)
    it.run(1)
    it.poller.close()
    it.service.unlisted = set(it.poller._by_job)
    before = it.service.asked
    it.run(61)
    it.poller.close()
    kept = [
        (answer.call, repeat.request_id) for answers in it.kept() for answer in answers for repeat in answer.repeats
    ]
    ids = [f"id{number}" for number in range(before + 1, it.service.asked + 1)]
    assert ids
    assert [request_id for call, request_id in kept if call == "list" and request_id in ids]
    assert {request_id for _, request_id in kept} >= set(ids)
    listed = [request_id for call, request_id in kept if call == "list"]
    assert len(listed) == len(set(listed))


def test_that_what_cannot_be_noted_now_is_noted_the_next_time(watched: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    it = watched(ACCOUNT, 1)

    def fail(_: object) -> None:
        raise DiskFull("No room left.")

    with monkeypatch.context() as patch:
        patch.setattr(it.ledger, "keep_answers", fail)
        it.run(1.5 * NOTED_SECONDS)
    assert it.kept() == [[]]
    it.run(NOTED_SECONDS)
    ((answer,),) = it.kept()
    assert [repeat.request_id for repeat in answer.repeats] == [f"id{number}" for number in range(1, answer.times + 1)]
    it.poller.close()
    assert it.kept()[0][0].times == it.service.asked


def test_that_an_answer_that_does_not_name_the_job_is_kept(watched: Make) -> None:
    it = watched(ACCOUNT, 1)
    it.service.hidden = {it.intents[0].job_id}
    it.run(20)
    it.poller.close()
    ((answer,),) = it.kept()
    assert (answer.call, answer.told, answer.times) == ("query", "absent", it.service.asked)


def test_that_a_page_that_fails_is_kept_with_all_jobs_that_it_was_asked_for(watched: Make) -> None:
    it = watched(ACCOUNT, 120)
    it.service.fails = [NoAnswer("away")]
    it.run(0.5)
    assert it.service.calls[0][1] == "list"
    it.poller.close()
    for answers in it.kept():
        assert ("list", 0, "NoAnswer", 1) in [(it.call, it.status, it.told, it.times) for it in answers]


# Many


def test_that_many_jobs_are_asked_about_by_pages_where_the_listing_shows_them(watched: Make) -> None:
    it = watched(ACCOUNT, 450)
    it.run(300)
    assert not it.asked("query")
    assert it.oldest <= 60
    assert it.busiest_minute <= 60


@pytest.mark.full
def test_that_none_of_five_thousand_jobs_is_older_than_three_minutes(watched: Make) -> None:
    it = watched(ACCOUNT, 5_000)
    it.run(600)
    assert it.oldest <= 180
    assert it.busiest_minute <= 60


@pytest.mark.full
def test_that_five_thousand_jobs_that_no_listing_shows_are_as_young_as_ten_a_question_allow(watched: Make) -> None:
    """A minute has room for 60 questions, each about ten jobs: one turn of all takes 8 min 20 s. Two listings of fifty
    pages come before it is believed that they show nothing.
    """
    it = watched(ACCOUNT, 5_000)
    it.service.unlisted = {intent.job_id for intent in it.intents}
    it.run(1_500)
    assert it.busiest_minute <= 60
    assert it.oldest <= 1.2 * (500 + 2 * 50)


@pytest.mark.full
@pytest.mark.expects_log("no longer knows")
def test_that_a_job_that_the_service_forgot_takes_no_minute_from_five_thousand(watched: Make) -> None:
    """Two listings of fifty pages show that it is gone."""
    it = watched(ACCOUNT, 5_000)
    forget(it, it.intents[2_000])
    it.run(ACCOUNT.lag_limit + 700)
    assert it.busiest_minute <= 60
    assert it.oldest <= 180
    assert it.ledger.get(it.intents[2_000].id).state is State.LOST


@pytest.mark.expects_log("no longer knows")
def test_that_what_is_gone_is_looked_for_a_page_at_a_time_and_all_of_it_at_once(watched: Make) -> None:
    it = watched(ACCOUNT, 30)
    it.run(ACCOUNT.lag_limit)
    it.service.page = 1
    forgotten = it.intents[3:20]
    forget(it, *forgotten)
    it.run(ACCOUNT.lag_limit + 400)
    assert it.busiest_minute <= 60
    assert it.oldest <= 60
    assert {it.ledger.get(intent.id).state for intent in forgotten} == {State.LOST}
    assert len(it.asked("list")) == 2 * 30
    assert len(it.ledger.unresolved(ACCOUNT)) == 13


def test_that_what_cannot_be_found_out_is_looked_for_ever_less_often(watched: Make) -> None:
    """No other job shows that the listing is complete."""
    it = watched(ACCOUNT, 1)
    forget(it, *it.intents)
    it.run(2 * 3600)
    moments = it.asked("list")
    assert gaps(moments)[-2] >= 590
    assert len(moments) <= 2 * 20
    assert it.ledger.get(it.intents[0].id).state is State.SUBMITTED


def test_that_a_leap_of_the_services_clock_loses_no_job_that_shows_up_late(watched: Make) -> None:
    """It was made just now, and query and listing show it only after ten minutes."""
    it = watched(ACCOUNT, 30)
    late = it.intents[3]
    forget(it, late)
    it.service.ahead = 2 * ACCOUNT.lag_limit
    it.run(ACCOUNT.lag_limit - 1)
    assert [event.intent for event in it.of(NoLongerNamed)] == [late.id]
    assert it.ledger.get(late.id).state is State.SUBMITTED
    it.service.hidden = set()
    it.run(60)
    assert it.ledger.get(late.id).state is State.SUBMITTED
    assert any(late.id in event.intents for event in it.of(Answered))


@pytest.mark.expects_log("no longer knows")
def test_that_a_listing_that_leaves_out_another_job_loses_none(watched: Make) -> None:
    it = watched(ACCOUNT, 30)
    forget(it, it.intents[20])
    it.service.unlisted = {it.intents[1].job_id}
    it.run(ACCOUNT.lag_limit + 400)
    assert len(it.asked("list")) >= 4
    assert it.ledger.get(it.intents[20].id).state is State.SUBMITTED
    it.service.unlisted = set()
    it.run(600)
    assert it.ledger.get(it.intents[20].id).state is State.LOST


@pytest.mark.expects_log("no longer knows")
def test_that_more_jobs_that_are_gone_than_are_looked_for_at_once_are_all_lost(watched: Make) -> None:
    it = watched(ACCOUNT, 160)
    forgotten = it.intents[10:150]
    forget(it, *forgotten)
    it.run(ACCOUNT.lag_limit + 600)
    assert {it.ledger.get(intent.id).state for intent in forgotten} == {State.LOST}
    assert len(it.ledger.unresolved(ACCOUNT)) == 20


@pytest.mark.expects_log("no longer knows")
def test_that_a_job_of_which_the_service_may_know_nothing_any_more_is_no_sign_of_a_listing_with_gaps(
    watched: Make,
) -> None:
    """One that ended a month ago is not listed any more, nor is one that is open since."""
    it = watched(ACCOUNT, 4)
    old, ended, young, _ = it.intents
    month = OLDEST_SECONDS + 86_400
    for intent in it.intents[2:]:
        it.ledger.move(intent.id, {State.SUBMITTED}, State.RUNNING, {"job_created": START + month}, by=Who.WATCH)
        it.service.set(intent.job_id, "Running", created=datetime.fromtimestamp(START + month, UTC))
    it.ledger.move(ended.id, {State.SUBMITTED}, State.SUCCESS, {"ended": START + 60}, by=Who.WATCH)
    del it.heard[ended.id]
    forget(it, old, young)
    it.service.unlisted = {ended.job_id}
    it.service.time += month + 3_600
    it.poller.take(it.ledger.unresolved(ACCOUNT))
    it.run(ACCOUNT.lag_limit + 400)
    assert [it.ledger.get(intent.id).state for intent in (old, young)] == [State.LOST, State.LOST]
    assert len(it.asked("list")) == 2


def test_that_a_job_named_again_while_it_is_looked_for_is_not_lost(watched: Make) -> None:
    it = watched(ACCOUNT, 30)
    it.run(ACCOUNT.lag_limit)
    it.service.page = 1
    doubtful = it.intents[3]
    forget(it, doubtful)
    while not it.asked("list"):
        it.run(1)
    it.service.unlisted, it.service.hidden = it.service.hidden, set()
    it.heard[doubtful.id] = it.service.time
    it.run(300)
    assert it.ledger.get(doubtful.id).state is State.SUBMITTED
    assert it.oldest <= 60


@pytest.mark.expects_log("no longer knows")
def test_that_a_service_that_gets_too_much_is_left_alone_in_the_middle_of_a_search(watched: Make) -> None:
    it = watched(ACCOUNT, 30)
    it.run(ACCOUNT.lag_limit)
    it.service.page = 1
    forget(it, it.intents[3])
    while not it.asked("list"):
        it.run(1)
    it.service.fails = [busy(45)]
    it.run(1)
    before = len(it.service.calls)
    it.run(40, most=0.5)
    assert len(it.service.calls) <= before + 1
    it.run(400)
    assert it.ledger.get(it.intents[3].id).state is State.LOST


def test_that_it_is_told_once_that_no_answer_names_a_job_that_the_service_must_know(watched: Make) -> None:
    it = watched(ACCOUNT, 1)
    (intent,) = it.intents
    forget(it, intent)
    it.run(ACCOUNT.lag_limit - 60)
    assert not it.of(NoLongerNamed)  # it may show up late
    it.run(1_000)
    (told,) = it.of(NoLongerNamed)
    assert (told.intent, told.job_id) == (intent.id, intent.job_id)
    assert told.seconds == pytest.approx(ACCOUNT.lag_limit, abs=40)
    it.service.hidden = set()
    it.run(60)
    it.service.hidden = {intent.job_id}
    it.run(600)
    assert [event.seconds < 300 for event in it.of(NoLongerNamed)] == [False, True]


def forget(it: Watched, *intents: Intent) -> None:
    """The service does so; nobody waits to hear of their jobs any more."""
    it.service.hidden = {intent.job_id for intent in intents}
    for intent in intents:
        del it.heard[intent.id]


def test_that_what_a_page_does_not_show_is_asked_about_by_its_id(watched: Make) -> None:
    it = watched(ACCOUNT, 200)
    it.service.unlisted = {intent.job_id for intent in it.intents[40:52]}
    it.run(300)
    assert it.asked("list")
    assert it.oldest <= 60


@pytest.mark.parametrize("count", [MANY, 200])
def test_that_a_listing_that_shows_nothing_of_ours_is_not_believed(watched: Make, count: int) -> None:
    it = watched(ACCOUNT, count)
    it.service.unlisted = {intent.job_id for intent in it.intents}
    it.run(590)
    assert len(it.asked("list")) == (0 if count == MANY else 2)
    assert it.oldest <= 80
    assert it.busiest_minute <= 60


@pytest.mark.parametrize(
    "error", [Rejected("no", code="AccessDenied", status=403), BadReply("a page", status=200), NoAnswer("away")]
)
def test_that_a_listing_that_fails_is_left_alone_and_ids_are_asked(watched: Make, error: CloudError) -> None:
    it = watched(ACCOUNT, 120)

    def list_jobs(**_: object) -> tuple[Reply, JobsReply]:
        it.service._answer("list")
        raise error

    it.service.list_jobs = list_jobs  # type: ignore[method-assign]
    it.run(500)
    assert len(it.asked("list")) <= 2
    assert it.oldest <= 90
    assert it.service.heard > 30


def test_that_a_list_longer_than_the_questions_it_saves_is_left(watched: Make) -> None:
    """Jobs of others, made meanwhile."""
    it = watched(ACCOUNT, 60)
    for number in range(3_000):
        it.service.add(f"other{number}", ago=it.service.time - START - 60 * number / 3_000)
    it.run(300)
    assert len(it.asked("list")) <= 6
    assert it.oldest <= 60


def test_that_a_listing_that_lags_takes_back_nothing(watched: Make) -> None:
    it = watched(ACCOUNT, 60)
    running = it.intents[7]
    it.service.stale = {running.job_id: next(job for job in it.service.all if job.job_id == running.job_id)}
    it.service.set(running.job_id, "Running", progress=30)
    it.ledger.move(running.id, {State.SUBMITTED}, State.RUNNING, {"progress": 30}, by=Who.WATCH)
    it.poller.take(it.ledger.unresolved(ACCOUNT))
    it.run(100)
    assert it.ledger.get(running.id).state is State.RUNNING
    assert not [event for event in it.of(Progress) if event.intent == running.id]
    assert it.oldest <= 60


def test_that_jobs_that_end_all_at_once_are_noted_within_three_minutes(watched: Make) -> None:
    it = watched(ACCOUNT, 300)
    it.run(30)
    for intent in it.intents:
        it.service.set(intent.job_id, "Failed", code="PaymentRequired")
    it.run(180)
    assert not it.ledger.unresolved(ACCOUNT)


# Whatever happens

ANSWERS = st.one_of(
    st.just("all"),
    st.just("none"),
    st.just("nobody"),
    st.just("page"),
    st.floats(0, 60).map(lambda seconds: ("busy", seconds)),
    st.sets(st.integers(0, 149), max_size=30).map(lambda numbers: ("without", frozenset(numbers))),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.sampled_from([1, 12, MANY, MANY + 1, 150]), answers=st.lists(ANSWERS, max_size=25))
@pytest.mark.parametrize("target", [ACCOUNT, LOCAL], ids=["account", "local"])
def test_that_no_job_is_forgotten_and_no_minute_too_full_whatever_is_answered(
    tmp_path_factory: pytest.TempPathFactory, target: Target, count: int, answers: list[Any]
) -> None:
    """The time in which nobody is asked, as the service did not answer or did not want it, comes on top."""
    with Ledger(tmp_path_factory.mktemp("home"), now=lambda: START) as ledger:
        it = Watched(ledger, target, count)
        left = list(answers)
        lost = 0.0

        def at_question() -> None:
            nonlocal lost
            answer = left.pop(0) if left else "all"
            it.service.hidden = set()
            lost += 30.0
            if answer == "none":
                it.service.hidden = {intent.job_id for intent in it.intents}
            elif answer == "nobody":
                raise NoAnswer("away")
            elif answer == "page":
                raise BadReply("a page of somebody else", status=502)
            elif isinstance(answer, tuple) and answer[0] == "without":
                it.service.hidden = {it.intents[number].job_id for number in answer[1] if number < count}
            elif isinstance(answer, tuple):
                lost += answer[1] + 60
                raise busy(answer[1])
            else:
                lost -= 30.0

        it.service.at_question = at_question
        it.run(40 if target.local else 400)
        assert it.busiest_minute <= target.schedule.a_minute(count)
        assert it.oldest <= 90 + lost
        assert target.local or {it.ledger.get(intent.id).state for intent in it.intents} == {State.SUBMITTED}
