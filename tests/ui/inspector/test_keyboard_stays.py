"""Who has the keyboard while pages come and go: nobody's next keys land where they were not meant for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.ui.files.dialogs import Dialogs
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.jobs.panel import JobTools
from tilewright.ui.widgets.buttons import PlainButton
from tilewright.ui.widgets.field import Field
from tilewright.ui.windows.main import MainWindow
from ui.conftest import OpenWindow

from .conftest import whole

pytestmark = pytest.mark.expects_log("propagateSizeHints")  # dialogs of a fixed size, offscreen


def enter(window: MainWindow, name: str) -> Field:
    found = window.findChild(Field, name)
    assert found is not None
    found.setFocus(Qt.FocusReason.TabFocusReason)
    found.selectAll()
    return found


def page_of(window: MainWindow) -> str:
    found = window.findChild(Inspector, "inspector")
    assert found is not None
    return found.current


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def keyboard_of(window: MainWindow) -> str:
    focused = window.bench.keyboard.within(window)
    return (focused.objectName() or focused.accessibleName()) if focused is not None else ""


def leave_window(qtbot: QtBot) -> QWidget:
    """Another window of the program is active now."""
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    return other


def come_back(window: MainWindow, qtbot: QtBot) -> str:
    """The window is active again; what has the keyboard there."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    return (focused.objectName() or focused.accessibleName()) if focused is not None else ""


def button(window: MainWindow, name: str) -> PlainButton:
    return next(one for one in window.findChildren(PlainButton) if one.accessibleName() == name)


def test_that_a_video_that_arrives_while_a_size_is_half_typed_waits_for_the_rest(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(whole())
    session = window.bench.session
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "19")
    window.bench.adding.add(["https://a.invalid/1.mp4"])
    qtbot.waitUntil(lambda: not window.bench.background.is_busy)
    assert len(session.composition.tiles) == 2
    QTest.keyClicks(QApplication.focusWidget(), "20")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(session.composition.tiles) == 3)
    assert session.composition.inline_frame.width == 1920
    session.document.undo()
    assert session.document.undo_text == "Width of the frame"


def test_that_a_page_does_not_go_from_under_a_text_that_is_typed(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole())
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "19+")  # cannot be read yet, so nothing of it is shown
    window.bench.session.select(["a"])
    assert (page_of(window), keyboard_of(window)) == ("frame", "frameWidth")
    QTest.keyClicks(width, "1")
    enter(window, "frameHeight")
    assert page_of(window) == "frame"
    assert window.bench.session.composition.inline_frame.width == 20
    window.bench.canvas.ask_focus()
    qtbot.waitUntil(lambda: page_of(window) == "tile")


def test_that_undo_takes_back_a_half_typed_size_and_nothing_else(open_window: OpenWindow) -> None:
    window = open_window(whole())
    session = window.bench.session
    document = session.document
    for x in (98, 99):
        document.apply(session.composition.with_tile(session.composition.tile("a").replace(x=x)), f"Move to {x}")
    document.undo()
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "64")
    window.bench.commands.run("edit.undo")
    assert (session.composition.tile("a").x, width.text()) == (98, "1280")
    window.bench.canvas.ask_focus()
    assert session.composition.inline_frame.width == 1280
    assert (document.undo_text, document.redo_text) == ("Move to 98", "Move to 99")


@pytest.mark.parametrize("typed", ["1", "19+"])
def test_that_undo_can_be_pressed_while_a_side_is_half_typed_and_gives_its_old_value_back(
    open_window: OpenWindow, qtbot: QtBot, typed: str
) -> None:
    window = open_window(whole())
    undo = window.bench.commands.action("edit.undo")
    width = enter(window, "frameWidth")
    QApplication.processEvents()
    assert not undo.isEnabled()
    QTest.keyClicks(width, typed)
    qtbot.waitUntil(undo.isEnabled)
    undo.trigger()
    assert width.text() == "1280"
    qtbot.waitUntil(lambda: not undo.isEnabled())
    assert (window.bench.session.composition, window.bench.unread.fields) == (whole(), ())


def test_that_undo_takes_a_text_that_cannot_be_read_before_the_last_step_only_while_it_is_typed(
    open_window: OpenWindow,
) -> None:
    window = open_window(whole())
    session = window.bench.session
    for x in (97, 98):
        session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(x=x)), "Move")
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "19+")
    window.bench.commands.run("edit.undo")
    assert (session.composition.tile("a").x, width.text()) == (98, "1280")
    enter(window, "frameWidth")
    QTest.keyClicks(width, "19+")
    window.bench.canvas.ask_focus()
    window.bench.commands.run("edit.undo")
    assert (session.composition.tile("a").x, width.text()) == (97, "19+")
    window.bench.commands.run("edit.undo")
    assert (session.composition, width.text()) == (whole(), "19+")
    window.bench.commands.run("edit.undo")
    assert (session.composition, width.text()) == (whole(), "1280")


def test_that_undo_says_in_which_field_it_drops_a_text_that_cannot_be_read(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(whole())
    session = window.bench.session
    undo = window.bench.commands.action("edit.undo")
    session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(x=97)), "Move R&D")
    qtbot.waitUntil(lambda: undo.text() == "Undo Move R&&D")
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "19+")
    qtbot.waitUntil(lambda: undo.text() == "Undo typing in Width of the frame")
    window.bench.canvas.ask_focus()
    qtbot.waitUntil(lambda: undo.text() == "Undo Move R&&D")
    undo.trigger()
    qtbot.waitUntil(lambda: undo.text() == "Undo typing in Width of the frame")
    undo.trigger()
    assert width.text() == "1280"
    qtbot.waitUntil(lambda: (undo.text(), undo.isEnabled()) == ("Undo", False))


