"""The Request page shows, byte for byte, what would be sent."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
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


def test_that_the_page_says_what_comes_with_submit(page: Page, qtbot: QtBot) -> None:
    page.show()
    assert "without these line breaks" in page.pane._said.text()
    assert "come with Submit" in page.pane._said.text()
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert "are examples" in page.pane._said.text()


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


def test_that_with_the_mark_the_text_is_only_read(page: Page, qtbot: QtBot) -> None:
    page.show()
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    before = page.text
    QTest.keyClicks(page.pane.text, "abc")
    assert page.text == before


def test_that_tab_leaves_the_text(page: Page) -> None:
    page.show()
    page.pane.text.setFocus()
    QTest.keyClick(page.pane.text, Qt.Key.Key_Tab)
    assert not page.pane.text.hasFocus()


def test_that_a_request_of_a_thousand_tiles_does_not_hold_up_the_hand(page: Page) -> None:
    page.show()
    many = composition(*(tile(f"t{number}", number, number) for number in range(1000)))
    text = expected(many)
    begun = time.thread_time()
    page.pane.text.show_text(text)
    assert time.thread_time() - begun < 0.05
    begun = time.thread_time()
    page.pane.text.show_text(text.replace("<X>500</X>", "<X>501</X>"))
    assert time.thread_time() - begun < 0.05
    assert "<X>500</X>" not in page.text


def test_that_what_is_marked_and_in_sight_stays_when_lines_come_before_it(page: Page) -> None:
    page.show()
    text = page.pane.text
    cursor = text.document().find("lesson")
    text.setTextCursor(cursor)
    bar = text.verticalScrollBar()
    bar.setValue(12)
    before = bar.value(), text.firstVisibleBlock().text()
    assert before[0]
    made = page.bench.session.composition
    page.settle(made.replace(tiles=(tile("z"), *made.tiles)))
    assert text.textCursor().selectedText() == "lesson"
    assert text.firstVisibleBlock().text() == before[1]
    assert bar.value() > before[0]
