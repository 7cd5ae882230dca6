"""Text typed in the request becomes edits of the composition; what cannot be read is marked, and changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.ui.jobs.submission import Submission
from tilewright.ui.request import typed
from tilewright.ui.windows.main import MainWindow
from tilewright.usecases.make import request_text
from ui.conftest import OpenBench, OpenWindow
from ui.files.conftest import Answers
from ui.request.test_request import Page, expected

MADE = composition(
    tile("h", hidden=True), tile("a", 11, 0, locked=True), tile("b", 640, 0, name="board"), user_data="lesson"
)


@pytest.fixture
def page(make_bench: OpenBench, qtbot: QtBot) -> Iterator[Page]:
    made = Page(make_bench, qtbot, MADE)
    made.show()
    made.pane.text.setFocus()
    yield made
    made.close()


def put(page: Page, was: str, text: str) -> None:
    """Type ``text`` over the first ``was``, key by key."""
    cursor = page.pane.text.document().find(was)
    assert not cursor.isNull()
    page.pane.text.setTextCursor(cursor)
    QTest.keyClicks(page.pane.text, text)


def wait_for(qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    qtbot.waitUntil(is_so, timeout=10_000)


def finish(page: Page) -> None:
    QTest.keyClick(page.pane.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_that_typing_becomes_one_step_after_a_pause(page: Page, qtbot: QtBot) -> None:
    document = page.bench.session.document
    put(page, "<X>11</X>", "<X>12</X>")
    assert document.composition == MADE  # nothing happens while somebody types
    wait_for(qtbot, lambda: document.composition.tile("a").x == 12)
    put(page, "<Y>0</Y>", "<Y>7</Y>")
    wait_for(qtbot, lambda: document.composition.tile("a").y == 7)
    finish(page)
    page.pane.text.clearFocus()
    assert document.composition == MADE.with_tile(MADE.tile("a").replace(x=12, y=7))
    assert document.undo_text == "Edit the request"
    document.undo()
    assert document.composition == MADE
    assert not document.can_undo


def test_that_the_users_own_lines_stay_until_something_else_changes(page: Page, qtbot: QtBot) -> None:
    put(page, "<X>11</X>", "<X>   12 </X>")
    finish(page)
    QTest.qWait(300)  # it has settled
    assert "<X>   12 </X>" in page.text
    made = page.bench.session.composition
    page.settle(made.with_tile(made.tile("b").replace(x=3)))
    assert page.text == expected(page.bench.session.composition)
    assert "<X>3</X>" in page.text


def test_that_undo_brings_back_the_text_of_the_composition(page: Page, qtbot: QtBot) -> None:
    before = page.text
    put(page, "<X>11</X>", "<X>12</X>")
    finish(page)
    page.pane.text.clearFocus()
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.bench.session.document.undo()
    wait_for(qtbot, lambda: page.text == before)


def test_that_what_is_ours_alone_survives_and_the_selection_with_it(page: Page) -> None:
    page.bench.session.select(["b"])
    put(page, "<X>11</X>", "<X>12</X>")
    finish(page)
    made = page.bench.session.composition
    assert [one.id for one in made.tiles] == ["h", "a", "b"]
    assert made.tile("a").locked
    assert made.tile("h").hidden
    assert page.bench.session.selection == ("b",)


def test_that_text_that_cannot_be_read_is_marked_and_changes_nothing(page: Page) -> None:
    put(page, "<X>11</X>", "<X>12</Y>")
    finish(page)
    text = page.pane.text
    line = page.text[: page.text.index("<X>12</Y>")].count("\n") + 1
    assert page.bench.session.composition == MADE
    assert text.error_line == line
    assert page.pane.trouble.isVisible()
    assert f"Line {line}, column" in page.pane.trouble.words.text().replace("\u200b", "")
    assert text.accessibleDescription() == page.pane.trouble.words.accessibleName()
    waves = [
        mark.cursor.blockNumber() + 1
        for mark in text.extraSelections()
        if mark.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    ]
    assert waves == [line]
    (field,) = page.bench.unread.fields
    assert (field.page, field.called) == ("request", "the text of the request")


def test_that_mending_the_text_takes_the_mark_away_and_the_edit_over(page: Page) -> None:
    put(page, "<X>11</X>", "<X>12</Y>")
    finish(page)
    put(page, "</Y>", "</X>")
    finish(page)
    assert page.bench.session.composition.tile("a").x == 12
    assert page.pane.text.error_line == 0
    assert not page.pane.trouble.isVisible()
    assert page.bench.unread.fields == ()
    assert page.pane.text.accessibleDescription() == ""


def test_that_the_text_can_be_taken_back(page: Page, qtbot: QtBot) -> None:
    put(page, "<X>11</X>", "<X>12</Y>")
    finish(page)
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.trouble.take_back.click()
    assert page.text == expected(MADE)
    assert page.bench.unread.fields == ()
    assert not page.bench.session.document.can_undo


def test_that_the_cursor_goes_to_the_line_that_is_wrong(page: Page) -> None:
    put(page, "<X>11</X>", "<X>12</Y>")
    finish(page)
    page.pane.text.moveCursor(page.pane.text.textCursor().MoveOperation.Start)
    page.pane.trouble.go.click()
    assert page.pane.text.textCursor().blockNumber() + 1 == page.pane.text.error_line
    assert page.pane.text.hasFocus()


def test_that_what_changes_elsewhere_while_the_text_is_wrong_is_not_lost(page: Page, qtbot: QtBot) -> None:
    put(page, "<X>11</X>", "<X>12</Y>")
    finish(page)
    document = page.bench.session.document
    document.apply(document.composition.with_tile(MADE.tile("b").replace(x=99)), "Move")
    QTest.qWait(250)
    assert "<X>12</Y>" in page.text  # the user's text is not lost, either
    put(page, "</Y>", "</X>")
    finish(page)
    assert (document.composition.tile("a").x, document.composition.tile("b").x) == (12, 99)
    wait_for(qtbot, lambda: page.text == expected(document.composition))


def test_that_leaving_the_text_finishes_it(page: Page) -> None:
    put(page, "<X>11</X>", "<X>12</X>")
    other = QLineEdit(page.window)
    other.show()
    other.setFocus()
    assert page.bench.session.composition.tile("a").x == 12
    assert page.bench.session.document.undo_text == "Edit the request"


def test_that_what_is_pending_goes_with_whatever_is_done_next(page: Page) -> None:
    document = page.bench.session.document
    put(page, "<X>11</X>", "<X>12</X>")
    document.settle()
    assert document.committed.tile("a").x == 12
    put(page, "<Y>0</Y>", "<Y>8</Y>")
    page.bench.files.attach(Answers())  # type: ignore[arg-type]  # all that Files asks of it
    page.bench.files.leave(lambda: None)
    assert document.committed.tile("a").y == 8


def test_that_the_mark_and_a_signature_are_left_out_of_the_text_too(page: Page, qtbot: QtBot) -> None:
    said: list[str] = []
    page.bench.report.said.connect(lambda message: said.append(message.sentence))
    put(page, "lesson", "lesson tw1:0123456789abcdefghij")
    put(page, "a.mp4", "a.mp4?q-ak=AKID&amp;q-signature=5ec4e7")
    finish(page)
    wait_for(qtbot, lambda: "5ec4e7" not in page.text)
    assert page.text == expected(page.bench.session.composition)
    assert any("signature or token was removed from Url" in sentence for sentence in said)


def test_that_undo_in_the_text_takes_back_keys_first(page: Page) -> None:
    put(page, "<X>11</X>", "<X>12</X>")
    before = page.text
    QTest.keyClick(page.pane.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.text != before
    assert page.bench.session.composition == MADE


def test_that_a_new_line_begins_where_the_last_one_did(page: Page) -> None:
    cursor = page.pane.text.document().find("<X>11</X>")
    cursor.setPosition(cursor.selectionEnd())
    page.pane.text.setTextCursor(cursor)
    QTest.keyClick(page.pane.text, Qt.Key.Key_Return)
    QTest.keyClicks(page.pane.text, "<Z/>")
    lines = page.text.split("\n")
    at = next(number for number, line in enumerate(lines) if "<Z/>" in line)
    assert lines[at].index("<") == lines[at - 1].index("<")


def test_that_letters_that_qt_takes_for_others_are_not_changed_by_an_edit_elsewhere(page: Page) -> None:
    name = "a\u00a0b\u2028c\u2029d"
    page.settle(MADE.with_tile(MADE.tile("b").replace(name=name)))
    put(page, "<X>11</X>", "<X>12</X>")
    finish(page)
    assert page.bench.session.composition.tile("a").x == 12
    assert page.bench.session.composition.tile("b").name == name


def many(count: int) -> Composition:
    return composition(*(tile(f"t{number}", number, 1) for number in range(count)))


def test_that_a_long_text_is_read_behind_and_no_turn_takes_long(page: Page, qtbot: QtBot) -> None:
    page.settle(many(300))
    put(page, "<X>299</X>", "<X>5000</X>")
    begun = time.thread_time()
    page.bench.session.document.finish_typing()
    assert time.thread_time() - begun < 0.02
    assert page.bench.unread.is_reading
    wait_for(qtbot, lambda: page.bench.session.composition.tile("t299").x == 5000)
    assert not page.bench.unread.is_reading


def test_that_a_long_text_is_finished_at_once_where_nothing_may_be_left(page: Page) -> None:
    page.settle(many(120))
    put(page, "<X>119</X>", "<X>5000</X>")
    page.bench.session.document.settle()
    assert page.bench.session.document.committed.tile("t119").x == 5000
    assert len(page.text) > typed.AT_ONCE


def test_that_reading_a_usual_text_takes_no_time_that_is_felt(page: Page) -> None:
    page.settle(many(64))
    assert len(page.text) <= typed.AT_ONCE
    put(page, "<X>63</X>", "<X>5000</X>")
    begun = time.thread_time()
    finish(page)
    assert time.thread_time() - begun < 0.05
    assert page.bench.session.composition.tile("t63").x == 5000


def test_that_submit_waits_for_a_long_text(page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    submitting, sent = page.bench.jobs.submitting, list[Submission]()
    monkeypatch.setattr(submitting, "resubmit", sent.append)
    page.settle(many(200))
    put(page, "<X>199</X>", "<X>20</X>")
    page.bench.session.document.finish_typing()  # as before every command
    submitting.submit()
    assert submitting.is_sending
    assert sent == []
    wait_for(qtbot, lambda: len(sent) == 1)
    assert sent[0].composition is not None
    assert sent[0].composition.tile("t199").x == 20


def test_that_text_that_cannot_be_read_is_asked_about_before_it_is_lost(page: Page) -> None:
    answers, files = Answers(), page.bench.files
    files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    put(page, "<X>11</X>", "<X>12</Y>")
    finish(page)
    files.new()
    assert answers.asked == ["The text of the request cannot be read"]
    answers.press("Cancel")
    assert "<X>12</Y>" in page.text
    assert page.bench.session.composition == MADE
    closed: list[bool] = []
    assert not files.ending.allows(lambda: closed.append(files.ending.allows(lambda: None)))
    answers.press("Go on without it")
    assert closed == [True]


def test_that_what_is_pending_is_a_part_of_what_a_window_asks_about_at_its_end(page: Page) -> None:
    answers = Answers()
    page.bench.files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    put(page, "<X>11</X>", "<X>12</X>")
    assert not page.bench.files.ending.allows(lambda: None)
    assert "not saved yet" in answers.asked[0]
    assert page.bench.session.document.committed.tile("a").x == 12


def test_that_text_that_cannot_be_read_goes_with_its_composition_and_that_this_is_told(
    page: Page, qtbot: QtBot
) -> None:
    put(page, "<X>11</X>", "<UriKey>SECRET</UriKey><X>12</Y>")
    finish(page)
    with qtbot.waitSignal(page.bench.report.said) as told:
        page.bench.files.put_fresh()
    assert "could not be read is gone" in told.args[0].sentence
    told.args[0].run()
    assert "<UriKey>HIDDEN</UriKey><X>12</Y>" in QGuiApplication.clipboard().text()
    wait_for(qtbot, lambda: page.text == expected(page.bench.files.fresh()))
    assert page.bench.unread.fields == ()
    assert page.pane.text.error_line == 0


def test_that_submit_is_off_while_the_text_cannot_be_read_and_goes_there(open_window: OpenWindow, qtbot: QtBot) -> None:
    window: MainWindow = open_window(MADE)
    window.bench.commands.run("view.request")
    pane = window.panels.request.content
    qtbot.waitUntil(lambda: "<X>11</X>" in pane.text.toPlainText(), timeout=10_000)
    pane.text.setTextCursor(pane.text.document().find("<X>11</X>"))
    QTest.keyClicks(pane.text, "<X>12</Y>")
    window.bench.session.document.finish_typing()
    assert window.toolbar.submit_button.summary.off == "The request's text to mend first"
    window.bench.commands.run("view.jobs")
    window.bench.jobs.submitting.submit()
    assert pane.isVisible()
    assert pane.text.textCursor().blockNumber() + 1 == pane.text.error_line
    assert not window.bench.jobs.submitting.is_sending
    assert request_text(window.bench.session.composition) == request_text(MADE)


def test_that_more_than_a_request_may_have_is_not_pasted_and_that_is_told(page: Page) -> None:
    said: list[str] = []
    page.bench.report.said.connect(lambda message: said.append(message.sentence))
    before = page.text
    QGuiApplication.clipboard().setText("x" * 5_000_000)
    page.pane.text.paste()
    assert page.text == before
    assert said == ["With what was on the clipboard the request would be larger than 4 MiB."]
    QGuiApplication.clipboard().setText("<!-- mine -->")
    page.pane.text.paste()
    assert "<!-- mine -->" in page.text


def test_that_what_is_typed_here_is_exact_where_only_even_pixels_are_wanted(page: Page, qtbot: QtBot) -> None:
    document = page.bench.session.document
    page.bench.preferences.set("even", True)
    put(page, "<X>11</X>", "<X>13</X>")
    wait_for(qtbot, lambda: document.composition.tile("a").x == 13)
    finish(page)
    assert "<X>13</X>" in page.pane.text.toPlainText()
    assert document.composition.tile("a").x == 13
