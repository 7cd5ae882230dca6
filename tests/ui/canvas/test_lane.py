"""Moves of one tile that flies take a shorter way: what comes of them is what the usual way makes of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile, url
from support.canvas import CTRL, LEFT, NO_BUTTON, NONE, SHIFT, CanvasHand, plain
from tilewright.layout.rect import Rect
from tilewright.ui.canvas.carrying import BEHIND, GAP
from tilewright.ui.canvas.hand import Marks
from ui.canvas.conftest import ZOOMS, OpenCanvas
from ui.canvas.test_flight import Screen

COLOURS = {"a": "#306090", "b": "#c04020", "c": "#40a060"}


def opened(open_canvas: OpenCanvas, *, zoom: float = 1.0, snaps: bool = False, kind: str = "") -> CanvasHand:
    """Three tiles, the middle one of which is to be moved, above one and below the other. Of some kind it is small, has
    a hidden one above it, or many small ones.
    """
    rects = {"a": Rect(20, 20, 160, 90), "b": Rect(241, 63, 160, 90), "c": Rect(200, 220, 130, 94)}
    if kind == "small":
        rects |= {"b": Rect(241, 63, 36, 22), "c": Rect(300, 100, 30, 20)}
    if kind == "many":
        course = random.Random(3)
        places = [(course.randint(0, 560), course.randint(0, 320)) for _ in range(30)]
        rects |= {f"m{n}": Rect(*at, 40 + n, 30 + n % 10) for n, at in enumerate(places)}
    grown = {name: [round(number / zoom) for number in rect] for name, rect in rects.items()}
    size = round(640 / zoom), round(360 / zoom)
    hidden = {"c"} if kind == "hidden" else set()
    tiles = [tile(name, *rect, hidden=name in hidden) for name, rect in grown.items()]
    canvas = open_canvas(composition(*tiles, size=size))
    canvas.bench.session.learn(known(**{name: source(640, 360) for name in rects}))
    for name in rects:
        canvas.bench.pictures.put(url(name), plain(COLOURS.get(name, "#a0a030")))
    if canvas.bench.canvas.snaps != snaps:
        canvas.bench.canvas.toggle_snap()
    canvas.at(zoom).canvas.stage.sharpener.now()
    canvas.canvas.captions.settle()
    # what comes after a while depends on how fast the test is
    canvas.canvas.captions._soon.setInterval(60_000)
    canvas.bench.findings.changed.disconnect(canvas.canvas.stage._on_findings)
    return canvas


def go(canvas: CanvasHand, across: float, down: float, keys: Qt.KeyboardModifier = NONE) -> None:
    """One move of the mouse by so many pixels of the screen, which is followed at once."""
    canvas.canvas._picture = 0.0
    canvas._where += QPointF(across, down)
    canvas._send(QEvent.Type.MouseMove, NO_BUTTON, keys)


def in_lane(canvas: CanvasHand, *, is_there: bool = True) -> CanvasHand:
    """The tile is in the hand, which has gone so far that there is a lane, if ever."""
    canvas.press("b")
    for number in range(40):
        if number < 8 or (is_there and canvas.canvas.lane is None):
            go(canvas, 2 if number % 2 else -1, 1)
            QTest.qWait(round(1000 * GAP) + 2)
    assert (canvas.canvas.lane is not None) == is_there
    return canvas


class Seen(NamedTuple):
    rect: Rect
    marks: Marks
    picture: QImage


@ZOOMS
@pytest.mark.parametrize("snaps", [False, True])
def test_that_a_move_in_a_lane_comes_to_the_same(open_canvas: OpenCanvas, zoom: float, snaps: bool) -> None:
    looks: dict[bool, list[Seen]] = {True: [], False: []}
    ends = []
    for has_lane in (True, False):
        canvas, course, moves = opened(open_canvas, zoom=zoom, snaps=snaps), random.Random(11), 0
        if not has_lane:
            canvas.canvas.find_lane = lambda _: None
        in_lane(canvas, is_there=has_lane)
        start = canvas.spot(*(241 / zoom + 90 / zoom, 63 / zoom + 50 / zoom))
        for number in range(40):
            there = start + QPointF(course.randint(-250, 260), course.randint(-80, 180))
            if number % 3:  # as a hand goes
                there = canvas._where + QPointF(course.randint(-9, 9), course.randint(-9, 9))
            was_in = canvas.canvas.lane is not None
            go(canvas, there.x() - canvas._where.x(), there.y() - canvas._where.y())
            moves += was_in and canvas.canvas.lane is not None
            if number % 8 == 7:
                QTest.qWait(round(1000 * (BEHIND + GAP)) + 2)  # the composition follows
            rect = canvas.canvas.stage.tiles["b"].face.rect
            picture = canvas.canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            looks[has_lane].append(Seen(rect, canvas.canvas.hand.marks, picture))
        assert moves > 15 if has_lane else moves == 0
        canvas.release()
        ends.append(canvas.rect("b"))
        canvas.expect_steps("Move b.mp4")
    for number, (one, other) in enumerate(zip(looks[True], looks[False], strict=True)):
        assert one[:2] == other[:2], number
        assert one.picture == other.picture, number
    assert ends[0] == ends[1] == looks[True][-1].rect


def test_that_the_third_move_of_a_drag_takes_a_lane(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = opened(open_canvas)
    canvas.press("b")
    go(canvas, 20, 10)
    go(canvas, 2, 1)
    qtbot.waitUntil(lambda: canvas.canvas.lane is not None)
    go(canvas, 1, 2)
    assert canvas.canvas.lane is not None
    canvas.release().expect_rect("b", 264, 76, 160, 90).expect_steps("Move b.mp4")


def test_that_the_composition_follows_a_lane(open_canvas: OpenCanvas) -> None:
    canvas = in_lane(opened(open_canvas))
    go(canvas, 30, 20)
    drawn = canvas.canvas.stage.tiles["b"].face.rect
    assert canvas.rect("b") != drawn
    QTest.qWait(round(1000 * (BEHIND + 2 * GAP)) + 10)
    assert canvas.rect("b") == drawn
    assert canvas.canvas.lane is not None, "it goes on where the hand itself made the change"
    go(canvas, 3, 3)
    canvas.release()
    canvas.expect_rect("b", drawn.x + 3, drawn.y + 3, 160, 90).expect_steps("Move b.mp4")


def _second_button(canvas: CanvasHand) -> None:
    canvas._button = LEFT | Qt.MouseButton.RightButton
    go(canvas, 1, 0)
    canvas._button = LEFT


def _undo_elsewhere(canvas: CanvasHand) -> None:
    canvas.document.rollback()


OTHERS: dict[str, Callable[[CanvasHand], object]] = {
    "Shift": lambda canvas: canvas.key(Qt.Key.Key_Shift, SHIFT),
    "a move with Ctrl": lambda canvas: go(canvas, 1, 0, CTRL),
    "another button": _second_button,
    "the wheel": lambda canvas: canvas.wheel(300, 200, 1, CTRL),
    "snapping": lambda canvas: canvas.bench.canvas.toggle_snap(),
    "the grid": lambda canvas: canvas.bench.preferences.set("grid", True),
    "another choice": lambda canvas: canvas.session.select(["a"]),
    "colours": lambda canvas: canvas.bench.theme.changed.emit(),
    "a composition": _undo_elsewhere,
    "Esc": lambda canvas: canvas.key(Qt.Key.Key_Escape),
    "beyond the edge": lambda canvas: go(canvas, 2000, 0),
    "out of the frame": lambda canvas: go(canvas, 350, 0),
}


@pytest.mark.parametrize("what", OTHERS)
def test_that_a_lane_ends_with_whatever_else_happens(open_canvas: OpenCanvas, what: str) -> None:
    canvas = in_lane(opened(open_canvas))
    lane = canvas.canvas.lane
    OTHERS[what](canvas)
    assert canvas.canvas.lane is None or canvas.canvas.lane is not lane
    canvas.key(Qt.Key.Key_Escape)
    assert canvas.rect("b") == Rect(241, 63, 160, 90)


@pytest.mark.parametrize("what", ["what was there before", "what is there now"])
def test_that_a_hand_moves_on_after_others_show_a_composition(open_canvas: OpenCanvas, qtbot: QtBot, what: str) -> None:
    """The composition follows it again, and what it lets go of stays there."""
    canvas = in_lane(opened(open_canvas))
    before = canvas.document.composition
    go(canvas, 6, 4)
    qtbot.waitUntil(lambda: canvas.document.composition != before)
    shown = before if what == "what was there before" else canvas.document.composition
    canvas.document.preview(shown.replace(tiles=shown.tiles[:1] + shown.tiles[1:]))
    go(canvas, 7, 5)
    go(canvas, 7, 5)
    drawn = canvas.canvas.stage.tiles["b"].face.rect
    canvas.release()
    assert canvas.rect("b") == drawn


def test_that_there_is_no_lane_once_others_made_a_step(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    """Not even when the ground is laid behind a move from before: the gesture is void, nothing would come of it."""
    canvas = opened(open_canvas)
    canvas.press("b")
    go(canvas, 20, 10)
    go(canvas, 0, 0)
    canvas.document.commit("Elsewhere")
    qtbot.waitUntil(lambda: canvas.canvas.stage.ground.is_laid)
    assert canvas.canvas.lane is None
    go(canvas, 3, 3)
    assert canvas.canvas.stage.tiles["b"].face.rect == Rect(261, 73, 160, 90)
    canvas.release().expect_rect("b", 261, 73, 160, 90).expect_steps("Elsewhere")


def test_that_a_hand_that_rests_loses_nothing_where_others_show_what_is_there(open_canvas: OpenCanvas) -> None:
    canvas = in_lane(opened(open_canvas))
    go(canvas, 30, 20)
    drawn, now = canvas.canvas.stage.tiles["b"].face.rect, canvas.document.composition
    canvas.document.preview(now.replace(tiles=now.tiles[:1] + now.tiles[1:]))
    canvas.release()
    assert canvas.rect("b") == drawn


@pytest.mark.parametrize("why", ["two tiles", "even pixels", "beyond the frame"])
def test_that_there_is_none_where_more_is_to_be_done(open_canvas: OpenCanvas, why: str) -> None:
    canvas = opened(open_canvas)
    if why == "two tiles":
        canvas.session.select(["a", "b"])
    if why == "even pixels":
        canvas.bench.preferences.set("even", True)
    canvas.press("b")
    if why == "beyond the frame":
        go(canvas, 350, 0)
    for _ in range(8):
        go(canvas, 2, 1)
        QTest.qWait(round(1000 * GAP) + 2)
        assert canvas.canvas.lane is None
    canvas.release()


COURSES = [
    (1.0, True, ""),
    (1.3, False, "small"),
    *(
        pytest.param(zoom, snaps, kind, marks=pytest.mark.full)
        for zoom in (0.37, 0.8, 1.0, 1.3, 2.0)
        for snaps in (False, True)
        for kind in ("", "small", "hidden", "many")
        if (zoom, snaps, kind) not in {(1.0, True, ""), (1.3, False, "small")}
    ),
]


@pytest.mark.parametrize(("zoom", "snaps", "kind"), COURSES)
def test_that_a_lane_has_all_painted_anew_that_it_changes(
    open_canvas: OpenCanvas, zoom: float, snaps: bool, kind: str
) -> None:
    """What was said to need painting, and nothing else, is painted; and what the screen shows then is true."""
    canvas, course, moves = in_lane(opened(open_canvas, zoom=zoom, snaps=snaps, kind=kind)), random.Random(11), 0
    screen, start = Screen(canvas), QPointF(300, 150)
    for number in range(60 if kind == "many" else 24):
        there = start + QPointF(course.randint(-200, 240), course.randint(-60, 180))
        if number % 3:
            there = canvas._where + QPointF(course.randint(-9, 9), course.randint(-9, 9))
        lane = canvas.canvas.lane
        go(canvas, there.x() - canvas._where.x(), there.y() - canvas._where.y())
        moves += lane is not None and canvas.canvas.lane is lane
        if number % 4 == 3:
            QTest.qWait(round(1000 * (BEHIND + GAP)) + 2)  # the composition follows
        screen.expect_true()
    assert moves > 8
    drawn = canvas.canvas.stage.tiles["b"].face.rect
    canvas.release()
    assert canvas.rect("b") == drawn
    screen.expect_true()
