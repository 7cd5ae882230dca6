"""The program ends at every named point of a job's path; after the next command there is exactly one job."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

import tilewright
from support import fault_proxy as faults
from support import sending as sending_stage
from support.broken_disk import points_with_both_troubles
from support.builders import composition
from support.faulty_answers import TWICE
from support.nowhere import nowhere
from support.sending import Killed, killed_at, stage
from tilewright.jobs.course import follow, resume
from tilewright.jobs.intent import Fate, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.stations import POINTS
from tilewright.jobs.watch import refresh
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State

PATHS: dict[str, list[faults.Fault]] = {
    "whole": [],
    "answer lost": [faults.LOSE_ANSWER],
    "never arrived": [faults.DROP],
    "arrived twice": [TWICE],
}


OFF_THE_PATH = {
    r"ledger\.(cancel|result|delivery|delivered)\.|transfer\.": "contract/test_sending_failing.py",
    r"(reconcile\.cancelled|course\.taken|watch\.lost)\.": "contract/test_sending_without_a_result.py",
    r"ledger\.(claim|heir)\.|machine\.": "unit/jobs/test_owner.py",
}
"""What only wishes to cancel, results, other ends and the machine bring about, and tests that end a program there."""

OF_ITS_OWN = {point for point in POINTS if point.startswith(("course.unknown.", "send.ended."))}
"""What has a test of its own below."""


def off_the_path() -> set[str]:
    """The points of ``OFF_THE_PATH`` that its tests name, or the beginnings of which."""
    found = set()
    for pattern, file in OFF_THE_PATH.items():
        text = (Path(__file__).parents[1] / file).read_text("utf-8")
        named = {point for point in POINTS if f'"{point}"' in text or f'"{point.rpartition(".")[0]}"' in text}
        found |= {point for point in named if re.match(pattern, point)}
    return found


def reached_on(path: str) -> list[str]:
    """The points that lie on a path."""
    away = off_the_path() | OF_ITS_OWN
    adopting = {"reconcile.adopt.before", "reconcile.adopt.committed"}
    again = {"reconcile.again.before", "reconcile.again.committed"}
    listing = {"reconcile.list.before", "reconcile.list.answered", "ledger.answers.before", "ledger.answers.committed"}
    head = {"reconcile.head.before", "reconcile.head.answered"}
    twins = {point for point in POINTS if point.startswith(("cancel.", "ledger.twin."))}
    if path == "arrived twice":  # what lies on the others, too, is shown there
        return [point for point in POINTS if point in adopting | twins]
    away |= {
        "whole": adopting | again | listing | head | twins,
        "answer lost": again | head | twins,
        "never arrived": adopting | twins,
    }[path]
    return [point for point in POINTS if point not in away]


TWICE_LOST = {("never arrived", point) for point in ("send.sending.committed", "send.post.before", "cloud.call.before")}
"""Died before the sending and lost the request of the next: one more sending is the user's to want."""


def case(path: str, point: str) -> ParameterSet:
    """Where absence has to be waited for, only its own points belong to the fast tier."""
    is_slow = path == "never arrived" and not point.startswith("reconcile")
    return pytest.param(path, point, id=f"{path}, {point}", marks=[pytest.mark.full] if is_slow else [])


CASES = [case(path, point) for path in PATHS for point in reached_on(path)]


@pytest.mark.parametrize(("path", "point"), CASES)
def test_that_one_job_is_there_after_the_next_command(
    tmp_path: Path, path: str, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of those that arrived twice the second waits for as long as the first is made.
    monkeypatch.setattr(sending_stage, "PRODUCTION_SECONDS", 30.0 if path == "arrived twice" else 0.1)
    with stage(tmp_path / "home", *PATHS[path]) as sending:
        sending.skip_doubt()
        sending.skip_waits()
        with pytest.raises(Killed), killed_at(point):
            sending.submit(to_end=True)
        with Ledger(sending.home) as ledger, sending.client() as client:
            sending.run(resume(ledger, client, sending.pace))
            sending.run(refresh(ledger, client, sending.pace))
        if (path, point) in TWICE_LOST:
            (intent,) = sending.intents()
            assert (intent.state, intent.is_resolved, sending.accepted()) == (State.UNKNOWN, False, [])
            return
        if not sending.accepted():  # it died before it noted the wish: the user types the command again
            assert sending.intents() == []
            sending.submit()
        (job, *others), (intent,) = sending.accepted(), sending.intents()
        assert job.job_id == intent.job_id
        assert intent.twins == tuple(TwinJob(other.job_id, Fate.CANCELLED) for other in others)
        assert [other.state for other in others] == ["Cancel"] * (path == "arrived twice")


def test_that_dying_between_doubt_and_search_loses_nothing(tmp_path: Path) -> None:
    for point in ("course.unknown.before", "course.unknown.committed"):
        with stage(tmp_path / point) as sending:
            sending.skip_doubt()
            with pytest.raises(Killed), killed_at("send.post.answered"):
                sending.submit()
            with pytest.raises(Killed), killed_at(point):
                sending.submit()
            sending.submit()
            assert len(sending.accepted()) == 1


def test_that_dying_twice_on_the_way_leaves_one_job(tmp_path: Path) -> None:
    with stage(tmp_path / "home") as sending:
        sending.skip_doubt()
        for point in ("send.sending.committed", "reconcile.again.committed", "send.post.answered"):
            with pytest.raises(Killed), killed_at(point):
                sending.submit()
        sending.submit()
        assert len(sending.accepted()) == 1


@pytest.mark.parametrize("point", ["send.ended.before", "send.ended.committed"])
def test_that_giving_up_is_a_point_too(tmp_path: Path, point: str) -> None:
    with stage(tmp_path / "home") as sending:
        with nowhere("refused") as address, Ledger(sending.home) as ledger, sending.client(address) as client:
            made = ledger.intend(make_wish(composition(user_data="lesson")), sending.target).intent
            with pytest.raises(Killed), killed_at(point):
                sending.run(follow(ledger, made.id, client, sending.pace, fresh=True))
        (intent,) = sending.intents()
        assert (intent.state, intent.is_resolved) == (State.NOT_SENT, point == "send.ended.committed")
        sending.submit()
        assert len(sending.accepted()) == 1


def test_that_every_point_is_reached_somewhere_and_listed() -> None:
    texts = [file.read_text("utf-8") for file in Path(tilewright.__file__).parent.rglob("*.py")]
    named = {name for text in texts for name in re.findall(r'reach\("([a-z.]+)"\)', text)}
    for name in (name for text in texts for name in re.findall(r'_change\(\s*"([a-z.]+)"', text)):
        named |= {f"{name}.before", f"{name}.committed"}
    assert {name for name in named if not name.startswith("localcloud.")} == set(POINTS)
    assert len(POINTS) == len(set(POINTS)) >= 12
    covered = {point for path in PATHS for point in reached_on(path)}
    assert set(POINTS) - covered - off_the_path() == OF_ITS_OWN
    assert points_with_both_troubles() == set(POINTS)
