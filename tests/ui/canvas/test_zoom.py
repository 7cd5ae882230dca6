"""Zoom, pan and fit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.canvas import CTRL, MIDDLE, SHIFT, CanvasHand
from tilewright.ui.canvas.keys import PAN, PAN_FAR
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    return open_canvas(composition(tile("a", 100, 100, 400, 300), size=(1920, 1080)))


def test_that_ctrl_and_the_wheel_zoom_to_the_pointer(canvas: CanvasHand) -> None:
    before = canvas.spot(300, 200)
    canvas.wheel(300, 200, 3, CTRL)
    assert canvas.zoom > 1.5
    after = canvas.spot(300, 200)
    assert (after - before).manhattanLength() <= 1.5


def test_that_the_wheel_alone_scrolls(canvas: CanvasHand) -> None:
    before = canvas.spot(0, 0)
    canvas.wheel(300, 200, -1)
    assert canvas.spot(0, 0) == before - QPointF(0, 120)
    assert canvas.zoom == 1.0


def test_that_two_fingers_zoom_to_where_they_are(canvas: CanvasHand) -> None:
    before = canvas.spot(300, 200)
    canvas.pinch(300, 200, 0.5)
    assert canvas.zoom == pytest.approx(1.5)
    assert (canvas.spot(300, 200) - before).manhattanLength() <= 1.5


def touch(canvas: CanvasHand, device: QPointingDevice, *fingers: tuple[float, float], begins: bool = False) -> None:
    """One finger at each of those points of the canvas; the last of them comes down just now when it ``begins``."""
    event = QTest.touchEvent(canvas.canvas.viewport(), device)
    for number, finger in enumerate(fingers):
        comes = begins and number == len(fingers) - 1
        (event.press if comes else event.move)(number, in_window(canvas, finger))
    event.commit()


def in_window(canvas: CanvasHand, finger: tuple[float, float]) -> QPoint:
    """QTest takes points of the window, whatever widget it is given."""
    return canvas.canvas.viewport().mapTo(canvas.window, QPointF(*finger).toPoint())


def let_go(canvas: CanvasHand, device: QPointingDevice, *fingers: tuple[float, float]) -> None:
    event = QTest.touchEvent(canvas.canvas.viewport(), device)
    for number, finger in enumerate(fingers):
        event.release(number, in_window(canvas, finger))
    event.commit()


def test_that_two_fingers_on_a_touch_screen_zoom_and_scroll(canvas: CanvasHand) -> None:
    """The first of them has pressed on a tile by then: it is neither moved nor chosen."""
    device = QTest.createTouchDevice()
    start, before = canvas.canvas.hand.lens, canvas.canvas.hand.lens.point(QPointF(300, 250))
    touch(canvas, device, (250, 250), begins=True)
    touch(canvas, device, (250, 250), (350, 250), begins=True)
    for step in range(1, 6):
        touch(canvas, device, (250 - 10 * step, 250), (350 + 10 * step, 250))
    assert canvas.zoom == pytest.approx(2.0)
    after = canvas.canvas.hand.lens.point(QPointF(300, 250))
    assert after == pytest.approx(before, abs=1.5)
    touch(canvas, device, (240, 290), (440, 290))
    assert canvas.zoom == pytest.approx(2.0)
    assert canvas.canvas.hand.lens.point(QPointF(340, 290)) == pytest.approx(before, abs=1.5)
    let_go(canvas, device, (240, 290), (440, 290))
    assert not canvas.canvas.hand.is_busy
    assert start.zoom == 1.0
    canvas.expect_selected().expect_rect("a", 100, 100, 400, 300).expect_steps()


def test_that_one_finger_on_a_touch_screen_drags_as_a_mouse_does(canvas: CanvasHand) -> None:
    canvas.bench.canvas.toggle_snap()
    device = QTest.createTouchDevice()
    touch(canvas, device, (250, 250), begins=True)
    for step in range(1, 4):
        touch(canvas, device, (250 + 10 * step, 250))
    canvas.canvas.catch_up()
    let_go(canvas, device, (280, 250))
    canvas.expect_rect("a", 130, 100, 400, 300).expect_steps("Move a.mp4")


@pytest.mark.parametrize(("notches", "limit"), [(80, 8.0), (-80, 0.05)])
def test_that_zoom_has_an_end(canvas: CanvasHand, notches: int, limit: float) -> None:
    canvas.wheel(300, 200, notches, CTRL)
    assert canvas.zoom == pytest.approx(limit)


def test_that_fit_shows_the_whole_frame_and_keeps_it_in_sight(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.fit")
    for width, height in ((900, 600), (500, 700), (1200, 400)):
        canvas.window.resize(width, height)
        QApplication.processEvents()
        shown = QRectF(canvas.spot(0, 0), canvas.spot(1920, 1080))
        assert QRectF(canvas.canvas.viewport().rect()).contains(shown)


def test_that_a_new_frame_is_fitted_when_the_old_one_was(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.fit")
    start = canvas.session.composition
    canvas.document.apply(start.with_frame(1080, 1920), "Size of the frame")
    shown = QRectF(canvas.spot(0, 0), canvas.spot(1080, 1920))
    assert QRectF(canvas.canvas.viewport().rect()).contains(shown)


def test_that_the_middle_button_pans(canvas: CanvasHand) -> None:
    canvas.press((300, 200), button=MIDDLE).drag(40, -25).release()
    assert canvas.spot(0, 0) == QPointF(100, 35)
    canvas.expect_steps().expect_selected()


def test_that_arrows_pan_while_nothing_is_chosen(canvas: CanvasHand) -> None:
    start = canvas.spot(0, 0)
    canvas.key(Qt.Key.Key_Right).key(Qt.Key.Key_Down)
    assert canvas.spot(0, 0) == start - QPointF(PAN, PAN)
    canvas.key(Qt.Key.Key_Left, SHIFT).key(Qt.Key.Key_Up)
    assert canvas.spot(0, 0) == start + QPointF(PAN_FAR - PAN, 0)
    canvas.session.select(["a"])
    canvas.key(Qt.Key.Key_Right)
    assert canvas.spot(0, 0) == start + QPointF(PAN_FAR - PAN, 0)
    canvas.expect_steps("Move a.mp4")


def test_that_space_and_the_left_button_pan(canvas: CanvasHand) -> None:
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas.canvas, key)
    canvas.press((300, 200)).drag(30, 20).release()
    assert canvas.spot(0, 0) == QPointF(90, 80)
    canvas.expect_rect("a", 100, 100, 400, 300)
    key = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas.canvas, key)
    canvas.press((300, 200)).drag(30, 20).release()
    assert canvas.rect("a").x == 130


def test_that_commands_zoom_around_the_middle(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.zoom-200")
    assert canvas.zoom == 2.0
    canvas.bench.commands.run("view.zoom-out")
    assert canvas.zoom == pytest.approx(1.6)
    canvas.session.select(["a"])
    canvas.bench.commands.run("view.zoom-selection")
    shown = QRectF(canvas.spot(100, 100), canvas.spot(500, 400))
    viewport = QRectF(canvas.canvas.viewport().rect())
    assert viewport.contains(shown)
    assert shown.width() > viewport.width() / 2
    assert canvas.pane.strip.percent.text() == f"{round(canvas.zoom * 100)} %"


def test_that_a_zoom_by_command_glides_there_and_can_be_overtaken(
    canvas: CanvasHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilewright.ui.canvas.zoom.moves", lambda _: True)
    canvas.bench.commands.run("view.zoom-200")
    assert canvas.zoom < 2.0
    canvas.wheel(300, 200, 1, CTRL)
    assert canvas.zoom == pytest.approx(2.5)


def test_that_rulers_show_the_selection_and_can_be_hidden(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    top, left = canvas.canvas.rulers
    assert top._span == (canvas.spot(100, 0).x(), canvas.spot(500, 0).x())
    assert left._span == (canvas.spot(0, 100).y(), canvas.spot(0, 400).y())
    canvas.bench.commands.run("view.rulers")
    assert not top.isVisible()
    assert canvas.canvas.viewport().width() == canvas.canvas.width()


def test_that_a_drag_beyond_the_edge_shows_more_of_what_lies_there(canvas: CanvasHand, qtbot: QtBot) -> None:
    canvas.at(2.0)
    canvas.press("a").drag(700, 0)
    first = canvas.rect("a").x
    qtbot.waitUntil(lambda: canvas.rect("a").x > first + 100)
    canvas.release()
    there = canvas.rect("a").x
    QTest.qWait(60)
    assert canvas.rect("a").x == there
    canvas.expect_steps("Move a.mp4")


def test_that_the_whole_frame_stays_in_sight_when_a_drag_leaves_the_canvas(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.fit")
    corner = canvas.spot(0, 0)
    canvas.press("a").drag(3000, 0)
    QTest.qWait(60)
    assert canvas.spot(0, 0) == corner
    canvas.release()


@pytest.mark.parametrize("down", [False, True])
def test_that_a_ruler_cuts_no_number_at_its_ends(canvas: CanvasHand, *, down: bool) -> None:
    ruler = canvas.canvas.rulers[1 if down else 0]
    length = ruler.height() if down else ruler.width()
    ends = set()
    for corner in range(100, 200, 4):
        canvas.at(1.0, corner, corner)
        image = ruler.grab().toImage()
        for along in (0, length - 1):
            across = range(1, 12)
            ends |= {image.pixelColor(*((one, along) if down else (along, one))).name() for one in across}
    assert ends == {tokens.colour("panel").name()}
