"""The gallery, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.layout.gallery import LAYOUTS, find_layout
from tilewright.model.composition import Composition
from tilewright.ui.commands.layouts import commands
from tilewright.ui.files.dialogs import Dialogs
from tilewright.ui.layouts.gallery import AllLayouts, Gallery
from tilewright.ui.layouts.popup_place import on_screen, place_beside
from tilewright.ui.layouts.thumbnail import Thumbnail, picture_of
from tilewright.ui.widgets.field import Field
from tilewright.ui.widgets.labels import ElidedLabel
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenWindow

MakeBench = Callable[[Composition], Workbench]
FOUR = composition(*(tile(name, 3 * number, 5, 200, 150) for number, name in enumerate("abcd")))


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    made = make_bench(FOUR)
    made.commands.add(commands(made))
    return made


@pytest.fixture
def gallery(bench: Workbench, qtbot: QtBot) -> Gallery:
    made = Gallery(bench)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def hover(thumbnail: Thumbnail) -> None:
    thumbnail.entered.emit(thumbnail.name)


def first(bench: Workbench) -> tuple[int | None, ...]:
    tile = bench.session.composition.tiles[0]
    return tile.x, tile.y, tile.width, tile.height


def test_that_a_click_takes_the_layout_and_marks_it(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    chosen = gallery.grid.thumbnails["2x2"]
    qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    assert first(bench) == (0, 0, 640, 360)
    assert chosen.isChecked()
    assert not gallery.grid.thumbnails["1+3"].isChecked()
    bench.session.document.undo()
    assert bench.session.composition == FOUR
    assert not chosen.isChecked()


def test_that_the_pointer_shows_a_layout_and_takes_it_back(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    thumbnail = gallery.grid.thumbnails["2x2"]
    hover(thumbnail)
    qtbot.waitUntil(lambda: first(bench) == (0, 0, 640, 360))
    thumbnail.left.emit("2x2")
    assert bench.session.composition == FOUR
    assert not bench.session.document.can_undo


def test_that_crossing_the_gallery_shows_nothing(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    seen: list[object] = []
    bench.session.changed.connect(lambda *what: seen.append(what))
    for thumbnail in gallery.grid.thumbnails.values():
        hover(thumbnail)
        thumbnail.left.emit(thumbnail.name)
    qtbot.wait(150)
    assert seen == []


def test_that_a_click_on_what_is_shown_is_still_one_step(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    thumbnail = gallery.grid.thumbnails["2x2"]
    hover(thumbnail)
    qtbot.waitUntil(lambda: first(bench) == (0, 0, 640, 360))
    qtbot.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    assert first(bench) == (0, 0, 640, 360)
    bench.session.document.undo()
    assert bench.session.composition == FOUR
    assert not bench.session.document.can_undo


def test_that_esc_takes_back_what_the_pointer_shows(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    hover(gallery.grid.thumbnails["2x2"])
    qtbot.waitUntil(lambda: first(bench) == (0, 0, 640, 360))
    qtbot.keyClick(gallery, Qt.Key.Key_Escape)
    assert bench.session.composition == FOUR


def test_that_a_layout_that_is_too_small_is_off_and_says_why(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    small = gallery.grid.thumbnails["side-by-side"]
    assert not small.isEnabled()
    assert small.accessibleDescription() == "Holds 2, and there are 4 tiles"
    assert "Holds 2" in small.toolTip()
    qtbot.mouseClick(small, Qt.MouseButton.LeftButton)
    assert bench.session.composition == FOUR


def told(thumbnail: Thumbnail) -> list[QWidget]:
    """The tips that are seen after the pointer rested on ``thumbnail``."""
    place = thumbnail.rect().center()
    QApplication.sendEvent(thumbnail, QHelpEvent(QEvent.Type.ToolTip, place, thumbnail.mapToGlobal(place)))
    return [one for one in QApplication.topLevelWidgets() if one.objectName() == "qtooltip_label" and one.isVisible()]


@pytest.mark.parametrize(
    ("name", "edge"),
    [("2x2", ""), ("side-by-side", ""), ("auto", ""), ("auto", "right"), ("2x2", "bottom right")],
)
def test_that_the_tip_of_a_layout_lies_over_no_other_so_that_every_click_comes_to_one(
    open_window: OpenWindow, qtbot: QtBot, name: str, edge: str
) -> None:
    window = open_window(FOUR)
    (gallery,) = window.findChildren(Gallery)
    grid, screen = gallery.grid, window.screen().availableGeometry()
    qtbot.waitUntil(lambda: 0 < grid.width() < gallery.width() < 300)  # laid out in its dock
    corner = grid.mapTo(window, QPoint(grid.width(), grid.height()))
    x = screen.right() - corner.x() - 40 if "right" in edge else 0
    y = screen.bottom() - corner.y() - (20 if "bottom" in edge else 200)
    window.move(x, y)
    (tip,) = told(grid.thumbnails[name])
    assert QToolTip.text().startswith(grid.thumbnails[name].accessibleName())
    assert not tip.geometry().intersects(QRect(grid.mapToGlobal(QPoint(0, 0)), grid.size()))
    assert screen.top() <= tip.y() <= screen.bottom() - tip.height() + 1
    QToolTip.hideText()


def test_that_in_all_layouts_the_line_below_tells_what_a_tip_would(popup: AllLayouts) -> None:
    thumbnail = popup.grid.thumbnails["side-by-side"]
    assert told(thumbnail) == []
    thumbnail.entered.emit(thumbnail.name)
    assert popup.told == "Two next to each other. Holds 2, and there are 4 tiles."


def test_that_a_layout_that_is_rested_on_while_a_distance_is_typed_is_seen_with_that(
    popup: AllLayouts, bench: Workbench, qtbot: QtBot
) -> None:
    qtbot.keyClicks(popup.spacing.gap, "24")
    hover(popup.grid.thumbnails["row"])
    qtbot.waitUntil(lambda: bench.arranging.is_looking)
    assert bench.session.composition.tiles[1].x == 326
    assert bench.session.document.undo_text == "Gap and margin"
    popup.grid.thumbnails["row"].left.emit("row")
    assert first(bench) == (0, 0, 628, 348)


def test_that_tab_goes_from_the_layouts_to_what_stands_below_them_and_back_to_the_one_it_left(
    popup: AllLayouts,
) -> None:
    def press(key: Qt.Key) -> str:
        QTest.keyClick(popup.focusWidget(), key)
        return popup.focusWidget().objectName()

    stops = [press(Qt.Key.Key_Tab) for _ in range(5)]
    assert stops == ["allLayoutsMargin", "layout.2x2", "layouts.save", "layouts.import", "allLayoutsGap"]
    popup.grid.thumbnails["2x2"].setFocus(Qt.FocusReason.TabFocusReason)
    moved = press(Qt.Key.Key_Right)
    assert moved != "layout.2x2"
    assert [press(Qt.Key.Key_Tab), press(Qt.Key.Key_Backtab)] == ["layouts.save", moved]


def test_that_arrow_keys_go_past_what_is_off_and_enter_takes(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    thumbnails = gallery.grid.thumbnails
    qtbot.waitUntil(gallery.isActiveWindow)
    thumbnails["speaker-right"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(thumbnails["speaker-right"], Qt.Key.Key_Right)
    assert thumbnails["film-strip"].hasFocus()
    qtbot.keyClick(thumbnails["film-strip"], Qt.Key.Key_Return)
    assert bench.arranging.name == "film-strip"


def test_that_arrow_keys_go_to_the_row_above_and_below(gallery: Gallery, qtbot: QtBot) -> None:
    thumbnails = gallery.grid.thumbnails
    qtbot.waitUntil(gallery.isActiveWindow)
    thumbnails["1+3"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(thumbnails["1+3"], Qt.Key.Key_Down)
    assert thumbnails["film-strip"].hasFocus()
    qtbot.keyClick(thumbnails["film-strip"], Qt.Key.Key_Up)
    assert thumbnails["1+3"].hasFocus()


def test_that_distances_that_the_frame_has_no_room_for_are_refused_at_the_field(
    gallery: Gallery, bench: Workbench, qtbot: QtBot
) -> None:
    bench.session.document.apply(bench.session.composition.with_frame(128, 128), "tiny")
    bench.commands.run("layout.2x2")
    field, spacing = gallery.spacing.gap, gallery.spacing
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12")
    assert first(bench) == (0, 0, 58, 58), "the last that there was room for is shown"
    qtbot.keyClicks(field, "7")
    assert spacing.trouble == "The frame has no room for so much."
    assert [each.property("state") for each in (field, spacing.margin)] == ["error", ""]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), spacing.trouble, bench.arranging.name) == ("0", "", "2x2")
    assert first(bench) == (0, 0, 64, 64)
    bench.arranging.try_space(126, 0)
    field.setText("126")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (field.text(), bench.arranging.gap) == ("126", 126), "arrows stop there"


@pytest.fixture
def tiny(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> Field:
    """The gap, into which is to be typed, of a layout of four tiles in a frame of 128×128."""
    bench.session.document.apply(bench.session.composition.with_frame(128, 128), "tiny")
    bench.commands.run("layout.2x2")
    qtbot.waitUntil(gallery.isActiveWindow)
    field = gallery.spacing.gap
    field.setFocus()
    field.selectAll()
    return field


@pytest.mark.parametrize("typed", ["127", "12a"])
def test_that_another_layout_takes_what_was_refused_back(
    gallery: Gallery, bench: Workbench, qtbot: QtBot, tiny: Field, typed: str
) -> None:
    qtbot.keyClicks(tiny, typed)
    assert (tiny.text(), first(bench)) == (typed, (0, 0, 64, 64)), "the text stays, nothing is tried"
    bench.session.learn(known(a=source(640, 480)))
    assert tiny.text() == typed
    assert tiny.accessibleDescription() == gallery.spacing.trouble != ""
    qtbot.mouseClick(gallery.grid.thumbnails["1+3"], Qt.MouseButton.LeftButton)
    assert (tiny.text(), tiny.property("state"), gallery.spacing.trouble) == ("0", "", "")
    assert tiny.accessibleDescription() == ""
    assert (bench.arranging.gap, bench.preferences.window.gap) == (0, 0)
    bench.session.document.undo()
    assert bench.session.document.undo_text == "Layout 2×2"


def test_that_undo_takes_back_what_is_typed(gallery: Gallery, bench: Workbench, qtbot: QtBot, tiny: Field) -> None:
    qtbot.keyClicks(tiny, "12")
    bench.session.document.undo()
    assert (tiny.text(), bench.arranging.gap, first(bench)) == ("0", 0, (0, 0, 64, 64))
    qtbot.keyClick(tiny, Qt.Key.Key_Return)
    assert (bench.arranging.gap, bench.session.document.undo_text) == (0, "Layout 2×2")


@pytest.mark.parametrize("typed", ["127", "x"])
def test_that_arrow_keys_step_from_what_holds_where_the_text_is_refused(
    gallery: Gallery, bench: Workbench, qtbot: QtBot, tiny: Field, typed: str
) -> None:
    qtbot.keyClicks(tiny, typed)
    qtbot.keyClick(tiny, Qt.Key.Key_Up)
    assert (tiny.text(), gallery.spacing.trouble, first(bench)) == ("1", "", (0, 0, 64, 64))
    assert bench.session.composition.tiles[1].x == 65
    qtbot.keyClick(tiny, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tiny.text() == "0"


def test_that_typed_distances_lay_out_anew_as_one_step(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    bench.commands.run("layout.2x2")
    field = gallery.spacing.gap
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "24")
    assert first(bench) == (0, 0, 628, 348)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    bench.session.document.undo()
    assert first(bench) == (0, 0, 640, 360)
    assert bench.session.document.undo_text == "Layout 2×2"
    assert (field.hasFocus(), field.text()) == (True, "0"), "it shows what holds"


@pytest.mark.parametrize("by", ["Enter", "Ctrl+S"])
def test_that_undo_takes_back_the_step_and_not_the_letters_of_the_field(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, by: str
) -> None:
    window = open_window(FOUR)
    bench, redo = window.bench, window.bench.commands.action("edit.redo")
    monkeypatch.setattr(Dialogs, "save_document", lambda _, __, ___, then: then((tmp_path / "a.tilewright",)))
    bench.arranging.apply("2x2")
    shown = window.findChild(Gallery)
    assert shown is not None
    field = shown.spacing.gap
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(field, "24")
    if by == "Enter":
        qtbot.keyClick(field, Qt.Key.Key_Return)
    else:
        qtbot.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (first(bench), bench.session.document.undo_text) == ((0, 0, 628, 348), "Gap and margin")
    qtbot.waitUntil(bench.commands.action("edit.undo").isEnabled)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), bench.arranging.gap, first(bench)) == ("0", 0, (0, 0, 640, 360))
    assert bench.session.document.undo_text == "Layout 2×2"
    qtbot.waitUntil(redo.isEnabled)
    qtbot.keyClick(field, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert (field.text(), bench.arranging.gap, first(bench)) == ("24", 24, (0, 0, 628, 348))


def test_that_arrow_keys_step_the_distance(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    bench.commands.run("layout.2x2")
    field = gallery.spacing.margin
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "11"
    assert first(bench)[:2] == (11, 11)


def test_that_what_is_no_distance_is_said_and_changes_nothing(gallery: Gallery, bench: Workbench, qtbot: QtBot) -> None:
    bench.commands.run("layout.2x2")
    field = gallery.spacing.gap
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1x")
    assert field.property("state") == "error"
    assert gallery.spacing.trouble == "Gap is a whole number from 0 to 1000."
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0"
    assert gallery.spacing.trouble == ""
    assert first(bench) == (0, 0, 640, 360)
    assert bench.session.document.undo_text == "Layout 2×2"


def test_that_all_layouts_open_with_their_titles_and_close_when_one_is_taken(bench: Workbench, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    every = AllLayouts(bench, window)
    every.open_below(window)
    assert [thumbnail.name for thumbnail in every.grid.thumbnails.values()] == [layout.name for layout in LAYOUTS]
    assert every.grid.thumbnails["pip-top-left"].accessibleName() == "Picture in picture, top left"
    qtbot.mouseClick(every.grid.thumbnails["4x4"], Qt.MouseButton.LeftButton)
    assert bench.arranging.name == "4x4"
    assert not every.isVisible()


def test_that_esc_closes_all_layouts_and_changes_nothing(bench: Workbench, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    every = AllLayouts(bench, window)
    every.open_below(window)
    hover(every.grid.thumbnails["1+3"])
    qtbot.waitUntil(lambda: bench.session.composition != FOUR)
    qtbot.keyClick(every, Qt.Key.Key_Escape)
    assert not every.isVisible()
    assert bench.session.composition == FOUR
    assert not bench.session.document.is_previewing


@pytest.fixture
def popup(bench: Workbench, qtbot: QtBot) -> AllLayouts:
    """All layouts, open over four tiles in a 2×2, with the keys in the gap."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    bench.arranging.apply("2x2")
    every = AllLayouts(bench, window)
    every.open_below(window)
    every.spacing.gap.setFocus()
    every.spacing.gap.selectAll()
    return every


