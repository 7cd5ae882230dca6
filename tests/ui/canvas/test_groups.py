"""Groups in the hand: a click chooses all of one, a double click or Enter one of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from support.builders import composition, tile
from support.canvas import CTRL, SHIFT, CanvasHand
from tilewright.layout.rect import Rect
from tilewright.ui.canvas.group_marks import AWAY
from tilewright.ui.canvas.shapes import Shapes
from tilewright.ui.tiles.model import TileModel
from ui.canvas.conftest import OpenCanvas

GROUP = Qt.Key.Key_G


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """Four in a row; ``a`` and ``b`` are a group."""
    canvas = open_canvas(
        composition(
            *(tile(name, 120 * number + 20, 20, 100, 100) for number, name in enumerate("abcd")), size=(640, 360)
        )
    )
    canvas.session.select(["a", "b"])
    return canvas.key(GROUP, CTRL).click((300, 300)).expect_selected()


def test_that_a_click_chooses_the_group_and_a_drag_moves_it_as_one_step(canvas: CanvasHand) -> None:
    canvas.click("b").expect_selected("a", "b")
    canvas.press("a").drag(0, 40, CTRL).release()
    assert [canvas.rect(name).y for name in "abcd"] == [60, 60, 20, 20]
    canvas.document.undo()
    assert [canvas.rect(name).y for name in "abcd"] == [20, 20, 20, 20]
    canvas.document.undo()
    canvas.click("c").click("b").expect_selected("b")


def test_that_a_double_click_and_enter_choose_one_of_it_and_clicks_stay_within(canvas: CanvasHand) -> None:
    canvas.double_click("b").expect_selected("b")
    canvas.click("a").expect_selected("a")
    canvas.click("b", SHIFT).expect_selected("a", "b")
    canvas.click("c").click("a").expect_selected("a", "b")
    canvas.key(Qt.Key.Key_Return).expect_selected("a")
    assert canvas.pages[-1] == ("tile", "tiles.a.x")


def test_that_shift_and_the_rubber_band_take_whole_groups(canvas: CanvasHand) -> None:
    canvas.click("d").click("a", SHIFT).expect_selected("a", "b", "d")
    canvas.click("b", SHIFT).expect_selected("d")
    canvas.press((5, 5)).drag(40, 60).expect_selected("a", "b")
    canvas.key(Qt.Key.Key_Escape).expect_selected("d")
    canvas.release()
    canvas.double_click("a").press((630, 300)).drag(-40, -40).key(Qt.Key.Key_Escape).expect_selected("a")


def test_that_keys_walk_to_whole_groups(canvas: CanvasHand) -> None:
    canvas.key(Qt.Key.Key_Tab).expect_selected("a", "b")
    canvas.key(Qt.Key.Key_Down)
    assert [canvas.rect(name).y for name in "abcd"] == [21, 21, 20, 20]


def test_that_copies_are_a_group_of_their_own_and_the_group_is_hidden_and_deleted_together(canvas: CanvasHand) -> None:
    canvas.click("a").key(Qt.Key.Key_D, CTRL)
    copies = canvas.session.selection
    assert len(copies) == 2
    canvas.click((300, 300)).click((25, 25)).expect_selected("a", "b")
    canvas.key(Qt.Key.Key_H, CTRL | SHIFT)
    assert [one.id for one in canvas.session.composition.tiles if one.hidden] == ["a", "b"]
    canvas.key(Qt.Key.Key_Delete)
    assert [one.id for one in canvas.session.composition.tiles] == ["c", "d", *copies]


def test_that_a_box_tells_a_group_of_which_something_is_chosen(canvas: CanvasHand) -> None:
    def shapes() -> Shapes:
        return canvas.canvas.overlay.shapes

    assert shapes().groups == ()
    canvas.click("c")
    assert shapes().groups == ()
    around = canvas.canvas.hand.lens.pixels(Rect(20, 20, 220, 100)).grown(AWAY)
    canvas.click("a")
    assert shapes().groups == (around,)
    canvas.double_click("b").expect_selected("b")
    assert shapes().groups == (around,)
    canvas.press("b").drag(0, 50, CTRL)
    assert shapes().groups == (around._replace(height=around.height + 50),)
    canvas.key(Qt.Key.Key_Escape).release().click((300, 300))
    assert shapes().groups == ()
    canvas.session.select(["a", "d"])
    assert shapes().groups == (around,)
    canvas.session.select(["a", "b"])
    canvas.key(GROUP, CTRL | SHIFT)
    assert shapes().groups == ()


@pytest.mark.parametrize("chosen", [("a", "b"), ("a",), ("b", "c")])
def test_that_the_box_of_a_group_leaves_no_trace_where_it_was(canvas: CanvasHand, chosen: tuple[str, ...]) -> None:
    canvas.session.select(chosen)
    canvas.press(chosen[0])
    before = canvas.canvas.overlay.shapes, painted(canvas)
    for way in ((-40, 30), (25, -50), (160, 90)):
        canvas.drag(*way, CTRL, steps=1)
        after = canvas.canvas.overlay.shapes, painted(canvas)
        left = difference(before[1], after[1])
        painter = QPainter(left)
        for area in after[0].changes(before[0]):
            painter.fillRect(*area, QColor("black"))
        painter.end()
        assert left == difference(after[1], after[1])
        before = after
    canvas.release()


def painted(canvas: CanvasHand) -> QImage:
    """The overlay alone, as it is now."""
    made = QImage(canvas.canvas.viewport().size(), QImage.Format.Format_RGB32)
    made.fill(QColor("black"))
    painter = QPainter(made)
    canvas.canvas.overlay.paint(painter, 1.0)
    painter.end()
    return made


def difference(one: QImage, other: QImage) -> QImage:
    """Black where both are the same."""
    made = one.copy()
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    return made


def test_that_a_group_is_taken_apart(canvas: CanvasHand) -> None:
    canvas.click("a").key(GROUP, CTRL | SHIFT)
    assert canvas.document.undo_text == "Ungroup tiles"
    canvas.click("c").click("a").expect_selected("a")
    assert canvas.bench.commands.get("edit.ungroup").off() == "They are in no group"


def test_that_the_table_tells_groups_apart(canvas: CanvasHand) -> None:
    model = TileModel(canvas.bench)
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    canvas.session.select(["c", "d"])
    canvas.key(GROUP, CTRL)
    assert [model.at(row).group for row in range(4)] == [2, 2, 1, 1]
    assert "in group 2" in model.at(0).words
    told.clear()
    canvas.click("a").key(GROUP, CTRL | SHIFT)
    assert [model.at(row).group for row in range(4)] == [1, 1, 0, 0]
    assert set(told) == {0, 1, 2, 3}
