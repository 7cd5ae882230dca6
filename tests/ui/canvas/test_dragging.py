"""Dragging tiles and handles. The frame has 640 × 360 pixels; tiles ``a`` and ``b`` lie as the pictures show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from support.builders import composition, tile
from support.canvas import ALT, CTRL, NO_BUTTON, SHIFT, CanvasHand
from tilewright.layout.resize import HANDLES, Handle
from tilewright.ui.widgets.buttons import CommandButton
from ui.canvas.conftest import OpenCanvas

FRAME = (640, 360)


class Painted(QObject):
    """Which widgets of a window are painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.widgets: set[QWidget] = set()
        for widget in (window, *window.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.widgets.add(watched)
        return False


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """
    ┌──────────────────────┐
    │  ┌─a─┐     ┌─b──┐    │   a: 100 × 80 at 61, 73
    │  └───┘     └────┘    │   b: 120 × 90 at 403, 151
    └──────────────────────┘   snapping is off
    """
    canvas = open_canvas(composition(tile("a", 61, 73, 100, 80), tile("b", 403, 151, 120, 90), size=FRAME))
    canvas.bench.canvas.toggle_snap()
    return canvas


def test_that_a_tile_goes_with_the_hand(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30).release()
    canvas.expect_rect("a", 101, 103, 100, 80).expect_selected("a")
    canvas.expect_steps("Move a.mp4")
    canvas.expect_rect("a", 61, 73, 100, 80)


def test_that_a_drag_paints_the_canvas_and_nothing_behind_it(canvas: CanvasHand) -> None:
    canvas.press("a").drag(20, 10)
    QTest.qWait(200)  # what the choice changes elsewhere is painted, once
    painted = Painted(canvas.window)
    canvas.drag(20, 10)
    QTest.qWait(50)
    assert {canvas.canvas.viewport(), *canvas.canvas.rulers} <= painted.widgets
    assert not painted.widgets & {canvas.canvas, canvas.pane, canvas.window}


def test_that_a_click_never_becomes_a_drag_of_one_pixel(canvas: CanvasHand) -> None:
    canvas.press("a").drag(2, 1).release()
    canvas.expect_rect("a", 61, 73, 100, 80).expect_selected("a").expect_steps()


def test_that_escape_takes_a_drag_back_and_leaves_redo_alone(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30).release()
    canvas.document.undo()
    canvas.press("a").drag(50, 50)
    canvas.key(Qt.Key.Key_Escape)
    canvas.expect_rect("a", 61, 73, 100, 80)
    canvas.drag(20, 20).release()
    canvas.expect_rect("a", 61, 73, 100, 80)
    assert canvas.document.can_redo
    canvas.document.redo()
    canvas.expect_rect("a", 101, 103, 100, 80)


def test_that_a_drag_there_and_back_is_no_step(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30).drag(-40, -30).release()
    canvas.expect_rect("a", 61, 73, 100, 80).expect_steps()


def test_that_shift_keeps_to_one_axis(canvas: CanvasHand) -> None:
    canvas.press("a").drag(45, 14, SHIFT).release(SHIFT)
    canvas.expect_rect("a", 106, 73, 100, 80)


def test_that_several_tiles_move_together(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    canvas.press("b").drag(33, 21).release()
    canvas.expect_rect("a", 94, 94, 100, 80).expect_rect("b", 436, 172, 120, 90)
    canvas.expect_steps("Move 2 tiles")


def test_that_a_locked_tile_stays(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 61, 73, 100, 80, locked=True), tile("b", 403, 151), size=FRAME))
    canvas.press("a").drag(40, 30).release()
    canvas.expect_rect("a", 61, 73, 100, 80).expect_steps()
    canvas.session.select(["a"])
    assert canvas.canvas.overlay.shapes.handles == ()


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("top-left", (81, 83, 80, 70)),
        ("top", (61, 83, 100, 70)),
        ("top-right", (61, 83, 120, 70)),
        ("right", (61, 73, 120, 80)),
        ("bottom-right", (61, 73, 120, 90)),
        ("bottom", (61, 73, 100, 90)),
        ("bottom-left", (81, 73, 80, 90)),
        ("left", (81, 73, 80, 80)),
    ],
)
def test_that_each_handle_pulls_its_edges(
    canvas: CanvasHand, handle: Handle, expected: tuple[int, int, int, int]
) -> None:
    key = SHIFT if "-" in handle else Qt.KeyboardModifier.NoModifier
    canvas.press("a", handle=handle).drag(20, 10, key).release(key)
    canvas.expect_rect("a", *expected).expect_steps("Resize a.mp4")


def test_that_a_corner_keeps_the_proportion_and_shift_frees_it(canvas: CanvasHand) -> None:
    canvas.press("a", handle="bottom-right").drag(50, 3).release()
    canvas.expect_rect("a", 61, 73, 150, 120)
    canvas.press("a", handle="bottom-right").drag(-50, 3, SHIFT).release(SHIFT)
    canvas.expect_rect("a", 61, 73, 100, 123)


