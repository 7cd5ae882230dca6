"""Snapping feels the same at every zoom, shows why, and can be switched off."""

from __future__ import annotations

import pytest

from support.builders import composition, tile
from support.canvas import CTRL, CanvasHand
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """``a`` far from every line; ``b`` with its left edge at 900."""
    return open_canvas(composition(tile("a", 203, 103, 200, 100), tile("b", 900, 520, 300, 150), size=(1280, 720)))


@pytest.mark.parametrize("zoom", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_that_a_line_attracts_within_six_pixels_of_the_screen_at_every_zoom(canvas: CanvasHand, zoom: float) -> None:
    canvas.at(zoom, 60 - 150 * zoom, 60 - 80 * zoom)
    reach = 6 / zoom
    canvas.press("a").drag(-203 + reach * 0.75, 0)
    assert canvas.rect("a").x == 0
    assert ("x", 0) in canvas.guides()
    canvas.release()
    canvas.document.undo()
    away = -203 + reach + 1.01
    canvas.press("a").drag(away, 0).release()
    assert canvas.rect("a").x == round(203 + away)


def test_that_a_tile_meets_the_edge_of_another(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, 40).release()
    canvas.expect_rect("a", 900, 143, 200, 100)


def test_that_guides_are_gone_after_the_drag(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, 40)
    assert canvas.guides()
    canvas.release()
    assert not canvas.guides()
    assert canvas.canvas.overlay.shapes.pills == ()


def test_that_ctrl_moves_without_snapping(canvas: CanvasHand) -> None:
    canvas.press("a").drag(694, 40, CTRL).release()
    canvas.expect_rect("a", 897, 143, 200, 100)


def test_that_snapping_can_be_switched_off_and_is_remembered(canvas: CanvasHand) -> None:
    canvas.bench.commands.run("view.snap")
    canvas.press("a").drag(694, 40).release()
    canvas.expect_rect("a", 897, 143, 200, 100)
    assert not canvas.bench.preferences.window.snap


def test_that_the_edge_that_is_pulled_snaps(canvas: CanvasHand) -> None:
    canvas.press("a", handle="right").drag(494, 0).release()
    canvas.expect_rect("a", 203, 103, 697, 100)


def test_that_a_hidden_tile_attracts_nothing(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("a", 203, 103, 200, 100), tile("b", 900, 520, 317, 150, hidden=True), size=(1280, 720))
    )
    canvas.press("a").drag(694, 40).release()
    canvas.expect_rect("a", 897, 143, 200, 100)


def test_that_the_distance_to_a_neighbour_and_the_size_are_told(canvas: CanvasHand) -> None:
    canvas.press("a").drag(687, 310)  # to 890, 413: 7 above b
    texts = {text for _, text, _ in canvas.canvas.overlay.shapes.pills}
    assert "200 × 100" in texts
    assert "7" in texts
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
    canvas.press("a").drag(97, 20)
    assert ("x", 300) in canvas.guides()
    assert not canvas.window.grab().isNull()
    canvas.release()
    canvas.expect_rect("a", 300, 123, 200, 100)
