"""Keys that users give to commands, and how far arrows go: in the list of keys of the real window."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.settings import MOST_STEP, Settings, Window
from tilewright.ui.commands import arrange, assist, edit, tiles, zoom
from tilewright.ui.commands.command import Command
from tilewright.ui.commands.registry import Commands
from tilewright.ui.theme import tokens
from tilewright.ui.windows.key_lines import of_commands
from tilewright.ui.windows.keys import KeysDialog
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


NONE = Qt.KeyboardModifier.NoModifier


class Scene(NamedTuple):
    """The list of keys, beside a window with the commands of tiles and canvas."""

    bench: Workbench
    window: QWidget
    keys: KeysDialog

    def record(self, command_id: str, key: Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
        self.keys.choose(command_id)
        QTest.mouseClick(self.keys.change.record, Qt.MouseButton.LeftButton)
        QTest.keyClick(self.keys.change.record, key, modifiers)

    def press(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def shown(self, command_id: str) -> str:
        table = self.keys.table
        cells = ((table.item(row, 0), table.item(row, 1)) for row in range(table.rowCount()))
        lines = [(left, right) for left, right in cells if left and right]
        return next(right.text() for left, right in lines if left.data(Qt.ItemDataRole.UserRole) == command_id)

    def keys_of(self, command_id: str) -> tuple[str, ...]:
        return self.bench.commands.get(command_id).keys


@pytest.fixture
def scene(make_bench: MakeBench, qtbot: QtBot) -> Scene:
    bench = make_bench(composition(tile("a", 20, 20, 100, 100)))
    for group in (edit, tiles, zoom, arrange, assist):
        bench.commands.add(group.commands(bench))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    keys = KeysDialog(bench, window)
    keys.show()
    keys.activateWindow()
    qtbot.waitUntil(keys.isActiveWindow)
    return Scene(bench, window, keys)


def test_that_a_command_is_given_other_keys_by_pressing_them(scene: Scene) -> None:
    scene.record("edit.duplicate", Key.Key_B)
    assert scene.shown("edit.duplicate") == "Ctrl+B"
    assert scene.bench.preferences.window.keys == {"edit.duplicate": ("Ctrl+B",)}
    assert scene.bench.commands.action("edit.duplicate").shortcut().toString() == "Ctrl+B"
    scene.record("edit.duplicate", Key.Key_D)
    assert scene.bench.preferences.window.keys == {}


def test_that_keys_of_another_command_are_told_and_only_taken_when_that_is_wished(scene: Scene) -> None:
    change = scene.keys.change
    scene.record("edit.duplicate", Key.Key_K)
    assert change.told.text() == "Ctrl+K belongs to “Find a command”."
    assert scene.bench.preferences.window.keys == {}
    scene.press(change.take)
    assert scene.keys_of("edit.duplicate") == ("Ctrl+K",)
    assert scene.keys_of("help.palette") == ()
    scene.press(change.reset)
    assert scene.keys_of("edit.duplicate") == ("Ctrl+D",)
    assert scene.shown("help.palette") == ""
    scene.press(change.reset_all)
    assert scene.keys_of("help.palette") == ("Ctrl+K",)
    assert not change.reset_all.isEnabled()


def test_that_keys_of_every_field_and_of_the_canvas_are_no_command_s(scene: Scene) -> None:
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_PageDown):
        scene.record("edit.duplicate", key, NONE)
        assert "keeps its own meaning" in scene.keys.change.told.text()
    scene.record("edit.duplicate", Key.Key_Escape, NONE)
    assert scene.keys.isVisible()
    scene.record("edit.duplicate", Key.Key_Tab, NONE)
    assert QApplication.focusWidget() is not scene.keys.change.record
    assert scene.bench.preferences.window.keys == {}


def test_that_a_key_with_a_meaning_in_a_list_is_told(scene: Scene) -> None:
    scene.record("view.fit", Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert scene.keys.change.told.text() == "Alt+Up belongs to “Lower”."
    scene.record("edit.select-all", Key.Key_F)
    told = "Its keys are Ctrl+F now. They also mean “Find”: In the text of the request."
    assert scene.keys.change.told.text() == told


def test_that_a_key_with_a_meaning_in_the_table_is_told_of_commands_that_hold_there(scene: Scene) -> None:
    scene.record("edit.delete", Key.Key_F2, NONE)
    scene.press(scene.keys.change.take)
    assert scene.keys.change.told.text() == "Its keys are F2 now. They also mean “Rename”: In the tile table."
    scene.record("edit.go-left", Key.Key_F, CTRL)
    assert scene.keys.change.told.text() == "Its keys are Ctrl+F now."


def test_that_keys_that_move_in_lists_and_fields_are_for_one_place_only(scene: Scene) -> None:
    for key, modifiers in ((Key.Key_Left, NONE), (Key.Key_Home, NONE), (Key.Key_Down, SHIFT), (Key.Key_PageUp, SHIFT)):
        scene.record("edit.duplicate", key, modifiers)
        assert "keeps its own meaning" in scene.keys.change.told.text()
    scene.record("edit.go-left", Key.Key_Home, NONE)
    assert scene.keys_of("edit.go-left") == ("Home",)


def test_that_a_command_may_have_no_keys_and_one_without_is_found_by_its_name(scene: Scene) -> None:
    bench, keys = scene.bench, scene.keys
    bench.commands.add([Command("test.bare", "Without any", lambda: None)])
    keys.choose("edit.duplicate")
    scene.press(keys.change.none)
    assert scene.keys_of("edit.duplicate") == ()
    keys.show_found("without any")
    scene.record("test.bare", Key.Key_F11, NONE)
    assert scene.keys_of("test.bare") == ("F11",)


def test_that_the_list_is_walked_and_a_line_is_changed_by_keys_alone(scene: Scene) -> None:
    keys = scene.keys
    keys.field.setFocus()
    QTest.keyClicks(keys.field, "duplicate")
    QTest.keyClick(keys.field, Key.Key_Down)
    assert keys.change.command_id == "edit.duplicate"
    QTest.keyClick(keys.table, Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget() or keys, Key.Key_B, CTRL | SHIFT)
    assert scene.keys_of("edit.duplicate") == ("Ctrl+Shift+B",)
    QTest.keyClick(QApplication.focusWidget() or keys, Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget() or keys, Key.Key_Question, SHIFT)
    assert scene.keys.change.told.text() == "? belongs to “Keys”."


def test_that_the_chosen_line_is_coloured_softly_and_no_button_moves_when_something_is_told(scene: Scene) -> None:
    scene.keys.choose("edit.undo")
    QApplication.processEvents()
    table, change = scene.keys.table, scene.keys.change
    row = table.currentRow()
    place = table.visualItemRect(table.item(row, 0))
    shown = table.viewport().grab().toImage()
    assert shown.pixelColor(place.right() - 20, place.center().y()) == tokens.colour("accent_soft")
    before = change.record.mapTo(scene.keys, QPoint(0, 0))
    scene.record("edit.undo", Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # keys of another command
    assert change.take.isVisible()
    QApplication.processEvents()
    assert change.record.mapTo(scene.keys, QPoint(0, 0)) == before


def test_that_the_steps_of_arrows_can_be_changed(scene: Scene) -> None:
    bench, steps = scene.bench, scene.keys.steps
    for field, text in ((steps.long, "25"), (steps.short, "4")):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
    QTest.keyClicks(steps.short, "x")
    assert steps.trouble.text() == "A step is a whole number from 1 to 1000."
    for text in ("000000001999", "00001", "1001", "²"):
        steps.short.selectAll()
        QTest.keyClicks(steps.short, text)
        assert steps.trouble.isVisible()
        assert 1 <= bench.preferences.window.nudge <= MOST_STEP
    steps.short.selectAll()
    QTest.keyClicks(steps.short, "4")
    bench.session.select(["a"])
    for command_id in ("arrange.move-right", "arrange.move-down-far", "arrange.resize-right"):
        bench.commands.run(command_id)
    found = bench.session.composition.tile("a")
    assert (found.x, found.y, found.width) == (24, 45, 104)
    QTest.keyClick(steps.short, Key.Key_Escape)
    assert (steps.short.text(), steps.trouble.isVisible(), scene.keys.isVisible()) == ("4", False, True)


def test_that_changed_keys_and_steps_are_remembered(make_bench: MakeBench) -> None:
    bench = make_bench(composition())
    bench.preferences.set("keys", {"edit.duplicate": ("Ctrl+B",)})
    bench.preferences.set("nudge", 3)
    bench.preferences.save()
    again = make_bench(composition())
    again.commands.add(tiles.commands(again))
    assert again.commands.get("edit.duplicate").keys == ("Ctrl+B",)
    assert (again.preferences.window.nudge, again.preferences.window.nudge_far) == (3, 10)


def test_that_menus_tooltips_and_texts_of_the_window_tell_the_new_keys(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench(composition(tile("a")))
    window = MainWindow(bench)
    qtbot.addWidget(window)
    changed = {"edit.undo": "Ctrl+B", "layout.gallery": "Ctrl+9", "help.palette": "F9", "composition.submit": "F12"}
    bench.preferences.set("keys", {command_id: (keys,) for command_id, keys in changed.items()})
    QApplication.processEvents()
    told = "\n".join(widget.toolTip() for widget in window.findChildren(QWidget))
    for text in ("Undo (Ctrl+B)", "(Ctrl+9)", "Find a command (F9)", "(F12)"):
        assert text in told
    assert "Ctrl+K" not in told


def some(*commands: tuple[str, str, tuple[str, ...]]) -> Commands:
    made = Commands()
    made.add(Command(name, name, lambda: None, (keys,) if keys else (), at=at) for name, keys, at in commands)
    return made


def keys_of(commands: Commands) -> dict[str, tuple[str, ...]]:
    return {one.id: one.keys for one in commands.all()}


def test_that_a_key_is_that_of_the_command_it_was_given_to(qapp: QApplication) -> None:
    commands = some(("one", "Ctrl+1", ()), ("two", "Ctrl+2", ()), ("there", "Ctrl+3", ("canvas",)))
    commands.change_keys({"two": ("Ctrl+1",), "there": ("ctrl+2", "no key", "Ctrl+4, Ctrl+5"), "gone": ("Ctrl+9",)})
    assert keys_of(commands) == {"one": (), "two": ("Ctrl+1",), "there": ("Ctrl+2",)}
    commands.change_keys({})
    assert keys_of(commands) == {"one": ("Ctrl+1",), "two": ("Ctrl+2",), "there": ("Ctrl+3",)}


def test_that_a_clash_is_told_only_where_both_would_hold(qapp: QApplication) -> None:
    commands = some(("list", "F2", ("tileTable",)), ("canvas", "F3", ("canvas",)), ("all", "F4", ()))
    assert commands.holder("canvas", "F2") is None
    assert commands.holder("canvas", "F4") == commands.get("all")
    assert commands.holder("all", "F2") == commands.get("list")
    assert commands.holder("all", "F4") is None


def test_that_settings_from_elsewhere_do_no_harm(qapp: QApplication) -> None:
    assert Settings(window=Window()).window.keys == {}
    commands = some(("one", "Ctrl+1", ()), ("two", "Ctrl+2", ()))
    commands.change_keys({"one": ("Ctrl+B",), "two": ("Ctrl+B",)})
    assert keys_of(commands) == {"one": ("Ctrl+B",), "two": ()}
    assert [line.command_id for line in of_commands(commands)] == ["one", "two"]
