"""Rule 5: unknown asks before it does anything; and absence is believed only with proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, LOCAL, composition, output
from support.ledgers import bring_to
from tilewright.cloud.reply import Reply
from tilewright.errors import BadReply, NoAnswer, Rejected, Unreachable
from tilewright.jobs.course import resume
from tilewright.jobs.events import Event, LostContact, Twin
from tilewright.jobs.history import History
from tilewright.jobs.intent import Fate, Intent, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import OLDEST_SECONDS, Pace
from tilewright.jobs.reconcile import reconcile_locked, witness
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.wire.jobs import JobsReply
from tilewright.wire.mark import new_mark

from .service import RUN, START, Service


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path, now=lambda: START) as opened:
        yield opened


def unknown(ledger: Ledger, target: Target, user_data: str = "lesson", **facts: Any) -> Intent:
    wish = make_wish(composition(user_data=user_data, output=output(target=target)))
    made = ledger.intend(wish, target).intent
    when = {"sending_at": START, "sending_clock": START, "sending_ticks": START, "sending_boot": RUN}
    sent = {**when, "attempts": 1}
    end = int(START) + target.signature_life
    bring_to(ledger, made.id, State.UNKNOWN, {**sent, "signature_end": end, **facts})
    return ledger.get(made.id)


def clear_up(ledger: Ledger, intent: Intent, service: Service, **options: Any) -> list[Event]:
    return list(reconcile_locked(ledger, intent.id, service, service.pace, **options))  # type: ignore[arg-type]


def control(ledger: Ledger, service: Service, ago: float, job_id: str = "jcontrol") -> None:
    """A job that is known to exist."""
    made = ledger.intend(make_wish(composition(user_data=job_id)), service.target).intent
    service.add(job_id, made.mark, "Success", ago)
    facts = {"job_id": job_id, "job_created": START - ago, "ended": START}
    bring_to(ledger, made.id, State.SUCCESS, facts)


def test_that_the_first_question_comes_at_once(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.add_own(intent)
    events = clear_up(ledger, intent, service)
    assert service.looks == [START]
    assert [event.kind for event in events] == ["looking", "found"]
    assert ledger.get(intent.id).state is State.SUBMITTED


@pytest.mark.parametrize(
    ("word", "state"), [("Cancel", State.CANCELLED), ("Failed", State.FAILED), ("Pause", State.PAUSED)]
)
def test_that_a_job_in_any_state_counts_as_found(ledger: Ledger, word: str, state: State) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.add_own(intent, state=word)
    clear_up(ledger, intent, service)
    assert ledger.get(intent.id).state is state


def test_that_absence_at_an_account_without_a_control_proves_nothing(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    events = clear_up(ledger, intent, service)
    assert events[-1].kind == "still-unknown"
    assert events[-1].as_record()["is_result_there"] is False
    assert ledger.get(intent.id).state is State.UNKNOWN


def test_that_absence_beside_a_known_job_counts_after_signature_and_lag(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    control(ledger, service, ago=3_500)
    events = clear_up(ledger, intent, service)
    assert events[-1].kind == "sending-again"
    assert ledger.get(intent.id).state is State.NOT_SENT
    assert not ledger.get(intent.id).is_resolved
    assert service.looks[-1] > START + 120 + 600


def test_that_a_control_older_than_an_hour_before_the_sending_is_none(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    control(ledger, service, ago=3_700)
    assert clear_up(ledger, intent, service)[-1].kind == "still-unknown"


def test_that_a_control_is_measured_by_the_latest_time_of_sending(ledger: Ledger) -> None:
    """Our clock was five hours behind when it was sent: by it, a control of five hours before would do."""
    service = Service(ACCOUNT)
    intent = unknown(ledger, ACCOUNT, sending_at=START - 18_000, sending_clock=START - 18_000)
    service.offset = 18_000.0
    control(ledger, service, ago=20_000)
    assert clear_up(ledger, intent, service)[-1].kind == "still-unknown"


@pytest.mark.parametrize("target", [LOCAL, ACCOUNT], ids=["local", "account"])
def test_that_a_list_that_leaves_out_a_known_job_proves_nothing(ledger: Ledger, target: Target) -> None:
    service, intent = Service(target), unknown(ledger, target)
    control(ledger, service, ago=10)
    control(ledger, service, ago=5_000, job_id="jleftout")
    service.all = service.all[:1]
    events = clear_up(ledger, intent, service)
    assert "jleftout, which it has" in events[-1].describe()
    assert ledger.get(intent.id).state is State.UNKNOWN


def test_that_a_job_of_somebody_else_is_no_control(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.add("jstranger", new_mark())
    assert clear_up(ledger, intent, service)[-1].kind == "still-unknown"


def test_that_the_local_clouds_listing_is_proof_once_the_signature_is_over(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    events = clear_up(ledger, intent, service)
    assert events[-1].kind == "sending-again"
    assert START + 11 <= service.looks[-1] < START + 14


def test_that_a_clock_that_the_service_did_not_tell_proves_nothing(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.is_dated = False
    events = clear_up(ledger, intent, service, limit=60.0)
    assert events[-1].kind == "still-unknown"


RUNS = pytest.mark.parametrize(
    ("then", "now"),
    [("first", "second"), ("first", ""), ("", "")],
    ids=["started anew", "nothing tells it any more", "nothing tells it"],
)
"""Of which run of the machine is the sending, of which the search, as far as the system tells."""


def in_run(service: Service, boot: str, ticks: float) -> Pace:
    """The clock that nobody can set shows ``ticks`` now."""
    begun = service.time - ticks
    return replace(service.pace, ticks=lambda: service.time - begun, boot=boot)


@RUNS
def test_that_ticks_of_another_run_of_the_machine_are_no_time_that_passed(ledger: Ledger, then: str, now: str) -> None:
    """The service's clock leaps right after the sending, and so may ours."""
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT, sending_ticks=100.0, sending_boot=then)
    control(ledger, service, ago=10)
    service.ahead = 800.0
    pace = in_run(service, now, ticks=50_000.0)
    events = list(reconcile_locked(ledger, intent.id, service, pace, limit=0.0))  # type: ignore[arg-type]
    assert "does not show the job yet" in events[-1].describe()
    assert ledger.get(intent.id).state is State.UNKNOWN


