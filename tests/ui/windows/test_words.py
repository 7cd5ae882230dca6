"""Palette, keys and questions in another language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu, QWidget

from tilewright.ui.windows.keys import KeysDialog
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.windows.palette import Palette
from tilewright.ui.windows.question import Question
from ui.conftest import OpenWindow
from ui.pseudo import OPEN, english, texts_of


@pytest.fixture
def window(pseudo: None, open_window: OpenWindow) -> MainWindow:
    return open_window()


def told(widget: QWidget) -> list[str]:
    return [text for _, text in texts_of(widget)]


def test_that_all_that_the_palette_finds_is_translated(window: MainWindow) -> None:
    window.bench.commands.run("help.palette")
    QCoreApplication.processEvents()
    (palette,) = window.findChildren(Palette)
    rows = palette.model.rows
    assert len(rows) > 80
    for row in rows:
        assert english([row.text, row.reason, row.command.names, row.command.submenu]) == set(), row.command.id
        assert row.words.count(OPEN) >= (2 if row.command.menu else 1), row.words
    assert english(told(palette)) == set()
    palette.close_palette()


def test_that_all_keys_are_told_in_another_language(window: MainWindow) -> None:
    window.bench.commands.run("help.keys")
    (dialog,) = window.findChildren(KeysDialog)
    table = dialog.table
    assert table.rowCount() > 60
    items = [table.item(row, 0) for row in range(table.rowCount())]
    assert english(item.text() for item in items if item is not None) == set()
    assert english(told(dialog)) == set()
    dialog.close()


def test_that_the_menus_say_why_something_is_off_in_another_language(window: MainWindow) -> None:
    reasons = [command.off() for command in window.bench.commands.all()]
    assert len([reason for reason in reasons if reason]) > 20
    assert english(reasons) == set()


@contextmanager
def the_question(window: MainWindow) -> Iterator[Question]:
    (question,) = window.findChildren(Question)
    yield question
    question.close()
    question.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_questions_are_asked_in_another_language(window: MainWindow) -> None:
    window.bench.commands.run("file.accounts")
    with the_question(window) as question:
        assert len(texts_of(question)) > 4
        assert english(told(question)) == set()
        assert english([question.windowTitle(), question.accessibleDescription()]) == set()


def test_that_the_menu_of_profiles_is_translated(window: MainWindow) -> None:
    menu = window.toolbar.profile_box.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert len(texts) == 5
    assert english(texts) == set()
