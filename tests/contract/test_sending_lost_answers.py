"""Rules 1 to 6 of design/sending-once.md over real HTTP: whatever happens to the one POST, there is one job."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import fault_proxy as faults
from support.builders import LOCAL, composition
from support.fault_proxy import Fault, Say
from support.forker import run
from support.ledgers import bring_to
from support.local_cloud import local_cloud
from support.sending import Stage, kinds, produce_slowly, stage
from tilewright.cloud.client import Client
from tilewright.errors import NameTaken, NoAnswer, Rejected, Unreachable
from tilewright.failures.explain import explain_error
from tilewright.jobs.course import follow, resume
from tilewright.jobs.events import Twin
from tilewright.jobs.history import History
from tilewright.jobs.intent import Fate, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import Pace
from tilewright.jobs.reserved import look_before
from tilewright.jobs.wanted import Wanted, terms_of
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.wire.faults import write_fault
from tilewright.wire.signature import Keys

JSON_IDS = (("x-ci-request-id", "NjA"), ("Content-Type", "application/xml"))


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path / "home") as made:
        yield made


def test_that_a_job_is_sent_once_and_known_by_its_id(sending: Stage) -> None:
    intent, events = sending.submit()
    (job,) = sending.accepted()
    assert kinds(events) == ["sending", "sent"]
    assert (intent.job_id, job.mark, intent.attempts) == (job.job_id, intent.mark, 1)
    assert job.output.object == intent.output_key
    assert sending.proxy.seen == 1


DELIVERED: list[Fault] = [
    faults.LOSE_ANSWER,
    faults.RESET_AFTER,
    faults.CUT,
    faults.CUT_WHOLE,
    Say(200, faults.HTML_OK.body, deliver=True),
    Say(502, b"<html>Bad gateway</html>", deliver=True),
    Say(500, write_fault("InternalError", "oh", "NjA", resource=None), deliver=True, headers=JSON_IDS),
    Say(200, b"", deliver=True),
    Say(200, b"<Response/>", deliver=True),
    Say(302, b"", deliver=True, headers=(("Location", "http://127.0.0.1:9/"),)),
    Say(409, write_fault("PathConflict", "oh", "NjA", resource="/"), deliver=True, headers=JSON_IDS),
]


@pytest.mark.parametrize("fault", DELIVERED, ids=str)
def test_that_a_job_whose_answer_is_lost_is_found_by_its_mark(sending: Stage, fault: Fault) -> None:
    decoy = sending.submit_otherwise()
    sending.proxy.faults.append(fault)
    intent, events = sending.submit()
    ours = [job for job in sending.accepted() if job.mark == intent.mark]
    assert kinds(events) == ["sending", "outcome-unknown", "found"]
    assert events[-1].as_record()["by"] == "mark"
    assert [job.job_id for job in ours] == [intent.job_id]
    assert intent.job_id != decoy.job_id
    assert len(sending.accepted()) == 2
    assert sending.proxy.seen == 1


NOT_DELIVERED = [
    pytest.param(faults.DROP, id="dropped"),
    pytest.param(faults.HTML_OK, id="html"),
    pytest.param(faults.RESET, id="reset", marks=pytest.mark.full),
    pytest.param(faults.BAD_GATEWAY, id="bad gateway", marks=pytest.mark.full),
    pytest.param(faults.REDIRECT, id="redirect", marks=pytest.mark.full),
]


@pytest.mark.parametrize("fault", NOT_DELIVERED)
def test_that_a_job_that_never_arrived_is_sent_again_when_that_is_certain(sending: Stage, fault: Fault) -> None:
    sending.skip_doubt()
    decoy = sending.submit_otherwise()
    sending.proxy.faults.append(fault)
    intent, events = sending.submit()
    assert kinds(events) == ["sending", "outcome-unknown", "sending-again", "sending", "sent"]
    assert {job.job_id for job in sending.accepted()} == {decoy.job_id, intent.job_id}
    assert (sending.proxy.seen, sending.proxy.delivered) == (2, 1)
    assert intent.attempts == 2


def test_that_who_took_the_name_of_a_job_that_never_arrived_is_not_replaced(sending: Stage, tmp_path: Path) -> None:
    sending.skip_doubt()
    sending.proxy.faults.append(faults.DROP)
    mine = tmp_path / "mine.mp4"
    mine.write_bytes(b"mine")
    with Ledger(sending.home) as ledger, sending.client() as client:
        wish = make_wish(composition(), "exact")
        made = ledger.intend(wish, sending.target, look=look_before(wish, client)).intent
        course = sending.going(follow(ledger, made.id, client, sending.pace, fresh=True, to_end=False))
        assert [next(course).kind for _ in range(2)] == ["sending", "outcome-unknown"]
        client.put_file("output/lesson.mp4", mine)
        with pytest.raises(NameTaken, match="in the bucket already"):
            list(course)
        assert ledger.get(made.id).code == "NameTaken"
    assert (sending.proxy.seen, sending.accepted()) == (1, [])


def test_that_a_copy_delivered_after_the_client_gave_up_is_the_job(sending: Stage) -> None:
    sending.proxy.faults.append(faults.DELAY)
    intent, events = sending.submit(timeout=0.5)
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]
    assert kinds(events)[-1] == "found"


def test_that_a_copy_held_up_for_too_long_is_refused_by_the_service(sending: Stage) -> None:
    sending.hurry()
    sending.skip_waits()
    sending.proxy.faults.append(faults.HOLD)
    intent, events = sending.submit(timeout=0.5)
    assert kinds(events)[-2:] == ["sending", "sent"]
    sending.proxy.release()
    while sending.proxy.delivered < 2:
        threading.Event().wait(0.01)
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]


def test_that_a_job_that_never_arrives_is_tried_twice_and_no_more(sending: Stage) -> None:
    sending.skip_doubt()
    sending.proxy.faults.extend([faults.DROP] * 5)
    with pytest.raises(NoAnswer, match="only you") as caught:
        sending.submit()
    failure = explain_error(caught.value)
    assert failure is not None
    assert (failure.id, failure.button, "pay twice" in failure.cure) == ("in-doubt", "jobs.send-anyway", True)
    (intent,) = sending.intents()
    assert (intent.state, intent.is_resolved, sending.proxy.seen) == (State.UNKNOWN, False, 2)
    assert sending.accepted() == []


def test_that_the_same_wish_while_the_first_is_unknown_makes_no_second_job(sending: Stage) -> None:
    sending.proxy.faults.append(faults.LOSE_ANSWER)
    sending.proxy.faults_of_reads.extend([faults.DROP] * 50)
    with pytest.raises(NoAnswer, match="not known"):
        sending.submit(limit=0.2)
    (first,) = sending.intents()
    assert first.state is State.UNKNOWN
    sending.proxy.faults_of_reads.clear()
    second, events = sending.submit()
    assert second.id == first.id
    assert kinds(events) == ["found"]
    assert [job.job_id for job in sending.accepted()] == [second.job_id]
    assert sending.proxy.seen == 1


def test_that_a_broken_page_of_the_list_proves_nothing(sending: Stage) -> None:
    sending.skip_doubt()
    sending.skip_waits()
    sending.proxy.faults.append(faults.DROP)
    sending.proxy.faults_of_reads.extend([faults.CUT, faults.HTML_OK, faults.CUT_WHOLE, faults.BAD_GATEWAY] * 2)
    intent, events = sending.submit()
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]
    assert sum(event.kind == "lost-contact" for event in events) == 8


def test_that_a_job_is_found_by_its_output_when_somebody_took_its_mark_away(sending: Stage) -> None:
    with Ledger(sending.home) as ledger, sending.client() as client:
        wish = make_wish(composition(user_data="lesson"))
        made = ledger.intend(wish, sending.target).intent
        now = client.service_now
        sent = {"sending_at": now, "sending_clock": now, "signature_end": int(now) + 2, "attempts": 1}
        bring_to(ledger, made.id, State.UNKNOWN, sent)
        client.submit(wish.request.replace(wish.mark.encode(), b""), (int(now) - 1, int(now) + 2))
        events = list(follow(ledger, made.id, client, sending.pace, to_end=False))
    assert events[-1].as_record()["by"] == "name"
    assert len(sending.accepted()) == 1


def test_that_two_jobs_of_one_intent_are_told_and_the_oldest_is_kept(sending: Stage) -> None:
    with Ledger(sending.home) as ledger, sending.client() as client:
        wish = make_wish(composition(user_data="lesson"))
        made = ledger.intend(wish, sending.target).intent
        now = client.service_now
        sent = {"sending_at": now, "sending_clock": now, "signature_end": int(now) + 2, "attempts": 1}
        bring_to(ledger, made.id, State.UNKNOWN, sent)
        for _ in range(2):
            client.submit(wish.request, (int(now) - 1, int(now) + 3))
        events = list(follow(ledger, made.id, client, sending.pace, to_end=False))
        after = ledger.get(made.id)
    first, second = sending.accepted()
    assert kinds(events)[:2] == ["found", "twin"]
    assert (first.job_id, second.job_id) == (
        after.job_id,
        next(event.job_id for event in events if isinstance(event, Twin)),
    )
    with History(sending.home) as history:  # and whoever looks later
        fate = Fate.CANCELLED if second.state == "Cancel" else Fate.STAYS
        assert history.get(made.id).twins == (TwinJob(second.job_id, fate),)
        assert [found.id for found in history.page(Wanted(terms_of(second.job_id)), 9)] == [made.id]
    env = {"TILEWRIGHT_HOME": str(sending.home)}
    assert f"{after.job_id} " in (listed := run("jobs", env=env).expect().out)
    assert f"(the service has it twice: {second.job_id})" in listed
    assert run("jobs", "--json", env=env).records[0]["twins"] == [second.job_id]


def test_that_a_refusal_is_final_and_told(sending: Stage) -> None:
    body = write_fault("AccessDenied", "no", "NjA", resource=None)
    sending.proxy.faults.append(Say(403, body, headers=JSON_IDS))
    with pytest.raises(Rejected, match="AccessDenied"):
        sending.submit()
    (intent,) = sending.intents()
    assert (intent.state, intent.code, intent.is_resolved) == (State.NOT_SENT, "AccessDenied", True)
    with History(sending.home) as history:
        (answer,) = history.answers(intent.id)
    assert (answer.status, answer.request_id, answer.body) == (403, "NjA", body)
    assert sending.accepted() == []


def test_that_a_full_queue_ends_the_wish_without_a_job(sending: Stage) -> None:
    body = write_fault("QueueSaturated", "full", "NjA", resource=None)
    sending.proxy.faults.append(Say(403, body, headers=JSON_IDS))
    with pytest.raises(Rejected, match="queue"):
        sending.submit()
    intent, _ = sending.submit()
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]


def test_that_a_service_that_is_too_busy_gets_the_job_later(sending: Stage) -> None:
    body = write_fault("SlowDown", "slower", "NjA", resource=None)
    sending.skip_waits()
    sending.proxy.faults.append(Say(429, body, headers=JSON_IDS))
    intent, events = sending.submit()
    assert kinds(events) == ["sending", "not-accepted", "sending", "sent"]
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]


def test_that_a_refusal_for_the_clock_is_signed_again_once(sending: Stage) -> None:
    body = write_fault("SignatureExpired", "late", "NjA", resource=None)
    sending.proxy.faults.extend([Say(401, body, headers=JSON_IDS)] * 2)
    with pytest.raises(Rejected, match="clock"):
        sending.submit(user_data="twice")
    assert sending.proxy.seen == 2
    sending.proxy.faults.append(Say(401, body, headers=JSON_IDS))
    intent, _ = sending.submit(user_data="once")
    assert intent.attempts == 1
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]
    assert sending.proxy.seen == 4


def test_that_a_wrong_clock_of_ours_is_corrected_by_the_services(sending: Stage) -> None:
    with Ledger(sending.home) as ledger, sending.client(ahead=7_000.0) as clock:
        made = ledger.intend(make_wish(composition()), sending.target).intent
        sending.proxy.faults.append(faults.PASS)
        sending.proxy.faults.append(faults.LOSE_ANSWER)
        events = list(follow(ledger, made.id, clock, sending.pace, fresh=True, to_end=False))
        assert clock.offset == pytest.approx(-7_000, abs=2)
        intent = ledger.get(made.id)
    assert kinds(events) == ["sending", "outcome-unknown", "found"]
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]


def test_that_nothing_is_made_when_the_service_cannot_be_reached(sending: Stage) -> None:
    address = sending.proxy.address
    sending.proxy.close()
    with pytest.raises(Unreachable, match="refused"):
        sending.submit()
    (intent,) = sending.intents()
    assert (intent.state, intent.is_resolved) == (State.NOT_SENT, True)
    assert address not in intent.target.endpoint


def test_that_another_process_at_the_same_intent_is_waited_for(sending: Stage) -> None:
    with Ledger(sending.home) as ledger:
        made = ledger.intend(make_wish(composition(user_data="lesson")), sending.target).intent
        lock = ledger.lock(made.id)
        assert lock.acquire()
        timer = threading.Timer(0.4, lock.release)
        timer.start()
        intent, events = sending.submit()
        timer.join()
    assert kinds(events) == ["elsewhere", "sending", "sent"]
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]


def test_that_resuming_leaves_alone_what_another_process_does(sending: Stage) -> None:
    with Ledger(sending.home) as ledger, sending.client() as client:
        made = ledger.intend(make_wish(composition()), sending.target).intent
        with ledger.lock(made.id):
            assert list(resume(ledger, client, sending.pace)) == []
        assert kinds(list(resume(ledger, client, sending.pace))) == ["sending", "sent"]
    assert len(sending.accepted()) == 1


def test_that_a_job_is_watched_on_when_the_local_cloud_was_started_again(tmp_path: Path) -> None:
    folder, target = tmp_path / "cloud", LOCAL.replace(signature_seconds=5)
    events = []
    with Ledger(tmp_path / "home") as ledger, contextlib.ExitStack() as clouds:
        first = clouds.enter_context(local_cloud(folder, produce=produce_slowly))
        client = clouds.enter_context(Client(target, keys_of(first), first.endpoint.address, read_timeout=5))
        made = ledger.intend(make_wish(composition()), target).intent
        stop = threading.Event()
        for event in follow(ledger, made.id, client, Pace(stop.wait), fresh=True):
            events.append(event)
            if event.kind == "sent":
                first.close(10)
            if event.kind == "lost-contact":
                second = clouds.enter_context(local_cloud(folder, produce=produce_slowly))
                client.move(second.endpoint.address, keys_of(second))
        after = ledger.get(made.id)
        assert len(second.accepted_posts()) == 1
    assert sum(event.kind == "lost-contact" for event in events) == 1
    assert after.state is State.SUCCESS


def test_that_many_commands_at_once_make_one_job(sending: Stage) -> None:
    sending.proxy.faults.append(faults.LOSE_ANSWER)
    results: list[str] = []
    threads = [threading.Thread(target=lambda: results.append(sending.submit()[0].job_id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (job,) = sending.accepted()
    assert results == [job.job_id] * 4
    assert sending.proxy.seen == 1


def keys_of(cloud: LocalCloud) -> Keys:
    return Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)


def test_that_other_keys_touch_nothing(sending: Stage) -> None:
    sending.target = sending.target.replace(key_id_hash="0" * 64, local=False)
    with pytest.raises(Rejected, match="other keys"):
        sending.submit()
    assert sending.proxy.seen == 0
