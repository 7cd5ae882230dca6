"""The user's own guides: dragged from the rulers, moved, taken away, by numbers too; tiles snap to them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from support.builders import composition, tile
from support.canvas import CTRL, SHIFT, CanvasHand, plain
from tilewright.model.ruler_guides import MOST_GUIDES, GuideName, RulerGuides
from tilewright.ui.canvas.guides_dialog import GuidesDialog
from tilewright.ui.canvas.rulers import Ruler
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas

FRAME = (1920, 1080)


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    made = open_canvas(composition(tile("a", 100, 100, 200, 150), size=FRAME))
    made.bench.pictures.put(made.session.composition.tile("a").url, plain("#808080"))
    return made


def guides(canvas: CanvasHand) -> RulerGuides:
    return canvas.session.composition.ruler_guides


def drag(canvas: CanvasHand, ruler: Ruler, start: QPointF, end: QPointF, *, lets_go: bool = True) -> None:
    """From a point of the canvas to another, with the button pressed on the ruler, which may lie beyond the canvas."""
    viewport = canvas.canvas.viewport()

    def on_ruler(point: QPointF) -> QPoint:
        return ruler.mapFromGlobal(viewport.mapToGlobal(point)).toPoint()

    QTest.mousePress(ruler, Qt.MouseButton.LeftButton, pos=on_ruler(start))
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(ruler, on_ruler(start + (end - start) * part))
        canvas.canvas.catch_up()
    if lets_go:
        QTest.mouseRelease(ruler, Qt.MouseButton.LeftButton, pos=on_ruler(end))


def with_guides(canvas: CanvasHand, x: tuple[int, ...] = (), y: tuple[int, ...] = ()) -> CanvasHand:
    canvas.document.reset(canvas.session.composition.replace(ruler_guides=RulerGuides(x=x, y=y)))
    return canvas


def test_that_a_drag_from_a_ruler_makes_a_guide(canvas: CanvasHand) -> None:
    top, left = canvas.canvas.rulers
    assert top.height() >= 24
    assert left.width() >= 24
    drag(canvas, left, QPointF(-10, 200), canvas.spot(640, 300))
    assert guides(canvas).x == (640,)
    drag(canvas, top, QPointF(300, -10), canvas.spot(300, 333))
    assert guides(canvas).y == (333,)
    canvas.expect_steps("Add guide", "Add guide")
    assert guides(canvas) == RulerGuides()


def test_that_escape_takes_the_guide_back_and_a_click_makes_none(canvas: CanvasHand) -> None:
    _, left = canvas.canvas.rulers
    drag(canvas, left, QPointF(-10, 200), canvas.spot(640, 300), lets_go=False)
    assert guides(canvas).x == (640,)
    canvas.key(Qt.Key.Key_Escape)
    assert guides(canvas).x == ()
    QTest.mouseRelease(left, Qt.MouseButton.LeftButton)
    QTest.mouseClick(left, Qt.MouseButton.LeftButton, pos=QPoint(5, 100))
    assert guides(canvas).x == ()
    canvas.expect_steps()


def test_that_escape_in_a_drag_from_a_ruler_leaves_view_and_selection_alone(canvas: CanvasHand) -> None:
    canvas.click("a").expect_selected("a")
    canvas.at(2.0, 30, 30)
    canvas.session.select([])
    _, left = canvas.canvas.rulers
    drag(canvas, left, QPointF(-10, 200), QPointF(300, 300), lets_go=False)
    canvas.key(Qt.Key.Key_Escape).expect_selected()
    assert canvas.zoom == 2.0
    assert canvas.spot(0, 0) == QPointF(30, 30)
    QTest.mouseRelease(left, Qt.MouseButton.LeftButton)


def test_that_escape_in_a_drag_chooses_the_guide_again_that_was_chosen_before(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(640, 900), y=(400,))
    _, left = canvas.canvas.rulers
    chosen = GuideName("y", 0)
    canvas.click((600, 400))
    canvas.press((640, 600)).drag(60, 0)
    assert canvas.bench.canvas.guide == GuideName("x", 0)
    canvas.key(Qt.Key.Key_Escape).release()
    assert canvas.bench.canvas.guide == chosen
    canvas.press((640, 600)).drag(-900, 0).key(Qt.Key.Key_Escape).release()
    assert canvas.bench.canvas.guide == chosen
    drag(canvas, left, QPointF(-10, 200), canvas.spot(700, 300), lets_go=False)
    canvas.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(left, Qt.MouseButton.LeftButton)
    assert canvas.bench.canvas.guide == chosen
    canvas.press("a").drag(60, 60).key(Qt.Key.Key_Escape).release().expect_selected()
    assert canvas.bench.canvas.guide == chosen
    canvas.key(Qt.Key.Key_Down)
    assert guides(canvas) == RulerGuides(x=(640, 900), y=(401,))
    canvas.key(Qt.Key.Key_Escape)
    assert canvas.bench.canvas.guide is None


def test_that_a_guide_is_seen_and_moved_by_hand_and_goes_on_its_ruler(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(640,))
    image = canvas.canvas.viewport().grab().toImage()
    at = round(canvas.spot(640, 0).x())
    assert image.pixelColor(at, 300) == tokens.colour("ruler_guide")
    assert image.pixelColor(at + 1, 300) == tokens.colour("halo")
    canvas.press((640, 400)).drag(57, 0, CTRL).release(CTRL)
    assert guides(canvas).x == (697,)
    canvas.press((697, 400)).drag(-900, 0)
    assert guides(canvas).x == ()
    canvas.release()
    canvas.expect_steps("Remove guide", "Move guide")
    assert guides(canvas).x == (640,)


def test_that_the_mark_in_the_ruler_is_a_target_of_24_pixels(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(640,))
    top, _ = canvas.canvas.rulers
    start = QPointF(canvas.spot(640, 0).x() + 11, -10)
    drag(canvas, top, start, start + QPointF(33, 100))
    assert guides(canvas).x == (684,)
    assert guides(canvas).y == ()


def test_that_keys_move_and_remove_the_chosen_guide(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(640,), y=(400,))
    canvas.session.select(["a"])
    canvas.click((600, 400)).expect_selected()
    canvas.key(Qt.Key.Key_Down, times=3).key(Qt.Key.Key_Up, SHIFT)
    assert guides(canvas) == RulerGuides(x=(640,), y=(393,))
    [line] = [line for line in canvas.canvas.overlay.shapes.lines if line.text]
    assert line.text == "Y 393"
    canvas.key(Qt.Key.Key_Delete)
    assert guides(canvas) == RulerGuides(x=(640,))
    canvas.key(Qt.Key.Key_Delete)
    assert guides(canvas) == RulerGuides(x=(640,))  # none is chosen any more
    canvas.expect_steps("Remove guide", "Move guide")
    canvas.expect_rect("a", 100, 100, 200, 150)


def test_that_keys_are_about_a_guide_that_was_just_dragged_out_of_a_ruler(canvas: CanvasHand) -> None:
    _, left = canvas.canvas.rulers
    canvas.click("a").expect_selected("a")
    drag(canvas, left, QPointF(-10, 200), canvas.spot(640, 300), lets_go=False)
    canvas.key(Qt.Key.Key_Escape).expect_selected("a")
    QTest.mouseRelease(left, Qt.MouseButton.LeftButton)
    drag(canvas, left, QPointF(-10, 200), canvas.spot(640, 300))
    canvas.expect_selected().key(Qt.Key.Key_Right)
    assert guides(canvas).x == (641,)
    canvas.key(Qt.Key.Key_Delete)
    assert guides(canvas).x == ()
    canvas.expect_rect("a", 100, 100, 200, 150)


def test_that_tiles_snap_to_a_guide_unless_that_kind_is_off(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(417,))
    canvas.press("a").drag(113, 60).release()
    assert canvas.rect("a").right == 417
    canvas.document.undo()
    canvas.bench.commands.run("view.snap-ruler-guides")
    canvas.press("a").drag(113, 60).release()
    assert canvas.rect("a").right == 413


def test_that_locked_guides_stay_and_hidden_ones_are_away(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(700,))
    QApplication.processEvents()
    canvas.bench.commands.run("view.guides-lock")
    canvas.press((700, 400)).drag(50, 0).release()
    assert guides(canvas).x == (700,)
    canvas.bench.commands.run("view.guides-hide")
    assert canvas.canvas.overlay.shapes.lines == ()
    canvas.press("a").drag(397, 60).release()
    assert canvas.rect("a").right == 697
    canvas.expect_steps("Move a.mp4", "Hide guides", "Lock guides")


def test_that_guides_are_added_listed_and_removed_by_numbers(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.guides-add")
    dialog = canvas.canvas.findChild(GuidesDialog)
    assert dialog is not None
    assert not dialog.add_button.isEnabled()
    QTest.keyClicks(dialog.at, "50%")
    QTest.keyClick(dialog.at, Qt.Key.Key_Return)
    dialog.axis.setCurrentIndex(1)
    QTest.keyClicks(dialog.at, "1080/4")
    QTest.keyClick(dialog.at, Qt.Key.Key_Return)
    assert guides(canvas) == RulerGuides(x=(960,), y=(270,))
    assert [dialog.list.item(row).text() for row in range(2)] == ["Upright at X 960", "Level at Y 270"]
    QTest.keyClicks(dialog.at, "wide")
    assert not dialog.add_button.isEnabled()
    assert dialog.said.text() == dialog.at.accessibleDescription() != ""
    dialog.at.clear()
    QTest.keyClicks(dialog.at, "270.5")
    assert dialog.add_button.isEnabled(), "a half is rounded up, as in every field"
    dialog.list.setCurrentRow(0)
    dialog.remove_button.click()
    assert guides(canvas) == RulerGuides(y=(270,))
    dialog.close()
    QApplication.processEvents()
    canvas.bench.commands.run("view.guides-clear")
    canvas.expect_steps("Remove all guides", "Remove guide", "Add guide", "Add guide")


def test_that_the_menu_of_a_ruler_has_what_can_be_done_about_guides(canvas: CanvasHand) -> None:
    top, _ = canvas.canvas.rulers
    top.menu_wanted.emit(canvas.canvas.mapToGlobal(QPoint(50, 5)))
    menu = next(menu for menu in canvas.canvas.findChildren(QMenu) if menu.accessibleName() == "Guides")
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Add guide…", "Lock guides", "Hide guides", "Remove all guides", "Rulers"]
    menu.close()


def test_that_a_guide_too_many_is_told_and_not_made(canvas: CanvasHand) -> None:
    full = tuple(range(1000, 1000 + MOST_GUIDES))
    with_guides(canvas, x=full)
    said: list[str] = []
    canvas.bench.report.said.connect(lambda notice: said.append(notice.sentence))
    _, left = canvas.canvas.rulers
    drag(canvas, left, QPointF(-10, 200), canvas.spot(640, 300))
    assert guides(canvas).x == full
    assert said == ["There are 200 guides on this axis already: that is the most."]
    assert canvas.bench.canvas.guide is None
    canvas.expect_steps()


@pytest.mark.parametrize("start", [700, 701])
def test_that_guides_snap_from_any_place_where_only_even_pixels_are_wanted(canvas: CanvasHand, start: int) -> None:
    canvas.bench.preferences.set("even", True)
    with_guides(canvas, x=(start,))
    canvas.press((start, 600)).drag(964 - start, 0)
    assert guides(canvas).x == (960,)
    canvas.drag(-1, 0).release()
    assert guides(canvas).x == (960,)


def test_that_each_guide_that_keys_move_is_a_step_of_its_own(canvas: CanvasHand) -> None:
    with_guides(canvas, x=(640, 900))
    canvas.click((640, 600)).key(Qt.Key.Key_Right, times=2)
    canvas.bench.canvas.choose_guide(GuideName("x", 1))
    canvas.key(Qt.Key.Key_Right)
    assert guides(canvas).x == (642, 901)
    canvas.document.undo()
    assert guides(canvas).x == (642, 900)
    canvas.expect_steps("Move guide")


def test_that_a_guide_that_is_undone_under_the_hand_is_not_dragged(canvas: CanvasHand) -> None:
    document = canvas.document
    document.apply(document.composition.replace(ruler_guides=RulerGuides(x=(640,))), "Add guide")
    canvas.press((640, 600))
    document.undo()
    canvas.drag(80, 0).release()
    assert guides(canvas).x == ()
    assert not document.can_undo
