"""Jobs that ended are told to whoever looks elsewhere, together, and never over anybody's work."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from tilewright.errors import DiskFull
from tilewright.jobs.intent import Intent
from tilewright.model.states import State
from tilewright.ui.jobs.endings import Notice, notice_of
from tilewright.ui.windows.notices import Notices, Tray
from tilewright.usecases import errands

from .conftest import Desk, OpenDesk, one
from .test_wording import intent


class Told(Tray):
    """A tray of the test: screens of tests have none."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.messages: list[tuple[str, str]] = []

    @property
    def is_there(self) -> bool:
        return True

    def show_message(self, title: str, text: str) -> None:
        self.messages.append((title, text))


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


def ended(name: str, state: State = State.SUCCESS, **fields: object) -> Intent:
    return intent(state, name=name, ended=200.0, **fields)


def test_that_one_job_is_told_by_its_name_only() -> None:
    made = dataclasses.replace(ended("lesson"), delivered_path="/home/anna/private/lesson.mp4", delivered=201.0)
    notice = notice_of([made])
    assert notice == Notice("lesson is done.", "Click to see it in Jobs.", made.id)


def test_that_a_failure_says_what_happened() -> None:
    notice = notice_of([ended("lesson", State.FAILED, code="ResourceNotFound", message="a.mp4 is not there")])
    assert notice.title == "lesson could not be made."
    assert notice.text


def test_that_many_are_told_together_and_the_failed_one_is_shown() -> None:
    made = [ended("a"), ended("b"), ended("c", State.FAILED), ended("d"), ended("e")]
    assert notice_of(made) == Notice("4 videos are done, 1 could not be made", "c, a, b and 2 more", made[2].id)


def test_that_a_window_in_the_background_tells_by_the_tray_and_a_click_shows_the_job(
    desk: Desk,
    window: QMainWindow,
    qtbot: QtBot,
) -> None:
    tray = Told(window)
    desk.submit(one("first"))
    desk.until_delivered()
    desk.table.choose_row(0)
    told: list[Notice] = []
    desk.jobs.endings.gathered.connect(told.append)
    desk.until(lambda: told)
    notices = Notices(window, desk.bench, tray)
    desk.window.activateWindow()
    desk.submit()
    desk.until_delivered(2)
    desk.until(lambda: tray.messages)
    assert tray.messages == [("lesson is done.", "Click to see it in Jobs.")]
    assert not window.isActiveWindow()
    tray.clicked.emit()
    assert desk.jobs.current == desk.newest.id
    assert desk.table.currentIndex().row() == 0
    assert desk.jobs.shows_details
    desk.until(window.isActiveWindow)
    notices.deleteLater()


def test_that_a_failure_is_told_and_a_job_that_was_cancelled_is_not(desk: Desk, window: QMainWindow) -> None:
    tray = Told(window)
    Notices(window, desk.bench, tray)
    desk.window.activateWindow()
    desk.jobs.endings.tell(ended("lesson", State.FAILED, message="no"))
    desk.jobs.endings.tell(ended("other", State.CANCELLED))
    desk.until(lambda: tray.messages)
    assert [title for title, _ in tray.messages] == ["lesson could not be made."]


def test_that_names_are_no_markup_in_a_notice(desk: Desk, window: QMainWindow) -> None:
    """Desktops may show tags, links and pictures in its text."""
    tray = Told(window)
    Notices(window, desk.bench, tray)
    desk.window.activateWindow()
    for name in ("plain", "<img src=x>", "a &lt; b"):
        desk.jobs.endings.tell(ended(name))
    desk.until(lambda: tray.messages)
    ((_, text),) = tray.messages
    assert "<img" not in text
    assert "&lt;" not in text
    assert text.replace("\u2060", "") == "plain, <img src=x>, a &lt; b"


def test_that_a_video_that_does_not_get_to_its_place_is_told_once(
    desk: Desk, window: QMainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise DiskFull("No room left on the disk.", "Make room.")

    tray = Told(window)
    Notices(window, desk.bench, tray)
    desk.window.activateWindow()
    told: list[Notice] = []
    desk.jobs.endings.gathered.connect(told.append)
    with monkeypatch.context() as patch:
        patch.setattr(errands, "deliver", no_room)
        desk.submit(one("lesson"))
        desk.until(lambda: tray.messages)
    assert tray.messages == [("lesson is done.", "Click to see it in Jobs.")]
    assert "No room left on the disk." in desk.sentences
    desk.jobs.ask_now()
    desk.until_delivered()
    desk.until(lambda: "lesson is done." in desk.sentences)
    desk.jobs.endings.tell(ended("other"))
    desk.until(lambda: len(told) > 1)
    assert [notice.title for notice in told] == ["lesson is done.", "other is done."]


def test_that_a_video_that_was_done_before_the_window_opened_is_not_told_while_its_place_is_not_there(
    open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise DiskFull("No room left on the disk.", "Make room.")

    monkeypatch.setattr(errands, "deliver", no_room)
    first = open_desk()
    first.submit(one("lesson"))
    first.until(lambda: "No room left on the disk." in first.sentences)
    second = open_desk("other")
    told: list[Notice] = []
    second.jobs.endings.gathered.connect(told.append)
    second.until(lambda: "No room left on the disk." in second.sentences)
    second.jobs.endings.tell(ended("other"))
    second.until(lambda: told)
    assert [notice.title for notice in told] == ["other is done."]


@pytest.mark.parametrize("why", ["active", "dialog active", "switched off"])
def test_that_nothing_is_told_where_it_is_seen_or_not_wanted(
    desk: Desk,
    window: QMainWindow,
    qtbot: QtBot,
    why: str,
) -> None:
    tray = Told(window)
    Notices(window, desk.bench, tray)
    if why == "active":
        window.activateWindow()
        desk.until(window.isActiveWindow)
    elif why == "dialog active":
        dialog = QDialog(window)
        dialog.show()
        dialog.activateWindow()
        desk.until(dialog.isActiveWindow)
    else:
        desk.window.activateWindow()
        assert desk.bench.preferences.window.notifies
        desk.bench.commands.run("jobs.notify")
        assert not desk.bench.preferences.window.notifies
    told: list[Notice] = []
    desk.jobs.endings.gathered.connect(told.append)
    desk.jobs.endings.tell(ended("lesson"))
    desk.until(lambda: told)
    assert tray.messages == []


def test_that_without_a_tray_nothing_comes_to_the_front(desk: Desk, window: QMainWindow) -> None:
    notices = Notices(window, desk.bench)
    assert not notices._tray.is_there
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    told: list[Notice] = []
    desk.jobs.endings.gathered.connect(told.append)
    desk.jobs.endings.tell(ended("lesson"))
    desk.until(lambda: told)
    assert desk.window.isActiveWindow()