def test_that_undo_names_no_step_while_it_would_take_back_what_is_typed(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole())
    session = window.bench.session
    undo = window.bench.commands.action("edit.undo")
    session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(x=97)), "Move")
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "19")
    qtbot.waitUntil(lambda: undo.text() == "Undo")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: undo.text() == "Undo Width of the frame")


def test_that_undo_drops_one_text_that_cannot_be_read_at_a_time_the_last_one_first(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(whole())
    undo = window.bench.commands.action("edit.undo")
    width, height = enter(window, "frameWidth"), enter(window, "frameHeight")
    for field in (height, width):
        enter(window, field.objectName())
        QTest.keyClicks(field, "19+")
    window.bench.canvas.ask_focus()
    qtbot.waitUntil(lambda: undo.text() == "Undo typing in Width of the frame")
    undo.trigger()
    assert (width.text(), height.text()) == ("1280", "19+")
    qtbot.waitUntil(lambda: undo.text() == "Undo typing in Height of the frame")
    undo.trigger()
    assert (width.text(), height.text()) == ("1280", "720")
    qtbot.waitUntil(lambda: not undo.isEnabled())
    assert window.bench.unread.fields == ()


def test_that_arrow_keys_count_from_a_half_typed_size(open_window: OpenWindow) -> None:
    window = open_window(whole())
    width = enter(window, "frameWidth")
    QTest.keyClicks(width, "64")
    press(Qt.Key.Key_Up)
    assert width.text() == "65"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert window.bench.session.composition.inline_frame.width == 66


def test_that_the_canvas_gets_the_keyboard_of_a_page_that_goes_while_the_window_is_not_active(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(composition(tile("a", 10, 20, 640, 360), size=(1280, 720)))
    session = window.bench.session
    session.learn(known(a=source(640, 360)))
    enter(window, "frameWidth")
    leave_window(qtbot)
    session.select(["a"])
    assert (page_of(window), keyboard_of(window)) == ("tile", "canvas")
    fill = button(window, "Resize in the frame: Fill")
    fill.setFocus(Qt.FocusReason.TabFocusReason)
    assert keyboard_of(window) == "Resize in the frame: Fill"
    session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(locked=True)), "Lock")
    qtbot.waitUntil(lambda: not fill.isEnabled())
    assert keyboard_of(window) == come_back(window, qtbot) == "canvas"


@pytest.mark.parametrize("is_away", [False, True], ids=["here", "away"])
@pytest.mark.parametrize("how", ["off", "hidden", "gone", "in a part off", "in a hidden part", "in a part gone"])
def test_that_the_canvas_gets_the_keyboard_of_whatever_goes(
    open_window: OpenWindow, qtbot: QtBot, how: str, is_away: bool
) -> None:
    window = open_window(whole())
    part = QWidget(window.panels.centre)
    one = PlainButton("One", parent=part)
    part.show()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is one
    if is_away:
        leave_window(qtbot)
    goes = part if "part" in how else one
    if how.endswith("off"):
        goes.setEnabled(False)
    elif how.endswith("gone"):
        goes.deleteLater()
        QApplication.sendPostedEvents(goes, QEvent.Type.DeferredDelete)
    else:
        goes.hide()
    assert come_back(window, qtbot) == "canvas"


def test_that_the_canvas_gets_the_keyboard_of_the_search_for_jobs_when_there_are_none_any_more(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(whole())
    window.show_page("jobs")
    tools = window.findChild(JobTools)
    assert tools is not None
    tools.setEnabled(True)
    tools.field.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is tools.field
    window.bench.jobs.changed.emit()
    assert not tools.isEnabled()
    assert come_back(window, qtbot) == "canvas"


def test_that_what_has_the_keyboard_keeps_it_while_the_window_is_not_active(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(whole())
    enter(window, "frameWidth")
    leave_window(qtbot)
    assert keyboard_of(window) == "frameWidth"
    assert come_back(window, qtbot) == "frameWidth"


def test_that_a_page_that_is_asked_for_by_keys_has_the_keyboard(open_window: OpenWindow) -> None:
    window = open_window(whole())
    window.bench.session.select(["a"])
    inspector = window.findChild(Inspector, "inspector")
    assert inspector is not None
    for page_id in ("sound", "watermarks", "output"):
        enter(window, "tileX")
        window.bench.commands.run(f"options.{page_id}")
        assert window.bench.keyboard.within(inspector.page(page_id)), page_id
        window.bench.commands.run("options.tile")
    window.bench.canvas.ask_focus()
    window.bench.commands.run("options.sound")
    assert keyboard_of(window) == "canvas"


def test_that_the_source_is_replaced_one_at_a_time_and_the_button_gives_the_keyboard_to_the_canvas(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window(whole())
    bench = window.bench
    bench.session.select(["a"])
    monkeypatch.setattr(Dialogs, "open_one", lambda _, __, ___, ____, then: then((tmp_path / "absent.mp4",)))
    replace = button(window, "Replace the source")
    replace.setFocus(Qt.FocusReason.TabFocusReason)
    action = bench.commands.action("composition.replace-source")
    qtbot.waitUntil(action.isEnabled)
    press(Qt.Key.Key_Space)
    assert not replace.isEnabled()
    assert keyboard_of(window) == "canvas"
    bench.commands.hold()
    bench.commands.release()  # commands are told now: else it may be over before they are
    assert not action.isEnabled()
    qtbot.waitUntil(lambda: not bench.replacing.is_busy, timeout=20000)
    qtbot.waitUntil(action.isEnabled)
    assert replace.isEnabled()

    bench.commands.run("composition.replace-source")
    assert not replace.isEnabled()
    qtbot.waitUntil(replace.isEnabled, timeout=20000)
    assert bench.session.composition == whole()
