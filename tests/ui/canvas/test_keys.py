"""The canvas without a pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.builders import composition, tile
from support.canvas import ALT, CTRL, NONE, SHIFT, CanvasHand
from support.watermarks import text_mark
from tilewright.layout.rect import Rect
from tilewright.model.ruler_guides import RulerGuides
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas

Key = Qt.Key


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    return open_canvas(
        composition(tile("a", 20, 20, 100, 100), tile("b", 160, 20, 100, 100), tile("c", 300, 20, 100, 100))
    )


def test_that_a_tile_is_moved_and_resized_by_keys_alone(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).expect_selected("a")
    canvas.key(Key.Key_Right, times=3).key(Key.Key_Down, SHIFT)
    canvas.expect_rect("a", 23, 30, 100, 100)
    canvas.key(Key.Key_Right, ALT, times=2).key(Key.Key_Up, ALT | SHIFT)
    canvas.expect_rect("a", 23, 30, 102, 90)


@pytest.mark.parametrize("desktop_takes_ctrl_alt", [True, False])
def test_that_the_left_and_the_top_edge_are_moved_by_keys_too(
    canvas: CanvasHand, *, desktop_takes_ctrl_alt: bool
) -> None:
    left, right, up, down = (
        [(Key.Key_Home, ALT), (Key.Key_End, ALT), (Key.Key_PageUp, ALT), (Key.Key_PageDown, ALT)]
        if desktop_takes_ctrl_alt
        else [(key, CTRL | ALT) for key in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)]
    )
    canvas.key(Key.Key_Tab).expect_selected("a")
    canvas.key(*left, times=3).key(*up)
    canvas.expect_rect("a", 17, 19, 103, 101)
    for key, keys in (right, down):
        canvas.key(key, keys | SHIFT)
    canvas.expect_rect("a", 27, 29, 93, 91)
    for key, keys in (left, up):
        canvas.key(key, keys | SHIFT)
    canvas.key(*right).key(*down)
    canvas.expect_rect("a", 18, 20, 102, 100).expect_selected("a")
    canvas.expect_steps("Resize a.mp4")


def test_that_keys_of_either_edge_go_on_from_what_those_of_the_other_left(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Right, ALT).key(Key.Key_Home, ALT).key(Key.Key_Left, ALT | SHIFT)
    canvas.expect_rect("a", 19, 20, 92, 100)
    canvas.session.select(["a", "c"])
    canvas.key(Key.Key_Home, ALT | SHIFT)
    a, c = canvas.rect("a"), canvas.rect("c")
    assert (a.x, c.right) == (9, 400)
    for _ in range(40):
        canvas.key(Key.Key_End, ALT | SHIFT).key(Key.Key_PageDown, ALT | SHIFT)
    a, c = canvas.rect("a"), canvas.rect("c")
    assert (c.right, c.bottom) == (400, 120)
    assert min(*a[2:], *c[2:]) == 2


def test_that_keys_make_no_tile_smaller_than_two_by_two(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Left, ALT | SHIFT, times=11).key(Key.Key_Up, ALT | SHIFT, times=11)
    canvas.expect_rect("a", 20, 20, 2, 2)
    canvas.key(Key.Key_Left, ALT).key(Key.Key_Up, ALT).expect_rect("a", 20, 20, 2, 2)


def test_that_a_burst_of_arrows_is_one_step(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.key(Key.Key_Right, times=5).key(Key.Key_Down, times=2)
    canvas.key(Key.Key_Right, ALT)
    canvas.expect_steps("Resize a.mp4", "Move a.mp4")


def test_that_a_burst_ends_when_another_tile_is_chosen(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Right).key(Key.Key_Tab).key(Key.Key_Right)
    canvas.expect_steps("Move b.mp4", "Move a.mp4")


def test_that_a_locked_tile_is_not_nudged(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 20, 20, 100, 100, locked=True)))
    canvas.key(Key.Key_Tab).key(Key.Key_Right).key(Key.Key_Right, ALT)
    canvas.expect_rect("a", 20, 20, 100, 100).expect_steps()


def test_that_tab_walks_through_the_tiles_and_then_out_of_the_canvas(canvas: CanvasHand) -> None:
    for name in "abc":
        canvas.key(Key.Key_Tab).expect_selected(name)
    canvas.key(Key.Key_Tab)
    assert QApplication.focusWidget() is not canvas.canvas


def test_that_shift_tab_walks_back_and_out(canvas: CanvasHand) -> None:
    canvas.session.select(["b"])
    canvas.key(Key.Key_Backtab, SHIFT).expect_selected("a")
    canvas.key(Key.Key_Backtab, SHIFT).expect_selected()
    assert QApplication.focusWidget() is canvas.canvas
    canvas.key(Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is not canvas.canvas


def test_that_the_focus_can_walk_without_choosing_and_choose_what_it_is_on(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_PageDown).key(Key.Key_PageDown).expect_selected("a")
    assert "focus" in [kind for kind, _ in canvas.canvas.overlay.shapes.outlines]
    canvas.key(Key.Key_Space, CTRL).expect_selected("a", "c")
    canvas.key(Key.Key_Space, CTRL).expect_selected("a")


def focus_lines(canvas: CanvasHand) -> list[Rect]:
    return [rect for kind, rect in canvas.canvas.overlay.shapes.outlines if kind == "focus"]


def test_that_a_chosen_tile_shows_that_keys_are_about_it_until_they_are_not(canvas: CanvasHand) -> None:
    def focus() -> list[Rect]:
        return focus_lines(canvas)

    canvas.click("a").expect_selected("a")
    assert focus() == []
    canvas.key(Key.Key_Tab).expect_selected("b")
    [line] = focus()
    assert line == canvas.canvas.hand.lens.pixels(canvas.rect("b")).grown(5)
    assert canvas.canvas.viewport().grab().toImage().pixelColor(line.x, line.y + 30) == tokens.colour("focus")
    canvas.canvas.clearFocus()
    assert focus() == []
    canvas.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert focus() == [line]
    canvas.press("b").drag(30, 0)
    assert focus() == []
    for key in (Key.Key_G, Key.Key_Tab):
        canvas.key(key)
        assert focus() == []  # the hand still has it
    canvas.release().key(Key.Key_Tab).expect_selected("c")
    assert len(focus()) == 1


@pytest.mark.parametrize("key", [Key.Key_Right, Key.Key_Delete, Key.Key_BracketRight])
def test_that_a_key_that_is_a_command_shows_that_keys_are_in_use(canvas: CanvasHand, key: Qt.Key) -> None:
    canvas.click("a").key(key)
    left = "b" if key == Key.Key_Delete else "a"
    assert focus_lines(canvas) == [canvas.canvas.hand.lens.pixels(canvas.rect(left)).grown(5)]


@pytest.mark.parametrize(
    "key", [Key.Key_Super_L, Key.Key_CapsLock, Key.Key_NumLock, Key.Key_Print, Key.Key_AltGr, Key.Key_VolumeUp]
)
def test_that_a_key_that_means_nothing_here_does_not(canvas: CanvasHand, key: Qt.Key) -> None:
    canvas.click("a").key(key)
    assert focus_lines(canvas) == []


@pytest.mark.parametrize("what", ["guide", "watermark"])
def test_that_no_tile_seems_to_have_keys_that_are_about_something_else(open_canvas: OpenCanvas, what: str) -> None:
    words = text_mark(dx=300, dy=300)
    start = composition(tile("a", 20, 20, 100, 100), tile("b", 160, 20, 100, 100), watermarks=(words,))
    canvas = open_canvas(start.replace(ruler_guides=RulerGuides(x=(500,))))
    canvas.click("a").click((500, 300))
    if what == "watermark":
        canvas.bench.canvas.choose_watermark(0)
    canvas.key(Key.Key_Right).expect_selected()
    moved = canvas.session.composition.ruler_guides.x == (501,)
    assert (moved, canvas.rect("a").x) == (what == "guide", 20)
    assert focus_lines(canvas) == []
    if what == "watermark":
        canvas.key(Key.Key_Return)
        assert canvas.pages == [("watermarks", "watermarks.0")]
    canvas.key(Key.Key_PageDown).expect_selected()
    assert focus_lines(canvas) == [canvas.canvas.hand.lens.pixels(canvas.rect("b")).grown(5)]
    canvas.key(Key.Key_Return)
    assert canvas.pages[-1] == ("tile", "tiles.b.x")


def test_that_escape_lets_go(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Escape).expect_selected()


def test_that_enter_goes_to_the_first_field_of_the_tile(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Return)
    assert canvas.pages == [("tile", "tiles.a.x")]


def test_that_delete_select_all_and_duplicate_have_their_usual_keys(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_A, CTRL).expect_selected("a", "b", "c")
    canvas.key(Key.Key_Delete)
    assert canvas.session.composition.tiles == ()
    canvas.document.undo()
    canvas.session.select(["b"])
    canvas.key(Key.Key_D, CTRL).expect_selected("t1")
    canvas.expect_rect("t1", 184, 44, 100, 100)
    canvas.expect_steps("Duplicate b.mp4")


def test_that_brackets_change_the_order(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.key(Key.Key_BracketRight)
    assert [one.id for one in canvas.session.composition.tiles] == ["b", "a", "c"]
    canvas.key(Key.Key_BracketLeft)
    assert [one.id for one in canvas.session.composition.tiles] == ["a", "b", "c"]


def test_that_a_tile_is_locked_and_hidden_by_keys(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.key(Key.Key_L, CTRL | SHIFT).key(Key.Key_H, CTRL | SHIFT)
    changed = canvas.session.composition.tile("a")
    assert (changed.locked, changed.hidden) == (True, True)
    canvas.expect_steps("Hide a.mp4", "Lock a.mp4")


def test_that_tiles_are_aligned_by_keys(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.key(Key.Key_Right, CTRL | SHIFT).key(Key.Key_Down, CTRL | SHIFT)
    canvas.expect_rect("a", 1180, 620, 100, 100)
    canvas.expect_steps("Align bottom: a.mp4", "Align right: a.mp4")


def test_that_a_command_that_cannot_run_says_why(canvas: CanvasHand) -> None:
    get = canvas.bench.commands.get
    assert get("arrange.align-left").off() == "Select a tile first"
    canvas.session.select(["a", "b"])
    assert get("arrange.distribute-across").off() == "Select 3 tiles first"
    canvas.session.select(["c"])
    assert get("arrange.front").off() == "Nothing lies above"


def test_that_leaving_the_canvas_ends_a_burst(canvas: CanvasHand) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Right)
    canvas.pane.strip.percent.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.qWait(0)
    canvas.expect_steps("Move a.mp4")


def test_that_a_key_brings_the_keyboard_back_to_the_canvas(canvas: CanvasHand) -> None:
    canvas.pane.strip.percent.setFocus(Qt.FocusReason.TabFocusReason)
    canvas.key(Key.Key_F6)
    assert QApplication.focusWidget() is canvas.canvas
    canvas.key(Key.Key_Tab).expect_selected("a")


@pytest.fixture
def grid(open_canvas: OpenCanvas) -> CanvasHand:
    """Two rows, put together in another order than they are read in."""
    places = {"br": (300, 200), "tl": (20, 20), "tr": (300, 20), "bl": (20, 200)}
    return open_canvas(composition(*(tile(name, *place, 200, 100) for name, place in places.items())))


def test_that_tab_and_page_down_walk_in_the_order_of_reading(grid: CanvasHand) -> None:
    for name in ("tl", "tr", "bl", "br"):
        grid.key(Key.Key_Tab).expect_selected(name)
    grid.key(Key.Key_Backtab, SHIFT).expect_selected("bl")
    grid.key(Key.Key_PageUp).key(Key.Key_Space, CTRL).expect_selected("tr", "bl")


def test_that_ctrl_and_an_arrow_choose_the_neighbour_in_that_direction(grid: CanvasHand) -> None:
    grid.key(Key.Key_Right, CTRL).expect_selected("tl")
    for key, name in ((Key.Key_Right, "tr"), (Key.Key_Down, "br"), (Key.Key_Left, "bl"), (Key.Key_Up, "tl")):
        grid.key(key, CTRL).expect_selected(name)
    grid.key(Key.Key_Up, CTRL).expect_selected("tl").expect_steps()


def test_that_the_walk_goes_on_from_what_was_chosen_elsewhere(grid: CanvasHand) -> None:
    grid.key(Key.Key_Tab).expect_selected("tl")
    grid.session.select(["bl"])
    grid.key(Key.Key_Tab).expect_selected("br")


def test_that_the_focus_goes_on_to_what_was_read_next_when_its_tile_is_deleted(grid: CanvasHand) -> None:
    grid.key(Key.Key_Tab).key(Key.Key_Tab).key(Key.Key_Delete).expect_selected()
    assert grid.canvas.hand.focus == "bl"
    grid.key(Key.Key_Space, CTRL).expect_selected("bl")
    grid.key(Key.Key_Tab).key(Key.Key_Delete)
    assert grid.canvas.hand.focus == "bl"
    grid.key(Key.Key_A, CTRL).key(Key.Key_Delete)
    assert grid.canvas.hand.focus == ""


def test_that_the_walk_brings_tiles_into_view_of_which_nothing_is_seen(grid: CanvasHand) -> None:
    def is_seen(name: str) -> bool:
        lens, view = grid.canvas.hand.lens, grid.canvas.viewport().rect()
        return lens.rect(grid.rect(name)).toRect().intersects(view)

    grid.at(4.0)
    grid.key(Key.Key_Tab).expect_selected("tl")
    before = grid.canvas.hand.lens
    assert is_seen("tl")
    assert not is_seen("tr")
    grid.key(Key.Key_Tab).expect_selected("tr")
    assert is_seen("tr")
    assert grid.zoom == before.zoom
    grid.key(Key.Key_Down, CTRL).expect_selected("br")
    assert is_seen("br")
    grid.key(Key.Key_PageUp)
    assert is_seen("bl")


def test_that_tiles_resized_by_keys_keep_their_relation_and_come_back(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 100, 100), tile("b", 100, 0, 300, 100), tile("c", 0, 300, 40, 40)))
    canvas.session.select(["a", "b"])
    canvas.key(Key.Key_Right, ALT, times=20).expect_rect("a", 0, 0, 105, 100).expect_rect("b", 105, 0, 315, 100)
    canvas.session.select(["b", "c"])
    canvas.key(Key.Key_Down, ALT).expect_rect("a", 0, 0, 105, 100)
    canvas.expect_steps("Resize 2 tiles", "Resize 2 tiles").expect_rect("b", 100, 0, 300, 100)
    canvas.session.select(["a", "b"])
    canvas.key(Key.Key_Right, ALT).expect_rect("b", 100, 0, 301, 100)


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Key.Key_Tab, NONE), (Key.Key_Tab, SHIFT), (Key.Key_PageDown, NONE), (Key.Key_Space, CTRL)],
)
def test_that_walking_waits_while_a_tile_is_dragged(
    canvas: CanvasHand, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    canvas.click("a").press("b").drag(0, -15)
    focus = canvas.canvas.hand.focus
    canvas.key(key, modifiers).expect_selected("b")
    assert canvas.canvas.hasFocus()
    assert canvas.canvas.hand.focus == focus
    canvas.drag(0, 20).release().expect_selected("b").expect_steps("Move b.mp4")


def test_that_enter_in_the_midst_of_a_drag_opens_nothing(canvas: CanvasHand) -> None:
    canvas.press("b").drag(0, 60).key(Key.Key_Return)
    assert canvas.pages == []
    assert canvas.canvas.hasFocus()
    canvas.key(Key.Key_Escape).release().expect_steps()
