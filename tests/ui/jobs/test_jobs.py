"""A job's life as the window shows it, from Submit to the file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import clip
from support.local_cloud import Caller
from tilewright.localcloud.server import LocalCloud
from tilewright.media.probe import probe
from tilewright.model.states import State
from tilewright.ui.jobs.cells import Column
from tilewright.usecases.make import request_text

from .conftest import Desk, OpenDesk, one, produce_when_released


def files(desk: Desk) -> list[str]:
    return sorted(path.name for path in desk.file.parent.iterdir())


@pytest.mark.parametrize("produce", [None])
def test_that_submit_makes_a_video_beside_the_composition(desk: Desk, produce: Callable[..., None] | None) -> None:
    desk.submit()
    assert desk.bench.is_sending
    desk.until_delivered()
    facts = probe(desk.file.with_suffix(".mp4"))
    assert (facts.width, facts.height) == (320, 180)
    assert desk.text(Column.STATE) == "Success"
    assert desk.text(Column.PROGRESS) == "lesson.mp4 in lessons"
    assert "lesson is submitted." in desk.sentences
    desk.until(lambda: "lesson is done." in desk.sentences)
    assert not desk.bench.is_sending


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_each_state_has_its_words_and_the_next_its_own(released: threading.Event, desk: Desk) -> None:
    told: list[str] = []
    desk.jobs.changed.connect(lambda: told.append(desk.text(Column.STATE)))
    desk.submit()
    desk.until_state(State.RUNNING)
    released.set()
    desk.until_delivered()
    words = [word.split()[0] for word in told if word]
    assert list(dict.fromkeys(words))[-2:] == ["Running", "Success"]
    assert words == sorted(words, key=list(dict.fromkeys(words)).index)  # none comes back


def test_that_a_second_press_while_sending_sends_nothing(desk: Desk, cloud: LocalCloud) -> None:
    desk.submit()
    desk.bench.commands.run("composition.submit")
    desk.until_delivered()
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 1


def test_that_the_same_again_is_asked_about_and_made_again_only_when_wanted(desk: Desk, cloud: LocalCloud) -> None:
    desk.submit()
    desk.until_delivered()
    desk.bench.commands.run("composition.submit")
    desk.until(lambda: desk.asked.choices)
    assert "made already" in desk.asked.titles[-1]
    assert not desk.bench.is_sending
    desk.asked.press("Open it")
    desk.until(lambda: desk.opened)
    assert desk.opened == [desk.file.with_suffix(".mp4")]
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 1
    desk.bench.commands.run("composition.submit")
    desk.until(lambda: desk.asked.choices)
    desk.asked.press("Make it again")
    desk.until_delivered(2)
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 2
    assert files(desk) == ["lesson-2.mp4", "lesson.mp4"]


def test_that_an_error_leads_to_its_place_and_sends_nothing(desk: Desk) -> None:
    wanted: list[tuple[str, str]] = []
    desk.bench.page_wanted.connect(lambda page, path: wanted.append((page, path)))
    desk.submit(composition(tile("a", 0, 0, -3, 180)))
    assert not desk.bench.is_sending
    assert wanted[0][1] == "tiles.a.width"
    assert desk.bench.session.selection == ("a",)
    assert "Nothing was submitted" in desk.sentences[0]


def test_that_a_source_that_is_gone_is_told_and_found_among_the_problems(desk: Desk) -> None:
    desk.submit(composition(tile("gone", 0, 0, 320, 180), size=(320, 180)))
    desk.until(lambda: any("Nothing was submitted" in sentence for sentence in desk.sentences))
    assert desk.said[-1].hint == "Look into Problems."
    desk.until(lambda: desk.bench.findings.errors)
    assert desk.jobs.intents == ()


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_waiting_job_is_cancelled_by_its_button(released: threading.Event, desk: Desk) -> None:
    for name in ("first", "second"):
        desk.submit(one(name))
        desk.until(lambda: not desk.bench.is_sending)
    desk.until(lambda: len(desk.jobs.intents) == 2)
    desk.until(lambda: desk.text(Column.ACTION) == "Cancel the job")
    desk.click(60)
    desk.until_state(State.CANCELLED)
    assert desk.text(Column.STATE) == "Cancelled"
    assert desk.jobs.current == desk.newest.id


def test_that_a_window_closed_in_mid_job_is_followed_by_one_that_ends_it(open_desk: OpenDesk) -> None:
    first = open_desk()
    first.submit()
    first.until(lambda: first.jobs.intents)
    first.close()
    assert first.bench.close(10)
    second = open_desk()
    second.until_delivered()
    assert second.text(Column.STATE) == "Success"
    assert files(second) == ["lesson.mp4"]


def test_that_two_windows_show_the_same_and_deliver_once(open_desk: OpenDesk) -> None:
    one_window, other = open_desk(), open_desk()
    one_window.submit()
    for desk in (one_window, other):
        desk.until_delivered()
    assert files(other) == ["lesson.mp4"]
    assert other.text(Column.NAME) == one_window.text(Column.NAME) == "lesson, Local cloud"


def test_that_a_failed_job_says_why_and_can_be_submitted_again(desk: Desk, cloud: LocalCloud) -> None:
    desk.submit()
    desk.until_delivered()
    with_ledger_failed(desk)
    desk.until_state(State.FAILED)
    assert desk.text(Column.PROGRESS).startswith("bikes.mp4 is not in the bucket")
    assert desk.text(Column.ACTION) == "Retry"
    desk.click(80)
    desk.until_delivered(2)
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 2


def with_ledger_failed(desk: Desk) -> None:
    """What the ledger says of a job that failed."""
    from tilewright.jobs.ledger import Ledger

    with Ledger(desk.bench.workplace.home) as ledger:
        said = "bikes.mp4 is not in the bucket"
        ledger._database.execute("UPDATE intents SET state = 'failed', message = ?, result_key = ''", (said,))


def test_that_a_job_reopens_as_the_composition_it_was(desk: Desk) -> None:
    desk.submit(one("sent"))
    desk.until_delivered()
    desk.put(one("another"))
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.reopen")
    desk.until(lambda: desk.bench.session.composition.user_data == "sent")
    assert request_text(desk.bench.session.composition) == request_text(one("sent"))
    assert desk.bench.files.path is None


def test_that_the_result_is_saved_where_the_user_says(desk: Desk, tmp_path: Path) -> None:
    desk.submit()
    desk.until_delivered()
    desk.asked.save_to = tmp_path / "elsewhere.mp4"
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.save-as")
    desk.until(lambda: "elsewhere.mp4 is saved." in desk.sentences)
    assert (tmp_path / "elsewhere.mp4").read_bytes() == b"video"


def test_that_a_result_that_was_moved_away_is_fetched_to_be_opened(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    desk.file.with_suffix(".mp4").unlink()
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.open")
    desk.until(lambda: desk.opened)
    assert desk.opened[0].read_bytes() == b"video"
    assert desk.bench.workplace.home in desk.opened[0].parents


def test_that_everything_is_reached_by_keys(desk: Desk, qtbot: QtBot) -> None:
    desk.submit()
    desk.until_delivered()
    desk.panel.activateWindow()
    desk.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert desk.jobs.current == desk.newest.id
    QTest.keyClick(desk.table, Qt.Key.Key_Return)
    desk.until(lambda: desk.opened)
    QTest.keyClick(desk.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == desk.newest.job_id
    desk.click(20)
    menu = desk.table.findChild(QMenu, "jobMenu")
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "Show in folder" in texts
    assert "Reopen as composition" in texts
    menu.close()


def test_that_commands_say_why_they_are_off(desk: Desk) -> None:
    commands = desk.bench.commands
    assert commands.get("jobs.open").off() == "No job is chosen"
    desk.submit()
    desk.until(lambda: desk.jobs.intents)
    desk.table.choose_row(0)
    if not desk.newest.is_resolved:
        assert commands.get("jobs.open").off() == "The job has no result yet"
    desk.until_delivered()
    assert commands.get("jobs.open").off() == ""
    assert commands.get("jobs.cancel").off() == "The job is over"


def test_that_finding_leaves_the_jobs_that_fit(desk: Desk) -> None:
    for count, name in enumerate(("first", "second"), 1):
        desk.submit(one(name))
        desk.until_delivered(count)
    assert desk.table.rows.rowCount() == 2
    job_id = desk.newest.job_id
    desk.panel.tools.field.setText(job_id[:20])
    desk.until(lambda: desk.table.rows.rowCount() == 1)
    desk.panel.tools.field.setText("no such thing")
    desk.until(lambda: not desk.table.isVisible())
    QTest.keyClick(desk.panel.tools.field, Qt.Key.Key_Escape)
    desk.until(lambda: desk.table.rows.rowCount() == 2)
    for text in (f"SUCCESS {job_id[:12]}", f"{job_id[-9:]} local cloud success"):  # in the window's words, in any order
        desk.panel.tools.field.setText(text)
        desk.until(lambda: desk.table.rows.rowCount() == 1)
        desk.panel.tools.field.setText("local cloud")
        desk.until(lambda: desk.table.rows.rowCount() == 2)


def test_that_nothing_ticks_while_nothing_is_under_way(desk: Desk) -> None:
    desk.until(lambda: desk.jobs.is_read)
    assert not desk.table._seconds.isActive()
    desk.submit()
    desk.until(lambda: desk.table._seconds.isActive())
    desk.until_delivered()
    assert not desk.table._seconds.isActive()
    assert not desk.table._frames.isActive()


def test_that_a_new_job_leaves_the_chosen_one_chosen(desk: Desk) -> None:
    desk.submit(one("first"))
    desk.until_delivered()
    desk.table.choose_row(0)
    first = desk.jobs.current
    desk.submit(one("second"))
    desk.until(lambda: len(desk.jobs.intents) == 2)
    assert desk.jobs.current == first
    assert desk.table.currentIndex().row() == 1


def test_that_kinds_are_counted_and_chosen_and_never_hide_anything_unseen(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    desk.submit(one("second"))
    desk.until(lambda: len(desk.jobs.intents) == 2)
    buttons = desk.panel.list.filters.buttons
    desk.until(lambda: buttons[None].text() == "All 2")
    buttons["done"].click()
    desk.until_delivered(2)
    desk.until(lambda: buttons["done"].text() == "Done 2")
    buttons["needs-you"].click()
    desk.until(lambda: desk.table.rows.rowCount() == 0)
    desk.window.resize(1100, 200)
    assert not desk.panel.list.filters.isVisible()
    desk.until(lambda: desk.table.rows.rowCount() == 2)


def test_that_the_sample_submitted_before_its_clips_are_there_is_made_when_they_are(desk: Desk) -> None:
    desk.bench.sample.put()
    desk.bench.commands.run("composition.submit")
    assert desk.bench.is_sending
    desk.until_delivered()
    assert "Sample is done." in desk.sentences
    assert not desk.bench.is_sending


def test_that_nothing_is_submitted_while_videos_are_being_added(desk: Desk) -> None:
    desk.put(one())
    desk.bench.adding.add([str(clip("mono"))])
    desk.bench.commands.run("composition.submit")
    assert desk.sentences == ["Videos are still being added."]
    desk.until(lambda: not desk.bench.adding.is_busy)
    assert not desk.bench.is_sending


def test_that_another_composition_opened_meanwhile_is_not_submitted_in_its_place(desk: Desk) -> None:
    desk.bench.sample.put()
    desk.bench.commands.run("composition.submit")
    desk.put(one("another"))
    desk.until(lambda: not desk.bench.is_sending)
    desk.until(lambda: not desk.bench.background.is_busy)
    assert desk.jobs.intents == ()


@pytest.mark.parametrize(("folder", "name"), [("lessons", "lesson\udcff"), ("les\udcffsons", "lesson")])
def test_that_names_that_are_no_text_do_not_stand_in_the_way(desk: Desk, folder: str, name: str) -> None:
    desk.file = desk.file.parents[1] / folder / f"{name}.tilewright"
    desk.file.parent.mkdir(exist_ok=True)
    desk.submit()
    desk.until_delivered()
    path = Path(desk.newest.delivered_path)
    assert path.read_bytes() == b"video"
    assert (path.parent.name, path.name) in {("lessons", "lesson_.mp4"), ("Videos", "lesson.mp4")}


def test_that_where_the_video_goes_is_said_when_it_is_submitted(desk: Desk) -> None:
    desk.submit()
    desk.until(lambda: "lesson is submitted." in desk.sentences)
    (told,) = [message.hint for message in desk.said if message.sentence == "lesson is submitted."]
    assert told == "The video will be put beside lesson.tilewright. You may close the window."


def test_that_the_menu_says_why_a_command_is_off(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    desk.table.choose_row(0)
    desk.click(20)
    menu = desk.table.findChild(QMenu, "jobMenu")
    assert menu is not None
    (cancel,) = [action for action in menu.actions() if action.text() == "Cancel the job"]
    desk.until(lambda: not cancel.isEnabled())
    place = menu.actionGeometry(cancel).center()
    QApplication.sendEvent(menu, QHelpEvent(QEvent.Type.ToolTip, place, menu.mapToGlobal(place)))
    assert QToolTip.text() == "The job is over"
    QToolTip.hideText()
    menu.close()


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_the_second_job_of_a_place_has_an_estimate_before_it_has_any_progress(
    released: threading.Event, desk: Desk
) -> None:
    desk.submit(one("first"))
    desk.until(lambda: "no estimate yet" in desk.text(Column.PROGRESS))
    time.sleep(2.5)  # the service tells whole seconds: a shorter job says nothing
    assert "no estimate yet" in desk.text(Column.PROGRESS)
    released.set()
    desk.until_delivered()
    released.clear()
    desk.submit(one("second"))
    desk.until(lambda: len(desk.jobs.intents) == 2 and "left" in desk.text(Column.PROGRESS))
    assert desk.newest.length == pytest.approx(2.0, abs=0.2)
    assert desk.newest.progress in {None, 0}
