"""Arranging through the main window at three zooms: by keys, commands and layouts, and two exchanged by hand. As in
`test_gestures_in_window`, lengths are pixels of the screen; where the tiles lie, `OpenThree` shows.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.builders import known, source, tile
from support.canvas import ALT, CTRL, LEFT, SHIFT
from support.window_hand import WindowHand, grown
from tilewright.layout.rect import Rect
from tilewright.ui.layouts.gallery import Gallery
from tilewright.ui.widgets.number_dialog import NumberDialog
from ui.canvas.conftest import ZOOMS, A, B, C, OpenThree

Key = Qt.Key

ALIGNED = (
    ("left", (Key.Key_Left, CTRL | SHIFT), "x", (40, 40, 40)),
    ("right", (Key.Key_Right, CTRL | SHIFT), "right", (640, 640, 640)),
    ("top", (Key.Key_Up, CTRL | SHIFT), "y", (40, 40, 40)),
    ("bottom", (Key.Key_Down, CTRL | SHIFT), "bottom", (200, 200, 200)),
    ("centres", (Key.Key_C, CTRL | SHIFT), "x", (280, 290, 260)),
    ("middles", (Key.Key_M, CTRL | SHIFT), "y", (80, 90, 70)),
)


TO_LAST = "acb"
"""Chosen one after the other: ``b`` comes last."""

Row = tuple[str, str, tuple[Rect, Rect, Rect], tuple[Rect, Rect, Rect], str]


def moved(**sides: tuple[int, int, int]) -> tuple[Rect, Rect, Rect]:
    """The three tiles, each with other sides."""
    a, b, c = ({side: values[number] for side, values in sides.items()} for number in range(3))
    return A._replace(**a), B._replace(**b), C._replace(**c)


THREE = moved()
ARRANGED: tuple[Row, ...] = (
    ("align-to-frame align-left", "abc", THREE, moved(x=(0, 0, 0)), "Align left: 3 tiles"),
    ("align-right", "abc", THREE, moved(x=(1480, 1500, 1440)), "Align right: 3 tiles"),
    ("align-middle", "abc", THREE, moved(y=(410, 420, 400)), "Align middles: 3 tiles"),
    ("align-to-last align-left", TO_LAST, THREE, moved(x=(240, 240, 240)), "Align left: 3 tiles"),
    ("align-bottom", TO_LAST, THREE, moved(y=(120, 140, 100)), "Align bottom: 3 tiles"),
    ("align-centre", TO_LAST, THREE, moved(x=(230, 240, 210)), "Align centres: 3 tiles"),
    ("distribute-down", "abc", moved(y=(40, 140, 436)), moved(y=(40, 248, 436)), "Distribute down: 3 tiles"),
    ("match-width", TO_LAST, THREE, moved(width=(100, 100, 100)), "Same width: 3 tiles"),
    ("match-height", TO_LAST, THREE, moved(height=(60, 60, 60)), "Same height: 3 tiles"),
    ("fill", "c", THREE, (A, B, Rect(-100, 0, 1800, 900)), "Fill the frame: c.mp4"),
    ("stretch", "c", THREE, (A, B, Rect(0, 0, 1600, 900)), "Stretch over the frame: c.mp4"),
    ("fit-cell", "c", THREE, (A, B, Rect(480, 50, 160, 80)), "Fit into its place: c.mp4"),
    ("fill-cell", "c", THREE, (A, B, Rect(460, 40, 200, 100)), "Fill its place: c.mp4"),
    ("fit-cell fill-cell stretch-cell", "c", THREE, THREE, "Stretch over its place: c.mp4"),
    ("source", "c", THREE, (A, B, Rect(480, 40, 400, 200)), "Size of the source: c.mp4"),
    ("swap", "ab", THREE, (B, A, C), "Swap tiles"),
)
"""Commands, the tiles they are for, where the three lie before and afterwards, and the name of the step. The source of
``c`` has 400 × 200.
"""


def check_row(hand: WindowHand, zoom: float, row: Row) -> None:
    commands, chosen, before, after, name = row
    tiles = [tile(one, *grown(rect, zoom)) for one, rect in zip("abc", before, strict=True)]
    hand.document.apply(hand.session.composition.replace(tiles=tuple(tiles)), "Put")
    put = hand.session.composition
    for count in range(len(chosen)):
        hand.session.select(chosen[: count + 1])
    for command in commands.split():
        hand.bench.commands.run(f"arrange.{command}")
    for found, rect in zip(map(hand.rect, "abc"), after, strict=True):
        # What is not whole at this zoom is rounded; where that has to be exact, tests of `layout` say.
        assert all(abs(one - other) <= 1 for one, other in zip(found, grown(rect, zoom), strict=True)), (row, found)
    assert hand.document.undo_text == name
    while hand.session.composition != put and hand.document.can_undo:
        hand.document.undo()
    assert hand.spots() == tuple(grown(rect, zoom) for rect in before), name


def set_gap(hand: WindowHand, key: Qt.Key) -> None:
    """16 pixels, in the dialog that the key opens."""
    hand.key(key, CTRL | ALT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NumberDialog)
    QTest.keyClicks(dialog.field, "16")
    QTest.keyClick(dialog.field, Key.Key_Return)
    hand.window.activateWindow()
    QTest.qWaitForWindowActive(hand.window)


@ZOOMS
def test_that_tiles_are_arranged_and_each_step_has_its_name(open_three: OpenThree, zoom: float) -> None:
    hand = open_three(zoom)
    first, document = hand.session.composition, hand.document
    hand.session.select(["a", "b", "c"])
    for name, (key, keys), side, wanted in ALIGNED:
        hand.key(key, keys)
        there = [getattr(hand.rect(one), side) for one in "abc"]
        assert all(abs(one - other / zoom) <= 1 for one, other in zip(there, wanted, strict=True)), name
        assert document.undo_text == f"Align {name}: 3 tiles"
        document.undo()
    hand.session.learn(known(c=source(round(400 / zoom), round(200 / zoom))))
    for row in ARRANGED:
        check_row(hand, zoom, row)
    while document.can_undo:
        document.undo()
    assert hand.session.composition == first
    hand.session.select(["a", "b", "c"])
    hand.key(Key.Key_D, CTRL | SHIFT)
    gaps = [after.x - before.right for before, after in pairwise(hand.rect(name) for name in "abc")]
    assert gaps == [round(110 / zoom + 0.01)] * 2 or abs(gaps[0] - gaps[1]) <= 1
    set_gap(hand, Key.Key_H)
    assert [after.x - before.right for before, after in pairwise(hand.rect(name) for name in "abc")] == [16, 16]
    set_gap(hand, Key.Key_V)
    assert [after.y - before.bottom for before, after in pairwise(hand.rect(name) for name in "acb")] == [16, 16]
    hand.session.select(["a", "b"])
    hand.bench.commands.run("arrange.match-size")
    assert hand.rect("a")[2:] == hand.rect("b")[2:] == grown(B, zoom)[2:]
    hand.session.select(["c"])
    hand.key(Key.Key_B, CTRL | ALT).expect("c", 720, 400, 160, 100)
    hand.session.learn(known(c=source(1600, 900)))
    hand.key(Key.Key_F, CTRL | ALT).expect("c", 0, 0, 1600, 900)
    hand.key(Key.Key_End, CTRL)
    assert [one.id for one in hand.session.composition.tiles] == ["c", "a", "b"]
    hand.key(Key.Key_L, CTRL | SHIFT).key(Key.Key_H, CTRL | SHIFT).key(Key.Key_Right).expect("c", 0, 0, 1600, 900)
    changed = hand.session.composition.tile("c")
    assert (changed.locked, changed.hidden) == (True, True)
    after = hand.session.composition
    hand.expect_steps(
        "Hide c.mp4",
        "Lock c.mp4",
        "Send to back: c.mp4",
        "Fit into the frame: c.mp4",
        "Centre in the frame: c.mp4",
        "Same size: 2 tiles",
        "Set the gap down",
        "Set the gap across",
        "Distribute across: 3 tiles",
    )
    assert hand.session.composition == first
    while document.can_redo:
        document.redo()
    assert hand.session.composition == after


@ZOOMS
def test_that_two_are_exchanged_by_hand_and_a_layout_is_one_click(open_three: OpenThree, zoom: float) -> None:
    hand = open_three(zoom)
    for keys in (CTRL | SHIFT, CTRL | SHIFT | ALT):
        hand.session.select([])
        hand.press("a", keys=keys).move(440, 40, keys).release(keys)
        assert [hand.rect(one) for one in "abc"] == [grown(C, zoom), grown(B, zoom), grown(A, zoom)]
        assert hand.document.undo_text == "Swap tiles"
        hand.document.undo()
    gallery = hand.window.findChild(Gallery)
    assert gallery is not None
    shown = next(one for name, one in gallery.grid.thumbnails.items() if name == "2x2")
    QTest.mouseClick(shown, LEFT)
    assert hand.document.undo_text == "Layout 2×2"
    a, b, c = hand.spots()
    assert a._replace(height=0) == grown(Rect(0, 0, 800, 0), zoom)
    assert (b.x, c.y, b.height) == (a.right, a.bottom, a.height)
    assert abs(a.height - 450 / zoom) <= 0.5
    for field, number in ((gallery.spacing.gap, "16"), (gallery.spacing.margin, "8")):
        QTest.mouseClick(field, LEFT)
        field.selectAll()
        QTest.keyClicks(field, number)
        QTest.keyClick(field, Key.Key_Return)
        assert hand.document.undo_text == "Gap and margin"
    a, b, c = hand.spots()
    assert (a.x, a.y, b.x - a.right, c.y - a.bottom) == (8, 8, 16, 16)
    assert abs(b.right + 8 - 1600 / zoom) <= 0.5
    QTest.mouseClick(gallery.grid.thumbnails["auto"], LEFT)
    assert hand.document.undo_text == "Layout Auto"
    inside = grown(Rect(0, 0, 1600, 900), zoom).grown(-8)
    apart = [rect.grown(8) for rect in hand.spots()]
    assert all(inside.contains(rect) for rect in hand.spots())
    assert not any(one.cut(other) for one, other in combinations(apart, 2))
    hand.expect_steps("Layout Auto", "Gap and margin", "Gap and margin", "Layout 2×2")
    assert hand.spots() == tuple(grown(rect, zoom) for rect in (A, B, C))
