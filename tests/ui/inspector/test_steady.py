"""What is said below a field moves nothing away from under a pointer that aims at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tilewright.model.paths import write_path
from tilewright.ui.inspector.aim import REST_MS
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.message import Message
from tilewright.ui.inspector.page import Page, all_pages
from tilewright.ui.widgets.switch import Switch

from .conftest import OpenInspector, whole
from .test_pages import binding_of

LONG = (
    "This sentence is so long that no line of the inspector has room for it, so that it takes at least three of them."
)


@pytest.fixture(autouse=True)
def away() -> Iterator[None]:
    """The pointer is where it is in no other test."""
    yield
    QCursor.setPos(QPoint(799, 799))


def point_at(place: QPoint) -> None:
    QCursor.setPos(place)
    QTest.qWait(1)  # until the window has heard of it


def middle(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())


def settle(inspector: Inspector, qtbot: QtBot) -> None:
    """Until everything is made and laid out, however busy the machine is: what is aimed at moves by itself no more."""
    qtbot.waitUntil(lambda: not inspector._turns.is_active, timeout=20_000)
    before: list[QRect] = []
    while (now := [w.geometry() for w in inspector.findChildren(QWidget) if w.isVisible()]) != before:
        before = now
        qtbot.wait(50)


def scale_switch(inspector: Inspector) -> Switch:
    return inspector.page("frame").findChild(Switch, "scaleLayout")


def type_in(widget: QWidget, text: str) -> None:
    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(widget, text)


def test_that_a_switch_is_hit_that_is_aimed_at_while_a_problem_comes(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    inspector = open_inspector(selection=())
    width = binding_of(inspector, "transcode.video.width").row
    switch = scale_switch(inspector)
    settle(inspector, qtbot)
    aimed, was = middle(switch), switch.isChecked()
    point_at(aimed)
    type_in(width.editor, "12w0 foo and more of what no number has in it, until it is long")
    inspector.bench.findings.refresh()
    qtbot.wait(50)  # not until all is still: a pointer that rests for long aims at nothing
    assert width.message.level == "error"
    assert middle(switch) == aimed
    window = inspector.window()
    QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, window.mapFromGlobal(aimed)
    )
    assert switch.isChecked() != was


def test_that_a_press_that_ends_a_problem_is_still_a_click(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    """Leaving the field makes its sentence shorter; what was pressed stays below the pointer until it is let go."""
    inspector = open_inspector()
    name = binding_of(inspector, "transcode.video.codec").row
    pressed = binding_of(inspector, "transcode_template_id").row.editor
    name.message.say("error", LONG, "Mend it")
    settle(inspector, qtbot)
    aimed = middle(pressed)
    point_at(aimed)
    handle, place = inspector.window().windowHandle(), inspector.window().mapFromGlobal(aimed)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    name.message.say("hint", "")
    qtbot.wait(REST_MS + 300)
    assert middle(pressed) == aimed
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: middle(pressed).y() < aimed.y(), timeout=REST_MS * 3)


def below(page: Page, message: Message) -> QWidget | None:
    """The next control further down than the message that is seen without scrolling."""
    top = message.parentWidget().mapTo(page, message.geometry().bottomLeft()).y()
    room = page.parentWidget().rect()
    found = [
        (place.y(), editor)
        for editor in (binding.row.editor for binding in page.bindings)
        if editor.isVisible()
        and (place := editor.mapTo(page, editor.rect().center())).y() - editor.height() / 2 > top
        and room.contains(editor.mapTo(page.parentWidget(), editor.rect().center()))
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


@pytest.mark.parametrize("page_id", [page.id for page in all_pages()])
def test_that_no_message_of_a_page_moves_what_is_pointed_at(
    open_inspector: OpenInspector, qtbot: QtBot, page_id: str
) -> None:
    inspector = open_inspector(write_path(whole(), "callback_type", "TDMQ"))
    inspector.show_page(page_id)
    page = inspector.page(page_id)
    qtbot.wait(100)
    tried = 0
    for message in {binding.row.message for binding in page.bindings}:
        aimed = below(page, message) if message.parentWidget().isVisible() else None
        if aimed is None:
            continue
        before = message.level, message.text, message.link.text()
        place = middle(aimed)
        point_at(place)
        for said in (("error", LONG, "Mend it"), ("error", LONG, ""), ("warning", "Short.", "Mend"), ("hint", "", "")):
            message.say(*said)
            QTest.qWait(1)
            assert middle(aimed) == place, (message._about, said)
        point_at(QPoint(799, 799))
        message.say(*before)
        QTest.qWait(20)
        tried += 1
    assert tried or page_id == "advanced"


def test_that_a_problem_in_one_line_takes_the_room_of_the_hint(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(write_path(whole(), "transcode.audio.remove", None))
    row = binding_of(inspector, "job_level").row
    settle(inspector, qtbot)
    height = row.message.height()
    for level, text, link in (("error", "The largest is 2.", "Make it 2"), ("off", "Off.", ""), ("note", "Well.", "")):
        row.message.say(level, text, link)
        qtbot.wait(10)
        assert row.message.height() == height
        assert row.message.link.isVisible() == bool(link)
        assert not link or row.message.link.height() >= 24


def test_that_what_waits_for_room_is_cut_and_whole_in_its_tooltip(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector()
    message = binding_of(inspector, "transcode.container.format").row.message
    codec = binding_of(inspector, "transcode.video.codec").row.editor
    settle(inspector, qtbot)
    point_at(middle(codec))
    message.say("error", LONG)
    qtbot.wait(20)
    assert message.words.text().endswith("…")
    assert message.words.toolTip() == LONG
    assert message.words.accessibleName() == LONG
    assert message.words.fontMetrics().horizontalAdvance(message.words.text()) <= message.words.width()
    point_at(middle(inspector.rail))  # the pointer leaves: there is room now
    qtbot.waitUntil(lambda: message.words.text() == LONG and message.height() > 30, timeout=REST_MS)
    assert message.words.toolTip() == ""


def test_that_a_pointer_that_is_left_lying_hides_nothing(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    """Who types has the pointer anywhere."""
    inspector = open_inspector()
    message = binding_of(inspector, "transcode.video.codec").row.message
    message.say("hint", "")
    settle(inspector, qtbot)
    point_at(middle(binding_of(inspector, "transcode_template_id").row.editor))
    message.say("error", LONG)
    qtbot.wait(20)
    assert not message.isVisible()
    qtbot.waitUntil(message.isVisible, timeout=REST_MS * 3)
    assert message.words.text() == LONG


def test_that_a_field_that_comes_into_sight_moves_nothing_that_is_aimed_at(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    path = "transcode.container.clip.duration"  # a field that few people set, above most others of the page
    inspector = open_inspector(write_path(whole(), path, None))
    inspector.show_page("video")
    row, aimed = binding_of(inspector, path).row, binding_of(inspector, "transcode_template_id").row.editor
    settle(inspector, qtbot)
    place = middle(aimed)
    point_at(place)
    document = inspector.bench.session.document
    document.apply(write_path(document.composition, path, 7), "elsewhere")
    qtbot.wait(20)
    assert middle(aimed) == place
    assert not row.isVisible()
    point_at(middle(inspector.rail))
    qtbot.waitUntil(row.isVisible, timeout=REST_MS * 3)


def test_that_every_page_ends_below_its_last_field(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(whole(), height=400, shows_all=True)
    for kind in all_pages():
        inspector.show_page(kind.id)
        page = inspector.page(kind.id)
        page.refresh()
        settle(inspector, qtbot)
        last = max(widget.geometry().bottom() for widget in page.children() if isinstance(widget, QWidget))
        room = page.parentWidget().height() if page.parentWidget() else 0
        assert page.height() <= max(room, last + 60), kind.id
