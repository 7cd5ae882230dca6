"""Each gesture through the main window, at three zooms, with snapping and while Ctrl suspends it.

Lengths are pixels of the screen here: the frame, the tiles and the ways grow as the zoom shrinks, so that one table
holds for all zooms. Only the edges of the frame attract.

    ┌─(0, 0)───────────────────────
    │   ┌─a─┐                         a: 120 × 80 at 40, 40
    │   └───┘   ┌─b─┐                 b: 100 × 60 at 240, 140
    │           └───┘                 the frame: 1600 × 900
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from support.builders import composition, tile
from support.canvas import ALT, CTRL, NONE, SHIFT
from support.window_hand import WindowHand, grown
from tilewright.layout.rect import Rect
from tilewright.layout.resize import Handle
from ui.canvas.conftest import ZOOMS, OpenWindowHand

A, B = Rect(40, 40, 120, 80), Rect(240, 140, 100, 60)


@pytest.fixture
def open_hand(open_window_hand: OpenWindowHand) -> Callable[[float], WindowHand]:
    def make(zoom: float) -> WindowHand:
        a, b = grown(A, zoom), grown(B, zoom)
        size = (round(1600 / zoom), round(900 / zoom))
        return open_window_hand(composition(tile("a", *a), tile("b", *b), size=size), zoom).only("frame")

    return make


RESIZES: tuple[tuple[Handle, tuple[int, int], Qt.KeyboardModifier, Rect, Rect], ...] = (
    ("left", (-36, 8), NONE, Rect(0, 40, 160, 80), Rect(4, 40, 156, 80)),
    ("top", (8, -36), NONE, Rect(40, 0, 120, 120), Rect(40, 4, 120, 116)),
    ("right", (20, 8), NONE, Rect(40, 40, 140, 80), Rect(40, 40, 140, 80)),
    ("bottom", (8, 20), NONE, Rect(40, 40, 120, 100), Rect(40, 40, 120, 100)),
    ("top-left", (-36, -32), NONE, Rect(0, 0, 160, 120), Rect(4, 8, 156, 112)),
    ("top-right", (20, -36), NONE, Rect(40, 0, 140, 120), Rect(40, 4, 140, 116)),
    ("bottom-left", (-36, 20), NONE, Rect(0, 40, 160, 100), Rect(4, 40, 156, 100)),
    ("bottom-right", (20, 12), NONE, Rect(40, 40, 140, 92), Rect(40, 40, 140, 92)),
    ("bottom-right", (60, 8), SHIFT, Rect(40, 40, 180, 120), Rect(40, 40, 180, 120)),
    ("left", (-36, 0), ALT, Rect(0, 40, 200, 80), Rect(4, 40, 192, 80)),
    ("right", (-400, 0), NONE, Rect(40, 40, 0, 80), Rect(40, 40, 0, 80)),
)
"""Handle, way and key; what becomes of ``a`` with snapping, and without. A width of 0 stands for the two pixels of the
frame that are left."""


@ZOOMS
def test_that_handles_resize(open_hand: Callable[[float], WindowHand], zoom: float) -> None:
    hand = open_hand(zoom)
    for suspended in (False, True):
        resize(hand, zoom, suspended=suspended)


def resize(hand: WindowHand, zoom: float, *, suspended: bool) -> None:
    """By every handle, with keys, and both tiles together."""
    for handle, way, keys, snapped, free in RESIZES:
        held = keys | CTRL if suspended else keys
        hand.session.select([])
        hand.press("a", handle=handle).drag(way[0] / zoom, way[1] / zoom, held).release(held)
        wanted = grown(free if suspended else snapped, zoom)
        wanted = wanted._replace(width=max(2, wanted.width))
        assert hand.spots() == (wanted, grown(B, zoom)), (handle, way)
        hand.document.undo()
        assert not hand.document.can_undo
    hand.session.select(["a", "b"])
    held = CTRL if suspended else NONE
    hand.press("a", handle="left").drag(-36 / zoom, 0, held).release(held)
    left = 4 if suspended else 0
    scale = (340 - left) / 300

    def rounded(length: float) -> int:
        return math.floor(length / zoom + 0.5)

    a, b = hand.spots()
    assert (a.x, a.right) == (rounded(left), rounded(left) + rounded(120 * scale))
    assert (b.x, b.right) == (rounded(left) + rounded(200 * scale), rounded(340))
    assert (a.y, a.height, b.y, b.height) == tuple(rounded(side) for side in (40, 80, 140, 60))
    hand.document.undo()


@ZOOMS
def test_that_tiles_move(open_hand: Callable[[float], WindowHand], zoom: float) -> None:
    hand = open_hand(zoom)
    for suspended in (False, True):
        move(hand, zoom, suspended=suspended)


def move(hand: WindowHand, zoom: float, *, suspended: bool) -> None:
    """One, on one axis, both together; a click, a copy, and Esc, also while resizing."""
    hand.session.select([])
    held = CTRL if suspended else NONE
    left = 4 if suspended else 0
    a, b = grown(A, zoom), grown(B, zoom)

    def moved(rect: Rect, dx: int, dy: int) -> Rect:
        return grown(rect._replace(x=rect.x + dx, y=rect.y + dy), zoom)

    hand.press("a").move(-36, 48, held).release(held)
    assert hand.spots() == (moved(A, left - 40, 48), b)
    hand.document.undo()
    hand.press("a").move(-36, 12, held | SHIFT).release(held | SHIFT)
    assert hand.spots() == (moved(A, left - 40, 0), b)
    hand.document.undo()
    hand.session.select(["a", "b"])
    hand.press("b").move(-36, 8, held).release(held)
    assert hand.spots() == (moved(A, left - 40, 8), moved(B, left - 40, 8))
    hand.document.undo()
    hand.session.select([])
    hand.press("a").move(3, 0, held).release(held)
    assert hand.spots() == (a, b)
    assert not hand.document.can_undo
    hand.press("a", keys=CTRL).move(-30, 48, CTRL).move(-6, 0).move(0, 0, held).release(held)
    assert hand.spots() == (a, b, moved(A, left - 40, 48))
    hand.document.undo()
    assert hand.document.can_redo
    for handle in (None, "bottom-right"):
        hand.press("a", handle=handle).move(-36, 48, held)
        assert hand.rect("a") != a
        hand.key(Qt.Key.Key_Escape).release()
        assert hand.spots() == (a, b)
        assert hand.document.can_redo


@ZOOMS
def test_that_ctrl_suspends_snapping_in_the_middle_of_a_drag(
    open_hand: Callable[[float], WindowHand], zoom: float
) -> None:
    hand = open_hand(zoom)
    for grip in (None, "left"):
        hand.press("a", handle="left" if grip else None).move(-36, 0)
        assert hand.rect("a").x == 0
        QTest.keyPress(hand.canvas, Qt.Key.Key_Control)
        assert hand.rect("a").x == round(4 / zoom)
        QTest.keyRelease(hand.canvas, Qt.Key.Key_Control)
        assert hand.rect("a").x == 0
        hand.release()
        hand.document.undo()


@ZOOMS
def test_that_tiles_are_chosen_and_changed_by_keys(open_hand: Callable[[float], WindowHand], zoom: float) -> None:
    hand = open_hand(zoom)
    hand.press((10 / zoom, 10 / zoom)).move(170, 120).release()
    hand.expect_selected("a")
    hand.press((210 / zoom, 130 / zoom), keys=SHIFT).move(150, 90, SHIFT).release(SHIFT).expect_selected("a", "b")
    hand.click("a").click("b", SHIFT).expect_selected("a", "b")
    hand.click("a").expect_selected("a")
    hand.key(Qt.Key.Key_A, CTRL).expect_selected("a", "b")
    hand.key(Qt.Key.Key_Escape).expect_selected()
    hand.click("a").key(Qt.Key.Key_Right).key(Qt.Key.Key_Down, SHIFT).key(Qt.Key.Key_Left, ALT)
    x, y, width, height = grown(A, zoom)
    hand.expect_rect("a", x + 1, y + 10, width - 1, height)
