"""What the ledger keeps of answers that were no good ones: the request id, and what they said."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support import fault_proxy as faults
from support.builders import composition, output, tile
from support.clips import clip
from support.fault_proxy import Say
from support.fault_words import error
from support.forker import run
from support.local_cloud import Caller
from support.sending import Stage, stage
from support.watching import workplace_at
from tilewright.errors import CloudError
from tilewright.jobs.course import follow, resume
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.keeping import FAILURE_LIMIT
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.reserved import Look
from tilewright.jobs.watch import carry_out_wish, refresh
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.home import Endpoint
from tilewright.usecases.answers import read_answers
from tilewright.usecases.submit import submit

IDS = (("x-ci-request-id", "NjA"), ("Content-Type", "text/html"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
        yield made


def answers(place: Stage, intent: Intent, call: str) -> list[Answer]:
    with History(place.home) as history:
        return [answer for answer in history.answers(intent.id) if answer.call == call]


def ask_about(place: Stage) -> Intent:
    """One question about a job that the service has."""
    with Ledger(place.home) as ledger, place.client(tries=1) as client:
        made = ledger.intend(make_wish(composition()), place.target).intent
        list(follow(ledger, made.id, client, place.pace, fresh=True, to_end=False))
        with contextlib.suppress(CloudError):
            list(refresh(ledger, client, place.pace, only=made.id))
        return made


def ask_to_cancel(place: Stage) -> Intent:
    with Ledger(place.home) as ledger, place.client(tries=1) as client:
        made = ledger.intend(make_wish(composition()), place.target).intent
        list(follow(ledger, made.id, client, place.pace, fresh=True, to_end=False))
        ledger.wish_cancel(made.id)
        with contextlib.suppress(CloudError):
            list(carry_out_wish(ledger, made.id, client, place.pace))
        return made


def look_for_it(place: Stage) -> Intent:
    """The listing, and the output, are asked for a job whose answer got lost."""
    place.proxy.faults.append(faults.DROP)
    with Ledger(place.home) as ledger, place.client(tries=1) as client:
        made = ledger.intend(make_wish(composition()), place.target).intent
        with contextlib.suppress(CloudError):
            list(follow(ledger, made.id, client, place.pace, fresh=True, limit=0.0))
        return made


ASKING: dict[str, Callable[[Stage], Intent]] = {
    "query": ask_about,
    "list": look_for_it,
    "head": look_for_it,
    "cancel": ask_to_cancel,
}


@pytest.mark.parametrize("call", ["query", "list"])
def test_that_a_cut_off_document_is_kept_with_its_request_id_and_its_beginning(place: Stage, call: str) -> None:
    place.proxy.faults_of[call].append(faults.CUT_WHOLE)
    first = answers(place, ASKING[call](place), call)[0]
    assert (first.status, first.told) == (200, "BadReply")
    assert len(first.request_id) > 10
    assert first.body.startswith(b"<?xml")


@pytest.mark.parametrize("call", list(ASKING))
def test_that_a_page_with_a_request_id_is_kept_without_the_keys_it_repeats(place: Stage, call: str) -> None:
    page = b"<html>Bad gateway, you sent " + place.keys.secret_key.encode() + b"x" * 3 * FAILURE_LIMIT
    place.proxy.faults_of[call].append(Say(502, page, headers=IDS))
    first = answers(place, ASKING[call](place), call)[0]
    assert (first.status, first.request_id) == (502, "NjA")
    if call != "head":  # which has no body
        assert first.body.startswith(b"<html>Bad gateway, you sent (hidden)xxx")
        assert len(first.body) == FAILURE_LIMIT


@pytest.mark.parametrize("call", ["query", "list", "cancel"])
def test_that_a_refusal_is_kept_with_what_the_service_said(place: Stage, call: str) -> None:
    place.proxy.faults_of[call].append(error(403, "AccessDenied"))
    first = answers(place, ASKING[call](place), call)[0]
    assert (first.status, first.told, first.request_id) == (403, "AccessDenied", "NjA")
    assert read_answers([first], "").answers[0].says == "Refused: AccessDenied. no"


def test_that_an_answer_that_broke_off_is_kept_with_its_request_id(place: Stage) -> None:
    place.proxy.faults_of["query"].append(faults.CUT)
    first = answers(place, ask_about(place), "query")[0]
    assert (first.status, first.told) == (0, "BrokenOff")
    assert len(first.request_id) > 10


def ids_of(place: Stage, intent: Intent, call: str) -> list[tuple[int, str]]:
    return [(it.status, repeat.request_id) for it in answers(place, intent, call) for repeat in it.repeats]


def busy(request_id: str) -> Say:
    return Say(503, headers=(("x-ci-request-id", request_id), ("Retry-After", "0")))


@pytest.mark.parametrize("call", ["query", "head"])
def test_that_each_answer_to_a_question_that_was_asked_several_times_is_kept(place: Stage, call: str) -> None:
    ids = ["NjZ", "NjM", "NjA"]
    with Ledger(place.home) as ledger, place.client(tries=4) as client:
        if call == "query":
            made = ledger.intend(make_wish(composition()), place.target).intent
            list(follow(ledger, made.id, client, place.pace, fresh=True, to_end=False))
            place.proxy.faults_of[call] += [busy(each) for each in ids]
            list(refresh(ledger, client, place.pace, only=made.id))
        else:
            made = exact(place)
            place.proxy.faults_of[call] += [busy(each) for each in ids]
            list(follow(ledger, made.id, client, place.pace, fresh=False, to_end=False))
    *failed, last = ids_of(place, made, call)
    assert failed == [(503, each) for each in ids]
    first, *_ = (it for it in answers(place, made, call) if it.status == 503)
    moments = [repeat.asked for repeat in first.repeats]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] > 0.2  # the pauses between them
    assert last[0] in {200, 404}
    assert len(last[1]) > 10


def test_that_a_refusal_for_the_clock_of_a_question_is_kept(place: Stage) -> None:
    with Ledger(place.home) as ledger, place.client(tries=1) as client:
        made = ledger.intend(make_wish(composition()), place.target).intent
        list(follow(ledger, made.id, client, place.pace, fresh=True, to_end=False))
        place.proxy.faults_of["query"].append(error(403, "RequestTimeTooSkewed"))
        list(refresh(ledger, client, place.pace, only=made.id))
    refused, last = answers(place, made, "query")[-2:]
    assert (refused.told, refused.request_id) == ("RequestTimeTooSkewed", "NjA")
    assert last.status == 200


def exact(place: Stage, name: str = "output/exact.mp4") -> Intent:
    with Ledger(place.home) as ledger:
        wish = make_wish(composition(output=output(name)), "exact")
        return ledger.intend(wish, place.target, look=Look(is_there=False)).intent


@pytest.mark.parametrize("is_refused", [False, True])
def test_that_the_look_at_an_exact_name_before_it_is_sent_later_is_kept(place: Stage, *, is_refused: bool) -> None:
    intent = exact(place)
    if is_refused:
        place.proxy.faults_of["head"].append(Say(403, headers=IDS))
    with Ledger(place.home) as ledger, place.client(tries=1) as client:
        list(resume(ledger, client, place.pace))
    (look,) = answers(place, intent, "head")
    expected = (403, "AccessDenied", "NjA") if is_refused else (404, "absent", look.request_id)
    assert (look.status, look.told, look.request_id) == expected
    assert look.request_id


def test_that_the_look_at_a_name_before_the_wish_was_noted_is_kept_with_it(place: Stage) -> None:
    endpoint = Endpoint(
        place.direct, place.target.bucket, place.target.region, place.keys.secret_id, place.keys.secret_key
    )
    Caller(endpoint).put("input/a.mp4", clip("mono").read_bytes(), **{"content-type": "video/mp4"})
    made = composition(tile("a", 0, 0, 320, 180), size=(320, 180))
    workplace = workplace_at(place.home, endpoint, place.proxy.address)
    list(submit(made, workplace, threading.Event().wait))
    (intent,) = place.intents()
    with History(place.home) as history:
        look, answer = history.answers(intent.id)[:2]
    assert (look.call, look.status, look.told) == ("head", 404, "absent")
    assert look.request_id
    assert answer.call == "submit"
    list(submit(made, workplace, threading.Event().wait))  # the same wish: it joins, or is fulfilled
    assert [it.id for it in place.intents()] == [intent.id]
    (of_other,) = answers(place, intent, "name")
    assert (of_other.status, of_other.told) == (404, "absent")
    assert of_other.request_id not in {"", look.request_id}
    said = read_answers([of_other], "").answers[0].says
    assert said == "Another name that was considered for the result is free in the bucket."
    env = {"TILEWRIGHT_HOME": str(place.home)}
    told = run("status", intent.id, "--answers", "--json", env=env).expect().records
    listed = [(record["call"], record["request_id"]) for record in told]
    assert listed[:2] == [("head", look.request_id), ("submit", answer.request_id)]
    assert ("name", of_other.request_id) in listed
    assert of_other.request_id in run("status", intent.id, "--answers", env=env).expect().out
