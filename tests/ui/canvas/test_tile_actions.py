"""What assistive technology can do to tiles."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface

from support.builders import composition, tile
from support.canvas import CanvasHand
from support.heard import Heard

from .conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    tiles = (tile("a", 20, 20, 200, 100), tile("b", 260, 20, 200, 100), tile("c", 20, 160, 200, 100, locked=True))
    return open_canvas(composition(*tiles))


def seen(canvas: CanvasHand) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas.canvas)


def tile_of(canvas: CanvasHand, name: str) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas.canvas.announcer.of(name))


def actions(canvas: CanvasHand, name: str) -> QAccessibleActionInterface:
    return tile_of(canvas, name).actionInterface()


def do(canvas: CanvasHand, name: str, *wanted: str) -> CanvasHand:
    for action in wanted:
        actions(canvas, name).doAction(action)
    return canvas


def test_that_tiles_are_chosen_added_and_removed_by_actions(canvas: CanvasHand) -> None:
    do(canvas, "a", "Press").expect_selected("a")
    do(canvas, "b", "Toggle").expect_selected("a", "b")
    do(canvas, "a", "Toggle").expect_selected("b")
    do(canvas, "c", "Press").expect_selected("c")


def test_that_actions_move_and_resize_the_tile_and_are_undone_like_keys(canvas: CanvasHand) -> None:
    do(canvas, "b", "Press")
    do(canvas, "a", "Move right", "Move right", "Move down").expect_rect("a", 22, 21, 200, 100).expect_selected("a")
    do(canvas, "a", "Wider", "Higher", "Higher").expect_rect("a", 22, 21, 201, 102)
    do(canvas, "a", "Narrower", "Lower", "Move left", "Move up").expect_rect("a", 21, 20, 200, 101)
    canvas.expect_rect("b", 260, 20, 200, 100)
    canvas.expect_steps("Move a.mp4", "Resize a.mp4", "Move a.mp4").expect_rect("a", 20, 20, 200, 100)


def test_that_actions_move_every_edge(canvas: CanvasHand) -> None:
    do(canvas, "a", "Left edge to the left", "Left edge to the left", "Top edge up").expect_rect("a", 18, 19, 202, 101)
    do(canvas, "a", "Left edge to the right", "Top edge down", "Top edge down").expect_rect("a", 19, 21, 201, 99)
    canvas.expect_rect("b", 260, 20, 200, 100).expect_steps("Resize a.mp4").expect_rect("a", 20, 20, 200, 100)


def test_that_a_tile_takes_along_what_is_chosen_with_it(canvas: CanvasHand) -> None:
    do(canvas, "a", "Press")
    do(canvas, "b", "Toggle", "Move right").expect_selected("a", "b")
    canvas.expect_rect("a", 21, 20, 200, 100).expect_rect("b", 261, 20, 200, 100).expect_steps("Move 2 tiles")


def test_that_actions_change_the_order(canvas: CanvasHand) -> None:
    def order() -> str:
        return "".join(tile.id for tile in canvas.session.composition.tiles)

    for name, action, wanted in (
        ("a", "Bring forward", "bac"),
        ("b", "Bring to front", "acb"),
        ("c", "Send backward", "cab"),
        ("b", "Send to back", "bca"),
    ):
        do(canvas, name, action)
        assert order() == wanted


def test_that_an_action_that_cannot_be_done_says_why(canvas: CanvasHand) -> None:
    heard = Heard(canvas.canvas)
    do(canvas, "c", "Move right", "Top edge up", "Bring to front").expect_rect("c", 20, 160, 200, 100)
    assert heard.said == ["c.mp4: Locked", "c.mp4: Locked", "c.mp4: Nothing lies above"]
    assert canvas.expect_selected("c").document.can_undo is False


def test_that_actions_have_names_descriptions_and_keys(canvas: CanvasHand) -> None:
    found = actions(canvas, "a")
    for name in found.actionNames():
        assert found.localizedActionName(name)
        assert found.localizedActionDescription(name)
    assert found.keyBindingsForAction("Move right") == ["Right"]
    assert found.keyBindingsForAction("Wider") == ["Alt+Right"]
    assert found.keyBindingsForAction("Left edge to the right") == ["Alt+End", "Ctrl+Alt+Right"]
    assert found.keyBindingsForAction("Bring forward") == ["]", "Ctrl+PgUp"]
    assert found.keyBindingsForAction("Toggle") == ["Ctrl+Space"]
    assert found.localizedActionDescription("Move right") == "Moves the tile by a step to the right"
    for name in ("Move right", "Lower", "Top edge down"):
        locked = actions(canvas, "c").localizedActionDescription(name)
        assert locked == "The tile is locked: it stays where it is"
    canvas.session.select("ab")
    assert found.localizedActionDescription("Wider").endswith(", and so all 2 that are chosen")


def test_that_nothing_is_done_to_a_tile_that_is_gone_or_while_a_hand_works(canvas: CanvasHand) -> None:
    found = actions(canvas, "a")
    canvas.press("b").drag(30, 0)
    found.doAction("Bring to front")
    canvas.release().expect_selected("b").expect_steps("Move b.mp4")
    do(canvas, "a", "Press").session.document.apply(composition(tile("b")), "Delete")
    found.doAction("Move right")
    canvas.expect_steps("Delete")


def test_that_the_canvas_tells_and_takes_which_tiles_are_chosen(canvas: CanvasHand) -> None:
    chosen = seen(canvas).selectionInterface()
    assert seen(canvas).state().multiSelectable
    assert seen(canvas).valueInterface() is None
    assert seen(canvas).actionInterface().actionNames() == ["SetFocus"]
    assert chosen.select(tile_of(canvas, "b"))
    assert chosen.select(tile_of(canvas, "c"))
    canvas.expect_selected("b", "c")
    assert chosen.selectedItemCount() == 2
    assert [found.text(QAccessible.Text.Name) for found in chosen.selectedItems()] == ["2, b.mp4", "3, c.mp4"]
    assert chosen.selectedItem(1).text(QAccessible.Text.Name) == "3, c.mp4"
    assert chosen.isSelected(tile_of(canvas, "b"))
    assert not chosen.isSelected(tile_of(canvas, "a"))
    assert chosen.unselect(tile_of(canvas, "b"))
    canvas.expect_selected("c")
    assert chosen.selectAll()
    canvas.expect_selected("a", "b", "c")
    assert chosen.clear()
    canvas.expect_selected()


def test_that_assistive_technology_lets_go_of_a_group_that_is_chosen(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    canvas.bench.commands.run("edit.group")
    do(canvas, "c", "Press").expect_selected("c")
    do(canvas, "a", "Toggle").expect_selected("a", "b", "c")
    do(canvas, "b", "Toggle").expect_selected("c")
    chosen = seen(canvas).selectionInterface()
    assert chosen.select(tile_of(canvas, "b"))
    canvas.expect_selected("a", "b", "c")
    assert chosen.unselect(tile_of(canvas, "a"))
    canvas.expect_selected("c")