@pytest.mark.parametrize(
    ("is_kept", "key", "height"),
    [
        (False, Qt.KeyboardModifier.NoModifier, 80),
        (False, SHIFT, 120),
        (True, Qt.KeyboardModifier.NoModifier, 120),
        (True, SHIFT, 80),
    ],
)
def test_that_a_side_keeps_the_proportion_where_that_is_wished(
    canvas: CanvasHand, key: Qt.KeyboardModifier, height: int, *, is_kept: bool
) -> None:
    canvas.bench.preferences.set("keeps_proportion", is_kept)
    canvas.press("a", handle="right").drag(50, 0, key).release(key)
    tile = canvas.session.composition.tile("a")
    assert (tile.width, tile.height) == (150, height)


def test_that_alt_resizes_from_the_centre(canvas: CanvasHand) -> None:
    canvas.press("a", handle="right").drag(15, 0, ALT).release(ALT)
    canvas.expect_rect("a", 46, 73, 130, 80)


def test_that_a_switch_resizes_from_the_centre_without_alt(canvas: CanvasHand) -> None:
    switch = canvas.bench.commands.get("view.from-centre")
    canvas.press("a", handle="right").drag(15, 0).expect_rect("a", 61, 73, 115, 80)
    canvas.key(Qt.Key.Key_M, CTRL | ALT).expect_rect("a", 46, 73, 130, 80)  # in the middle of a drag, too
    canvas.release().expect_rect("a", 46, 73, 130, 80)
    assert switch.checked is not None
    assert switch.checked()
    name = "Resize from the centre"
    button = next(one for one in canvas.pane.strip.findChildren(CommandButton) if one.accessibleName() == name)
    assert button.isVisible()
    button.click()
    canvas.press("a", handle="right").drag(20, 0).release()
    canvas.expect_rect("a", 46, 73, 150, 80)


def test_that_ctrl_suspends_snapping_while_resizing(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 100, 80), tile("b", 200, 250, 100, 100), size=FRAME))
    canvas.press("a", handle="right").drag(96, 0)
    canvas.expect_rect("a", 100, 100, 200, 80)
    canvas.drag(0, 0, CTRL)
    canvas.expect_rect("a", 100, 100, 196, 80)
    assert not canvas.guides()
    canvas.release(CTRL)
    canvas.expect_rect("a", 100, 100, 196, 80)


def test_that_a_key_pressed_in_the_middle_of_a_drag_counts_at_once(canvas: CanvasHand) -> None:
    canvas.press("a", handle="right").drag(15, 0)
    canvas.expect_rect("a", 61, 73, 115, 80)
    canvas.key(Qt.Key.Key_Shift)  # pressed and let go
    canvas.expect_rect("a", 61, 73, 115, 80)
    canvas.release()


def test_that_escape_takes_a_resize_back(canvas: CanvasHand) -> None:
    canvas.press("a", handle="bottom").drag(0, 50).key(Qt.Key.Key_Escape).release()
    canvas.expect_rect("a", 61, 73, 100, 80).expect_steps()


def test_that_several_tiles_are_resized_with_their_box(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    canvas.press("a", handle="right").drag(-231, 0).release()
    canvas.expect_rect("a", 61, 73, 50, 80).expect_rect("b", 232, 151, 60, 90)
    canvas.expect_steps("Resize 2 tiles")


def test_that_what_is_absent_stays_absent_until_it_is_set(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", None, None, 320, None), size=FRAME))
    canvas.press("a").drag(41, 0, SHIFT).release(SHIFT)
    moved = canvas.session.composition.tile("a")
    assert (moved.x, moved.y, moved.width, moved.height) == (41, None, 320, None)


def test_that_a_tiny_tile_can_be_taken_by_its_middle_and_by_its_handles(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 300, 200, 12, 10), size=FRAME))
    canvas.press("a").drag(30, 0).release()
    canvas.expect_rect("a", 330, 200, 12, 10)
    canvas.press("a", handle="bottom-right").drag(20, 20, SHIFT).release(SHIFT)
    canvas.expect_rect("a", 330, 200, 32, 30)


def test_that_every_handle_can_be_hit_on_24_pixels(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    lens = canvas.canvas.hand.lens
    for name in HANDLES:
        middle = canvas.handle(name).center()
        for across, down in ((-11, -11), (11, 11), (0, 11), (11, 0)):
            x, y = middle.x() + across, middle.y() + down
            pointer = canvas.canvas.hand.pointer_at(type(middle)(x, y))
            hit = canvas.canvas.hand.hit(pointer)
            assert hit.handle is not None, (name, across, down, lens)
        assert canvas.canvas.hand.hit(canvas.canvas.hand.pointer_at(middle)).handle == name


def test_that_a_change_by_somebody_else_ends_the_gesture(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30)
    other = composition(tile("a", 1, 2, 100, 80), size=FRAME)
    canvas.document.reset(other)
    canvas.drag(10, 10).release()
    assert canvas.session.composition == other


def test_that_a_chosen_tile_is_dragged_even_where_another_covers_it(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 60, 70, 300, 200), tile("b", 50, 60, 400, 250), size=FRAME))
    canvas.session.select(["a"])
    canvas.press("a").drag(57, 0, CTRL).release()
    canvas.expect_rect("a", 117, 70, 300, 200).expect_rect("b", 50, 60, 400, 250)
    canvas.click("a").expect_selected("b")


def test_that_a_drag_ends_when_the_button_was_let_go_unseen(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30)
    canvas._button = NO_BUTTON
    canvas.hover((500, 300))
    assert not canvas.canvas.hand.is_busy
    canvas.expect_rect("a", 101, 103, 100, 80).expect_steps("Move a.mp4")
