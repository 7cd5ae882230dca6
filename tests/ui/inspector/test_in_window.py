"""The inspector in the window that it belongs to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.widgets.field import Field
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
    assert session.document.undo_text == "X of tile 1"
    x.selectAll()
    QTest.keyClicks(x, "4")
    window.bench.jobs.submit()
    assert session.document.committed.tile("a").x == 4
