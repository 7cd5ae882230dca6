"""The disk gets full while a job is being sent: a real one, mounted for the test (sending-once, rule 9)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.disks import fill_up, small_disk
from support.sending import Stage, kinds, stage
from tilewright import points
from tilewright.cli.exit_codes import LOCAL_TROUBLE, code_of
from tilewright.errors import DiskFull, Rejected
from tilewright.jobs.course import follow, resume
from tilewright.jobs.ledger import Ledger
from tilewright.model.states import State


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Stage]:
    """A stage whose ledger is on a small disk of its own."""
    with small_disk(tmp_path / "disk", 8) as disk, stage(tmp_path / "home") as made:
        made.home = disk
        yield made


@contextlib.contextmanager
def happening_at(point: str, what: Callable[[], object]) -> Iterator[None]:
    points.listen(lambda name: what() if name == point else None)
    try:
        yield
    finally:
        points.listen(None)


def test_that_an_answer_finds_room_on_a_disk_that_got_full_meanwhile(sending: Stage) -> None:
    with happening_at("send.post.answered", lambda: fill_up(sending.home)):
        intent, events = sending.submit()
    assert kinds(events)[-1] == "sent"
    (job,) = sending.accepted()
    assert (intent.job_id, intent.state.is_with_service) == (job.job_id, True)
    assert not (sending.home / "ledger.spare").exists()


def test_that_an_answer_without_room_is_found_out_when_there_is_some(sending: Stage) -> None:
    fillers = []

    def fill() -> None:
        (sending.home / "ledger.spare").unlink()
        fillers.append(fill_up(sending.home))

    with happening_at("send.post.answered", fill), pytest.raises(DiskFull, match="what became of this one"):
        sending.submit()
    (job,), (intent,) = sending.accepted(), sending.intents()
    assert intent.state is State.SENDING
    with pytest.raises(DiskFull):  # still full: nothing is sent meanwhile
        sending.submit()
    fillers[0].unlink()
    with Ledger(sending.home) as ledger, sending.client() as client:
        assert "found" in kinds(list(resume(ledger, client, sending.pace)))
    (intent,) = sending.intents()
    assert (intent.job_id, len(sending.accepted())) == (job.job_id, 1)


def test_that_nothing_is_sent_when_the_disk_is_full_before(sending: Stage) -> None:
    with (
        happening_at("send.sending.before", lambda: fill_up(sending.home)),
        pytest.raises(DiskFull, match="No room left on the disk to write the ledger"),
    ):
        sending.submit()
    assert sending.accepted() == []
    (sending.home / "filler").unlink()
    intent, _ = sending.submit()
    assert [job.job_id for job in sending.accepted()] == [intent.job_id]


def test_that_a_job_for_which_the_local_cloud_has_no_room_is_certainly_not_made(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8) as disk, stage(disk) as sending:
        sending.home = tmp_path / "home"
        filler = fill_up(disk)
        with pytest.raises(Rejected, match="The disk is full") as caught:
            sending.submit()
        assert (caught.value.code, code_of(caught.value)) == ("DiskFull", LOCAL_TROUBLE)
        (intent,) = sending.intents()
        assert (intent.state, intent.is_resolved, sending.accepted()) == (State.NOT_SENT, True, [])
        with Ledger(sending.home) as ledger, sending.client() as client, pytest.raises(DiskFull, match="No room left"):
            list(follow(ledger, intent.id, client, sending.pace))
        filler.unlink()
        made, _ = sending.submit()
        assert [job.job_id for job in sending.accepted()] == [made.job_id]
