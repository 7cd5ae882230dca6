"""Choosing tiles: click, Shift, Ctrl, rubber band, and what opens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from support.builders import composition, tile
from support.canvas import CTRL, SHIFT, CanvasHand
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """Three in a row, ``c`` on top of a part of ``b``."""
    return open_canvas(
        composition(
            tile("a", 20, 20, 100, 100), tile("b", 160, 20, 100, 100), tile("c", 220, 20, 100, 100), size=(640, 360)
        )
    )


def test_that_a_click_chooses_what_lies_on_top(canvas: CanvasHand) -> None:
    canvas.click((240, 70)).expect_selected("c")
    canvas.click((180, 70)).expect_selected("b")


def test_that_a_click_beside_all_tiles_chooses_nothing(canvas: CanvasHand) -> None:
    canvas.click("a").click((500, 300)).expect_selected()


@pytest.mark.parametrize("key", [SHIFT, CTRL])
def test_that_shift_and_ctrl_add_and_take_away(canvas: CanvasHand, key: Qt.KeyboardModifier) -> None:
    canvas.click("a").click("c", key).expect_selected("a", "c")
    canvas.click("a", key).expect_selected("c")


def test_that_a_click_on_one_of_several_chooses_it_alone(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "c"])
    canvas.click("a").expect_selected("a")


def test_that_a_rubber_band_chooses_what_it_touches(canvas: CanvasHand) -> None:
    canvas.press((5, 5)).drag(170, 60)
    canvas.expect_selected("a", "b")
    assert canvas.canvas.overlay.shapes.band is not None
    canvas.release().expect_selected("a", "b")
    assert canvas.canvas.overlay.shapes.band is None
    canvas.expect_steps()


def test_that_a_rubber_band_with_shift_adds(canvas: CanvasHand) -> None:
    canvas.click("c").press((5, 5), keys=SHIFT).drag(60, 60, SHIFT).release(SHIFT)
    canvas.expect_selected("a", "c")


def test_that_escape_takes_a_rubber_band_back(canvas: CanvasHand) -> None:
    canvas.click("c").press((5, 5)).drag(60, 60)
    canvas.key(Qt.Key.Key_Escape).expect_selected("c")


def test_that_a_rubber_band_begins_on_a_locked_background(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("back", 0, 0, 640, 360, locked=True), tile("a", 50, 50, 100, 100), size=(640, 360))
    )
    canvas.press((20, 20)).drag(100, 100).release()
    canvas.expect_selected("back", "a").expect_steps()


def test_that_a_double_click_opens_the_page_of_the_tile(canvas: CanvasHand) -> None:
    canvas.double_click("a").expect_selected("a")
    assert canvas.pages == [("tile", "")]


def test_that_the_tile_under_the_pointer_is_outlined(canvas: CanvasHand) -> None:
    canvas.hover("a")
    assert [kind for kind, _ in canvas.canvas.overlay.shapes.outlines] == ["hover"]
    canvas.hover((500, 300))
    assert canvas.canvas.overlay.shapes.outlines == ()


def test_that_the_selection_is_drawn_wherever_it_was_made(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    kinds = [kind for kind, _ in canvas.canvas.overlay.shapes.outlines]
    assert kinds == ["box", "selected", "selected", "focus"]  # keys are in use: they go on from the last
    assert len(canvas.canvas.overlay.shapes.handles) == 8


def test_that_a_drag_may_begin_with_the_second_press_of_a_double_click(canvas: CanvasHand) -> None:
    start = canvas.rect("a")
    canvas.bench.canvas.toggle_snap()
    canvas.double_press("a").drag(100, 40).release()
    canvas.expect_rect("a", start.x + 100, start.y + 40, start.width, start.height)


def test_that_ctrl_drags_a_copy_of_the_chosen_tile_that_another_covers(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 100, 100), tile("b", 90, 90, 300, 200)))
    canvas.session.select(["a"])
    canvas.press((150, 150), keys=CTRL).drag(0, 150, CTRL).release(CTRL)
    [copy] = canvas.session.selection
    canvas.expect_rect(copy, 100, 250, 100, 100).expect_steps("Duplicate a.mp4")
    canvas.session.select(["a"])
    canvas.click((150, 150), keys=CTRL).expect_selected("a", "b")