@RUNS
def test_that_the_length_of_the_search_stands_in_for_ticks_that_began_anew(ledger: Ledger, then: str, now: str) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT, sending_ticks=50_000.0, sending_boot=then)
    control(ledger, service, ago=10)
    service.time += 800
    pace = in_run(service, now, ticks=60.0)
    events = list(reconcile_locked(ledger, intent.id, service, pace))  # type: ignore[arg-type]
    assert events[-1].kind == "sending-again"
    before, last = service.looks[-2:]
    assert START + 800 + ACCOUNT.signature_life + ACCOUNT.lag_limit <= before < last


def test_that_our_clock_is_not_believed_in_the_run_of_the_machine_in_which_it_was_sent(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT, sending_ticks=100.0, sending_boot="first")
    control(ledger, service, ago=10)
    service.time += 800
    pace = in_run(service, "first", ticks=105.0)
    events = list(reconcile_locked(ledger, intent.id, service, pace, limit=0.0))  # type: ignore[arg-type]
    assert "does not show the job yet" in events[-1].describe()


def test_that_a_job_that_shows_up_late_is_found(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    control(ledger, service, ago=10)

    def show() -> None:
        if service.time > START + 600 and len(service.all) == 1:
            service.add_own(intent)

    service.at_question = show
    assert clear_up(ledger, intent, service)[-1].kind == "found"


def test_that_a_listing_with_a_missing_page_is_no_listing(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.page = 2
    for number in range(5):
        service.add(f"j{number}", new_mark(), ago=number)
    service.time = START + 100
    service.fails = [None, None, BadReply("cut off"), None, NoAnswer("reset")]
    events = clear_up(ledger, intent, service)
    assert [event.kind for event in events if event.kind != "looking"] == [
        "lost-contact",
        "lost-contact",
        "sending-again",
    ]


def test_that_a_list_that_leads_in_a_circle_is_no_listing(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + 100
    real, tokens = service.list_jobs, ["2", "4", "2", "", ""]

    def list_jobs(**asked: Any) -> tuple[Reply, JobsReply]:
        reply, _ = real(**asked)
        return reply, JobsReply((), (), tokens.pop(0))

    service.list_jobs = list_jobs  # type: ignore[method-assign]
    events = clear_up(ledger, intent, service)
    assert "does not end" in events[1].describe()
    assert [event.kind for event in events if event.kind != "looking"] == ["lost-contact", "sending-again"]


def test_that_an_unchanged_token_is_the_end_of_the_list(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + 100
    real = service.list_jobs

    def list_jobs(**asked: Any) -> tuple[Reply, JobsReply]:
        return real(**{**asked, "next_token": ""})[0], JobsReply((), (), "225508")

    service.list_jobs = list_jobs  # type: ignore[method-assign]
    assert clear_up(ledger, intent, service)[-1].kind == "sending-again"


def test_that_two_lists_that_contradict_each_other_prove_nothing(ledger: Ledger) -> None:
    """Another job is there only now and then, though it was made long before: ours may be left out as well."""
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + 100
    others = [service.add(f"j{number}", new_mark(), ago=200) for number in range(2)]
    shown = iter([others[:1], others[1:], others, others])
    service.at_question = lambda: setattr(service, "all", next(shown))
    events = clear_up(ledger, intent, service)
    assert [event.kind for event in events] == ["looking"] * 4 + ["sending-again"]


def test_that_a_list_that_is_another_one_each_time_leaves_it_unknown(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + 100
    others = [service.add(f"j{number}", new_mark(), ago=200) for number in range(2)]
    service.at_question = lambda: setattr(service, "all", [others[len(service.looks) % 2]])
    events = clear_up(ledger, intent, service)
    assert "another one each time" in events[-1].describe()
    assert ledger.get(intent.id).state is State.UNKNOWN


def test_that_a_job_made_between_two_lists_is_no_contradiction(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + 100
    service.at_question = lambda: service.add(f"j{len(service.looks)}", new_mark()) and None
    events = clear_up(ledger, intent, service)
    assert [event.kind for event in events] == ["looking", "looking", "sending-again"]


def test_that_a_job_on_the_last_page_is_found(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.page = 1
    for number in range(7):
        service.add(f"j{number}", new_mark(), ago=100 + number)
    service.add_own(intent)
    assert clear_up(ledger, intent, service)[-1].as_record()["job"] == "jown"


def test_that_a_missing_right_ends_the_search_with_its_error(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.fails = [Rejected("no", code="AccessDenied", status=403)]
    with pytest.raises(Rejected):
        clear_up(ledger, intent, service)
    assert ledger.get(intent.id).state is State.UNKNOWN


def test_that_a_service_out_of_reach_is_asked_for_a_while_and_then_left(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.fails = [Unreachable("refused")] * 1000  # type: ignore[assignment]
    events = clear_up(ledger, intent, service)
    assert events[-1].kind == "still-unknown"
    assert START + 20 < service.time < START + 30


def test_that_a_service_that_wants_to_be_left_alone_for_a_while_is(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.add_own(intent)
    busy = Rejected("busy", code="ServiceUnavailable", status=503)
    busy.retry_after = 7.0
    service.fails = [NoAnswer("reset"), busy]
    events = clear_up(ledger, intent, service)
    assert service.looks == [START, START + 0.25, START + 7.25]
    assert [(event.next_try, event.silent) for event in events if isinstance(event, LostContact)] == [
        (0.25, 0.0),
        (7.0, 0.25),
    ]


def test_that_the_search_ends_when_asked_to(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.stop_at = START + 5
    assert clear_up(ledger, intent, service)[-1].kind == "stopped"
    assert service.time < START + 10


def test_that_an_intent_older_than_the_services_memory_stays_unknown(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + OLDEST_SECONDS + 60
    events = clear_up(ledger, intent, service)
    assert "25 days" in events[-1].describe()
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved) == (State.UNKNOWN, False)
    assert len(service.looks) == 1


def test_that_a_clock_of_ours_that_is_weeks_ahead_does_not_hide_the_job(ledger: Ledger) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.offset = OLDEST_SECONDS + 60  # before any answer service_now is our own clock
    service.add_own(intent)
    assert clear_up(ledger, intent, service)[-1].kind == "found"


def test_that_only_dates_of_this_search_prove_anything(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.offset = 3_600.0  # learnt before the service's clock was corrected
    events = clear_up(ledger, intent, service)
    assert events[-1].kind == "sending-again"
    before, last = service.looks[-2:]
    assert START + 10 < before < last


def test_that_another_local_cloud_proves_nothing(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL.replace(service="a" * 32))
    service.time = START + 100
    service.service_id = "b" * 32
    events = clear_up(ledger, intent, service)
    assert "needs the local cloud it was sent to" in events[-1].describe()
    assert ledger.get(intent.id).state is State.UNKNOWN


@pytest.mark.parametrize("named", ["", "a" * 32])
def test_that_the_same_local_cloud_or_one_without_a_name_proves_it(ledger: Ledger, named: str) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL.replace(service="a" * 32))
    service.service_id = named
    assert clear_up(ledger, intent, service)[-1].kind == "sending-again"


def test_that_a_wish_to_cancel_is_done_once_absence_is_certain(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    ledger.wish_cancel(intent.id)
    events = clear_up(ledger, intent, service)
    assert all(event.kind == "looking" for event in events)
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved) == (State.CANCELLED, True)


def test_that_a_result_in_the_bucket_forbids_sending_again(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.objects.add(intent.output_key.replace("${ext}", "mp4"))
    events = clear_up(ledger, intent, service)
    assert events[-1].as_record()["is_result_there"] is True
    assert ledger.get(intent.id).state is State.UNKNOWN


def test_that_after_two_sendings_only_the_user_may_want_a_third(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL, attempts=2)
    events = clear_up(ledger, intent, service)
    assert "only you" in events[-1].describe()
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved) == (State.UNKNOWN, False)


def made_twice(ledger: Ledger, young: str = "Submitted", old: str = "Running") -> tuple[Service, Intent]:
    """An intent in doubt, of which the service has two jobs in these states."""
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.add("jyoung", intent.mark, state=young, ago=0)
    service.add("jold", intent.mark, state=old, ago=5)
    return service, intent


def test_that_of_two_jobs_the_waiting_younger_one_is_cancelled(ledger: Ledger) -> None:
    service, intent = made_twice(ledger)
    found, twin = (event.as_record() for event in clear_up(ledger, intent, service)[-2:])
    assert (found["event"], found["job"]) == ("found", "jold")
    assert (twin["event"], twin["job"], twin["kept"], twin["fate"]) == ("twin", "jyoung", "jold", "cancelled")
    assert service.cancelled == ["jyoung"]
    after = ledger.get(intent.id)
    assert (after.job_id, after.twins) == ("jold", (TwinJob("jyoung", Fate.CANCELLED),))


@pytest.mark.parametrize("state", ["Running", "Success", "Failed"])
def test_that_of_two_jobs_one_that_was_begun_is_left_and_told(ledger: Ledger, state: str) -> None:
    service, intent = made_twice(ledger, young=state)
    twin = clear_up(ledger, intent, service)[-1]
    assert "may cost extra" in twin.describe()
    assert service.cancelled == []
    assert ledger.get(intent.id).twins == (TwinJob("jyoung", Fate.STAYS),)


def fail_calls(service: Service, what: str) -> None:
    """From now on no call of that kind is answered."""

    def fail() -> None:
        if service.calls[-1][1] == what:
            raise NoAnswer("reset")

    service.at_question = fail


@pytest.mark.parametrize("failing", ["cancel", "query"])
def test_that_a_second_job_is_cancelled_later_where_the_service_does_not_answer(ledger: Ledger, failing: str) -> None:
    service, intent = made_twice(ledger)
    fail_calls(service, failing)
    twin = clear_up(ledger, intent, service)[-1]
    assert "is to be cancelled" in twin.describe()
    assert ledger.get(intent.id).twins == (TwinJob("jyoung", Fate.WAITS),)
    assert ledger.get(intent.id).is_awaited
    service.at_question = lambda: None
    events = [event for event in resumed(ledger, service) if isinstance(event, Twin)]
    assert [(event.job_id, event.fate) for event in events] == [("jyoung", Fate.CANCELLED)]
    assert "jyoung" in service.cancelled
    assert resumed(ledger, service) == []


def test_that_a_second_job_that_the_service_may_have_forgotten_is_not_asked_about_any_more(ledger: Ledger) -> None:
    service, intent = made_twice(ledger)
    fail_calls(service, "cancel")
    clear_up(ledger, intent, service)

    def refuse() -> None:
        if service.calls[-1][1] == "cancel":
            raise Rejected("There is no such job.", code="InvalidJobId", status=400)

    service.at_question = refuse
    service.all = [job for job in service.all if job.job_id != "jyoung"]
    resumed(ledger, service)
    assert ledger.get(intent.id).twins == (TwinJob("jyoung", Fate.WAITS),)  # the answer may lag
    service.time = START + OLDEST_SECONDS + 3_600
    (told,) = [event for event in resumed(ledger, service) if isinstance(event, Twin)]
    assert "may cost extra" in told.describe()
    assert ledger.get(intent.id).twins == (TwinJob("jyoung", Fate.STAYS),)
    asked = len(service.calls)
    resumed(ledger, service)
    assert "cancel" not in {call for _, call in service.calls[asked:]}


def test_that_a_second_job_is_cancelled_also_when_the_first_is_at_its_end(ledger: Ledger) -> None:
    service, intent = made_twice(ledger, old="Success")
    fail_calls(service, "cancel")
    clear_up(ledger, intent, service)
    after = ledger.get(intent.id)
    assert (after.state, after.is_resolved, after.is_awaited) == (State.SUCCESS, True, True)
    service.at_question = lambda: None
    resumed(ledger, service)
    assert service.cancelled == ["jyoung"]
    assert not ledger.get(intent.id).is_awaited


def test_that_a_second_job_which_began_meanwhile_is_told_as_such(ledger: Ledger) -> None:
    service, intent = made_twice(ledger)
    fail_calls(service, "cancel")
    clear_up(ledger, intent, service)
    service.set("jyoung", "Running")
    service.at_question = lambda: None
    service.cancel = refuse  # type: ignore[method-assign]
    (event,) = [event for event in resumed(ledger, service) if isinstance(event, Twin)]
    assert event.fate is Fate.STAYS


def refuse(job_id: str) -> Reply:
    raise Rejected(f"{job_id} runs.", code="JobStateError", status=403)


def resumed(ledger: Ledger, service: Service) -> list[Event]:
    return list(resume(ledger, service, service.pace, limit=0.0))  # type: ignore[arg-type]


def test_that_what_the_service_said_while_it_was_looked_for_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    service, intent = Service(ACCOUNT), unknown(ledger, ACCOUNT)
    service.time = START + 1_000
    service.fails = [NoAnswer("reset")]
    clear_up(ledger, intent, service)
    with History(tmp_path) as history:
        kept = [(it.call, it.status, it.told, it.times) for it in history.answers(intent.id)]
        ids = [[repeat.request_id for repeat in it.repeats] for it in history.answers(intent.id)]
    assert kept == [("list", 0, "NoAnswer", 1), ("list", 200, "0", 2), ("head", 200, "absent", 1)]
    assert ids == [[], ["NjA", "NjA"], ["NjA"]]


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("why", ["25 days", "another one each time", "not show the job yet"])
def test_that_every_end_without_certainty_looks_at_the_output(ledger: Ledger, why: str, *, is_there: bool) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    if is_there:
        service.objects.add(intent.output_key.replace("${ext}", "mp4"))
    if why == "25 days":
        service.time = START + OLDEST_SECONDS + 60
    elif why == "another one each time":
        service.time = START + 100
        others = [service.add(f"j{number}", new_mark(), ago=200) for number in range(2)]
        service.at_question = lambda: setattr(service, "all", [others[len(service.looks) % 2]])
    event = clear_up(ledger, intent, service, limit=0.0 if "yet" in why else None)[-1]
    assert why in event.describe()
    assert event.as_record()["is_result_there"] is is_there


def test_that_the_list_begins_a_day_before_even_a_wrong_clock_said(ledger: Ledger) -> None:
    service = Service(LOCAL)
    intent = unknown(ledger, LOCAL, sending_at=START + 50_000, sending_clock=START + 50_000)
    service.offset = -50_000.0
    job = service.add_own(intent)
    assert clear_up(ledger, intent, service)[-1].as_record()["job"] == job.job_id


def test_that_a_name_counts_only_where_no_mark_contradicts(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    assert witness(intent, service.add("j1", intent.mark)) == "mark"
    assert witness(intent, service.add("j2", None, key=intent.output_key)) == "name"
    assert witness(intent, service.add("j3", new_mark(), key=intent.output_key)) == ""
    assert witness(intent, service.add("j4", None, key="output/lesson.${ext}")) == ""


def test_that_a_look_in_passing_is_enough_when_the_time_is_long_over(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    service.time = START + 3_600
    assert clear_up(ledger, intent, service, limit=0.0)[-1].kind == "sending-again"
    assert len(service.looks) == 2


def test_that_a_look_in_passing_leaves_what_is_not_certain_yet(ledger: Ledger) -> None:
    service, intent = Service(LOCAL), unknown(ledger, LOCAL)
    assert clear_up(ledger, intent, service, limit=0.0)[-1].kind == "still-unknown"
    assert len(service.looks) == 1
