"""Why a job of the local cloud waits, told by the commands that ask about it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.builders import composition
from support.local_cloud import keep_free
from support.sending import Stage, stage
from tilewright.cli.output import Output
from tilewright.cli.waiting import show
from tilewright.jobs.course import follow
from tilewright.jobs.events import Event, Progress
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.watch import refresh, watch
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.settings import Settings
from tilewright.usecases.workplace import Workplace

EVERYTHING = 1 << 60


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[Stage]:
    """The local cloud is to leave more of the disk alone than is free."""
    with stage(tmp_path / "home") as made:
        keep_free(made.home / "cloud", EVERYTHING)
        yield made


def submitted(sending: Stage, ledger: Ledger, client: Any) -> str:
    made = ledger.intend(make_wish(composition()), sending.target).intent
    list(follow(ledger, made.id, client, sending.pace, fresh=True, to_end=False))
    return made.id


def test_that_whoever_asks_about_a_job_is_told_that_it_waits_for_room(waiting: Stage) -> None:
    with Ledger(waiting.home) as ledger, waiting.client() as client:
        submitted(waiting, ledger, client)
        (told,) = refresh(ledger, client, waiting.pace)
    assert isinstance(told, Progress)
    assert told.waits.startswith("No room left on the disk: ")
    assert told.describe() == f"{told.job_id}: submitted. It waits: {told.waits}"


def test_that_whoever_waits_for_a_job_is_told_once_why_it_waits_and_of_its_end(waiting: Stage) -> None:
    err, out = io.StringIO(), io.StringIO()
    with Ledger(waiting.home) as ledger, waiting.client() as client:
        intent_id = submitted(waiting, ledger, client)

        def seen() -> Iterator[Event]:
            asked = 0
            for event in watch(ledger, intent_id, client, waiting.pace):
                yield event
                if isinstance(event, Progress) and event.waits:
                    asked += 1
                    assert asked == 1, "told once, however often it is asked"
                    keep_free(waiting.home / "cloud", 0)

        workplace = Workplace(waiting.home, Settings(), {})
        show(seen(), Output(as_json=False, quiet=False, out=out, err=err), workplace, intent_id)
    assert err.getvalue().count("It waits: No room left on the disk: ") == 1


def test_that_programs_are_told_why_a_job_waits_and_else_nothing(waiting: Stage) -> None:
    out = io.StringIO()
    output = Output(as_json=True, quiet=False, out=out)
    output.streams = True
    with Ledger(waiting.home) as ledger, waiting.client() as client:
        intent_id = submitted(waiting, ledger, client)
        workplace = Workplace(waiting.home, Settings(), {})
        show((event for event in refresh(ledger, client, waiting.pace)), output, workplace, intent_id)
    (record,) = (json.loads(line) for line in out.getvalue().splitlines())
    assert record["event"] == "progress"
    assert record["waits"].startswith("No room left on the disk: ")
    assert "waits" not in Progress(intent_id, "j1", 50, State.RUNNING).as_record()
