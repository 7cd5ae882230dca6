"""The program ends at every named point of a job's path; after the next command there is exactly one job."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

import tilewright
from support import fault_proxy as faults
from support.sending import Killed, killed_at, stage
from tilewright.jobs.course import resume
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.stations import POINTS
from tilewright.jobs.watch import refresh
from tilewright.model.states import State

PATHS: dict[str, list[faults.Fault]] = {
    "whole": [],
    "answer lost": [faults.LOSE_ANSWER],
    "never arrived": [faults.DROP],
}


OFF_THE_PATH = {point for point in POINTS if re.match(r"ledger\.(cancel|result|delivery|delivered)\.", point)}
"""What only wishes to cancel and results bring about."""


def reached_on(path: str) -> list[str]:
    """The points that lie on a path."""
    away = OFF_THE_PATH | {"send.ended", "course.unknown.before", "course.unknown.committed"}
    adopting = {"reconcile.adopt.before", "reconcile.adopt.committed"}
    again = {"reconcile.again.before", "reconcile.again.committed"}
    listing = {"reconcile.list.before", "reconcile.list.answered"}
    away |= {"whole": adopting | again | listing, "answer lost": again, "never arrived": adopting}[path]
    return [point for point in POINTS if point not in away]


TWICE_LOST = {("never arrived", point) for point in ("send.sending.committed", "send.post.before", "cloud.call.before")}
"""Died before the sending and lost the request of the next: one more sending is the user's to want."""


def case(path: str, point: str) -> ParameterSet:
    """Where absence has to be waited for, only its own points belong to the fast tier."""
    is_slow = path == "never arrived" and not point.startswith("reconcile")
    return pytest.param(path, point, id=f"{path}, {point}", marks=[pytest.mark.full] if is_slow else [])


CASES = [case(path, point) for path in PATHS for point in reached_on(path)]


@pytest.mark.parametrize(("path", "point"), CASES)
def test_that_one_job_is_there_after_the_next_command(tmp_path: Path, path: str, point: str) -> None:
    with stage(tmp_path / "home", *PATHS[path]) as sending:
        sending.hurry()
        with pytest.raises(Killed), killed_at(point):
            sending.submit(to_end=True)
        with Ledger(sending.home) as ledger, sending.client() as client:
            list(resume(ledger, client, sending.pace))
            list(refresh(ledger, client, sending.pace))
        if (path, point) in TWICE_LOST:
            (intent,) = sending.intents()
            assert (intent.state, intent.is_resolved, sending.accepted()) == (State.UNKNOWN, False, [])
            return
        if not sending.accepted():  # it died before it noted the wish: the user types the command again
            assert sending.intents() == []
            sending.submit()
        (job,), (intent,) = sending.accepted(), sending.intents()
        assert job.job_id == intent.job_id


def test_that_dying_between_doubt_and_search_loses_nothing(tmp_path: Path) -> None:
    for point in ("course.unknown.before", "course.unknown.committed"):
        with stage(tmp_path / point) as sending:
            sending.hurry()
            with pytest.raises(Killed), killed_at("send.post.answered"):
                sending.submit()
            with pytest.raises(Killed), killed_at(point):
                sending.submit()
            sending.submit()
            assert len(sending.accepted()) == 1


def test_that_dying_twice_on_the_way_leaves_one_job(tmp_path: Path) -> None:
    with stage(tmp_path / "home") as sending:
        sending.hurry()
        for point in ("send.sending.committed", "reconcile.again.committed", "send.post.answered"):
            with pytest.raises(Killed), killed_at(point):
                sending.submit()
        sending.submit()
        assert len(sending.accepted()) == 1


def test_that_giving_up_is_a_point_too(tmp_path: Path) -> None:
    with stage(tmp_path / "home") as sending:
        sending.proxy.close()
        with pytest.raises(Killed), killed_at("send.ended"):
            sending.submit()
        (intent,) = sending.intents()
        assert intent.is_resolved


def test_that_every_point_is_reached_somewhere_and_listed() -> None:
    texts = [file.read_text("utf-8") for file in Path(tilewright.__file__).parent.rglob("*.py")]
    named = {name for text in texts for name in re.findall(r'reach\("([a-z.]+)"\)', text)}
    for name in (name for text in texts for name in re.findall(r'_change\(\s*"([a-z.]+)"', text)):
        named |= {f"{name}.before", f"{name}.committed"}
    assert {name for name in named if not name.startswith("localcloud.")} == set(POINTS)
    assert len(POINTS) == len(set(POINTS)) >= 12
    covered = {point for path in PATHS for point in reached_on(path)}
    assert set(POINTS) - covered - OFF_THE_PATH == {"course.unknown.before", "course.unknown.committed", "send.ended"}


def test_that_one_place_sends_and_one_builds_the_call() -> None:
    root = Path(tilewright.__file__).parent
    callers, builders = set(), set()
    for file in root.rglob("*.py"):
        text = file.read_text("utf-8")
        name = file.relative_to(root).as_posix()
        if re.search(r"\bclient\.submit\(|\.submit\(intent\.request", text):
            callers.add(name)
        if re.search(r'"POST",[^\n]*"/jobs"', text):
            builders.add(name)
    assert callers == {"jobs/send.py"}
    assert builders == {"cloud/client.py"}
