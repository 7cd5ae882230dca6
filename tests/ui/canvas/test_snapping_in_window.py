"""Each kind that attracts, in the main window at three zooms: what is moved and what is resized, and both while Ctrl
suspends it. As in `test_gestures_in_window`, lengths are pixels of the screen; the hand stops `AWAY` from each line.

    ┌─(0, 0)───────────────────────────────────────
    │     a: 120 × 80 at y 160, where the case says
    │              b: 240 × 100      c: 100 × 100       at y 150; x 1000 and 1544
    │              a guide of the user's at x 540       the frame: 2400 × 1200
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from support.builders import composition, known, source, tile
from support.canvas import CTRL, NONE
from support.window_hand import WindowHand, grown
from tilewright.layout.attraction import Kind
from tilewright.layout.rect import Rect
from tilewright.layout.resize import Handle
from tilewright.model.composition import Composition
from tilewright.model.ruler_guides import RulerGuides
from ui.canvas.conftest import ZOOMS, OpenWindowHand

B, C = Rect(1000, 150, 240, 100), Rect(1544, 150, 100, 100)
AWAY = 4
WAY = -36

MOVES: tuple[tuple[Kind, str, int], ...] = (
    ("frame", "left edge", 0),
    ("frame", "right edge", 2400 - 120),
    ("centre", "its middle to that of the frame", 1200 - 60),
    ("thirds", "left edge", 800),
    ("quarters", "left edge", 600),
    ("safe", "left edge to action 93 %", 84),
    ("safe", "left edge to titles 90 %", 120),
    ("tiles", "left edge", 1000),
    ("tiles", "its middle to that of b", 1120 - 60),
    ("gaps", "between b and c", 1240 + 92),
    ("gaps", "beside c", 1644 + 304),
    ("ruler-guides", "left edge", 540),
)
"""The kind that attracts alone, what meets it, and where ``a`` lies then."""

RESIZES: tuple[tuple[Kind, Handle, Rect, tuple[int, int], Rect], ...] = (
    ("frame", "right", Rect(2200, 160, 120, 80), (76, 0), Rect(2200, 160, 200, 80)),
    ("centre", "left", Rect(1240, 160, 120, 80), (-36, 0), Rect(1200, 160, 160, 80)),
    ("thirds", "right", Rect(640, 160, 120, 80), (36, 0), Rect(640, 160, 160, 80)),
    ("quarters", "top", Rect(40, 340, 120, 80), (0, -36), Rect(40, 300, 120, 120)),
    ("safe", "bottom", Rect(40, 1032, 120, 80), (0, 24), Rect(40, 1032, 120, 108)),
    ("tiles", "bottom-right", Rect(840, 40, 120, 80), (36, 26), Rect(840, 40, 160, 110)),
    ("gaps", "right", Rect(500, 160, 120, 80), (72, 0), Rect(500, 160, 196, 80)),
    ("sizes", "right", Rect(40, 160, 120, 80), (-16, 0), Rect(40, 160, 100, 80)),
    ("sizes", "bottom", Rect(40, 160, 120, 80), (0, 16), Rect(40, 160, 120, 100)),
    ("source", "right", Rect(40, 160, 120, 80), (116, 0), Rect(40, 160, 240, 80)),
    ("source", "bottom", Rect(40, 160, 120, 80), (0, -16), Rect(40, 160, 120, 60)),
    ("ruler-guides", "right", Rect(380, 160, 120, 80), (36, 0), Rect(380, 160, 160, 80)),
)
"""The kind, the handle, where ``a`` lies before, the way of the hand, and where ``a`` lies afterwards. Its source has
240 × 120: the last but one takes its proportion.
"""


def laid(zoom: float) -> Composition:
    return composition(
        tile("a", *grown(Rect(40, 160, 120, 80), zoom)),
        tile("b", *grown(B, zoom)),
        tile("c", *grown(C, zoom)),
        size=(round(2400 / zoom), round(1200 / zoom)),
        ruler_guides=RulerGuides(x=(round(540 / zoom),)),
    )


@pytest.fixture
def put(open_window_hand: OpenWindowHand) -> OpenPut:
    return OpenPut(open_window_hand)


class OpenPut:
    """A window in which ``a`` is put somewhere before each case, where it can be seen."""

    def __init__(self, open_window_hand: OpenWindowHand) -> None:
        self._open = open_window_hand

    def open(self, zoom: float) -> WindowHand:
        self.hand = self._open(laid(zoom), zoom)
        self.hand.session.learn(known(a=source(round(240 / zoom), round(120 / zoom))))
        QApplication.processEvents()
        return self.hand

    def at(self, rect: Rect) -> WindowHand:
        hand, zoom = self.hand, self.hand.zoom
        x, y, width, height = grown(rect, zoom)
        moved = hand.session.composition.tile("a").replace(x=x, y=y, width=width, height=height)
        hand.document.apply(hand.session.composition.with_tile(moved), "Put")
        hand.at(zoom, 300 - rect.x, 200 - rect.y)
        return hand


@ZOOMS
def test_that_what_is_moved_meets_every_kind_of_line(put: OpenPut, zoom: float) -> None:
    hand = put.open(zoom)
    for kind, what, x in MOVES:
        hand.only(kind)
        for keys, landed in ((NONE, x), (CTRL, x + AWAY)):
            put.at(Rect(x + AWAY - WAY, 160, 120, 80))
            hand.press("a").move(WAY, 0, keys, steps=1)
            marks = hand.canvas.hand.marks
            assert keys == CTRL or marks.guides or marks.distances, (kind, what)
            hand.release(keys)
            assert hand.rect("a") == grown(Rect(landed, 160, 120, 80), zoom), (kind, what, keys)


@ZOOMS
def test_that_what_is_resized_meets_every_kind_of_line(put: OpenPut, zoom: float) -> None:
    hand = put.open(zoom)
    for kind, handle, before, way, after in RESIZES:
        hand.only(kind)
        hand.session.select([])
        put.at(before).press("a", handle=handle).move(*way, steps=1).release()
        assert hand.rect("a") == grown(after, zoom), (kind, handle)
        hand.session.select([])
        put.at(before).press("a", handle=handle).move(*way, CTRL, steps=1).release(CTRL)
        free = hand.rect("a")
        assert free != grown(after, zoom), (kind, handle)
        moved = max(abs(one - other) for one, other in zip(free, grown(after, zoom), strict=True))
        assert moved <= round(8 / zoom), (kind, handle)


@ZOOMS
def test_that_a_selection_meets_the_edge_of_another_tile(put: OpenPut, zoom: float) -> None:
    """The left edge of ``b`` and ``c`` that of ``a``, moved and resized."""
    hand = put.open(zoom).only("tiles")
    edge = B.x + WAY - AWAY
    for keys, left in ((NONE, edge), (CTRL, edge + AWAY)):
        for handle, right in ((None, C.right + left - B.x), ("left", C.right)):
            put.at(Rect(edge, 160, 120, 80))
            hand.session.select(["b", "c"])
            hand.press("b", handle=handle).move(WAY, 0, keys, steps=1).release(keys)
            assert (hand.rect("b").x, hand.rect("c").right) == (round(left / zoom), round(right / zoom)), (keys, handle)
            hand.document.undo()


@ZOOMS
def test_that_reach_switches_grid_and_even_pixels_hold_at_every_zoom(put: OpenPut, zoom: float) -> None:
    hand = put.open(zoom).only("frame")
    for reach, away, landed in ((8, 8, 0), (8, 12, 12), (16, 16, 0), (4, 8, 8)):
        hand.bench.commands.run(f"view.snap-reach-{reach}")
        put.at(Rect(80, 160, 120, 80)).press("a").move(away - 80, 0, steps=1).release()
        assert hand.rect("a").x == round(landed / zoom), reach
    hand.bench.commands.run("view.snap-reach-8")
    for command in ("view.snap-frame", "view.snap"):
        hand.bench.commands.run(command)
        put.at(Rect(40, 160, 120, 80)).press("a").move(WAY, 0, steps=1).release()
        assert hand.rect("a").x == round(AWAY / zoom), command
        hand.bench.commands.run(command)
    put.at(Rect(40, 160, 120, 80)).press("a").move(WAY, 0, steps=1).release()
    assert hand.rect("a").x == 0
    hand.only("grid")
    for command in ("view.grid-64", "view.grid"):
        hand.bench.commands.run(command)
    side, line = 128 if zoom >= 1 else 512, 640  # pixels of the frame, whatever the zoom
    for keys, landed in ((NONE, line), (CTRL, line + round(AWAY / zoom))):
        put.at(grown(Rect(line + round((AWAY - WAY) / zoom), 256, side, side), 1 / zoom))
        hand.press("a").move(WAY, 0, keys, steps=1).release(keys)
        assert hand.rect("a") == Rect(landed, 256, side, side), keys
    hand.bench.commands.run("view.grid")
    hand.bench.commands.run("view.even")
    odd = round(9 / zoom) | 1
    for keys in (NONE, CTRL):
        put.at(Rect(640, 280, 120, 80)).press("a").drag(-odd, odd, keys, steps=1).release(keys)
        hand.press("a", handle="right").drag(odd, 0, keys, steps=1).release(keys)
        assert hand.rect("a").width != round(120 / zoom)
        assert not any(side % 2 for side in hand.rect("a")), keys
