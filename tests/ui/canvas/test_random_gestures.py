"""Whatever a hand does, in whatever order: nothing is left half done, and everything can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt

from support.builders import composition, tile
from support.canvas import ALT, CTRL, LEFT, MIDDLE, NO_BUTTON, NONE, SHIFT, CanvasHand
from ui.canvas.conftest import OpenCanvas

Key = Qt.Key
PLACES = st.tuples(st.integers(-20, 660), st.integers(-20, 380))
KEYS = st.sampled_from([NONE, SHIFT, CTRL, ALT, SHIFT | CTRL])
PRESSED = st.sampled_from(
    [
        (Key.Key_Escape, NONE),
        (Key.Key_Tab, NONE),
        (Key.Key_Right, NONE),
        (Key.Key_Down, SHIFT),
        (Key.Key_Left, ALT),
        (Key.Key_A, CTRL),
        (Key.Key_D, CTRL),
        (Key.Key_Delete, NONE),
        (Key.Key_BracketRight, NONE),
        (Key.Key_L, CTRL | SHIFT),
        (Key.Key_Z, CTRL),
        (Key.Key_Z, CTRL | SHIFT),
        (Key.Key_0, CTRL),
    ]
)
ACTS = st.one_of(
    st.tuples(st.just("press"), PLACES, KEYS, st.sampled_from([LEFT, LEFT, LEFT, MIDDLE])),
    st.tuples(st.just("move"), PLACES, KEYS),
    st.tuples(st.just("release"), PLACES, KEYS),
    st.tuples(st.just("key"), PRESSED),
    st.tuples(st.just("wheel"), PLACES, st.integers(-3, 3)),
)


def act(canvas: CanvasHand, what: tuple[Any, ...]) -> None:
    name, *rest = what
    if name == "key":
        (key, keys) = rest[0]
        canvas.canvas.setFocus()
        canvas.key(key, keys)
    elif name == "wheel":
        canvas.wheel(*rest[0], rest[1], CTRL)
    else:
        canvas._where = QPointF(canvas.spot(*rest[0]))
        if name == "press" and canvas._button == NO_BUTTON:
            canvas._button = rest[2]
            canvas._send(QEvent.Type.MouseButtonPress, rest[2], rest[1])
        elif name == "move":
            canvas._send(QEvent.Type.MouseMove, NO_BUTTON, rest[1])
            canvas.canvas.catch_up()
        elif name == "release" and canvas._button != NO_BUTTON:
            canvas.release(rest[1])


ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)


@ANY
@given(acts=st.lists(ACTS, min_size=5, max_size=40))
def test_that_nothing_is_left_half_done(open_canvas: OpenCanvas, acts: list[tuple[Any, ...]]) -> None:
    start = composition(
        tile("a", 20, 20, 200, 120), tile("b", 150, 90, 200, 120), tile("c", 400, 200, 40, 20), size=(640, 360)
    )
    canvas = open_canvas(start)
    for one in acts:
        act(canvas, one)
        ids = {shown.id for shown in canvas.session.composition.tiles}
        assert set(canvas.session.selection) <= ids
        assert set(canvas.canvas.stage.tiles) == ids
    if canvas._button != NO_BUTTON:
        canvas.release()
    canvas.document.finish()
    assert not canvas.canvas.hand.is_busy
    assert not canvas.document.is_previewing
    assert canvas.canvas.hand.marks.band is None
    assert all(min(t.width or 0, t.height or 0) >= 2 for t in canvas.session.composition.tiles)
    end = canvas.session.composition
    steps = 0
    while canvas.document.can_undo:
        canvas.document.undo()
        steps += 1
    assert canvas.session.composition == start
    for _ in range(steps):
        canvas.document.redo()
    assert canvas.session.composition == end
    for shown in end.tiles:
        item = canvas.canvas.stage.tiles[shown.id]
        assert tuple(item.face.rect) == (shown.x, shown.y, shown.width, shown.height)
    canvas.window.close()


@pytest.mark.full
@ANY
@given(acts=st.lists(ACTS, min_size=5, max_size=40))
def test_that_whatever_a_hand_touches_is_even_where_only_that_is_wanted(
    open_canvas: OpenCanvas, acts: list[tuple[Any, ...]]
) -> None:
    """In the midst of a gesture, too, for all who look at the composition."""
    start = composition(
        tile("a", 21, 20, 201, 123), tile("b", 150, 91, 200, 121), tile("c", 401, 201, 41, 21), size=(640, 360)
    )
    canvas = open_canvas(start)
    canvas.bench.preferences.set("even", True)
    was = {one.id: (one.x, one.y, one.width, one.height) for one in start.tiles}
    for one in acts:
        act(canvas, one)
        for shown in canvas.session.composition.tiles:
            now = (shown.x, shown.y, shown.width, shown.height)
            assert now == was.get(shown.id) or not any((number or 0) % 2 for number in now), (one, now)
    if canvas._button != NO_BUTTON:
        canvas.release()
    for shown in canvas.session.composition.tiles:
        face = canvas.canvas.stage.tiles[shown.id].face
        assert tuple(face.rect) == (shown.x, shown.y, shown.width, shown.height)
    canvas.window.close()
