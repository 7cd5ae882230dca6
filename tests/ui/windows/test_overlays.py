"""What opens above the real main window, by its keys and its toolbar."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.ui.layouts.popup_place import on_screen
from tilewright.ui.tiles.panel import TilePanel
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_bench: MakeBench, qtbot: QtBot) -> Iterator[MainWindow]:
    bench = make_bench(composition(*(tile(name, 3 * at, 5, 200, 150) for at, name in enumerate("abcd"))))
    made = MainWindow(bench)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.panels.fill_now()
    QApplication.processEvents()
    yield made
    made.bench.files.ending.skip_question()
    made.close()
    made.deleteLater()


def tiles(window: MainWindow) -> TilePanel:
    panel = window.panels.left.content
    assert isinstance(panel, TilePanel)
    return panel


def test_that_a_layout_is_found_and_taken_by_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    table = tiles(window).table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_K, CTRL)
    palette = window.overlays.palette
    assert palette is not None
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "2x2")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.bench.arranging.name == "2x2")
    assert table.hasFocus()
    assert window.bench.session.document.undo_text == "Layout 2×2"


def test_that_the_palette_stands_below_the_toolbar_also_when_the_window_shrinks(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.bench.commands.run("help.palette")
    palette = window.overlays.palette
    assert palette is not None
    for size in ((1440, 900), (1024, 700)):
        window.resize(*size)
        QApplication.processEvents()
        assert palette.y() == window.toolbar.mapTo(window, window.toolbar.rect().bottomLeft()).y() + 1 + 72
        assert palette.geometry().bottom() <= window.height()
        assert abs(palette.geometry().center().x() - window.width() // 2) <= 1
    qtbot.keyClick(palette.field, Qt.Key.Key_K, CTRL)
    assert not palette.isVisible()


def test_that_all_layouts_open_from_the_toolbar_and_close_by_esc(window: MainWindow, qtbot: QtBot) -> None:
    button = next(each for each in window.toolbar.findChildren(QPushButton) if each.text() == "Layouts")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    layouts = window.overlays.layouts
    assert layouts is not None
    assert layouts.isVisible()
    assert layouts.y() > on_screen(button).bottom()
    assert not layouts.geometry().intersects(on_screen(window.panels.centre.canvas))
    assert not layouts.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    qtbot.keyClick(layouts, Qt.Key.Key_Escape)
    assert not layouts.isVisible()
    assert not window.bench.session.document.can_undo


def test_that_a_question_mark_shows_the_keys_of_the_canvas_too(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.panels.centre.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Question)
    keys = window.overlays.keys
    assert keys is not None
    assert keys.isVisible()
    rows = range(keys.table.rowCount())
    listed = {item.text(): row for row in rows if (item := keys.table.item(row, 0))}
    for title, line in (("On the canvas", "From tile to tile"), ("With the mouse on the canvas", "Without snapping")):
        assert listed[title] < listed[line]
    keys.close()


def test_that_f1_shows_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    keys = window.overlays.keys
    assert keys is not None
    assert keys.isVisible()
    listed = [item.text() for row in range(keys.table.rowCount()) if (item := keys.table.item(row, 0))]
    assert {"Find a command", "Undo", "All layouts"} <= set(listed)
    keys.close()


def test_that_every_command_can_be_reached_by_the_palette(window: MainWindow) -> None:
    window.bench.commands.run("help.palette")
    palette = window.overlays.palette
    assert palette is not None
    listed = {row.command.id for row in palette.model.rows}
    assert listed == {command.id for command in window.bench.commands.all()} - {"help.palette"}


def test_that_commands_are_found_by_what_people_call_them(window: MainWindow, qtbot: QtBot) -> None:
    window.bench.session.select(["b"])
    window.bench.commands.run("help.palette")
    palette = window.overlays.palette
    assert palette is not None
    for typed, wanted in {
        "replace": "composition.replace-source",
        "9:16": "composition.frame-1080x1920",
        "square": "composition.frame-1080x1080",
        "portrait 1350": "composition.frame-1080x1350",
        "720p": "composition.frame-1280x720",
        "frame size": "composition.frame-",
        "align center": "arrange.align-centre",
        "pip": "layout.pip-top-left",
    }.items():
        palette.field.clear()
        qtbot.keyClicks(palette.field, typed)
        assert palette.model.rows[0].command.id.startswith(wanted), typed
    palette.field.clear()
    qtbot.keyClicks(palette.field, "square")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    frame = window.bench.session.placement
    qtbot.waitUntil(lambda: (there := frame().frame) is not None and (there.width, there.height) == (1080, 1080))
    assert window.bench.commands.get("composition.frame-1080x1080").checked
    assert window.bench.session.document.undo_text == "Size of the frame"


def test_that_the_menu_of_a_row_is_made_of_commands(window: MainWindow) -> None:
    window.bench.session.select(["b"])
    QApplication.processEvents()
    panel = tiles(window)
    panel.table.menu_wanted.emit(panel.mapToGlobal(panel.rect().center()))
    menu = next(menu for menu in panel.findChildren(QMenu) if menu.isVisible())
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[:4] == ["Rename", "Type size and position", "Duplicate", "Delete"]
    assert {"Bring to front", "Lock", "Hide"} <= set(texts)
    delete = next(action for action in menu.actions() if action.text() == "Delete")
    assert delete.isEnabled()
    menu.close()
    delete.trigger()
    assert [each.id for each in window.bench.session.composition.tiles] == ["a", "c", "d"]


def test_that_a_problem_leads_to_its_field_and_is_mended_from_the_list(window: MainWindow, qtbot: QtBot) -> None:
    bench = window.bench
    bench.session.document.apply(bench.session.composition.with_tile(tile("b", 9000, 0, 200, 150)), "Move tile")
    qtbot.mouseClick(window.panels.chip, Qt.MouseButton.LeftButton)
    problems = window.panels.problems.content
    assert problems is not None
    shown = problems.list  # type: ignore[attr-defined]  # it is a ProblemPanel
    assert shown.isVisible()
    shown.setFocus()
    row = next(row for row in range(shown.model().rowCount()) if shown.model().at(row).code == "tile-outside")
    shown.setCurrentIndex(shown.model().index(row, 0))
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert bench.session.selection == ("b",)
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Return, CTRL)
    assert bench.session.composition.tile("b").x == 1080
    assert bench.session.document.undo_text == "Move it into the frame"
