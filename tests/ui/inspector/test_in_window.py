"""The inspector in the window that it belongs to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile, url
from tilewright.layout.frame import resize_frame
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.tile_header import TileHeader, details_of
from tilewright.ui.widgets.buttons import PlainButton
from tilewright.ui.widgets.field import Field
from tilewright.ui.windows.submit_button import SubmitButton
from ui.conftest import OpenWindow

from .conftest import whole


def test_that_a_page_that_is_wanted_opens_its_panel(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole())
    window.docks.set_open("right", is_open=False)
    window.bench.page_wanted.emit("output", "output.object")
    inspector = window.findChild(QWidget, "inspector")
    assert isinstance(inspector, Inspector)
    qtbot.waitUntil(inspector.isVisible)
    focus = window.focusWidget()
    assert focus is not None
    assert focus.objectName() == "field.output.object"


def test_that_undo_in_a_field_undoes_the_composition(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole())
    session = window.bench.session
    session.select(["a"])
    x = window.findChild(Field, "tileX")
    assert x is not None
    x.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(x, "123")
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert session.composition.tile("a").x == 123
    qtbot.waitUntil(window.bench.commands.action("edit.undo").isEnabled)
    QTest.keyClick(x, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.composition == whole()
    qtbot.waitUntil(window.bench.commands.action("edit.redo").isEnabled)
    QTest.keyClick(x, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert session.composition.tile("a").x == 123


def test_that_the_narrow_window_has_the_narrow_form(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole(), size=(1024, 700))
    inspector = window.findChild(QWidget, "inspector")
    assert isinstance(inspector, Inspector)
    qtbot.waitUntil(lambda: inspector.rail.width() == 48)
    assert inspector.width() == 320


def test_that_what_is_typed_is_saved_and_submitted_although_nobody_pressed_enter(
    open_window: OpenWindow,
) -> None:
    window = open_window(whole())
    session = window.bench.session
    session.select(["a"])
    x = window.findChild(Field, "tileX")
    assert x is not None
    x.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(x, "123")
    assert session.document.committed.tile("a").x == 10
    window.bench.files.save_as()
    assert session.document.committed.tile("a").x == 123
    assert session.document.undo_text == "X of car"
    x.selectAll()
    QTest.keyClicks(x, "4")
    window.bench.jobs.submit()
    assert session.document.committed.tile("a").x == 4


def test_that_nothing_is_submitted_while_a_field_cannot_be_read(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole())
    bench = window.bench
    inspector = window.findChild(QWidget, "inspector")
    button = window.findChild(SubmitButton, "submitButton")
    assert isinstance(inspector, Inspector)
    assert button is not None
    bench.page_wanted.emit("video", "transcode.video.fps")
    rate = inspector.page("video").findChild(Field, "field.transcode.video.fps")
    assert rate is not None
    QTest.keyClicks(rate, "lots")
    QTest.keyClick(rate, Qt.Key.Key_Tab)
    assert (button.summary.line, button.summary.off) == ("1 field to mend first", "1 field to mend first")
    assert inspector.rail.buttons["video"].mark == "error"
    bench.page_wanted.emit("output", "output.object")
    with qtbot.waitSignal(bench.report.said) as told:
        bench.jobs.submit()
    assert told.args is not None
    message = told.args[0]
    assert message.sentence == "Nothing was submitted: Video frame rate cannot be read."
    assert message.hint == "“lots” is not a number. Type a number above 0, up to 60."
    assert not bench.is_sending
    assert inspector.current == "video"
    assert window.focusWidget() is rate
    bench.session.document.settle()  # as Save does: it goes on with the last value that could be read
    assert rate.text() == "lots"
    assert rate.property("state") == "error"
    assert len(bench.unread.fields) == 1

    QTest.keyClick(rate, Qt.Key.Key_Escape)
    assert button.summary.line != "1 field to mend first"
    assert inspector.rail.buttons["video"].mark == ""


def test_that_another_composition_forgets_what_could_not_be_read(open_window: OpenWindow) -> None:
    window = open_window(whole())
    bench = window.bench
    bench.page_wanted.emit("output", "output.object")
    bench.page_wanted.emit("video", "transcode.video.fps")
    rate = window.findChild(Field, "field.transcode.video.fps")
    assert rate is not None
    QTest.keyClicks(rate, "lots")
    assert bench.unread.fields
    bench.files.opened.emit()
    assert not bench.unread.fields
    assert rate.text() == ""


def test_that_text_for_a_tile_does_not_hold_up_another(open_window: OpenWindow) -> None:
    window = open_window(whole())
    bench = window.bench
    bench.session.select(["a"])
    x = window.findChild(Field, "tileX")
    assert x is not None
    x.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(x, "1/")
    assert [field.called for field in bench.unread.fields] == ["X"]
    bench.page_wanted.emit("output", "output.object")
    bench.session.select(["b"])
    assert bench.unread.fields == ()


@pytest.mark.parametrize("size", [(40000, 1), (1, 65535), (65535, 65535), (1, 1), (10**14, 10**14)])
def test_that_a_frame_of_any_size_breaks_nothing(open_window: OpenWindow, size: tuple[int, int], qtbot: QtBot) -> None:
    window = open_window(whole())
    bench = window.bench
    document, session = bench.session.document, bench.session
    bench.background.hold()
    for scales in (True, False):
        after = resize_frame(session.composition, session.known, *size, scales_tiles=scales)
        document.apply(after, "Size of the frame")
        bench.findings.refresh()
        bench.arranging.refresh()
        bench.commands.run("view.fit")
        window.grab()
        session.select(["a", "b"])
        qtbot.wait(20)
        window.grab()
        assert {problem.code for problem in bench.findings.errors} & {"frame-range"}
        bench.arranging.apply("side-by-side")
        bench.arranging.apply("auto")
        window.grab()
        document.undo()


@pytest.mark.parametrize("field", ["x", "y", "width", "height"])
def test_that_a_tile_of_any_size_anywhere_breaks_nothing(open_window: OpenWindow, field: str, qtbot: QtBot) -> None:
    window = open_window(whole())
    bench = window.bench
    bench.background.hold()
    bench.session.select(["a"])
    far = bench.session.composition.tile("a").replace(**{field: 10**14})
    bench.session.document.apply(bench.session.composition.with_tile(far), "Far")
    qtbot.wait(20)
    for command in ("view.zoom-selection", "view.fit"):
        bench.commands.run(command)
        window.grab()
    assert bench.findings.problems


def test_that_the_keyboard_goes_to_the_canvas_when_what_has_it_goes_off_or_away(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(composition(tile("a", 10, 20, 640, 360), size=(1280, 720)))
    session = window.bench.session
    session.learn(known(a=source(640, 360)))
    session.select(["a"])
    buttons = {one.accessibleName(): one for one in window.findChildren(PlainButton)}
    fill, stretch = buttons["Resize in the frame: Fill"], buttons["Resize in its place: Stretch"]
    qtbot.waitUntil(fill.isVisible)
    QTest.mouseClick(fill, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is fill
    QTest.mouseClick(stretch, Qt.MouseButton.LeftButton)
    assert not stretch.isEnabled()
    assert focus_of(window) == "canvas"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert session.composition.tile("a").x == 9

    x = window.findChild(Field, "tileX")
    assert x is not None
    x.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(x, "123")
    session.select(())  # the page of the frame comes in the place of the tile's
    assert focus_of(window) == "canvas"
    assert session.document.committed.tile("a").x == 123
    height = window.findChild(Field, "frameHeight")
    assert height is not None
    height.setFocus(Qt.FocusReason.TabFocusReason)
    session.select(["a"])
    assert focus_of(window) == "canvas"


def test_that_the_head_of_a_tile_says_its_length_also_in_the_narrow_form(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(whole(), size=(1024, 700))
    session = window.bench.session
    session.learn(known(a=source(540, 960, 42, channels=0), b=source(540, 960, channels=1, audio_codec="aac")))
    session.select(["a"])
    head = window.findChild(TileHeader)
    assert head is not None
    qtbot.waitUntil(head.isVisible)
    qtbot.waitUntil(lambda: head.facts.whole == "540 × 960 · 0:42 · no sound")
    assert head.facts.text().startswith("540 × 960 · 0:42 · ")
    assert "aac, 1 channel, " in f"{details_of(session.known.sources[url('b')])}, "


def focus_of(window: QWidget) -> str:
    focus = window.focusWidget()
    return focus.objectName() if focus is not None else ""
