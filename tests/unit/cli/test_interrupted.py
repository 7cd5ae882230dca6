"""What Ctrl+C says: about the job that the command is about, never about another one."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from support.ledgers import bring_to
from tilewright.cli.output import Output
from tilewright.cli.waiting import show
from tilewright.jobs.events import Event, IntentMade, Looking, StillUnknown
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.usecases.workplace import Workplace


@pytest.fixture
def ids(home: Path) -> tuple[str, str]:
    """Of a job that an earlier run left unknown, and of one that was made just now."""
    with Ledger(home) as ledger:
        left, made = (
            ledger.intend(make_wish(composition(user_data=name)), LOCAL).intent.id for name in ("left", "made")
        )
        bring_to(ledger, left, State.UNKNOWN, {"attempts": 1})
    return left, made


def interrupted(*events: Event) -> Generator[Event, None, None]:
    yield from events
    raise KeyboardInterrupt


def test_that_nothing_is_said_to_be_on_its_way_while_only_earlier_jobs_are_looked_for(
    ids: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    left, _ = ids
    events = interrupted(Looking(left, 0.0, 0.0), StillUnknown(left, "Not yet.", None))
    assert show(events, Output(as_json=False, quiet=False), Workplace.open()) == ("", 130)
    assert capsys.readouterr().err.splitlines()[-1] == "Interrupted; nothing was submitted."


def test_that_the_job_made_is_told_of_whatever_else_was_told(
    ids: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    left, made = ids
    events = interrupted(Looking(left, 0.0, 0.0), IntentMade(made, "", "output/a.mp4"), Looking(left, 0.0, 0.0))
    assert show(events, Output(as_json=False, quiet=False), Workplace.open()) == (made, 130)
    assert f"tilewright status {made[:12]} --wait" in capsys.readouterr().err


def test_that_the_job_asked_about_is_told_of_before_anything_happened_to_it(
    ids: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    left, _ = ids
    assert show(interrupted(), Output(as_json=False, quiet=False), Workplace.open(), left) == (left, 130)
    assert f"tilewright status {left[:12]} --wait" in capsys.readouterr().err
