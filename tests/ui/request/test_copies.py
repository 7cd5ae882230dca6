"""The request on the clipboard: four forms, by button, menu and key, and never a secret among them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.ui.commands import request
from tilewright.ui.request.text import RequestText
from tilewright.usecases.ffmpeg_form import AtHand, as_ffmpeg
from tilewright.usecases.make import request_text
from tilewright.usecases.request_forms import Kind, as_curl, as_python, as_xml
from ui.conftest import OpenBench
from ui.request.test_request import Page

MADE = composition(tile("a", name="board"), callback="https://teacher:pa55word@school.example/done", user_data="수업")


@pytest.fixture
def page(make_bench: OpenBench, qtbot: QtBot) -> Iterator[Page]:
    made = Page(make_bench, qtbot, MADE)
    made.bench.commands.add(request.commands(made.bench))
    made.show()
    yield made
    made.close()


def copied(page: Page, kind: Kind, qtbot: QtBot) -> str:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    page.bench.commands.run(f"request.copy-{kind}")
    qtbot.waitUntil(lambda: clipboard.text() != "before", timeout=10_000)
    return clipboard.text()


def test_that_each_form_is_copied_and_told(page: Page, qtbot: QtBot) -> None:
    said: list[str] = []
    page.bench.report.said.connect(lambda message: said.append(f"{message.sentence} {message.hint}"))
    target = page.bench.session.target
    page.bench.session.learn(known(a=source()))
    assert copied(page, "xml", qtbot) == as_xml(MADE).text
    assert copied(page, "curl", qtbot) == as_curl(MADE, target).text
    assert copied(page, "python", qtbot) == as_python(MADE, target).text
    assert copied(page, "ffmpeg", qtbot) == as_ffmpeg(MADE, AtHand(known(a=source()))).text
    assert ["HIDDEN" in words for words in said] == [True, True, True, False]
    assert "/path/to" in said[3]
    assert "pa55word" not in "".join(said)


def test_that_xml_without_secrets_is_copied_byte_for_byte_as_it_is_sent(page: Page, qtbot: QtBot) -> None:
    plain = MADE.replace(callback=None)
    page.settle(plain)
    assert copied(page, "xml", qtbot).encode() == request_text(plain)
    with qtbot.waitSignal(page.pane.shown, timeout=10_000):
        page.pane.tools.mark.click()
    assert "tw1:" in copied(page, "xml", qtbot)


def test_that_what_cannot_be_made_is_told_and_the_clipboard_is_left_alone(page: Page, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    with qtbot.waitSignal(page.bench.report.said, timeout=10_000) as told:
        page.bench.commands.run("request.copy-ffmpeg")  # nothing is known of the video
    assert "a.mp4" in told.args[0].sentence
    assert QGuiApplication.clipboard().text() == "before"


def test_that_what_is_being_typed_is_a_part_of_the_copy(page: Page, qtbot: QtBot) -> None:
    page.pane.text.setTextCursor(page.pane.text.document().find("board"))
    QTest.keyClicks(page.pane.text, "wall")
    assert "<Name>wall</Name>" in copied(page, "xml", qtbot)


def test_that_what_is_asked_for_while_a_text_is_read_is_copied_once(page: Page, qtbot: QtBot) -> None:
    told: list[str] = []
    page.bench.report.said.connect(lambda message: told.append(message.sentence))
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    page.bench.unread.set_reading(reading=True)
    for kind in ("xml", "curl", "curl"):
        page.bench.commands.run(f"request.copy-{kind}")
    assert clipboard.text() == "before"
    page.bench.unread.set_reading(reading=False)
    qtbot.waitUntil(lambda: clipboard.text() != "before", timeout=10_000)
    assert clipboard.text() == as_curl(MADE, page.bench.session.target).text
    assert copied(page, "python", qtbot) == as_python(MADE, page.bench.session.target).text
    assert ["curl" in words for words in told] == [True, False]


def test_that_the_button_opens_a_menu_with_names_and_keys(page: Page, qtbot: QtBot) -> None:
    page.pane.tools.copy.setFocus()
    QTest.keyClick(page.pane.tools.copy, Qt.Key.Key_Space)
    menu = page.pane.tools.findChild(QMenu, "requestCopies")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "Copy as XML",
        "Copy as a script for curl",
        "Copy as a script for Python",
        "Copy as FFmpeg command",
    ]
    assert all(action.shortcut().toString() for action in menu.actions())
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clipboard.text() != "before", timeout=10_000)
    assert clipboard.text() == as_xml(MADE).text


def test_that_what_is_copied_out_of_the_text_by_hand_has_no_secret(qtbot: QtBot) -> None:
    text = RequestText()
    qtbot.addWidget(text)
    text.show_text(
        "<a>\U0001f600<UriKey>SECRET</UriKey>\n<Url>https://a.example/1?q-signature=SIGNED</Url>é\u00a0z</a>"
    )
    clipboard = QGuiApplication.clipboard()
    text.selectAll()
    text.copy()
    assert clipboard.text() == "<a>\U0001f600<UriKey>HIDDEN</UriKey>\n<Url>https://a.example/1?</Url>é\u00a0z</a>"
    for part, copied in (
        ("SECRET", "HIDDEN"),
        ("ECRE", "HIDDEN"),
        ("RET</Uri", "HIDDEN</Uri"),
        ("Key>SE", "Key>HIDDEN"),
    ):
        assert text.find_next(part, from_start=True)
        text.copy()
        assert clipboard.text() == copied
