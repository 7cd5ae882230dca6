"""The disk of the home is full, really: what became of a job that was sent is noted all the same (rule 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from support.disks import fill_up, small_disk
from tilewright.errors import DiskFull
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.spare import SIZE, Spare
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.transitions import Who

LONG = Answer(1.0, "request", 200, b"<Response/>" * 5_000)
"""More than the pages that the ledger has in hand."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 8) as folder:
        yield folder


def spare(home: Path) -> Path:
    return home / "ledger.spare"


def answers(home: Path, intent: Intent) -> int:
    with History(home) as history:
        return len(history.answers(intent.id))


def sent(ledger: Ledger) -> Intent:
    """An intent whose request has left."""
    made = ledger.intend(make_wish(composition()), LOCAL).intent
    assert ledger.move(made.id, {State.NOT_SENT}, State.SENDING, {"attempts": 1}, by=Who.SENDER)
    return made


def test_that_a_ledger_has_a_spare_file_that_takes_its_room(tmp_path: Path) -> None:
    with Ledger(tmp_path):
        pass
    facts = spare(tmp_path).stat()
    assert (facts.st_size, facts.st_blocks * 512 >= SIZE, facts.st_mode & 0o777) == (1 << 20, True, 0o600)


def test_that_half_a_spare_file_is_made_whole(tmp_path: Path) -> None:
    spare(tmp_path).write_bytes(b"\1" * 1000)
    Spare(tmp_path / "ledger.sqlite3").keep()
    assert spare(tmp_path).stat().st_size == SIZE


def test_that_the_spare_file_makes_room_for_the_answer_and_comes_back(disk: Path) -> None:
    with Ledger(disk) as ledger:
        intent = sent(ledger)
        filler = fill_up(disk)
        assert ledger.move(intent.id, {State.SENDING}, State.SUBMITTED, {"job_id": "j1"}, by=Who.SENDER, answer=LONG)
        assert not spare(disk).exists()
        assert (ledger.get(intent.id).job_id, answers(disk, intent)) == ("j1", 1)
        filler.unlink()
        ledger.move(intent.id, {State.SUBMITTED}, State.RUNNING, by=Who.WATCH)
        assert spare(disk).stat().st_size == SIZE
    with Ledger(disk) as ledger:
        assert (ledger.get(intent.id).state, ledger.get(intent.id).job_id) == (State.RUNNING, "j1")


def test_that_without_a_spare_file_the_intent_stays_as_it_was_sent(disk: Path) -> None:
    with Ledger(disk) as ledger:
        intent = sent(ledger)
        spare(disk).unlink()
        fill_up(disk)
        with pytest.raises(DiskFull, match=r"No room left on the disk to write the ledger .* sent twice"):
            ledger.move(intent.id, {State.SENDING}, State.SUBMITTED, {"job_id": "j1"}, by=Who.SENDER, answer=LONG)
        assert (ledger.get(intent.id).state, answers(disk, intent)) == (State.SENDING, 0)


def test_that_nothing_is_given_up_for_what_was_not_sent(disk: Path) -> None:
    with Ledger(disk) as ledger:
        fill_up(disk)
        with pytest.raises(DiskFull, match="Free some space"):
            ledger.intend(make_wish(composition(user_data="x" * 60_000)), LOCAL)
        assert spare(disk).stat().st_size == SIZE
        assert ledger.open_intents() == []


def test_that_a_ledger_can_be_told_to_be_full_before_it_is_opened(disk: Path) -> None:
    fill_up(disk)
    with pytest.raises(DiskFull, match="No room left on the disk to open the ledger"):
        Ledger(disk / "home")
