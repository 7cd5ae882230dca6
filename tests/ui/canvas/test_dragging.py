"""Dragging tiles and handles. The frame has 640 × 360 pixels; tiles ``a`` and ``b`` lie as the pictures show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from support.builders import composition, tile
from support.canvas import ALT, CTRL, MIDDLE, NO_BUTTON, SHIFT, CanvasHand
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
    canvas.press("a", handle=handle).drag(20, 10).release()
    canvas.expect_rect("a", *expected).expect_steps("Resize a.mp4")


def test_that_a_corner_is_free_and_shift_keeps_the_proportion(canvas: CanvasHand) -> None:
    canvas.press("a", handle="bottom-right").drag(50, 3, SHIFT).release(SHIFT)
    canvas.expect_rect("a", 61, 73, 150, 120)
    canvas.press("a", handle="bottom-right").drag(-50, 3).release()
    canvas.expect_rect("a", 61, 73, 100, 123)


def test_that_a_corner_keeps_the_proportion_where_that_is_wished(canvas: CanvasHand) -> None:
    canvas.bench.preferences.set("keeps_proportion", True)
    canvas.press("a", handle="bottom-right").drag(50, 3).release()
    canvas.expect_rect("a", 61, 73, 150, 120)


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
    QTest.keyPress(canvas.canvas, Qt.Key.Key_Shift)
    canvas.expect_rect("a", 61, 67, 115, 92)
    QTest.keyRelease(canvas.canvas, Qt.Key.Key_Shift)
    canvas.expect_rect("a", 61, 73, 115, 80)
    canvas.release()


def test_that_alt_counts_at_once_when_shift_is_held_already(canvas: CanvasHand) -> None:
    """X calls the key Meta_L then."""
    canvas.press("a", handle="right").drag(10, 0, SHIFT)
    canvas.expect_rect("a", 61, 69, 110, 88)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_Meta, SHIFT, 64, 0xFFE7, 0)
        QApplication.sendEvent(canvas.canvas, event)
        is_held = kind == QEvent.Type.KeyPress
        canvas.expect_rect("a", *((51, 65, 120, 96) if is_held else (61, 69, 110, 88)))
    canvas.release()


def test_that_escape_takes_a_resize_back(canvas: CanvasHand) -> None:
    canvas.press("a", handle="bottom").drag(0, 50).key(Qt.Key.Key_Escape).release()
    canvas.expect_rect("a", 61, 73, 100, 80).expect_steps()


def test_that_several_tiles_are_resized_with_their_box(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    canvas.press("a", handle="right").drag(-231, 0).release()
    canvas.expect_rect("a", 61, 73, 50, 80).expect_rect("b", 232, 151, 60, 90)
    canvas.expect_steps("Resize 2 tiles")


def test_that_no_handle_makes_a_tile_smaller_than_two_pixels(canvas: CanvasHand) -> None:
    canvas.press("a", handle="right").drag(-300, 0).release()
    canvas.expect_rect("a", 61, 73, 2, 80)
    canvas.press("b", handle="top-left").drag(300, 300).release()
    canvas.expect_rect("b", 521, 239, 2, 2)


def test_that_tiles_pulled_together_stop_where_the_smallest_has_two_pixels(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("a", 100, 100, 100, 80), tile("b", 200, 100, 50, 80), tile("c", 250, 100, 150, 80), size=FRAME)
    )
    canvas.session.select(["a", "b", "c"])
    canvas.press("a", handle="right").drag(-500, 0).release()
    canvas.expect_rect("a", 100, 100, 4, 80).expect_rect("b", 104, 100, 2, 80).expect_rect("c", 106, 100, 6, 80)


def test_that_what_is_absent_stays_absent_until_it_is_set(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", None, None, 320, None), size=FRAME))
    canvas.press("a").drag(41, 0, SHIFT).release(SHIFT)
    moved = canvas.session.composition.tile("a")
    assert (moved.x, moved.y, moved.width, moved.height) == (41, None, 320, None)


def test_that_a_tiny_tile_can_be_taken_by_its_middle_and_by_its_handles(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 300, 200, 12, 10), size=FRAME))
    canvas.press("a").drag(30, 0).release()
    canvas.expect_rect("a", 330, 200, 12, 10)
    canvas.press("a", handle="bottom-right").drag(20, 20).release()
    canvas.expect_rect("a", 330, 200, 32, 30)


def at_zooms(*full: float) -> pytest.MarkDecorator:
    """At 100 % with every run, at the others in the full one."""
    return pytest.mark.parametrize("zoom", [1.0, *(pytest.param(zoom, marks=pytest.mark.full) for zoom in full)])


@at_zooms(0.05, 0.25, 4.0, 8.0)
def test_that_every_handle_can_be_hit_on_24_pixels_of_its_own(canvas: CanvasHand, zoom: float) -> None:
    """Of boxes of these sizes on the screen, as near as whole pixels of the frame come to it."""
    hand = canvas.canvas.hand
    for size in ((2, 2), (10, 200), (20, 20), (30, 12), (47, 48), (49, 300)):
        width, height = (max(2, round(side / zoom)) for side in size)
        canvas.document.reset(composition(tile("a", 300, 200, width, height), size=FRAME))
        canvas.at(zoom, 400 - 300 * zoom, 250 - 200 * zoom)
        canvas.session.select(["a"])
        assert [name for name, _ in canvas.canvas.overlay.shapes.handles] == list(HANDLES)
        for name in HANDLES:
            middle = canvas.handle(name).center()
            for way in ((-11, -11), (-11, 11), (11, -11), (11, 11), (0, 11), (11, 0), (0, 0)):
                hit = hand.hit(hand.pointer_at(middle + QPointF(*way)))
                assert hit.handle == name, (size, way)
        x, y, w, h = hand.lens.pixels(canvas.rect("a"))
        assert hand.hit(hand.pointer_at(QPointF(x + w / 2, y + h / 2))).handle is None


@at_zooms(0.25, 4.0)
def test_that_four_pixels_of_the_screen_begin_a_drag(canvas: CanvasHand, zoom: float) -> None:
    canvas.at(zoom, 200 - 61 * zoom, 200 - 73 * zoom)
    for across, down, is_drag in ((3, 0, False), (0, -3, False), (4, 0, True), (-1, 4, True)):
        canvas.press("a").drag(across / zoom, down / zoom)
        assert canvas.canvas.hand.marks.shows_size == is_drag
        canvas.release()
        canvas.press("a", handle="right").drag(across / zoom, down / zoom)
        assert canvas.canvas.hand.marks.shows_size == is_drag
        canvas.release()


def test_that_ctrl_at_the_press_drags_a_copy(canvas: CanvasHand) -> None:
    canvas.press("a", keys=CTRL).drag(40, 30, CTRL).release(CTRL)
    first, second, copy = canvas.session.composition.tiles
    assert (first.id, second.id) == ("a", "b")
    assert (copy.x, copy.y, copy.width, copy.height, copy.url) == (101, 103, 100, 80, first.url)
    canvas.expect_rect("a", 61, 73, 100, 80).expect_selected(copy.id)
    canvas.expect_steps("Duplicate a.mp4")
    assert len(canvas.session.composition.tiles) == 2


def test_that_ctrl_at_the_press_copies_all_that_is_chosen(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    canvas.press("b", keys=CTRL).drag(10, 20, CTRL).release(CTRL)
    placed = [(one.x, one.y) for one in canvas.session.composition.tiles]
    assert placed == [(61, 73), (403, 151), (71, 93), (413, 171)]
    assert len(canvas.session.selection) == 2
    canvas.expect_steps("Duplicate 2 tiles")


def test_that_a_copy_of_another_tile_leaves_the_chosen_one_alone(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.press("b", keys=CTRL).drag(10, 20, CTRL).release(CTRL)
    assert [(one.x, one.y) for one in canvas.session.composition.tiles] == [(61, 73), (403, 151), (413, 171)]


def test_that_a_copy_snaps_until_ctrl_is_pressed_anew(canvas: CanvasHand) -> None:
    canvas.bench.canvas.toggle_snap()
    canvas.press("a", keys=CTRL).drag(-58, 2, CTRL)
    copy = canvas.session.composition.tiles[-1].id
    assert canvas.rect(copy).x == 0
    canvas.drag(0, 0)
    QTest.keyPress(canvas.canvas, Qt.Key.Key_Control)
    assert canvas.rect(copy).x == 3
    canvas.release(CTRL)


def test_that_escape_takes_the_copies_back(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30).release()
    canvas.document.undo()
    canvas.session.select(["b"])
    before = canvas.session.composition
    canvas.press("a", keys=CTRL).drag(40, 30, CTRL).key(Qt.Key.Key_Escape)
    assert canvas.session.composition == before
    canvas.release().expect_selected("b")
    assert canvas.document.can_redo


@pytest.mark.parametrize("what", ["a", (300, 300)])
def test_that_escape_puts_the_selection_back(canvas: CanvasHand, what: str | tuple[float, float]) -> None:
    canvas.session.select(["b"])
    canvas.press(what).drag(-30, -40)
    canvas.key(Qt.Key.Key_Escape).release().expect_selected("b")


def test_that_escape_puts_the_view_back(canvas: CanvasHand) -> None:
    before = canvas.canvas.hand.lens
    canvas.press((300, 300), button=MIDDLE).drag(40, 30)
    assert canvas.canvas.hand.lens != before
    canvas.key(Qt.Key.Key_Escape).release()
    assert canvas.canvas.hand.lens == before
    canvas.press("a").drag(20, 20)
    canvas.wheel(300, 300, 2)
    canvas.key(Qt.Key.Key_Escape).release()
    assert canvas.canvas.hand.lens == before


def test_that_escape_keeps_a_frame_that_fits_fitting(canvas: CanvasHand) -> None:
    canvas.canvas.fit()
    canvas.press((300, 300), button=MIDDLE).drag(40, 30)
    assert not canvas.canvas.zoom.fits
    canvas.key(Qt.Key.Key_Escape).release()
    assert canvas.canvas.zoom.fits


def test_that_escape_takes_a_resize_of_several_back_and_leaves_redo_alone(canvas: CanvasHand) -> None:
    canvas.press("a").drag(40, 30).release()
    canvas.document.undo()
    canvas.session.select(["a", "b"])
    canvas.press("a", handle="bottom-right").drag(-90, -50)
    canvas.key(Qt.Key.Key_Escape).release()
    canvas.expect_rect("a", 61, 73, 100, 80).expect_rect("b", 403, 151, 120, 90).expect_selected("a", "b")
    assert canvas.document.can_redo


def test_that_a_hidden_tile_lets_the_click_through_to_one_that_is_seen(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 60, 70, 200, 100), tile("b", 60, 70, 300, 200, hidden=True), size=FRAME))
    canvas.click("a").expect_selected("a")
    canvas.click((300, 250)).expect_selected("b")


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


@pytest.mark.parametrize("keys", [CTRL, CTRL | SHIFT], ids=["copy", "exchange"])
def test_that_what_was_taken_back_since_the_press_is_dragged_nowhere(
    canvas: CanvasHand, keys: Qt.KeyboardModifier
) -> None:
    canvas.session.select(["b"])
    canvas.bench.commands.run("edit.duplicate")
    (copy,) = canvas.session.selection
    canvas.press(copy, keys=keys)
    canvas.document.undo()
    canvas.drag(60, 40, keys).release(keys)
    assert [one.id for one in canvas.session.composition.tiles] == ["a", "b"]
    assert not canvas.document.is_previewing


def test_that_no_more_tiles_are_copied_than_a_file_may_hold(canvas: CanvasHand) -> None:
    told: list[str] = []
    canvas.bench.report.said.connect(lambda message: told.append(message.sentence))
    many = [tile(f"t{n}", 0, 0, 9, 9) for n in range(999)]
    start = canvas.session.composition
    canvas.document.apply(start.replace(tiles=(*many, *start.tiles[:1])), "Many")
    canvas.session.select(["a"])
    canvas.bench.commands.run("edit.duplicate")
    canvas.press("a", keys=CTRL).drag(60, 40, CTRL).release(CTRL)
    assert len(canvas.session.composition.tiles) == 1000
    assert told == ["A composition has at most 1000 tiles."] * 2


def test_that_copies_that_undo_took_from_the_hand_are_chosen_when_it_moves_on(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 20, 20, 100, 100), size=(640, 360)))
    canvas.press("a", keys=CTRL).drag(60, 0, CTRL)
    copies = canvas.session.selection
    canvas.document.undo()
    canvas.expect_selected().drag(60, 0, CTRL).expect_selected(*copies)
    canvas.release(CTRL).expect_selected(*copies).expect_steps("Duplicate a.mp4")
