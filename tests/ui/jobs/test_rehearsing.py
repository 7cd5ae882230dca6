"""Rehearsing a job of an account in the window: what is told and asked before, and that the account gets no job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.builders import ACCOUNT, composition, output, tile
from support.clips import clip
from support.local_cloud import keep_free
from support.school import School, school
from support.sending import produce_slowly
from support.waiting import wait_for
from tilewright.jobs.events import IntentMade
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.ui.jobs import submission
from tilewright.ui.jobs.submission import Gate, Submission
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.submit import Checked

from .conftest import Desk

SIZE = (320, 180)


@pytest.fixture
def account(tmp_path: Path, home: Path) -> Iterator[School]:
    with school(tmp_path, home, produce=produce_slowly) as made:
        made.caller.put("input/a.mp4", clip("short").read_bytes())
        yield made


@pytest.fixture
def desk(account: School, theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    bench = Workbench(account.workplace(), theme)
    (tmp_path / "lessons").mkdir()
    made = Desk(bench, qtbot, tmp_path / "lessons" / "lesson.tilewright")
    yield made
    made.close()
    assert bench.close(10), "work in the background did not end"
    bench.deleteLater()


def lesson(**fields: object) -> Composition:
    shown = tile("a", 0, 0, *SIZE, url=f"https://{ACCOUNT.cos_host}/input/a.mp4")
    return composition(shown, size=SIZE, **{"output": output(target=ACCOUNT), **fields})


def rehearse(desk: Desk, made: Composition | None = None) -> None:
    desk.put(made or lesson())
    desk.bench.commands.run("composition.rehearse")


def test_that_a_rehearsal_is_a_job_like_any_other_and_the_account_gets_none(desk: Desk, account: School) -> None:
    rehearse(desk)
    assert desk.bench.is_sending
    desk.until_delivered()
    assert (desk.newest.target.local, desk.newest.target.bucket) == (True, ACCOUNT.bucket)
    assert desk.newest.state is State.SUCCESS
    assert account.cloud.accepted_posts() == account.to_school.posts == []
    assert len(account.own.accepted_posts()) == 1
    assert {line.split()[0] for line in account.to_school.calls} <= {"GET", "HEAD"}
    assert account.mirror.get("input/a.mp4").body == clip("short").read_bytes()
    told = next(message for message in desk.said if message.sentence == "The rehearsal of lesson begins.")
    assert told.hint == "To be brought into the local cloud: files: 1 (0.2 MB), templates: 0."
    sent = next(message for message in desk.said if message.sentence == "lesson is rehearsed on the local cloud.")
    assert "The account does not get the job." in sent.hint
    assert sorted(path.name for path in desk.file.parent.iterdir()) == ["lesson rehearsal.mp4"]
    assert desk.asked.titles == []


def test_that_a_rehearsal_is_there_for_accounts_only(desk: Desk) -> None:
    command = desk.bench.commands.get("composition.rehearse")
    assert command.off() == ""
    desk.bench.choose_profile("local")
    assert "local cloud needs no rehearsal" in command.off()


def test_that_more_than_200_mb_are_brought_only_when_the_user_says_so(
    desk: Desk, account: School, tmp_path: Path
) -> None:
    video = tmp_path / "huge.mp4"
    with video.open("wb") as file:
        file.write(clip("short").read_bytes())
        file.truncate(200_000_001)
    assert account.caller.adopt("input/a.mp4", video).status == 200
    rehearse(desk)
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles == ["Bring 200.0 MB from school?"]
    assert "may be charged" in desk.asked.sentence
    desk.until(lambda: not desk.bench.is_sending)
    assert account.mirror.get("input/a.mp4").status == 404
    desk.asked.press("Bring it")
    desk.until(lambda: "%" in desk.jobs.submitting.step)
    assert desk.jobs.submitting.step.startswith("Bringing a.mp4, ")
    desk.bench.commands.run("composition.stop-rehearsal")
    assert not desk.bench.is_sending
    assert "The rehearsal of lesson was stopped." in desk.sentences
    desk.until(lambda: not desk.bench.background.is_busy)
    assert desk.jobs.intents == ()
    assert account.own.accepted_posts() == []
    assert account.mirror.get("input/a.mp4").status == 404


def test_that_a_stop_that_comes_too_late_says_so_and_the_job_goes_on(desk: Desk, account: School) -> None:
    """The job is noted before the window hears of it: whoever presses Stop in between is told."""
    rehearse(desk)
    desk.until(lambda: desk.jobs.submitting.is_bringing)
    wait_for(account.own.accepted_posts, "the job, while the window hears nothing")
    assert desk.jobs.submitting.is_bringing
    desk.bench.commands.run("composition.stop-rehearsal")
    assert desk.said[-1].sentence == "It is being submitted already."
    desk.until_delivered()
    assert desk.newest.state is State.SUCCESS
    assert len(account.own.accepted_posts()) == 1
    assert "The rehearsal of lesson was stopped." not in desk.sentences


def test_that_the_room_is_told_before_anything_is_brought(desk: Desk, account: School, home: Path) -> None:
    keep_free(home / "local-cloud", 1 << 60)
    rehearse(desk)
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles == ["There may be too little room on the disk"]
    assert "What is brought will take about 1 MB while it is fetched" in desk.asked.sentence
    desk.until(lambda: not desk.bench.is_sending)
    assert desk.jobs.intents == ()
    assert account.mirror.get("input/a.mp4").status == 404
    keep_free(home / "local-cloud", 0)
    desk.asked.press("Go on anyway")
    desk.until_state(State.SUCCESS)


def test_that_the_room_is_told_before_a_local_job_is_noted(desk: Desk, account: School, home: Path) -> None:
    desk.bench.choose_profile("local")
    account.studio.put("input/a.mp4", clip("short").read_bytes())
    keep_free(home / "local-cloud", 1 << 60)
    desk.submit(composition(size=SIZE, user_data="lesson"))
    desk.until(lambda: desk.asked.choices)
    assert "The result will take about" in desk.asked.sentence
    desk.until(lambda: not desk.bench.is_sending)
    assert desk.jobs.intents == ()
    desk.asked.press("Cancel")
    keep_free(home / "local-cloud", 0)
    desk.bench.commands.run("composition.submit")
    desk.until_delivered()
    assert len(desk.asked.titles) == 1


@pytest.mark.full
def test_that_whoever_closed_the_window_is_not_asked_about_room(desk: Desk, account: School, home: Path) -> None:
    desk.bench.choose_profile("local")
    account.studio.put("input/a.mp4", clip("short").read_bytes())
    keep_free(home / "local-cloud", 1 << 60)
    desk.jobs.submitting.leave_unattended()
    desk.submit(composition(size=SIZE, user_data="lesson"))
    desk.until_state(State.SUBMITTED)
    assert desk.asked.titles == []
    keep_free(home / "local-cloud", 0)
    desk.until_state(State.SUCCESS)


def test_that_what_the_account_lacks_is_told_and_nothing_is_noted(desk: Desk, account: School) -> None:
    account.caller.call("DELETE", "/input/a.mp4")
    rehearse(desk)
    desk.until(lambda: not desk.bench.is_sending)
    assert desk.sentences == ["There is no input/a.mp4 in the bucket lessons-1250000001."]
    assert desk.jobs.intents == ()


def test_that_a_rehearsed_result_lies_beside_the_composition_in_every_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(submission, "tr", lambda _: "rehearsal of {name}")
    assert submission.rehearsed("/home/a b/lesson") == "/home/a b/rehearsal of lesson"


def test_that_a_rehearsal_is_given_up_before_its_job_is_noted_or_not_at_all(desk: Desk, account: School) -> None:
    wish = Submission("lesson", desk.bench.session.target, lesson(), desk.file, is_rehearsal=True)
    closed, passed = Gate(), Gate()
    assert closed.close()
    events = list(wish.events(desk.bench.workplace, desk.bench.background.wait, closed))
    assert isinstance(events[-1], Checked)
    assert account.own.accepted_posts() == []
    course = wish.events(desk.bench.workplace, desk.bench.background.wait, passed)
    next(event for event in course if isinstance(event, IntentMade))
    assert not passed.close()
    list(course)
    assert len(account.own.accepted_posts()) == 1
