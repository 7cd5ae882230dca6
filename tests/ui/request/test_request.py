"""The Request page shows, byte for byte, what would be sent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.ui.request.pane import RequestPane
from tilewright.usecases.make import request_text
from ui.conftest import OpenBench


class Page:
    def __init__(self, open_bench: OpenBench, qtbot: QtBot, made: Composition) -> None:
        self.bench = open_bench(made)
        self._qtbot = qtbot
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.pane = RequestPane(self.bench)
        column.addWidget(self.pane.tools)
        column.addWidget(self.pane)
        self.window.resize(700, 400)

    def show(self) -> None:
        with self._qtbot.waitSignal(self.pane.shown, timeout=10_000):
            self.window.show()
        self.window.activateWindow()

    @property
    def text(self) -> str:
        return self.pane.text.toPlainText()

    def settle(self, made: Composition) -> None:
        with self._qtbot.waitSignal(self.pane.shown, timeout=10_000):
            self.bench.session.document.apply(made, "Change")

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def page(make_bench: OpenBench, qtbot: QtBot) -> Iterator[Page]:
    made = Page(make_bench, qtbot, composition(tile("a"), user_data="lesson"))
    yield made
    made.close()


def expected(made: Composition) -> str:
    return request_text(made, pretty=True).decode()


def test_that_it_is_what_the_command_line_writes(page: Page) -> None:
    page.show()
    assert page.text == expected(page.bench.session.composition)


def test_that_it_follows_the_composition_and_stays_where_it_was_read(page: Page) -> None:
    page.show()
    bar = page.pane.text.verticalScrollBar()
    bar.setValue(5)
    made = page.bench.session.composition.with_tile(tile("a", 17, 23))
    page.settle(made)
    assert page.text == expected(made)
    assert "<X>17</X>" in page.text
    assert bar.value() == 5


def test_that_a_hidden_page_writes_nothing_until_it_is_seen(page: Page, qtbot: QtBot) -> None:
    page.bench.session.document.apply(composition(tile("b")), "Change")
    QTest.qWait(50)
    assert page.text == ""
    page.show()
    assert page.text == expected(composition(tile("b")))


def test_that_problems_are_no_hindrance(page: Page) -> None:
    page.show()
    made = composition(tile("a", 0, 0, -5, 9000))
    page.settle(made)
    assert "<Width>-5</Width>" in page.text


def test_that_the_mark_is_shown_when_it_is_asked_for(page: Page, qtbot: QtBot) -> None:
    page.show()
    assert "tw1:" not in page.text
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert "lesson tw1:" in page.text
    assert "output/lesson-" in page.text


def test_that_without_an_output_the_mark_says_what_is_missing(page: Page, qtbot: QtBot) -> None:
    page.show()
    page.settle(composition(tile("a"), output=None))
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert page.pane._problem.isVisible()
    assert "output" in page.pane._problem.text()
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert not page.pane._problem.isVisible()


def copied(page: Page) -> str:
    page.pane.tools.copy.click()
    return QGuiApplication.clipboard().text()


def test_that_copy_takes_it_byte_for_byte_as_it_is_sent(page: Page, qtbot: QtBot) -> None:
    page.show()
    assert copied(page).encode() == request_text(page.bench.session.composition)
    assert copied(page) != page.text
    page.settle(composition(tile("b"), user_data="수업"))
    assert copied(page).encode() == request_text(page.bench.session.composition)


def test_that_the_page_says_what_copy_takes_and_what_comes_with_submit(page: Page, qtbot: QtBot) -> None:
    page.show()
    assert "byte for byte" in page.pane._said.text()
    assert "come with Submit" in page.pane._said.text()
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert "are examples" in page.pane._said.text()
    (mark,) = re.findall(r"tw1:\w+", copied(page))
    assert mark in page.text


def test_that_there_is_nothing_to_copy_while_there_is_no_request(page: Page, qtbot: QtBot) -> None:
    assert not page.pane.tools.copy.isEnabled()
    page.show()
    assert page.pane.tools.copy.isEnabled()
    page.settle(composition(tile("a"), output=None))
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert not page.pane.tools.copy.isEnabled()


def test_that_words_are_found_one_after_the_other_and_from_the_start_again(page: Page, qtbot: QtBot) -> None:
    page.show()
    page.pane.text.setFocus()
    QTest.keyClick(page.pane.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.pane.tools.field.hasFocus()
    QTest.keyClicks(page.pane.tools.field, "<width>")
    assert len(page.pane.text.extraSelections()) == page.text.count("<Width>") == 2
    first = page.pane.text.textCursor().position()
    QTest.keyClick(page.pane.tools.field, Qt.Key.Key_Return)
    assert page.pane.text.textCursor().position() > first
    QTest.keyClick(page.pane.tools.field, Qt.Key.Key_Return)
    assert page.pane.text.textCursor().position() == first
    QTest.keyClick(page.pane.tools.field, Qt.Key.Key_Escape)
    assert page.pane.text.hasFocus()
    assert page.pane.text.extraSelections() == []


def test_that_tab_leaves_the_text_and_typing_changes_nothing(page: Page) -> None:
    page.show()
    before = page.text
    page.pane.text.setFocus()
    QTest.keyClicks(page.pane.text, "abc")
    assert page.text == before
    QTest.keyClick(page.pane.text, Qt.Key.Key_Tab)
    assert not page.pane.text.hasFocus()


def test_that_a_request_of_a_hundred_tiles_does_not_hold_up_the_hand(page: Page, qtbot: QtBot) -> None:
    page.show()
    many = composition(*(tile(f"t{number}", number, number) for number in range(100)))
    text = expected(many)
    page.pane.text.show_text("")
    begun = time.thread_time()
    page.pane.text.show_text(text)
    assert time.thread_time() - begun < 0.05
