"""The strip above the canvas."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from support.builders import composition, tile
from support.canvas import CanvasHand
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    return open_canvas(composition(tile("a", 100, 100, 200, 150), size=(1920, 1080)))


def buttons(canvas: CanvasHand) -> list[QAbstractButton]:
    return [button for button in canvas.pane.strip.findChildren(QAbstractButton) if button.isVisible()]


def test_that_every_button_has_a_name_a_tooltip_and_room_for_a_finger(canvas: CanvasHand) -> None:
    for button in buttons(canvas):
        assert button.accessibleName()
        assert button.toolTip()
        assert min(button.width(), button.height()) >= 24


def test_that_names_are_told_apart(canvas: CanvasHand) -> None:
    names = [button.accessibleName() for button in buttons(canvas)]
    assert len(set(names)) == len(names)


def test_that_a_button_does_what_its_command_does(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    QApplication.processEvents()
    by_name = {button.accessibleName(): button for button in buttons(canvas)}
    QTest.mouseClick(by_name["Align right"], Qt.MouseButton.LeftButton)
    canvas.expect_rect("a", 1720, 100, 200, 150)


def test_that_a_button_that_cannot_work_says_why(canvas: CanvasHand) -> None:
    canvas.session.select([])
    QApplication.processEvents()
    by_name = {button.accessibleName(): button for button in buttons(canvas)}
    assert not by_name["Align left"].isEnabled()
    assert "Select a tile first" in by_name["Align left"].toolTip()


def test_that_what_has_no_room_goes_into_one_button(canvas: CanvasHand) -> None:
    strip = canvas.pane.strip
    assert not strip.more.isVisible()
    canvas.window.resize(640, 500)
    QApplication.processEvents()
    assert strip.more.isVisible()
    for button in buttons(canvas):
        assert strip.rect().contains(button.geometry()), button.accessibleName()
    strip.more.click()
    menu = strip.findChild(QMenu)
    assert menu is not None
    ids = [action.property("command") for action in menu.actions() if not action.isSeparator()]
    assert ids == ["arrange.distribute-across", "arrange.distribute-down", "arrange.front", "arrange.back"]
    menu.close()


def test_that_what_snaps_is_in_that_button_where_the_strip_is_narrowest(canvas: CanvasHand) -> None:
    strip = canvas.pane.strip
    canvas.window.resize(400, 500)
    QApplication.processEvents()
    assert not strip.snapping.isVisible()
    strip.more.click()
    menu = strip.findChild(QMenu)
    assert menu is not None
    assert menu.actions()[-1].text() == "What tiles snap to"
    menu.close()


def test_that_the_size_of_the_frame_is_shown_and_chosen_with_the_tiles(canvas: CanvasHand) -> None:
    picker = canvas.pane.strip.picker
    assert picker.accessibleName() == "Size of the frame: 1920 × 1080"
    menu = picker.menu_of_sizes()
    menu.triggered.connect(picker._on_chosen)
    [small] = [action for action in menu.actions() if action.data() == (1280, 720)]
    small.trigger()
    assert canvas.session.placement().frame == (0, 0, 1280, 720)
    canvas.expect_rect("a", 67, 67, 133, 100)
    assert picker.accessibleName() == "Size of the frame: 1280 × 720"
    canvas.expect_steps("Size of the frame")
    menu.actions()[-1].trigger()
    assert canvas.pages == [("frame", "transcode.video.width")]
    menu.deleteLater()


def test_that_the_tiles_stay_as_they_are_when_the_user_wants_pixels_kept(canvas: CanvasHand) -> None:
    """The choice is that of the page for the frame; it stands in the menu, too, which stays open for it."""
    picker = canvas.pane.strip.picker
    told: list[bool] = []
    canvas.bench.presets.scaling_changed.connect(lambda: told.append(canvas.bench.presets.scales_tiles))
    picker.click()
    menu = picker.findChild(QMenu)
    assert menu is not None
    [scaling] = [action for action in menu.actions() if action.text() == "Scale the layout with the frame"]
    assert scaling.isChecked()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(scaling).center())
    assert menu.isVisible()
    assert told == [False]
    [small] = [action for action in menu.actions() if action.data() == (1280, 720)]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(small).center())
    assert canvas.session.placement().frame == (0, 0, 1280, 720)
    canvas.expect_rect("a", 100, 100, 200, 150)
    picker.click()
    menu = next(menu for menu in picker.findChildren(QMenu) if menu.isVisible())
    [scaling] = [action for action in menu.actions() if action.text() == "Scale the layout with the frame"]
    assert not scaling.isChecked()
    menu.setActiveAction(scaling)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert told == [False, True]
    menu.close()


def test_that_a_frame_nobody_knows_is_said_to_be_unknown(open_canvas: OpenCanvas) -> None:
    start = composition(tile("a")).replace(transcode=None, transcode_template_id="t12ab")
    canvas = open_canvas(start)
    assert canvas.pane.strip.picker.accessibleName() == "Size of the frame: Size unknown"


@pytest.mark.parametrize("width", [1000, 640, 560, 480, 440, 400])
def test_that_nothing_is_cut_off_however_narrow_the_strip_is(canvas: CanvasHand, width: int) -> None:
    canvas.window.resize(width, 500)
    QApplication.processEvents()
    strip = canvas.pane.strip
    shown = sorted(buttons(canvas), key=lambda button: button.x())
    for button in shown:
        assert strip.rect().contains(button.geometry()), button.accessibleName()
        assert button.width() >= button.sizeHint().width(), button.accessibleName()
    for left, right in itertools.pairwise(shown):
        assert left.geometry().right() < right.x()
    known = {button.accessibleName() for button in shown}
    if "Align left" not in known:
        strip.more.click()
        menu = strip.findChild(QMenu)
        assert menu is not None
        assert "arrange.align-left" in [action.property("command") for action in menu.actions()]
        menu.close()
