from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition
from support.ledgers import bring_to
from tilewright.cloud.reply import Reply
from tilewright.errors import NoAnswer, Rejected, Unreachable
from tilewright.jobs.events import Ended, Event
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.missing import MISSES
from tilewright.jobs.pace import OLDEST_SECONDS, Pace
from tilewright.jobs.poller import Poller
from tilewright.jobs.watch import refresh, watch
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.transitions import Who
from tilewright.wire.jobs import JobsReply

from .service import START, Service


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path, now=lambda: START) as opened:
        yield opened


def submitted(ledger: Ledger, service: Service, user_data: str = "lesson", job_id: str = "j1") -> Intent:
    made = ledger.intend(make_wish(composition(user_data=user_data)), service.target).intent
    bring_to(ledger, made.id, State.SUBMITTED, {"job_id": job_id, "job_created": START})
    service.add(job_id, made.mark, key=made.output_key)
    return ledger.get(made.id)


def follow(ledger: Ledger, intent: Intent, service: Service) -> list[Event]:
    return list(watch(ledger, intent.id, service, service.pace))  # type: ignore[arg-type]


def play(service: Service, *steps: tuple[str, int | None]) -> None:
    """At each question the job is one step further."""
    left = list(steps)

    def step() -> None:
        if left:
            state, progress = left.pop(0)
            keys = ("output/done.mp4",) if state == "Success" else ()
            service.set("j1", state, progress=progress, result_keys=keys)

    service.at_question = step


