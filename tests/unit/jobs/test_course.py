"""Intents taken from where an earlier run left them, on a service whose clock only waiting moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition, output
from support.ledgers import bring_to
from tilewright.cli.exit_codes import code_of
from tilewright.cloud.objects import ObjectFacts
from tilewright.cloud.reply import Reply
from tilewright.errors import CloudError, NameTaken, NoAnswer, Rejected, Unreachable
from tilewright.jobs.course import follow, resume
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


NAME = "output/lesson.mp4"
"""What ``intended`` writes under its exact name."""


def intended(ledger: Ledger, service: Service, naming: Naming = "numbered") -> Intent:
    wish = make_wish(composition(output=output(target=service.target)), naming)
    return ledger.intend(wish, service.target, look=FREE).intent


def run(ledger: Ledger, intent: Intent, service: Service, fresh: bool = False) -> list[Event]:
    return list(follow(ledger, intent.id, service, service.pace, fresh=fresh, to_end=False))  # type: ignore[arg-type]


def resumed(ledger: Ledger, service: Service, limit: float | None = 0.0) -> list[Event]:
    return list(resume(ledger, service, service.pace, limit=limit))  # type: ignore[arg-type]


def test_that_a_cancelled_wish_is_never_sent(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)
    ledger.wish_cancel(intent.id)
    assert run(ledger, intent, service)[-1].as_record()["state"] == "cancelled"
    assert service.posts == []
    assert ledger.get(intent.id).is_resolved


def test_that_a_wish_cancelled_at_the_last_moment_is_not_sent(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)
    for event in follow(ledger, intent.id, service, service.pace, fresh=True):  # type: ignore[arg-type]
        if event.kind == "sending":
            ledger.wish_cancel(intent.id)
    assert (ledger.get(intent.id).state, service.posts) == (State.CANCELLED, [])


def test_that_a_wish_cancelled_while_the_clock_was_wrong_is_not_signed_again(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)

    def submit(body: bytes, span: tuple[int, int]) -> Reply:
        service.posts.append((body, span))
        ledger.wish_cancel(intent.id)
        text = b"<Error><Code>RequestTimeTooSkewed</Code><RequestId>NjA</RequestId></Error>"
        return Reply(403, {"x-ci-request-id": "NjA"}, text)

    service.submit = submit  # type: ignore[method-assign]
    run(ledger, intent, service, fresh=True)
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved, after.attempts) == (State.CANCELLED, True, 0)
    assert len(service.posts) == 1


@pytest.mark.parametrize(("target", "seconds"), [(ACCOUNT, 120), (LOCAL, 10)], ids=["account", "local"])
def test_that_a_submission_is_signed_for_no_longer_than_it_may_be_held_up(
    ledger: Ledger, target: Target, seconds: int
) -> None:
    service = Service(target)
    service.fails = [NoAnswer("reset")] * 1_000
    with pytest.raises(NoAnswer):
        run(ledger, intended(ledger, service), service, fresh=True)
    ((_, (first, last)),) = service.posts
    assert last - first == seconds
    assert first <= START <= last


def test_that_a_job_found_after_the_wish_to_cancel_is_cancelled(ledger: Ledger) -> None:
    service = Service(LOCAL)
    service.takes = True
    intent = intended(ledger, service)
    service.fails = [NoAnswer("reset")] * 1_000
    with pytest.raises(NoAnswer):
        run(ledger, intent, service, fresh=True)
    assert ledger.get(intent.id).state is State.UNKNOWN
    ledger.wish_cancel(intent.id)
    service.fails = []
    assert [event.kind for event in resumed(ledger, service)] == ["looking", "found", "cancel-asked"]
    assert ledger.get(intent.id).state is State.CANCELLED
    assert len(service.posts) == 1


def test_that_the_next_command_cancels_what_could_not_be_cancelled_before(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)
    bring_to(ledger, intent.id, State.SUBMITTED, {"job_id": "jown", "job_created": START})
    service.add_own(intent)
    ledger.wish_cancel(intent.id)
    service.fails = [NoAnswer("reset")]
    assert resumed(ledger, service) == []
    assert [event.kind for event in resumed(ledger, service)] == ["cancel-asked"]
    assert ledger.get(intent.id).state is State.CANCELLED


def test_that_over_all_runs_a_job_is_sent_again_once(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)
    for _ in range(3):
        with pytest.raises(NoAnswer, match="only you"):
            run(ledger, intent, service)
        resumed(ledger, service)
    assert len(service.posts) == 2
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved, after.attempts) == (State.UNKNOWN, False, 2)
    ledger.wish_cancel(intent.id)
    run(ledger, intent, service)
    assert ledger.get(intent.id).state is State.CANCELLED
    assert intended(ledger, service).id != intent.id


def test_that_a_busy_service_gets_the_job_when_it_said(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)
    tried: list[float] = []

    def submit(body: bytes, span: tuple[int, int]) -> Reply:
        tried.append(service.time)
        reply = busy(body, span)
        return replace(reply, headers={**reply.headers, "retry-after": "9"}) if len(tried) == 1 else done(body)

    service.submit = submit  # type: ignore[method-assign]
    events = run(ledger, intent, service, fresh=True)
    assert [event.kind for event in events] == ["sending", "not-accepted", "sending", "sent"]
    assert tried == [START, START + 9]


def done(body: bytes) -> Reply:
    made = JobRecord("j1", "Submitted", datetime.fromtimestamp(START, UTC), body)
    return Reply(200, {"x-ci-request-id": "NjA"}, write_jobs([made]))


def test_that_an_earlier_intent_at_a_busy_service_holds_up_nothing(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service)
    service.submit = busy  # type: ignore[method-assign]
    assert [event.kind for event in resumed(ledger, service)] == ["sending", "not-accepted"]
    assert service.time == START
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved, after.attempts) == (State.NOT_SENT, False, 0)


def busy(body: bytes, span: tuple[int, int]) -> Reply:
    text = b"<Error><Code>SlowDown</Code><RequestId>NjA</RequestId></Error>"
    return Reply(429, {"x-ci-request-id": "NjA"}, text)


def test_that_an_intent_of_another_local_cloud_is_left_alone(ledger: Ledger) -> None:
    service = Service(LOCAL.replace(service="a" * 32))
    intent = intended(ledger, service)
    service.service_id = "b" * 32
    assert resumed(ledger, service) == []
    with pytest.raises(Rejected, match="needs the local cloud it was sent to"):
        run(ledger, intent, service)
    assert service.posts == []
    assert not ledger.get(intent.id).is_resolved


def test_that_a_local_cloud_that_tells_its_name_late_gets_no_job_of_another(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = ledger.intend(make_wish(composition()), LOCAL.replace(service="a" * 32)).intent
    service.at_question = lambda: setattr(service, "service_id", "b" * 32)
    with pytest.raises(Rejected, match="needs the local cloud it was sent to"):
        run(ledger, intent, service)
    assert service.posts == []
    assert not ledger.get(intent.id).is_resolved


# Exact names


class TakenMeanwhile(Service):
    """Somebody takes the name while it deals with the first submission, of which it makes no job."""

    def __init__(self, *, is_busy: bool) -> None:
        super().__init__(LOCAL)
        self.is_busy = is_busy
        self.cannot_tell: list[CloudError] = []
        self.taken = NAME

    def submit(self, body: bytes, span: tuple[int, int]) -> Reply:
        self.posts.append((body, span))
        self.objects.add(self.taken)
        if len(self.posts) > 1:
            return done(body)
        if self.is_busy:
            return busy(body, span)
        raise NoAnswer("The request was lost.")

    def look_at(self, key: str, *, tries: int = 0, host: str = "") -> tuple[Reply, ObjectFacts | None]:
        if self.cannot_tell:
            raise self.cannot_tell.pop()
        return super().look_at(key, tries=tries)


HOWS = pytest.mark.parametrize("is_busy", [False, True], ids=["lost", "busy"])


@HOWS
def test_that_who_took_an_exact_name_before_it_was_sent_again_is_not_replaced(ledger: Ledger, *, is_busy: bool) -> None:
    service = TakenMeanwhile(is_busy=is_busy)
    intent = intended(ledger, service, "exact")
    with pytest.raises(NameTaken, match="in the bucket already") as caught:
        run(ledger, intent, service, fresh=True)
    after = ledger.get(intent.id)
    assert len(service.posts) == 1
    assert (after.state, after.code, after.is_resolved) == (State.NOT_SENT, "NameTaken", True)
    assert (caught.value.key, after.message) == (NAME, caught.value.message)


@HOWS
@pytest.mark.parametrize(("naming", "taken"), [("exact", "output/other.mp4"), ("replace", NAME), ("numbered", NAME)])
def test_that_a_name_that_is_free_or_may_be_replaced_is_sent_again(
    ledger: Ledger, naming: Naming, taken: str, *, is_busy: bool
) -> None:
    service = TakenMeanwhile(is_busy=is_busy)
    service.taken = taken
    intent = intended(ledger, service, naming)
    assert run(ledger, intent, service, fresh=True)[-1].kind == "sent"
    assert len(service.posts) == 2


@HOWS
def test_that_nothing_is_sent_again_while_nobody_can_tell_whether_its_name_is_free(
    ledger: Ledger, *, is_busy: bool
) -> None:
    service = TakenMeanwhile(is_busy=is_busy)
    service.cannot_tell = [NoAnswer("Nobody looked.")]
    intent = intended(ledger, service, "exact")
    with pytest.raises(Unreachable, match="Nobody looked"):
        run(ledger, intent, service, fresh=True)
    assert len(service.posts) == 1
    assert ledger.get(intent.id).is_resolved  # its user was told that no job was made: none comes of it later


@HOWS
def test_that_a_look_that_is_refused_says_which_permission_is_missing(ledger: Ledger, *, is_busy: bool) -> None:
    service = TakenMeanwhile(is_busy=is_busy)
    service.cannot_tell = [Rejected("No.", code="AccessDenied", status=403, where="read")]
    intent = intended(ledger, service, "exact")
    with pytest.raises(Rejected) as caught:
        run(ledger, intent, service, fresh=True)
    assert (code_of(caught.value), caught.value.where) == (5, "read")
    assert (len(service.posts), ledger.get(intent.id).is_resolved) == (1, True)


def test_that_what_is_sent_in_passing_waits_while_nobody_can_tell_whether_its_name_is_free(ledger: Ledger) -> None:
    service = TakenMeanwhile(is_busy=True)
    intent = intended(ledger, service, "exact")

    def at_post(body: bytes, span: tuple[int, int]) -> Reply:
        service.cannot_tell = [NoAnswer("Nobody looked.")]
        return TakenMeanwhile.submit(service, body, span)

    service.submit = at_post  # type: ignore[method-assign]
    assert [event.kind for event in resumed(ledger, service, None)] == ["sending", "not-accepted"]
    assert not ledger.get(intent.id).is_resolved
    assert [event.kind for event in resumed(ledger, service, None)] == ["not-accepted"]
    after = ledger.get(intent.id)
    assert (after.code, after.is_resolved, len(service.posts)) == ("NameTaken", True, 1)


def test_that_a_name_taken_while_another_process_had_the_intent_is_not_replaced(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = intended(ledger, service, "exact")
    other = ledger.lock(intent.id)
    assert other.acquire()

    def wait(seconds: float) -> bool:
        service.objects.add(NAME)
        other.release()
        return service.pace.wait(seconds)

    pace = Pace(wait, service.pace.now, service.pace.ticks)
    with pytest.raises(NameTaken):
        list(follow(ledger, intent.id, service, pace, fresh=True, to_end=False))  # type: ignore[arg-type]
    assert service.posts == []


def test_that_the_bucket_of_another_local_cloud_takes_no_name(ledger: Ledger) -> None:
    service = Service(LOCAL)
    wish = make_wish(composition(output=output()), "exact")
    intent = ledger.intend(wish, LOCAL.replace(service="a" * 32), look=FREE).intent
    service.objects.add(NAME)
    service.at_question = lambda: setattr(service, "service_id", "b" * 32)
    with pytest.raises(Rejected, match="needs the local cloud it was sent to"):
        run(ledger, intent, service)
    assert not ledger.get(intent.id).is_resolved
