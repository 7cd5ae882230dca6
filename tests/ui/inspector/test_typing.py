"""Typing into a field: preview, one step, taking back, stepping, and what others change meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tilewright.model.composition import Composition, Tile
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.widgets.buttons import IconButton
from tilewright.ui.widgets.field import Field

from .conftest import OpenInspector, whole


def field(inspector: Inspector, name: str) -> Field:
    found = inspector.findChild(Field, name)
    assert isinstance(found, Field)
    return found


def enter(inspector: Inspector, name: str) -> Field:
    """The field, with the focus and its text selected."""
    found = field(inspector, name)
    found.setFocus(Qt.FocusReason.TabFocusReason)
    assert found.hasFocus()
    return found


def tile_a(inspector: Inspector) -> Tile:
    return inspector.bench.session.composition.tile("a")


def wheel(target: Field, notches: int) -> None:
    middle = QPointF(target.rect().center())
    event = QWheelEvent(
        middle,
        target.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)


def test_that_typing_is_seen_at_once_and_enter_makes_one_step(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    width = enter(inspector, "tileWidth")
    QTest.keyClicks(width, "5")
    assert tile_a(inspector).width == 5
    QTest.keyClicks(width, "12")
    assert tile_a(inspector).width == 512
    assert not document.can_undo
    QTest.keyClick(width, Qt.Key.Key_Return)
    assert document.undo_text == "Width of car"
    document.undo()
    assert tile_a(inspector).width == 640
    assert not document.can_undo
    assert width.text() == "640"


def test_that_leaving_the_field_makes_the_step(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    QTest.keyClicks(enter(inspector, "tileX"), "77")
    enter(inspector, "tileY")
    assert tile_a(inspector).x == 77
    assert inspector.bench.session.document.undo_text == "X of car"


def test_that_nothing_changed_makes_no_step(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    x = enter(inspector, "tileX")
    QTest.keyClicks(x, "10")
    QTest.keyClick(x, Qt.Key.Key_Return)
    enter(inspector, "tileY")
    assert not inspector.bench.session.document.can_undo
    assert not inspector.bench.session.document.is_previewing


def test_that_esc_takes_back_what_was_typed(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    x = enter(inspector, "tileX")
    QTest.keyClicks(x, "99")
    QTest.keyClick(x, Qt.Key.Key_Escape)
    assert tile_a(inspector).x == 10
    assert x.text() == "10"
    assert not inspector.bench.session.document.can_undo
    assert not inspector.bench.session.document.is_previewing


def test_that_unreadable_text_marks_the_field_and_changes_nothing(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    start = inspector.bench.session.composition
    x = enter(inspector, "tileX")
    QTest.keyClicks(x, "12")
    QTest.keyClicks(x, "/")
    assert inspector.bench.session.composition == start
    assert x.property("state") == "error"
    said = [message.text for message in messages(inspector)]
    assert "A number is missing at the end." in said
    inspector.page("tile").refresh()  # what others say in the same line does not cover it
    assert "A number is missing at the end." in [message.text for message in messages(inspector)]
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert (x.text(), inspector.bench.session.composition) == ("12/", start)
    assert not inspector.bench.session.document.can_undo
    QTest.keyClick(x, Qt.Key.Key_Escape)
    assert x.text() == "10"
    assert x.property("state") == ""


def messages(inspector: Inspector) -> list[object]:
    from tilewright.ui.inspector.message import Message

    return [message for message in inspector.findChildren(Message) if message.isVisible()]


def test_that_expressions_are_of_the_frame_and_of_the_value(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    for name, text, value in (
        ("tileWidth", "50%", 640),
        ("tileHeight", "50%", 360),
        ("tileX", "+=16", 26),
        ("tileWidth", "1280/3", 427),
        ("tileY", "fh/2", 360),
        ("tileY", "h/2", 180),
        ("tileHeight", "w*9/16", 240),
        ("tileWidth", "*=2", 854),
        ("tileX", "-16", -16),
        ("tileWidth", "440 px", 440),
        ("tileHeight", "(100px + 20 PX)/2", 60),
    ):
        found = enter(inspector, name)
        QTest.keyClicks(found, text)
        QTest.keyClick(found, Qt.Key.Key_Return)
        assert found.text() == str(value), text


def test_that_arrows_step_and_make_one_step_of_the_history(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    x = enter(inspector, "tileX")
    QTest.keyClick(x, Qt.Key.Key_Up)
    QTest.keyClick(x, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(x, Qt.Key.Key_Down)
    assert tile_a(inspector).x == 20
    assert x.text() == "20"
    qtbot.waitUntil(lambda: document.can_undo)
    document.undo()
    assert tile_a(inspector).x == 10


def test_that_arrows_stop_at_what_is_possible(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.bench.session.document.apply(
        inspector.bench.session.composition.with_tile(tile_a(inspector).replace(width=3)), "narrow"
    )
    width = enter(inspector, "tileWidth")
    QTest.keyClick(width, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tile_a(inspector).width == 1


def test_that_the_wheel_changes_only_the_field_that_has_the_focus(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    wheel(field(inspector, "tileY"), 1)
    assert tile_a(inspector).y == 20
    y = enter(inspector, "tileY")
    wheel(y, 2)
    assert tile_a(inspector).y == 22


def test_that_undo_of_another_change_refreshes_the_field_without_a_step(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    document.apply(inspector.bench.session.composition.with_tile(tile_a(inspector).replace(x=400)), "elsewhere")
    assert field(inspector, "tileX").text() == "400"
    document.undo()
    assert field(inspector, "tileX").text() == "10"
    assert document.can_redo


def test_that_what_is_being_typed_stays_while_other_values_change(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    x = enter(inspector, "tileX")
    QTest.keyClicks(x, "12")
    session.document.preview(session.composition.with_tile(session.composition.tile("b").replace(x=999)))
    assert x.text() == "12"
    session.learn(session.known)
    inspector.bench.findings.refresh()
    assert x.text() == "12"


def test_that_a_value_that_really_changed_elsewhere_is_shown_under_the_hand(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    x = enter(inspector, "tileX")
    QTest.keyClicks(x, "12")
    session.document.apply(session.composition.with_tile(tile_a(inspector).replace(x=999)), "elsewhere")
    assert x.text() == "999"
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert tile_a(inspector).x == 999


def test_that_selecting_another_tile_ends_the_edit_of_the_first(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    QTest.keyClicks(enter(inspector, "tileX"), "55")
    session.select(["b"])
    assert session.composition.tile("a").x == 55
    assert session.composition.tile("b").x == 30
    assert session.document.undo_text == "X of car"
    assert field(inspector, "tileX").text() == "30"


def test_that_absent_values_show_what_holds_and_come_and_go(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    bare = session.composition.tile("b").replace(x=None, y=None, width=None, height=None)
    session.document.reset(session.composition.with_tile(bare))
    session.select(["b"])
    shown = [field(inspector, name) for name in ("tileX", "tileY", "tileWidth", "tileHeight")]
    assert [one.text() for one in shown] == ["", "", "", ""]
    assert [one.placeholderText() for one in shown] == ["0", "0", "1920", "1080"]
    x = enter(inspector, "tileX")
    QTest.keyClick(x, Qt.Key.Key_Up)
    assert session.composition.tile("b").x == 1
    x.selectAll()
    QTest.keyClick(x, Qt.Key.Key_Backspace)
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert session.composition.tile("b") == bare


def test_that_several_tiles_are_edited_together(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=("a", "b"))
    session = inspector.bench.session
    x = field(inspector, "tileX")
    assert (x.text(), x.placeholderText()) == ("", "Mixed")
    QTest.keyClicks(enter(inspector, "tileX"), "+=100")
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert [tile.x for tile in session.composition.tiles] == [110, 130]
    assert session.document.undo_text == "X of 2 tiles"
    QTest.keyClicks(enter(inspector, "tileY"), "7")
    QTest.keyClick(x, Qt.Key.Key_Return)
    enter(inspector, "tileX")
    assert [tile.y for tile in session.composition.tiles] == [7, 7]
    assert field(inspector, "tileY").text() == "7"


def test_that_an_assistive_tool_sets_a_value_without_keys(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    interface = QAccessible.queryAccessibleInterface(field(inspector, "tileX"))
    assert interface.text(QAccessible.Text.Name) == "X"
    interface.setText(QAccessible.Text.Value, "321")
    assert tile_a(inspector).x == 321
    qtbot.waitUntil(lambda: document.can_undo)
    assert document.undo_text == "X of car"


def test_that_the_other_side_follows_while_the_proportion_is_kept(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.bench.preferences.set("keeps_proportion", True)
    width = enter(inspector, "tileWidth")
    QTest.keyClicks(width, "320")
    assert field(inspector, "tileHeight").text() == "180"
    QTest.keyClick(width, Qt.Key.Key_Escape)
    assert (tile_a(inspector).width, tile_a(inspector).height) == (640, 360)


def test_that_the_lock_keeps_the_proportion_of_the_tile_or_of_the_source(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    document.apply(document.wished.with_tile(tile_a(inspector).replace(width=640, height=300)), "Squeeze")
    lock, of_source = (
        inspector.page("tile").findChild(IconButton, name) for name in ("keepProportion", "keepSourceProportion")
    )
    assert not of_source.isEnabled()
    lock.click()
    width = field(inspector, "tileWidth")

    def height_of(text: str) -> str:
        enter(inspector, "tileWidth")
        QTest.keyClicks(width, text)
        QTest.keyClick(width, Qt.Key.Key_Return)
        return field(inspector, "tileHeight").text()

    assert (height_of("320"), height_of("640")) == ("150", "300")
    of_source.click()
    assert height_of("320") == "180"
    lock.click()
    assert not of_source.isEnabled()
    assert height_of("100") == "180"


@pytest.mark.parametrize("text", ["0", "-16", "0.4", "-=2000"])
def test_that_a_side_below_one_pixel_is_refused_at_the_field(open_inspector: OpenInspector, text: str) -> None:
    inspector = open_inspector()
    before = tile_a(inspector)
    width = enter(inspector, "tileWidth")
    QTest.keyClicks(width, text)
    QTest.keyClick(width, Qt.Key.Key_Return)
    assert tile_a(inspector) == before
    assert "The smallest is 1." in width.accessibleDescription()


def test_that_another_composition_shows_its_own_values(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    QTest.keyClicks(enter(inspector, "tileX"), "5")
    inspector.bench.session.document.reset(Composition())
    assert inspector.current == "frame"
    assert inspector.bench.session.composition == Composition()


def test_that_undo_by_keys_is_the_windows_once_the_line_is_done(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    undo = QAction(inspector.window())
    undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
    undo.triggered.connect(document.undo)
    inspector.window().addAction(undo)
    x = enter(inspector, "tileX")
    QTest.keyClicks(x, "77")
    QTest.keyClick(x, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert x.text() != "77"  # what is being typed is taken back in the line
    x.selectAll()
    QTest.keyClicks(x, "78")
    QTest.keyClick(x, Qt.Key.Key_Return)
    assert tile_a(inspector).x == 78
    QTest.keyClick(x, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tile_a(inspector).x == 10
    assert x.text() == "10"


def test_that_steps_of_a_frame_do_not_drift(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=())
    session = inspector.bench.session
    width = enter(inspector, "frameWidth")
    for _ in range(30):
        QTest.keyClick(width, Qt.Key.Key_Up)
    for _ in range(30):
        QTest.keyClick(width, Qt.Key.Key_Down)
    assert session.composition.tiles == session.document.committed.tiles


def test_that_a_size_of_the_frame_is_seen_while_it_is_typed_only_where_the_service_takes_it(
    open_inspector: OpenInspector,
) -> None:
    inspector = open_inspector(selection=())
    session, document = inspector.bench.session, inspector.bench.session.document
    seen: list[int | None] = []
    session.changed.connect(lambda *_: seen.append(session.composition.inline_frame.width))
    width = enter(inspector, "frameWidth")
    QTest.keyClicks(width, "1080")
    assert seen == [1080], seen
    QTest.keyClick(width, Qt.Key.Key_Backspace)
    QTest.keyClick(width, Qt.Key.Key_Escape)
    assert (width.text(), session.composition) == ("1280", whole())

    QTest.keyClicks(width, "64")
    assert session.composition == whole()
    side = next(one for one in inspector.page("frame").bindings if one.entry.path == "transcode.video.width")
    assert side.row.message.text == "The smallest is 128."
    document.settle()  # as Submit and Save do
    assert session.composition.inline_frame.width == 64
    assert document.undo_text == "Width of the frame"
    document.undo()
    assert width.text() == "1280"

    enter(inspector, "frameWidth")
    QTest.keyClicks(width, "64")
    inspector.bench.session.document.reset(whole())
    inspector.bench.files.opened.emit()  # another composition of the same size
    QTest.keyClick(width, Qt.Key.Key_Return)
    assert session.composition == whole()


def test_that_a_typed_address_loses_its_signature_at_once_and_that_is_told(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    said: list[str] = []
    inspector.bench.report.said.connect(lambda message: said.append(message.sentence))
    address = enter(inspector, "tileAddress")
    QApplication.clipboard().setText("https://me:word@a.b/c.mp4?v=1&x-cos-security-token=TOK&q-signature=abc")
    QTest.keyClick(address, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert tile_a(inspector).url == "https://a.b/c.mp4?v=1"
    QTest.keyClick(address, Qt.Key.Key_Return)
    assert tile_a(inspector).url == address.text() == "https://a.b/c.mp4?v=1"
    assert said == ["The signature or token in the address was left out."]


def test_that_typed_numbers_come_to_even_pixels_where_only_those_are_wanted(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.bench.preferences.set("even", True)
    width = enter(inspector, "tileWidth")
    QTest.keyClicks(width, "101")
    assert width.text() == "101"
    assert tile_a(inspector).width == 100
    QTest.keyClick(width, Qt.Key.Key_Return)
    assert width.text() == "100"
    assert "101 becomes 100" in width.toolTip()
    x = enter(inspector, "tileX")
    for key, shown in ((Qt.Key.Key_Up, "12"), (Qt.Key.Key_Up, "14"), (Qt.Key.Key_Down, "12"), (Qt.Key.Key_Down, "10")):
        QTest.keyClick(x, key)
        assert x.text() == shown
    QTest.keyClick(x, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (x.text(), tile_a(inspector).x) == ("0", 0)