def test_that_gap_and_margin_stand_below_all_layouts_in_a_window_that_has_no_room_for_the_gallery(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(FOUR, size=(1024, 700))
    bench = window.bench
    assert not [one for one in window.findChildren(Gallery) if one.isVisible()]
    bench.arranging.apply("2x2")
    bench.commands.run("layout.gallery")
    (every,) = window.findChildren(AllLayouts)
    field = every.spacing.gap
    assert every.rect().contains(field.mapTo(every, field.rect().bottomRight()))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    qtbot.keyClicks(field, "24")
    assert first(bench) == (0, 0, 628, 348)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert every.isVisible()
    assert bench.session.document.undo_text == "Gap and margin"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not every.isVisible()
    assert first(bench) == (0, 0, 628, 348)


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
def test_that_all_layouts_lie_beside_the_canvas_where_one_looks_at_them(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr("tilewright.ui.layouts.gallery.fitted", lambda wanted, _: wanted)  # the screen is 800 wide here
    window = open_window(FOUR, size=size)
    window.bench.commands.run("layout.gallery")
    (every,) = window.findChildren(AllLayouts)
    canvas = window.panels.centre.canvas
    assert not every.geometry().intersects(on_screen(canvas))
    assert on_screen(window).contains(every.geometry())


def test_that_all_layouts_hide_little_of_a_canvas_that_takes_the_whole_window() -> None:
    window, button, size = QRect(100, 50, 1024, 700), QRect(404, 90, 98, 32), QSize(264, 600)
    canvas = QRect(100, 172, 1024, 540)
    assert place_beside(canvas, size, button, window) == QPoint(108, 126)
    assert place_beside(QRect(400, 172, 724, 540), size, button, window) == QPoint(136, 126), "left of the canvas"
    assert place_beside(QRect(), size, button, window) == QPoint(238, 126), "below its button"


def test_that_a_click_beside_all_layouts_keeps_the_distance_that_is_typed_there_and_esc_does_not(
    popup: AllLayouts, bench: Workbench, qtbot: QtBot
) -> None:
    field = popup.spacing.gap
    qtbot.keyClicks(field, "24")
    popup.close()
    assert (first(bench), bench.arranging.gap) == ((0, 0, 628, 348), 24)
    assert bench.session.document.undo_text == "Gap and margin"
    popup.open_below(popup.parentWidget())
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert (first(bench), bench.arranging.gap, field.text()) == ((0, 0, 628, 348), 24, "24")


def test_that_a_distance_that_is_refused_below_all_layouts_is_said_there_and_gone_when_they_are_opened_again(
    popup: AllLayouts, bench: Workbench, qtbot: QtBot
) -> None:
    field, lower = popup.spacing.gap, popup.height()
    qtbot.keyClicks(field, "1x")
    qtbot.waitUntil(lambda: popup.height() > lower)
    assert popup.spacing.trouble == "Gap is a whole number from 0 to 1000."
    assert popup.height() == popup.height_wanted > lower
    assert popup.rect().contains(field.mapTo(popup, field.rect().bottomRight()))
    popup.close()
    popup.open_below(popup.parentWidget())
    assert (field.text(), popup.spacing.trouble) == ("0", "")
    qtbot.waitUntil(lambda: popup.height() == lower)


def test_that_the_gallery_names_the_layout_in_force_that_is_none_of_its_six(gallery: Gallery, bench: Workbench) -> None:
    assert gallery.in_force == ""
    bench.arranging.apply("1+5")
    assert gallery.in_force == "1+5"
    names = [label.accessibleName() for label in gallery.findChildren(ElidedLabel)]
    gallery.resize(gallery.width() + 40, gallery.height())
    assert names == [label.accessibleName() for label in gallery.findChildren(ElidedLabel)] == ["Layout in force: 1+5"]
    bench.arranging.apply("2x2")
    assert gallery.in_force == ""


@pytest.mark.parametrize("name", [layout.name for layout in LAYOUTS])
@pytest.mark.parametrize("area", [(48, 1), (1, 27), (1, 1), (96, 5)])
def test_that_every_layout_has_a_picture_in_a_frame_of_any_shape(name: str, area: tuple[int, int]) -> None:
    rects = picture_of(find_layout(name), 16, QSize(*area), 2)
    assert rects
    for rect in rects:
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.right <= area[0]
        assert rect.bottom <= area[1]
