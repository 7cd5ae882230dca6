"""Tiles that undo brings back are chosen again, where that is in nobody's way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.canvas import CTRL, SHIFT, CanvasHand
from tilewright.layout.rect import Rect
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.tiles.table import TileTable
from ui.canvas.conftest import OpenCanvas, OpenThree

Key = Qt.Key


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    return open_canvas(
        composition(tile("a", 100, 100, 100, 100), tile("b", 300, 100, 100, 100), tile("c", 500, 100, 100, 100))
    )


def test_that_tiles_that_undo_brings_back_are_chosen_again(canvas: CanvasHand, qtbot: QtBot) -> None:
    canvas.session.select(["a", "b"])
    canvas.key(Key.Key_Delete)
    canvas.session.select(["c"])
    canvas.key(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: canvas.session.selection == ("a", "b"))
    canvas.session.select(["c"])
    canvas.key(Key.Key_Z, CTRL | SHIFT)
    QApplication.processEvents()
    canvas.expect_selected("c")


def test_that_tiles_that_redo_brings_are_chosen_as_when_they_came(canvas: CanvasHand, qtbot: QtBot) -> None:
    canvas.session.select(["b"])
    canvas.key(Key.Key_D, CTRL)
    (copy,) = canvas.session.selection
    canvas.key(Key.Key_Z, CTRL)
    canvas.session.select(["c"])
    canvas.key(Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: canvas.session.selection == (copy,))


def test_that_however_many_undo_brings_back_they_are_chosen_but_not_by_the_same_event(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    tiles = [tile(f"t{n}", n % 8 * 80, n // 8 * 60, 80, 60) for n in range(64)]
    canvas = open_canvas(composition(*tiles))
    canvas.session.select(one.id for one in tiles)
    canvas.key(Key.Key_Delete)
    canvas.key(Key.Key_Z, CTRL).expect_selected()
    assert len(canvas.session.composition.tiles) == 64
    qtbot.waitUntil(lambda: len(canvas.session.selection) == 64)


def test_that_a_hand_keeps_what_it_has_pressed_when_undo_brings_tiles_back(canvas: CanvasHand) -> None:
    canvas.session.select(["b"])
    canvas.key(Key.Key_Delete)
    canvas.press("a").key(Key.Key_Z, CTRL)
    QApplication.processEvents()
    canvas.expect_selected("a")
    canvas.drag(50, 0).release()
    assert (canvas.rect("a"), canvas.rect("b")) == (Rect(150, 100, 100, 100), Rect(300, 100, 100, 100))


def test_that_what_undo_brought_back_is_not_chosen_in_another_composition(canvas: CanvasHand) -> None:
    canvas.session.select(["b"])
    canvas.key(Key.Key_Delete).key(Key.Key_Z, CTRL)
    canvas.document.reset(canvas.session.composition.replace(watermark_template_ids=("t1",)))
    QApplication.processEvents()
    canvas.expect_selected()


def test_that_undo_leaves_the_focus_where_it_is_and_chooses_only_for_canvas_and_table(
    open_three: OpenThree, qtbot: QtBot
) -> None:
    hand = open_three(1.0)
    inspector, table = (hand.window.findChild(kind) for kind in (Inspector, TileTable))
    assert inspector is not None
    assert table is not None
    hand.click("a").key(Key.Key_Delete)
    fields = inspector.page("frame").findChildren(QWidget)
    field = next(one for one in fields if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    hand.key(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(hand.session.composition.tiles) == 3)
    QApplication.processEvents()
    assert (QApplication.focusWidget(), inspector.current, hand.session.selection) == (field, "frame", ())
    hand.key(Key.Key_Z, CTRL | SHIFT)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    hand.key(Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: hand.session.selection == ("a",))
    assert QApplication.focusWidget() is table
