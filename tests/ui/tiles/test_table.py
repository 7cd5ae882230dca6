"""The tile table by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition, Tile
from tilewright.ui.commands import replacing
from tilewright.ui.commands import tiles as tile_commands
from tilewright.ui.tiles.geometry import Part, parts_of
from tilewright.ui.tiles.panel import TilePanel
from tilewright.ui.tiles.table import TileTable
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]
LEFT, SHIFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    made = make_bench(composition(*(tile(name, 10 * at, 20, 100, 50) for at, name in enumerate("abcd"))))
    made.commands.add(tile_commands.commands(made))
    return made


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> TilePanel:
    made = TilePanel(bench)
    bench.commands.attach(made)
    qtbot.addWidget(made)
    made.resize(264, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.table.setFocus()
    QApplication.processEvents()
    return made


@pytest.fixture
def table(panel: TilePanel) -> TileTable:
    return panel.table


def point(table: TileTable, name: str, part: Part = "") -> QPoint:
    index = table.model().index(table.model().row_of(name), 0)  # type: ignore[attr-defined]  # it is a TileModel
    parts = parts_of(table.visualRect(index))
    where = {"": parts.picture, "name": parts.name, "place": parts.place, "eye": parts.eye}
    return where[part].center()


def click(
    qtbot: QtBot,
    table: TileTable,
    name: str,
    part: Part = "",
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.mouseClick(table.viewport(), LEFT, keys, point(table, name, part))


def double_click(qtbot: QtBot, table: TileTable, name: str, part: Part) -> None:
    qtbot.mouseClick(table.viewport(), LEFT, pos=point(table, name, part))
    qtbot.mouseDClick(table.viewport(), LEFT, pos=point(table, name, part))


def type_over(qtbot: QtBot, table: TileTable, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    assert table.editor is not None
    table.editor.setText(text)
    qtbot.keyClick(table.editor, end)


def order(bench: Workbench) -> str:
    return "".join(each.id for each in bench.session.composition.tiles)


def one(bench: Workbench, name: str) -> Tile:
    return bench.session.composition.tile(name)


def chosen_rows(table: TileTable) -> list[int]:
    return sorted(index.row() for index in table.selectionModel().selectedRows())


def test_that_a_click_chooses_and_ctrl_and_shift_choose_more(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "a")
    assert bench.session.selection == ("a",)
    click(qtbot, table, "c", keys=CTRL)
    assert bench.session.selection == ("a", "c")
    click(qtbot, table, "d", keys=SHIFT | CTRL)
    assert bench.session.selection == ("a", "c", "d")
    click(qtbot, table, "b")
    assert bench.session.selection == ("b",)


def test_that_what_is_chosen_elsewhere_is_chosen_here(table: TileTable, bench: Workbench) -> None:
    bench.session.select(["b", "d"])
    assert chosen_rows(table) == [0, 2]
    assert bench.session.selection == ("b", "d")
    bench.session.select([])
    assert chosen_rows(table) == []


def test_that_the_selection_stays_with_its_tiles_when_they_change(table: TileTable, bench: Workbench) -> None:
    bench.session.select(["b"])
    tiles = bench.session.composition.tiles
    document = bench.session.document
    document.apply(bench.session.composition.replace(tiles=tiles[::-1]), "Turn round")
    assert chosen_rows(table) == [1]
    document.apply(bench.session.composition.replace(tiles=tiles[1:]), "Delete")
    assert (chosen_rows(table), bench.session.selection) == ([2], ("b",))
    document.apply(bench.session.composition.replace(tiles=tiles[2:]), "Delete")
    assert (chosen_rows(table), bench.session.selection) == ([], ())


def test_that_arrow_keys_choose_the_next_row(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "d")
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert bench.session.selection == ("c",)
    qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    assert bench.session.selection == ("b", "c")


def test_that_a_double_click_on_the_name_renames_as_one_step(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    double_click(qtbot, table, "b", "name")
    assert table.editor is not None
    assert (table.editor.text(), table.editor.placeholderText()) == ("b", "b.mp4")
    type_over(qtbot, table, "Camera_2")
    assert one(bench, "b").name == "Camera_2"
    assert bench.session.document.undo_text == "Rename b.mp4"
    assert table.editor is None
    assert table.hasFocus()


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("Speaker A", "It has a space. Allowed are"),
        ("cam2.mp4", "It has “.”. Allowed are"),
        ("a" * 65, "It may have"),
    ],
)
def test_that_a_name_that_cannot_be_is_said_and_kept_in_the_field(
    table: TileTable, bench: Workbench, qtbot: QtBot, name: str, trouble: str
) -> None:
    click(qtbot, table, "b")
    qtbot.keyClick(table, Qt.Key.Key_F2)
    type_over(qtbot, table, name)
    assert table.editor is not None
    assert table.editor.trouble == f"{trouble} up to 64 English letters, Chinese characters, digits, _, - and *."
    assert one(bench, "b").name is None
    qtbot.keyClick(table.editor, Qt.Key.Key_Escape)
    assert table.editor is None
    assert not bench.session.document.can_undo


def test_that_a_file_name_left_as_it_is_becomes_no_name(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "b")
    qtbot.keyClick(table, Qt.Key.Key_F2)
    type_over(qtbot, table, "b.mp4")
    assert one(bench, "b").name is None
    assert not bench.session.document.can_undo


@pytest.mark.parametrize(
    ("file", "offered"),
    [
        ("lesson%202%20(final).v3.mp4", "lesson_2_final_v3"),
        ("%E8%AF%BE.mp4", "课"),
        ("....mp4", ""),
        (".mp4", ""),
        ("b.3gp", "b"),
        ("v1.2%20intro", "v1_2_intro"),
        ("take%201.25", "take_1_25"),
        ("Mr.Bean.MKV", "Mr_Bean"),
        ("S01.E02", "S01_E02"),
        ("introduction.unfinished", "introduction_unfinished"),
        ("a" * 70, "a" * 64),
    ],
)
def test_that_a_name_is_offered_that_can_be_and_becomes_one_only_where_it_is_typed(
    table: TileTable, bench: Workbench, qtbot: QtBot, file: str, offered: str
) -> None:
    there = one(bench, "b").replace(url=f"https://a.invalid/{file}")
    bench.session.document.apply(bench.session.composition.with_tile(there), "Replace")
    double_click(qtbot, table, "b", "name")
    assert table.editor is not None
    assert table.editor.text() == offered
    qtbot.keyClick(table.editor, Qt.Key.Key_Return)
    assert one(bench, "b").name is None
    assert bench.session.document.undo_text == "Replace"
    double_click(qtbot, table, "b", "name")
    assert table.editor is not None
    qtbot.keyClick(table.editor, Qt.Key.Key_Home)
    qtbot.keyClick(table.editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(table.editor, "K")
    qtbot.keyClick(table.editor, Qt.Key.Key_Return)
    assert one(bench, "b").name == f"K{offered[1:]}"


def test_that_an_emptied_name_is_taken_away(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    bench.session.document.apply(
        bench.session.composition.with_tile(one(bench, "b").replace(name="Camera")), "Rename tile"
    )
    double_click(qtbot, table, "b", "name")
    type_over(qtbot, table, "")
    assert one(bench, "b").name is None


def test_that_enter_edits_size_and_position(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "b")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.editor is not None
    assert table.editor.text() == "100 × 50 at 10, 20"
    type_over(qtbot, table, "320 × 180 at 50%, 0")
    placed = one(bench, "b")
    assert (placed.width, placed.height, placed.x, placed.y) == (320, 180, 640, 0)
    bench.session.document.undo()
    assert one(bench, "b").width == 100


def test_that_all_figures_of_a_place_are_seen_where_it_is_typed(
    table: TileTable, bench: Workbench, qtbot: QtBot
) -> None:
    bench.session.document.apply(composition(tile("a", 2040, 2040, 3840, 2738)), "Large")
    double_click(qtbot, table, "a", "place")
    assert table.editor is not None
    table.editor.grab()  # which scrolls to the cursor, at the end
    assert table.editor.text() == "3840 × 2738 at 2040, 2040"
    assert table.editor.cursorPositionAt(QPoint(12, table.editor.height() // 2)) == 0
    assert table.viewport().rect().contains(table.editor.geometry())


def test_that_sizes_are_typed_with_their_unit_and_of_each_other(
    table: TileTable, bench: Workbench, qtbot: QtBot
) -> None:
    double_click(qtbot, table, "b", "place")
    type_over(qtbot, table, "320px × w*9/16 at fw/2, h px")
    assert table.editor is not None, "h is no number to which a unit belongs"
    type_over(qtbot, table, "320px × w*9/16 at fw/2, 20 px")
    placed = one(bench, "b")
    assert (placed.width, placed.height, placed.x, placed.y) == (320, 56, 640, 20), "w is the width that the tile had"


def test_that_a_place_that_cannot_be_read_is_said(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    double_click(qtbot, table, "b", "place")
    type_over(qtbot, table, "320 by 180")
    assert table.editor is not None
    assert "440 × 242 at 1440, 685" in table.editor.trouble
    table.setFocus()
    assert table.editor is None
    assert not bench.session.document.can_undo


def test_that_the_eye_hides_and_leaves_the_selection_alone(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "a")
    click(qtbot, table, "c", "eye")
    assert one(bench, "c").hidden
    assert bench.session.selection == ("a",)
    assert bench.session.document.undo_text == "Hide c.mp4"
    click(qtbot, table, "c", "eye")
    assert not one(bench, "c").hidden


def test_that_space_hides_what_is_chosen_and_shows_it_again(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "a")
    click(qtbot, table, "c", keys=CTRL)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [each.id for each in bench.session.composition.tiles if each.hidden] == ["a", "c"]
    assert bench.session.document.undo_text == "Hide 2 tiles"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert not any(each.hidden for each in bench.session.composition.tiles)


def test_that_dragging_puts_a_tile_between_others_as_one_step(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    drag(qtbot, table, "a", below="d")
    assert order(bench) == "bcad"
    assert bench.session.document.undo_text == "Reorder a.mp4"
    bench.session.document.undo()
    assert order(bench) == "abcd"
    assert bench.session.selection == ("a",)


def test_that_chosen_rows_are_dragged_together(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    bench.session.select(["a", "b"])
    drag(qtbot, table, "a", below="d")
    assert order(bench) == "cabd"
    assert bench.session.selection == ("a", "b")


def test_that_dragging_to_the_end_of_a_long_list_scrolls_on(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench(composition(*(tile(f"t{at}", at, 20, 100, 50) for at in range(12))))
    panel = TilePanel(bench)
    qtbot.addWidget(panel)
    panel.resize(264, 300)
    panel.show()
    QApplication.processEvents()
    table = panel.table
    start, end = point(table, "t11"), QPoint(50, table.viewport().height() - 3)
    qtbot.mousePress(table.viewport(), LEFT, pos=start)
    move_pressed(table, end)
    bar = table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    qtbot.mouseRelease(table.viewport(), LEFT, pos=end)
    assert bench.session.composition.tiles[0].id == "t11"


def test_that_esc_ends_a_drag_without_a_step(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    start = point(table, "a")
    qtbot.mousePress(table.viewport(), LEFT, pos=start)
    qtbot.mouseMove(table.viewport(), start - QPoint(0, 100))
    move_pressed(table, start - QPoint(0, 100))
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    qtbot.mouseRelease(table.viewport(), LEFT, pos=start - QPoint(0, 100))
    assert order(bench) == "abcd"
    assert not bench.session.document.can_undo


def test_that_a_click_on_one_of_several_chosen_chooses_it_alone(
    table: TileTable, bench: Workbench, qtbot: QtBot
) -> None:
    bench.session.select(["a", "b"])
    click(qtbot, table, "a")
    assert bench.session.selection == ("a",)


def test_that_alt_and_arrows_reorder(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    click(qtbot, table, "b")
    qtbot.keyClick(table, Qt.Key.Key_Up, ALT)
    assert order(bench) == "acbd"
    qtbot.keyClick(table, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(table, Qt.Key.Key_Down, ALT)
    assert order(bench) == "bacd"
    assert bench.session.selection == ("b",)


def test_that_a_wide_table_has_columns_that_are_edited_one_by_one(
    panel: TilePanel, bench: Workbench, qtbot: QtBot
) -> None:
    assert not panel.columns.isVisible()
    panel.resize(420, 500)
    QApplication.processEvents()
    assert panel.columns.isVisible()
    table = panel.table
    index = table.model().index(table.model().row_of("b"), 0)  # type: ignore[attr-defined]  # it is a TileModel
    at = parts_of(table.visualRect(index)).columns[2].center()
    qtbot.mouseDClick(table.viewport(), LEFT, pos=at)
    type_over(qtbot, table, "+=20")
    assert one(bench, "b").width == 120
    assert one(bench, "b").height == 50


def test_that_an_empty_table_says_what_tiles_are(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench(composition().replace(tiles=()))
    panel = TilePanel(bench)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.isVisible()
    assert not panel.table.isVisible()
    bench.session.document.apply(composition(tile("a")), "Add videos")
    assert panel.table.isVisible()
    assert panel.add_row.isVisible()
    assert not panel.empty.isVisible()


def test_that_delete_takes_the_chosen_tiles_away(table: TileTable, bench: Workbench, qtbot: QtBot) -> None:
    bench.session.select(["b", "c"])
    QApplication.processEvents()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert order(bench) == "ad"


def move_pressed(table: TileTable, to: QPoint) -> None:
    """QTest moves without a button pressed; a drag needs one."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    at = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        table.viewport().mapToGlobal(at),
        Qt.MouseButton.NoButton,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(table.viewport(), event)


def drag(qtbot: QtBot, table: TileTable, name: str, below: str) -> None:
    start, index = point(table, name), table.model().index(table.model().row_of(below), 0)  # type: ignore[attr-defined]
    end = QPoint(start.x(), table.visualRect(index).bottom() + 2)
    qtbot.mousePress(table.viewport(), LEFT, pos=start)
    move_pressed(table, (start + end) / 2)
    move_pressed(table, end)
    qtbot.mouseRelease(table.viewport(), LEFT, pos=end)


def test_that_all_rows_are_chosen_as_one_range(bench: Workbench, table: TileTable) -> None:
    bench.session.select("abcd")
    assert len(table.selectionModel().selection()) == 1
    bench.session.select("abd")
    assert [(part.top(), part.bottom()) for part in table.selectionModel().selection()] == [(0, 0), (2, 3)]


def test_that_the_menu_of_a_row_replaces_the_source_as_the_other_menus_of_a_tile_do(
    panel: TilePanel, bench: Workbench
) -> None:
    bench.commands.add(replacing.commands(bench))
    panel.table.menu_wanted.emit(panel.mapToGlobal(QPoint(20, 60)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Replace the source…" in [action.text() for action in menu.actions()]
    menu.close()
