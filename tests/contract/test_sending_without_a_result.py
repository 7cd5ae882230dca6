"""Ends of a wish that bring no video: cancelled while nobody knew whether there is a job, its name taken, its job gone.

At each of their notes the program ends, or from there on the disk fails. The next command finds that end, asks nothing,
and makes no job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from support import fault_proxy as faults
from support.broken_disk import TROUBLES, both_tiers, broken, expect_said, told_of_the_disk
from support.courses import Course, from_point
from support.fault_proxy import Act, Answer
from support.sending import Killed, Stage, stage
from tilewright.jobs.events import StillUnknown
from tilewright.model.states import State


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("stage")) as made:
        yield made


@pytest.fixture
def course(shared: Stage, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Course]:
    """Its submissions are signed for a second, so that absence is certain soon."""
    hurried = replace(shared, target=shared.target.replace(signature_seconds=1))
    yield Course(hurried, tmp_path / "home", request.node.name)
    shared.proxy.faults.clear()
    shared.proxy.always.clear()


def end(name: str) -> None:
    raise Killed(name)


def stop(point: str, trouble: str, command: Callable[[], object]) -> None:
    """``command`` comes to ``point``; from there on it ends, or it, or the next, says that its disk fails. Nothing is
    about to be sent: that end is noted, or nothing else is done.
    """
    with from_point(point, 1, end if trouble == "end" else broken(*TROUBLES[trouble])) as reached:
        if trouble == "end":
            with pytest.raises(Killed):
                command()
        else:
            expect_said(told_of_the_disk(command), trouble)
    assert (reached[point] >= 1, reached["send.locked"]) == (True, 0)


def expect_cancelled_without_a_job(course: Course) -> None:
    told = course.clear_up()
    (intent,) = course.intents()
    assert (intent.state, intent.is_resolved, course.jobs()) == (State.CANCELLED, True, [])
    assert not [event for event in told if isinstance(event, StillUnknown)]


CANCELLED = ("reconcile.cancelled.before", "reconcile.cancelled.committed")
CANCELLED_IN_FAST = ("reconcile.cancelled.before", "end"), ("reconcile.cancelled.before", "EIO")


@pytest.mark.parametrize(
    ("point", "trouble"),
    both_tiers(CANCELLED, *CANCELLED_IN_FAST),
)
def test_that_what_never_arrived_and_is_not_wanted_any_more_ends_as_cancelled(
    course: Course, point: str, trouble: str
) -> None:
    """Cancelled while its outcome was unknown; then its absence is certain, and that end is to be noted."""
    course.sending.proxy.faults.append(faults.DROP)
    with from_point("reconcile.list.before", 1, end), pytest.raises(Killed):
        course.run()
    assert course.intents()[0].state is State.UNKNOWN
    course.wish_cancel()
    stop(point, trouble, course.run)
    expect_cancelled_without_a_job(course)


@pytest.mark.parametrize(("point", "trouble"), both_tiers(CANCELLED, ("reconcile.cancelled.before", "ENOSPC")))
def test_that_what_was_not_sent_and_is_not_wanted_any_more_ends_as_cancelled(
    course: Course, point: str, trouble: str
) -> None:
    with from_point("ledger.intend.committed", 1, end), pytest.raises(Killed):
        course.run()
    course.wish_cancel()
    stop(point, trouble, course.run)
    expect_cancelled_without_a_job(course)


TAKEN = ("reconcile.list.answered", "course.taken.before", "course.taken.committed")


@pytest.mark.parametrize(("point", "trouble"), both_tiers(TAKEN, ("course.taken.before", "EIO")))
def test_that_who_took_the_name_is_not_replaced_wherever_giving_way_stops(
    course: Course, tmp_path: Path, point: str, trouble: str
) -> None:
    course.naming = "exact"
    with from_point("ledger.intend.committed", 1, end), pytest.raises(Killed):
        course.run()
    (intent,) = course.intents()
    mine = tmp_path / "mine.mp4"
    mine.write_bytes(b"mine")
    with course.sending.client() as client:
        client.put_file(intent.reserved, mine)
    stop(point, trouble, course.run)
    course.clear_up()
    (intent,) = course.intents()
    assert (intent.state, intent.code, intent.is_resolved) == (State.NOT_SENT, "NameTaken", True)
    assert course.jobs() == []


def _knows_nothing(target: str, deliver: Callable[[], Answer]) -> Answer:
    status, headers, body = deliver()
    root = etree.Element("Response")
    for detail in etree.fromstring(body).findall("JobsDetail"):
        etree.SubElement(root, "NonExistJobIds").text = detail.findtext("JobId")
    return status, headers, etree.tostring(root)


LOST = ("watch.lost.before", "watch.lost.committed")


@pytest.mark.expects_log("no longer knows the job")
@pytest.mark.parametrize(("point", "trouble"), both_tiers(LOST))
def test_that_a_job_that_is_gone_is_lost_wherever_its_note_stops(
    course: Course, shared: Stage, point: str, trouble: str
) -> None:
    """The service does not name it any more. No other is made for it unless its user wants that."""
    course.sending = shared
    course.run(to_end=False)
    jobs = course.jobs()
    course.sending.proxy.always["query"] = Act("a service that does not know it", _knows_nothing)

    def watch_and_submit() -> None:
        course.watch()
        course.run(to_end=False)  # of what is lost a new wish may be made

    stop(point, trouble, watch_and_submit)
    course.watch()
    (intent,) = course.intents()
    assert (intent.state, intent.code, intent.is_resolved) == (State.LOST, "NoSuchJob", True)
    assert course.jobs() == jobs == [intent.job_id]
