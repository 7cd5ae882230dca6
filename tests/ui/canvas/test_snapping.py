"""Snapping feels the same at every zoom, shows why, and can be switched off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from support.builders import composition, known, source, tile
from support.canvas import ALT, CTRL, SHIFT, CanvasHand
from tilewright.layout.attraction import KINDS, Kind
from tilewright.ui.canvas.grid import pitch
from tilewright.ui.commands.snapping import GRIDS, REACHES, kinds
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """``a`` far from every line; ``b`` with its left edge at 900."""
    return open_canvas(composition(tile("a", 203, 103, 200, 100), tile("b", 900, 520, 300, 150), size=(1280, 720)))


def only(canvas: CanvasHand, *wanted: Kind) -> None:
    """Let these kinds attract and no others."""
    for kind, _ in kinds():
        if kind not in wanted:
            canvas.bench.commands.run(f"view.snap-{kind}")


@pytest.mark.parametrize("zoom", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_that_a_line_attracts_within_eight_pixels_of_the_screen_at_every_zoom(canvas: CanvasHand, zoom: float) -> None:
    only(canvas, "frame")
    canvas.at(zoom, 60 - 150 * zoom, 60 - 80 * zoom)
    reach = 8 / zoom
    canvas.press("a").drag(-203 + reach * 0.75, 0)
    assert canvas.rect("a").x == 0
    assert ("x", 0) in canvas.guides()
    canvas.release()
    canvas.document.undo()
    away = -203 + reach + 1.01
    canvas.press("a").drag(away, 0).release()
    assert canvas.rect("a").x == round(203 + away)


def test_that_a_tile_meets_the_edge_of_another(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, 14).release()
    canvas.expect_rect("a", 900, 117, 200, 100)


def test_that_every_kind_but_the_grid_has_a_switch() -> None:
    assert {kind for kind, _ in kinds()} | {"grid"} == set(KINDS)


def test_that_each_kind_can_be_switched_off_and_is_remembered(canvas: CanvasHand) -> None:
    only(canvas)
    ways: tuple[tuple[Kind, int], ...] = (("thirds", 220), ("quarters", 113), ("safe", -162), ("tiles", 692))
    for kind, way in ways:
        canvas.bench.commands.run(f"view.snap-{kind}")
        canvas.press("a").drag(way, 14).release()
        assert canvas.rect("a").x != 203 + way, kind
        canvas.document.undo()
        canvas.bench.commands.run(f"view.snap-{kind}")
        canvas.press("a").drag(way, 14).release()
        canvas.expect_rect("a", 203 + way, 117, 200, 100)
        canvas.document.undo()
        assert kind in canvas.bench.preferences.window.snaps_not


@pytest.mark.parametrize("reach", [min(REACHES), max(REACHES)])
def test_that_the_reach_can_be_chosen(canvas: CanvasHand, reach: int) -> None:
    only(canvas, "frame")
    canvas.bench.commands.run(f"view.snap-reach-{reach}")
    canvas.press("a").drag(-203 + reach, 40).release()
    assert canvas.rect("a").x == 0
    canvas.document.undo()
    canvas.press("a").drag(-203 + reach + 1, 40).release()
    assert canvas.rect("a").x == reach + 1


def test_that_gaps_become_equal(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(
            tile("a", 20, 103, 100, 80), tile("b", 151, 103, 101, 80), tile("c", 400, 303, 90, 77), size=(1280, 720)
        )
    )
    only(canvas, "gaps")
    canvas.press("c").drag(-112, -200)
    canvas.expect_rect("c", 283, 103, 90, 77)
    assert [text for _, text, _ in canvas.canvas.overlay.shapes.pills].count("31") == 2
    canvas.release()


def test_that_a_side_takes_the_width_of_a_neighbour_and_the_source(canvas: CanvasHand) -> None:
    canvas.session.learn(known(a=source(320, 180)))
    only(canvas, "sizes", "source")
    canvas.press("a", handle="right").drag(95, 0).release()
    canvas.expect_rect("a", 203, 103, 300, 100)
    canvas.press("a", handle="right").drag(16, 0).release()
    canvas.expect_rect("a", 203, 103, 320, 100)
    canvas.press("a", handle="bottom").drag(0, 77)
    assert "320 × 180 · size of the source" in {text for _, text, _ in canvas.canvas.overlay.shapes.pills}
    canvas.release()
    canvas.press("a", handle="bottom-right").drag(-158, -87)
    assert "162 × 91 · proportion of the source" in {text for _, text, _ in canvas.canvas.overlay.shapes.pills}
    canvas.release()


def test_that_the_box_of_several_tiles_snaps_when_moved_and_when_resized(canvas: CanvasHand) -> None:
    only(canvas, "frame")
    canvas.session.select(["a", "b"])
    canvas.press("b").drag(-197, 3).release()
    canvas.expect_rect("a", 0, 106, 200, 100).expect_rect("b", 697, 523, 300, 150)
    canvas.press("b", handle="right").drag(278, 0).release()
    assert canvas.rect("b").right == 1280


def test_that_a_guide_tells_the_distance_to_what_it_aligns_with(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, -40)
    assert ("x", 900) in canvas.guides()
    assert "357" in {text for _, text, _ in canvas.canvas.overlay.shapes.pills}  # from 163 down to 520
    canvas.release()


def test_that_a_long_distance_is_painted_by_itself_there_and_away(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, -40)
    before = canvas.canvas.overlay.shapes
    canvas.drag(0, 20)
    after = canvas.canvas.overlay.shapes
    assert before.near is not None
    assert before.near.bottom < canvas.spot(0, 500).y()  # and not all that lies between
    region = QRegion()
    for area in after.changes(before):
        region += QRect(*area)
    for shapes in (before, after):
        long = [beam for beam in shapes.beams if beam.is_long]
        assert long
        for beam in long:
            for rect in (beam.line, beam.pill.rect):
                assert QRegion(QRect(*rect)).subtracted(region).isEmpty()
    canvas.release()


def test_that_the_grid_attracts_and_is_drawn(canvas: CanvasHand) -> None:
    only(canvas)
    bare = canvas.canvas.grab().toImage()
    canvas.bench.commands.run("view.grid")
    canvas.bench.commands.run("view.grid-64")
    assert canvas.canvas.grab().toImage() != bare
    canvas.press("a").drag(50, 20).release()
    canvas.expect_rect("a", 256, 128, 200, 100)
    canvas.bench.commands.run("view.snap")
    canvas.press("a").drag(5, 5).release()
    canvas.expect_rect("a", 261, 133, 200, 100)


@pytest.mark.parametrize("size", GRIDS)
def test_that_lines_of_the_grid_are_drawn_apart_at_every_zoom(size: int) -> None:
    for zoom in (0.05, 0.25, 1.0, 8.0):
        assert pitch(size, zoom) * zoom >= 8
        assert pitch(size, zoom) % size == 0


def test_that_even_pixels_are_kept_with_and_without_snapping(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.even")
    for _ in range(2):
        canvas.press("a").drag(224, 31).release()  # the third at 427 is odd
        assert all(number % 2 == 0 for number in canvas.rect("a"))
        canvas.press("a", handle="top-left").drag(-31, -21).release()
        assert all(number % 2 == 0 for number in canvas.rect("a"))
        canvas.press("a", handle="right").drag(37, 0).release()
        assert all(number % 2 == 0 for number in canvas.rect("a"))
        canvas.document.undo()
        canvas.bench.commands.run("view.snap")
    canvas.session.select(["a", "b"])
    canvas.press("b", handle="bottom-right").drag(33, 51).release()
    assert all(number % 2 == 0 for number in (*canvas.rect("a"), *canvas.rect("b")))


def test_that_keys_go_to_even_pixels_too(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.even")
    canvas.session.select(["a"])
    canvas.key(Qt.Key.Key_Right).expect_rect("a", 204, 102, 200, 100)
    canvas.key(Qt.Key.Key_Right).expect_rect("a", 206, 102, 200, 100)
    canvas.key(Qt.Key.Key_Up).expect_rect("a", 206, 100, 200, 100)
    canvas.key(Qt.Key.Key_Left, ALT).expect_rect("a", 206, 100, 198, 100)
    canvas.key(Qt.Key.Key_Down, ALT | SHIFT).expect_rect("a", 206, 100, 198, 110)


def test_that_keys_stop_several_tiles_where_the_smallest_has_two_pixels(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 10, 10, 8, 50), tile("b", 18, 10, 4, 50), size=(1280, 720)))
    canvas.session.select(["a", "b"])
    canvas.key(Qt.Key.Key_Left, ALT, times=12)
    assert canvas.rect("b").width == 2
    assert canvas.rect("a").right == canvas.rect("b").x


def test_that_the_menu_at_the_magnet_switches_kinds(canvas: CanvasHand) -> None:
    QTest.mouseClick(canvas.pane.strip.snapping, Qt.MouseButton.LeftButton)
    menu = canvas.pane.strip.findChild(QMenu)
    assert menu is not None
    by_text = {action.text(): action for action in menu.actions()}
    by_text["Thirds"].trigger()
    assert canvas.bench.preferences.window.snaps_not == ("thirds",)
    assert "text of the request" in by_text["Even pixels only"].toolTip()
    menu.close()


def test_that_guides_are_gone_after_the_drag(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, 14)
    assert canvas.guides()
    canvas.release()
    assert not canvas.guides()
    assert canvas.canvas.overlay.shapes.pills == ()


def test_that_ctrl_moves_without_snapping(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, 14, CTRL).release()
    canvas.expect_rect("a", 897, 117, 200, 100)


def test_that_snapping_can_be_switched_off_and_is_remembered(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.snap")
    canvas.press("a").drag(694, 14).release()
    canvas.expect_rect("a", 897, 117, 200, 100)
    assert not canvas.bench.preferences.window.snap


def test_that_the_edge_that_is_pulled_snaps(canvas: CanvasHand) -> None:
    canvas.press("a", handle="right").drag(494, 0).release()
    canvas.expect_rect("a", 203, 103, 697, 100)


def test_that_a_hidden_tile_attracts_nothing(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("a", 203, 103, 200, 100), tile("b", 900, 520, 317, 150, hidden=True), size=(1280, 720))
    )
    canvas.press("a").drag(694, 14).release()
    canvas.expect_rect("a", 897, 117, 200, 100)


def test_that_the_distance_to_a_neighbour_and_the_size_are_told(canvas: CanvasHand) -> None:
    canvas.press("a").drag(697, 307)  # to 900, 410: 10 above b
    texts = {text for _, text, _ in canvas.canvas.overlay.shapes.pills}
    assert "200 × 100" in texts
    assert "10" in texts
    canvas.release()


def test_that_no_number_lies_on_a_handle(canvas: CanvasHand) -> None:
    canvas.press("a").drag(697, 311)
    shapes = canvas.canvas.overlay.shapes
    for pill, text, _ in shapes.pills:
        for name, handle in shapes.handles:
            assert not pill.overlaps(handle), (text, name)
    canvas.release()


def test_that_a_guide_to_a_tile_far_beyond_every_screen_is_drawn_as_far_as_can_be(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 203, 103, 200, 100), tile("b", 300, 10**14, 200, 100), size=(1280, 720)))
    canvas.press("a").drag(97, 14)
    assert ("x", 300) in canvas.guides()
    assert not canvas.window.grab().isNull()
    canvas.release()
    canvas.expect_rect("a", 300, 117, 200, 100)
