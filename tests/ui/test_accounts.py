"""Accounts: where they are set up is said, and what was set up meanwhile is there when the list is opened."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tilewright import settings
from tilewright.accounts.keys import SECRET_ID, SECRET_KEY
from tilewright.accounts.profile import Profile
from tilewright.ui.accounts import EXAMPLE
from tilewright.ui.report import Message
from tilewright.ui.widgets.buttons import PlainButton
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.windows.question import Question

SCHOOL = Profile(name="school", bucket="lessons-1250000000", region="ap-shanghai")


def write(*profiles: Profile) -> None:
    settings.change(settings.home(), lambda now: msgspec.structs.replace(now, profiles=profiles))


def entries(window: MainWindow) -> list[str]:
    """What the profile box offers when it is opened."""
    menu = window.toolbar.profile_box.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return [action.text().split("    ")[0] for action in menu.actions() if action.text()]


def press(window: MainWindow, text: str) -> None:
    (question,) = [one for one in window.findChildren(Question) if one.isVisible()]
    next(button for button in question.findChildren(PlainButton) if button.text() == text).click()


def test_that_an_account_that_was_set_up_meanwhile_is_in_the_list(window: MainWindow) -> None:
    others = ["Rehearse on the local cloud", "Name of the result…", "Local cloud…", "Accounts…"]
    assert sorted(entries(window)) == sorted(["Local cloud", *others])
    write(SCHOOL)
    assert entries(window)[:2] == ["Local cloud", "school"]
    window.bench.choose_profile("school")
    assert window.bench.session.target.bucket == SCHOOL.bucket


def test_that_submissions_go_where_the_account_says_now(window: MainWindow) -> None:
    write(SCHOOL)
    entries(window)
    window.bench.choose_profile("school")
    write(SCHOOL.replace(bucket="talks-1250000000"))
    entries(window)
    assert window.bench.session.target.bucket == "talks-1250000000"


def test_that_settings_that_cannot_be_read_are_told_and_change_nothing(window: MainWindow) -> None:
    write(SCHOOL)
    entries(window)
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    path = settings.path_in(settings.home())
    good = path.read_bytes()
    path.write_text("{")
    assert "school" in entries(window)
    assert "cannot be read" in said[-1].sentence
    path.write_bytes(good)  # the window writes into it when it is closed


def test_that_it_is_said_where_accounts_are_set_up(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[Path] = []
    window.bench.jobs.actions.show_file = lambda path: not shown.append(path)
    window.bench.commands.run("file.accounts")
    (question,) = window.findChildren(Question)
    told = question.accessibleDescription()
    for words in (str(settings.path_in(settings.home())), "tilewright:NAME", SECRET_ID, SECRET_KEY):
        assert words in told
    assert told.count("\n\n") == 2  # to be read, not waded through
    press(window, "Show the folder")
    assert shown == [settings.home()]
    window.bench.commands.run("file.accounts")
    press(window, "Copy an example")
    assert QGuiApplication.clipboard().text() == EXAMPLE
    settings.path_in(settings.home()).write_text("{" + EXAMPLE + "}")
    assert "school" in entries(window)


def test_that_the_example_of_the_documents_is_taken(window: MainWindow) -> None:
    text = (Path(__file__).parents[2] / "docs" / "accounts.md").read_text()
    settings.path_in(settings.home()).write_text(text.partition("```json\n")[2].partition("```")[0])
    assert entries(window)[:2] == ["Local cloud", "school"]
    assert settings.load(settings.home()).default_profile == "school"
