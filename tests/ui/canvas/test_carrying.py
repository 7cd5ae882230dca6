"""What is dragged lies at the hand with every picture; the composition follows in between, and is never left behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile, url
from support.canvas import CTRL, CanvasHand
from tilewright.layout.move import move_tiles
from tilewright.layout.rect import Rect
from ui.canvas.conftest import OpenCanvas

FRAME = (640, 360)


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """``a`` and ``b`` as in `test_dragging`; ``a`` was pressed and moved by 20, 10 already, and snapping is off."""
    canvas = open_canvas(composition(tile("a", 61, 73, 100, 80), tile("b", 403, 151, 120, 90), size=FRAME))
    canvas.bench.canvas.toggle_snap()
    canvas.press("a")
    lead(canvas, 20, 10)
    return canvas


def lead(canvas: CanvasHand, dx: float, dy: float) -> None:
    """The hand goes so many pixels of the frame, all at once, and nothing else happens yet."""
    hand = canvas.canvas.hand
    canvas._where += QPointF(dx, dy) * canvas.zoom
    hand.take(hand.tool.move(hand.pointer_at(canvas._where)))


def drawn(canvas: CanvasHand, tile_id: str) -> Rect:
    """Where the tile is drawn, told in two ways that have to agree."""
    item = canvas.canvas.stage.tiles[tile_id]
    assert (item.pos().x(), item.pos().y()) == item.face.rect[:2]
    return item.face.rect


def test_that_a_tile_lies_at_the_hand_at_once_and_the_composition_follows_by_itself(
    canvas: CanvasHand, qtbot: QtBot
) -> None:
    canvas.expect_rect("a", 81, 83, 100, 80)
    lead(canvas, 20, 10)
    assert drawn(canvas, "a") == Rect(101, 93, 100, 80)
    assert canvas.canvas.overlay.shapes.extent == Rect(101, 93, 100, 80)
    canvas.expect_rect("a", 81, 83, 100, 80)
    qtbot.waitUntil(lambda: canvas.rect("a") == Rect(101, 93, 100, 80))
    assert canvas.document.is_previewing, "the hand rests, and has not let go"


def test_that_a_hand_that_never_rests_does_not_leave_the_composition_behind(canvas: CanvasHand, qtbot: QtBot) -> None:
    for _ in range(30):
        lead(canvas, 2, 1)
        qtbot.wait(4)  # faster than any screen
    assert canvas.rect("a").x > 81
    canvas.release().expect_rect("a", 141, 113, 100, 80).expect_steps("Move a.mp4")


def test_that_several_tiles_are_carried_together(canvas: CanvasHand) -> None:
    canvas.release()
    canvas.session.select(["a", "b"])
    canvas.press("a")
    lead(canvas, 20, 10)
    lead(canvas, 5, 5)
    assert (drawn(canvas, "a")[:2], drawn(canvas, "b")[:2]) == ((106, 98), (428, 166))
    canvas.release()
    canvas.expect_rect("a", 106, 98, 100, 80).expect_rect("b", 428, 166, 120, 90)


def test_that_letting_go_leaves_the_tile_where_the_hand_was(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    canvas.release().expect_rect("a", 101, 93, 100, 80).expect_steps("Move a.mp4")
    assert drawn(canvas, "a") == Rect(61, 73, 100, 80)


def test_that_what_leaves_the_window_in_the_middle_of_a_drag_is_what_is_seen(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    canvas.document.settle()
    canvas.expect_rect("a", 101, 93, 100, 80)


def test_that_escape_puts_back_what_the_composition_never_had(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    canvas.key(Qt.Key.Key_Escape)
    canvas.expect_rect("a", 61, 73, 100, 80).expect_steps()
    assert drawn(canvas, "a") == Rect(61, 73, 100, 80)


def test_that_a_drag_that_was_taken_back_stays_so_until_the_hand_goes_on(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    canvas.document.undo()
    canvas.canvas.catch_up()
    canvas.expect_rect("a", 61, 73, 100, 80)
    assert drawn(canvas, "a") == Rect(61, 73, 100, 80)
    lead(canvas, 1, 1)
    canvas.release().expect_rect("a", 102, 94, 100, 80)


def test_that_a_tile_that_comes_back_is_drawn_there_when_the_drag_is_taken_back(canvas: CanvasHand) -> None:
    lead(canvas, -20, -10)
    canvas.canvas.catch_up()
    lead(canvas, 30, 30)
    canvas.document.undo()
    canvas.key(Qt.Key.Key_Escape)
    assert drawn(canvas, "a") == canvas.rect("a") == Rect(61, 73, 100, 80)


def test_that_a_drag_ends_where_somebody_else_changed_the_composition(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    canvas.document.apply(move_tiles(canvas.document.committed, ["b"], 7, 0), "Move b")
    lead(canvas, 1, 1)
    assert not canvas.canvas.hand.is_busy
    assert drawn(canvas, "a") == canvas.rect("a")
    assert drawn(canvas, "b") == canvas.rect("b") == Rect(410, 151, 120, 90)


def test_that_a_picture_that_arrives_does_not_move_the_tile_away_from_the_hand(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    canvas.session.learn(known(a=source(), b=source()))
    image = QImage(64, 36, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.red)
    canvas.bench.pictures.put(url("a"), image)
    assert canvas.canvas.stage.tiles["a"].face.state == "picture"
    assert drawn(canvas, "a") == Rect(101, 93, 100, 80)


def test_that_what_is_carried_out_of_the_frame_is_veiled_there_at_once(canvas: CanvasHand) -> None:
    assert not canvas.canvas.stage.sticks_out
    lead(canvas, -100, 0)
    assert canvas.canvas.stage.sticks_out
    lead(canvas, 100, 0)
    assert not canvas.canvas.stage.sticks_out


def test_that_copies_lie_at_the_hand_from_its_first_move_on(canvas: CanvasHand) -> None:
    canvas.release()
    canvas.press("b", keys=CTRL).drag(40, 30, CTRL, steps=1)
    copy = canvas.session.composition.tiles[-1].id
    assert drawn(canvas, copy) == Rect(443, 181, 120, 90)
    canvas.expect_rect(copy, 443, 181, 120, 90)
    canvas.release(CTRL).expect_rect("b", 403, 151, 120, 90)


def test_that_what_lies_at_the_hand_lands_on_even_pixels_where_they_are_wanted(canvas: CanvasHand) -> None:
    canvas.release().document.undo()
    canvas.bench.preferences.set("even", True)
    canvas.press("a")
    lead(canvas, 20, 10)
    lead(canvas, 3, 3)
    assert drawn(canvas, "a")[:2] == (84, 86)
    canvas.release().expect_rect("a", 84, 86, 100, 80)


def test_that_a_command_in_the_midst_of_a_drag_is_about_what_is_seen(canvas: CanvasHand) -> None:
    lead(canvas, 20, 10)
    lead(canvas, 25, 5)
    where = drawn(canvas, "a")
    assert canvas.rect("a") != where
    canvas.bench.commands.run("arrange.front")
    assert canvas.rect("a") == where == drawn(canvas, "a")
    canvas.release()
    assert canvas.rect("a") == where


def test_that_hints_and_labels_go_with_what_is_carried(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 20, 20), tile("b", 200, 80, 120, 90), size=FRAME))
    canvas.bench.canvas.toggle_snap()
    canvas.press("a")
    lead(canvas, 20, 10)
    canvas.canvas.captions.settle()
    before, shapes = canvas.rect("a"), canvas.canvas.overlay.shapes
    beside = {label.name: rect for rect, label in shapes.labels}
    assert beside.keys() == {"a.mp4"}
    assert shapes.overlaps == ()
    lead(canvas, 90, 5)
    assert canvas.rect("a") == before, "the composition has not followed yet"
    now = canvas.canvas.overlay.shapes
    (there, _), was = now.labels[0], beside["a.mp4"]
    assert (there.x - was.x, there.y - was.y) == (90, 5)
    assert now.overlaps == (), "the hand moves"
    there_now = canvas.canvas.hand.lens.pixels(Rect(210, 115, 20, 20))
    qtbot.waitUntil(lambda: canvas.canvas.overlay.shapes.overlaps == (there_now,))
    lead(canvas, -2000, 0)
    arrows = canvas.canvas.overlay.shapes.arrows
    assert [(arrow.side, arrow.extent.x) for arrow in arrows] == [("left", -1790)]
    canvas.release()


def test_that_tiles_that_were_odd_do_not_tremble_between_the_hand_and_even_pixels(canvas: CanvasHand) -> None:
    canvas.release()
    moved = canvas.session.composition.tile("b").replace(x=202, y=152)
    canvas.document.apply(canvas.session.composition.with_tile(moved), "Move")
    canvas.bench.preferences.set("even", True)
    canvas.session.select(["a", "b"])
    canvas.press("a")
    lead(canvas, 20, 0)
    canvas.canvas.catch_up()
    for _ in range(3):
        lead(canvas, 0, 10)
        carried = [drawn(canvas, name)[:2] for name in ("a", "b")]
        canvas.canvas.catch_up()
        assert [canvas.rect(name)[:2] for name in ("a", "b")] == carried