def test_that_progress_never_falls_and_the_result_is_named(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    play(
        service,
        ("Submitted", None),
        ("Running", 30),
        ("Running", 10),
        ("Pause", None),
        ("Running", 60),
        ("Success", 100),
    )
    events = follow(ledger, intent, service)
    told = [event.as_record()["percent"] for event in events if event.kind == "progress"]
    assert told == [None, 30, 30, 60]
    ended = events[-1].as_record()
    assert (ended["event"], ended["state"], ended["result"]) == ("ended", "success", "output/done.mp4")
    after = ledger.get(intent.id)
    assert (after.progress, after.result_key, after.result_bucket) == (100, "output/done.mp4", LOCAL.bucket)
    assert after.is_resolved
    with History(ledger.path.parent) as history:
        said = [(answer.told, answer.times) for answer in history.answers(intent.id)]
    assert said == [("submitted", 1), ("running 30", 2), ("paused 30", 1), ("running 60", 1), ("success 100", 1)]


def test_that_what_was_heard_is_kept_when_the_user_interrupts(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    service.stop_at = START + 20

    def interrupted(seconds: float) -> bool:
        service.time += seconds
        if service.time >= service.stop_at:
            raise KeyboardInterrupt
        return False

    pace = Pace(interrupted, lambda: service.time, lambda: service.time, boot=service.boot)
    with pytest.raises(KeyboardInterrupt):
        list(watch(ledger, intent.id, service, pace))  # type: ignore[arg-type]
    with History(ledger.path.parent) as history:
        ((answer,)) = history.answers(intent.id)
    assert (answer.told, answer.times) == ("submitted", service.asked)
    assert service.asked > 1


@pytest.mark.parametrize("way", ["watched until that is stopped", "asked about once"])
def test_that_an_answer_that_is_no_news_is_kept_too(ledger: Ledger, way: str) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    service.stop_at = START + 20
    if way == "asked about once":
        assert [event.kind for event in refresh(ledger, service, service.pace)] == ["progress"]  # type: ignore[arg-type]
    else:
        assert follow(ledger, intent, service)[-1].kind == "stopped"
    with History(ledger.path.parent) as history:
        said = [(answer.call, answer.told, answer.times) for answer in history.answers(intent.id)]
    assert said == [("query", "submitted", service.asked)]


def test_that_a_failure_keeps_code_and_message(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    service.set("j1", "Failed", code="ResourceNotFound", message="no input/a.mp4")
    events = follow(ledger, intent, service)
    assert "no input/a.mp4" in events[-1].describe()
    assert ledger.get(intent.id).code == "ResourceNotFound"


def test_that_lost_contact_is_not_the_end(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    service.fails = [Unreachable("refused"), NoAnswer("reset"), Rejected("busy", code="SlowDown", status=429)]
    service.set("j1", "Success", result_keys=("k.mp4",))
    events = follow(ledger, intent, service)
    assert [event.kind for event in events] == ["lost-contact"] * 3 + ["ended"]


def test_that_missing_rights_are_an_error_and_the_job_goes_on(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    service.fails = [Rejected("no", code="AccessDenied", status=403)]
    with pytest.raises(Rejected):
        follow(ledger, intent, service)
    assert ledger.get(intent.id).state is State.SUBMITTED


def test_that_the_wish_to_cancel_is_carried_out(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    ledger.wish_cancel(intent.id)
    service.fails = [NoAnswer("reset")]
    events = follow(ledger, intent, service)
    assert [event.kind for event in events] == ["lost-contact", "cancel-asked", "ended"]
    assert ledger.get(intent.id).state is State.CANCELLED
    assert service.cancelled == ["j1"]


def test_that_a_job_too_late_to_cancel_is_told_and_watched_on(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    ledger.wish_cancel(intent.id)
    service.fails = [Rejected("It is running.", code="InvalidArgument", status=400)]
    service.set("j1", "Success", result_keys=("k.mp4",))
    events = follow(ledger, intent, service)
    assert [event.kind for event in events] == ["cancel-asked", "ended"]
    assert "running" in events[0].describe()


@pytest.mark.expects_log("no longer knows")
def test_that_a_job_nobody_knows_any_more_is_lost(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    service.all.clear()
    asked = []
    service.at_question = lambda: asked.append(1)
    assert follow(ledger, intent, service)[-1].as_record()["state"] == "lost"
    assert len(asked) == MISSES


@pytest.mark.expects_log("no longer knows")
def test_that_a_job_of_an_account_is_lost_only_when_whole_late_lists_are_without_it(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    submitted(ledger, service, "another", "j2")
    service.all = service.all[1:]
    assert follow(ledger, intent, service)[-1].as_record()["state"] == "lost"
    assert service.time > START + ACCOUNT.lag_limit
    assert len(service.looks) == 2


def test_that_a_list_without_any_job_that_is_known_to_exist_loses_none(ledger: Ledger) -> None:
    """The list may not know jobs of this kind at all (A19), and the query may be wrong."""
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    submitted(ledger, service, "another", "j2")
    service.all.clear()
    service.stop_at = START + 3_000
    assert follow(ledger, intent, service)[-1].kind == "stopped"
    assert service.looks


@pytest.mark.expects_log("no longer knows")
def test_that_a_job_older_than_the_services_memory_is_lost_without_another(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    service.all.clear()
    service.time = START + OLDEST_SECONDS + 60
    assert follow(ledger, intent, service)[-1].as_record()["state"] == "lost"


@pytest.mark.expects_log("no longer knows")
def test_that_a_job_older_than_the_services_memory_is_lost_although_the_keys_may_not_list(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    service.all.clear()
    service.list_jobs = refused  # type: ignore[method-assign]
    service.time = START + OLDEST_SECONDS + 60
    service.stop_at = service.time + 3_600
    assert follow(ledger, intent, service)[-1].as_record()["state"] == "lost"


@pytest.mark.parametrize("age", [3_600.0, OLDEST_SECONDS - 3_600])
def test_that_keys_that_may_not_list_lose_no_job_that_the_service_must_know(ledger: Ledger, age: float) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    service.all.clear()
    service.list_jobs = refused  # type: ignore[method-assign]
    service.time = START + age
    service.stop_at = service.time + 2_000
    assert follow(ledger, intent, service)[-1].kind == "stopped"
    assert ledger.get(intent.id).state is State.SUBMITTED


def refused(**_: object) -> tuple[Reply, JobsReply]:
    raise Rejected("These keys may not list jobs.", code="AccessDenied", status=403)


def test_that_a_job_that_slips_through_one_list_is_not_lost(ledger: Ledger) -> None:
    """Pages shift while they are read; the next list shows it."""
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    submitted(ledger, service, "another", "j2")
    ours, other = service.all
    service.jobs = lambda ids: JobsReply(())  # type: ignore[method-assign]
    service.at_question = lambda: setattr(service, "all", [other, ours][: 1 + (len(service.looks) + 1) % 2])
    service.stop_at = START + 2_000
    assert follow(ledger, intent, service)[-1].kind == "stopped"
    assert len(service.looks) >= 2


def test_that_a_job_that_only_the_list_shows_is_not_lost(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    service.jobs = lambda ids: JobsReply(())  # type: ignore[method-assign]
    service.stop_at = START + 2_000
    assert follow(ledger, intent, service)[-1].kind == "stopped"
    assert service.looks
    assert ledger.get(intent.id).state is State.SUBMITTED


def test_that_a_list_that_breaks_off_loses_no_job(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    service.all.clear()
    service.list_jobs = broken  # type: ignore[method-assign]
    service.stop_at = START + 2_000
    assert follow(ledger, intent, service)[-1].kind == "stopped"


def broken(**_: object) -> tuple[Reply, JobsReply]:
    raise NoAnswer("broken off")


def test_that_another_local_cloud_loses_no_job(ledger: Ledger) -> None:
    service = Service(LOCAL.replace(service="a" * 32))
    intent = submitted(ledger, service)
    service.all.clear()
    service.service_id = "b" * 32
    service.address = "http://127.0.0.1:1"  # type: ignore[attr-defined]
    with pytest.raises(Rejected, match="needs the local cloud it was sent to"):
        follow(ledger, intent, service)
    assert ledger.get(intent.id).state is State.SUBMITTED


def test_that_a_refresh_carries_out_the_wish_to_cancel_a_waiting_job(ledger: Ledger) -> None:
    service = Service(LOCAL)
    waiting, running = submitted(ledger, service, "w", "jw"), submitted(ledger, service, "r", "jr")
    service.set("jr", "Running")
    for intent in (waiting, running):
        ledger.wish_cancel(intent.id)
    list(refresh(ledger, service, service.pace))  # type: ignore[arg-type]
    assert service.cancelled == ["jw"]
    assert ledger.get(waiting.id).state is State.CANCELLED
    assert ledger.get(running.id).state is State.RUNNING


def test_that_questions_come_less_often_while_nothing_happens(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    asked: list[float] = []
    service.at_question = lambda: asked.append(service.time)
    service.stop_at = START + 300
    events = follow(ledger, intent, service)
    gaps = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert gaps[0] == 2.0
    assert gaps == sorted(gaps)
    assert max(gaps) == 30.0
    assert events[-1].kind == "stopped"
    assert "goes on" in events[-1].describe()


def test_that_a_machine_that_slept_asks_at_once(ledger: Ledger) -> None:
    """In a pause of 30 seconds it sleeps for an hour."""
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    asked: list[float] = []
    service.at_question = lambda: asked.append(service.time)
    service.stop_at = START + 4_000
    usual, bed_time = service.pace.wait, START + 200

    def wait(seconds: float) -> bool:
        if START + 200 <= service.time < START + 3_600:
            service.time += 3_600
        return usual(seconds)

    pace = Pace(wait, lambda: service.time, lambda: service.time)
    list(watch(ledger, intent.id, service, pace))  # type: ignore[arg-type]
    late = [moment - bed_time - 3_600 for moment in asked if moment > START + 3_600]
    assert late[0] < 1
    assert [later - earlier for earlier, later in itertools.pairwise(late)][:3] == [2.0, 3.0, 4.5]


def test_that_no_contact_is_told_in_one_line(ledger: Ledger) -> None:
    service = Service(ACCOUNT)
    intent = submitted(ledger, service)
    service.fails = [NoAnswer("The service did not answer.")] * 30
    service.stop_at = START + 300
    lost = [event.describe() for event in follow(ledger, intent, service) if event.kind == "lost-contact"]
    assert re.fullmatch(r"The service did not answer\. Next try in [01] s\.", lost[0])
    assert re.fullmatch(r"The service did not answer\. No contact for [45] min, next try in \d\d s\.", lost[-2])


def test_that_another_process_that_saw_the_end_first_ends_the_watch(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = submitted(ledger, service)
    facts = {"ended": START, "result_key": "k.mp4"}
    service.at_question = lambda: ledger.move(intent.id, {State.SUBMITTED}, State.SUCCESS, facts, by=Who.WATCH) and None
    assert follow(ledger, intent, service)[-1].as_record()["result"] == "k.mp4"


def test_that_a_result_without_a_name_in_the_reply_is_ours_when_that_is_whole(ledger: Ledger) -> None:
    service = Service(LOCAL)
    made = submitted(ledger, service)
    output = service.all[0].output.replace(object="out/${jobid}.mp4")
    service.set("j1", "Success", output=output)
    follow(ledger, made, service)
    assert ledger.get(made.id).result_key == "out/j1.mp4"


def test_that_all_open_jobs_are_refreshed_at_once(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intents = [submitted(ledger, service, str(number), f"j{number}") for number in range(12)]
    service.set("j3", "Success", result_keys=("k.mp4",))
    service.set("j11", "Running", progress=40)
    events = list(refresh(ledger, service, service.pace))  # type: ignore[arg-type]
    assert len(events) == 12
    assert ledger.get(intents[3].id).state is State.SUCCESS
    assert ledger.get(intents[11].id).progress == 40


@pytest.mark.expects_log("no longer knows")
def test_that_asking_about_several_loses_a_job_that_nobody_knows(ledger: Ledger) -> None:
    service = Service(LOCAL)
    kept, gone = submitted(ledger, service, "kept", "jk"), submitted(ledger, service, "gone", "jg")
    service.all = [job for job in service.all if job.job_id == "jk"]
    poller = Poller(ledger, service.target, service.pace)
    ended = []
    for _ in range(MISSES):
        assert ledger.get(gone.id).state is State.SUBMITTED
        poller.take(ledger.unresolved(service.target))
        service.time += 1
        ended = [event.intent for event in poller.ask(service) if isinstance(event, Ended)]  # type: ignore[arg-type]
    assert ended == [gone.id]
    assert ledger.get(gone.id).state is State.LOST
    assert ledger.get(kept.id).state is State.SUBMITTED
