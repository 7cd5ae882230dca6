"""The exact name of a result: asked about once when it is taken, never replaced silently."""

from __future__ import annotations

import pytest

from support.fault_proxy import DROP, FaultProxy, Say
from support.local_cloud import Caller
from tilewright.localcloud.server import LocalCloud
from tilewright.model.options import Output
from tilewright.model.states import State
from tilewright.wire.faults import write_fault

from .conftest import Desk, OpenDesk, one

KEY = "output/lesson.mp4"
OUTPUT = Output(region="local", bucket="studio-1250000000", object="output/lesson.${ext}")


@pytest.fixture
def caller(cloud: LocalCloud) -> Caller:
    caller = Caller(cloud.endpoint)
    caller.put(KEY, b"mine")
    return caller


def asked(desk: Desk) -> None:
    desk.submit(one(output=OUTPUT, exact_name=True))
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles == ["There is lesson.mp4 in the bucket already"]
    assert [choice.text for choice in desk.asked.choices if choice.is_safe] == ["Number it"]


def test_that_without_a_wish_nobody_is_asked_and_nothing_is_replaced(caller: Caller, open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.submit(one(output=OUTPUT))
    desk.until_state(State.SUCCESS)
    assert desk.asked.titles == []
    assert desk.newest.result_key == f"output/lesson-{desk.newest.short_id}.mp4"
    assert caller.get(KEY).body == b"mine"


@pytest.mark.parametrize(("answer", "kept"), [("Replace it", b"video"), ("Number it", b"mine")])
def test_that_a_taken_name_is_asked_about_once(answer: str, kept: bytes, caller: Caller, open_desk: OpenDesk) -> None:
    desk = open_desk()
    asked(desk)
    desk.asked.press(answer)
    desk.until_state(State.SUCCESS)
    assert len(desk.asked.titles) == 1
    assert caller.get(KEY).body == kept
    assert (desk.newest.result_key == KEY) is (answer == "Replace it")


def test_that_a_name_of_which_nobody_can_tell_whether_it_is_free_is_asked_about(
    caller: Caller, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    made = one(output=OUTPUT, exact_name=True)
    assert made.transcode is not None
    desk.submit(made.replace(transcode=made.transcode.replace(container=None)))  # the service decides the ending
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles == ["There may be lesson.${ext} in the bucket already"]
    assert "Only the service knows what ${ext} becomes." in desk.asked.sentence
    assert caller.get(KEY).body == b"mine"
    assert not caller.list_jobs().jobs
    desk.asked.press("Number it")
    desk.until_state(State.SUCCESS)
    assert caller.get(KEY).body == b"mine"


def test_that_cancel_submits_nothing(caller: Caller, open_desk: OpenDesk) -> None:
    desk = open_desk()
    asked(desk)
    desk.asked.press("Cancel")
    assert not desk.bench.is_sending
    assert desk.jobs.intents == ()
    assert caller.get(KEY).body == b"mine"
    assert not caller.list_jobs().jobs


BUSY = Say(429, write_fault("SlowDown", "slower", "NjA", resource=None), headers=(("x-ci-request-id", "NjA"),))


def test_that_a_name_that_is_taken_while_the_service_is_busy_is_asked_about(
    cloud: LocalCloud, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    caller, desk = Caller(cloud.endpoint), open_desk()
    proxy.faults.append(BUSY)
    desk.submit(one(output=OUTPUT, exact_name=True))
    desk.until(lambda: desk.said)  # that it is busy
    caller.put(KEY, b"mine")
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles == ["There is lesson.mp4 in the bucket already"]
    desk.asked.press("Number it")
    desk.until_state(State.SUCCESS)
    assert caller.get(KEY).body == b"mine"


@pytest.mark.usefixtures("hurried")
def test_that_nobody_is_interrupted_for_a_name_that_was_taken_after_the_answer_was_lost(
    cloud: LocalCloud, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    caller, desk = Caller(cloud.endpoint), open_desk()
    proxy.faults.append(DROP)
    desk.submit(one(output=OUTPUT, exact_name=True))
    desk.until_state(State.UNKNOWN)
    caller.put(KEY, b"mine")
    desk.until(lambda: any(message.kind == "error" for message in desk.said), 40)  # the signature has to end first
    assert desk.sentences[-1] == f"There is {KEY} in the bucket already; it was not replaced."
    desk.until_state(State.NOT_SENT)
    assert desk.asked.titles == []
    assert caller.get(KEY).body == b"mine"
    assert not caller.list_jobs().jobs
