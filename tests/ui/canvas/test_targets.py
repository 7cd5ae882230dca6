"""What a pointer can hit is 24 pixels large at least, however small it is drawn."""

from __future__ import annotations

import pytest

from support.builders import composition, tile
from support.canvas import CanvasHand, plain
from tilewright.ui.canvas import strokes
from tilewright.ui.canvas.items import badge_area
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """At 25 %: a tile of 10 × 5 pixels of the screen on a large one, and two smaller ones side by side."""
    tiles = (
        tile("large", 0, 0, 1600, 900),
        tile("small", 400, 400, 40, 20),
        tile("left", 1000, 400, 20, 20),
        tile("right", 1024, 400, 20, 20),
        tile("lone", 1760, 400, 40, 20),
    )
    return open_canvas(composition(*tiles, size=(1920, 1080))).at(0.25)


@pytest.mark.parametrize("name", ["small", "lone"])
@pytest.mark.parametrize(("dx", "dy"), [(-11, 0), (11, 0), (0, -11), (0, 11), (11, 11)])
def test_that_a_small_tile_is_hit_on_24_pixels(canvas: CanvasHand, name: str, dx: int, dy: int) -> None:
    rect = canvas.rect(name)
    canvas.click((rect.x + rect.width / 2 + dx * 4, rect.y + rect.height / 2 + dy * 4)).expect_selected(name)


def test_that_what_lies_farther_away_is_hit_itself(canvas: CanvasHand) -> None:
    canvas.click((420 + 14 * 4, 410)).expect_selected("large")
    canvas.click((1780 + 14 * 4, 410)).expect_selected()


def test_that_of_two_small_tiles_the_one_under_the_pointer_is_hit_and_else_the_nearer(canvas: CanvasHand) -> None:
    canvas.click((1019, 410)).expect_selected("left")
    canvas.session.select([])
    canvas.click((1025, 410)).expect_selected("right")
    canvas.session.select([])
    canvas.click((1000 - 12, 410)).expect_selected("left")
    canvas.session.select([])
    canvas.click((1044 + 12, 410)).expect_selected("right")


def test_that_a_small_tile_that_is_covered_is_not_hit_through_the_other(canvas: CanvasHand) -> None:
    start = canvas.session.composition
    canvas.document.apply(start.replace(tiles=(*start.tiles[1:], start.tiles[0])), "Bring to front")
    canvas.click((420, 410)).expect_selected("large")


def test_that_a_small_tile_that_is_chosen_can_be_dragged_by_24_pixels(canvas: CanvasHand) -> None:
    canvas.bench.canvas.toggle_snap()
    canvas.session.select(["lone"])
    canvas.press((1780 + 11 * 4, 410 + 11 * 4)).drag(40, 260).release()
    assert canvas.rect("lone") == (1800, 660, 40, 20)


def test_that_the_badge_of_a_problem_is_large_enough_for_a_finger(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 300, 170, name="no/slash"), size=(640, 360)))
    canvas.bench.pictures.put(canvas.session.composition.tile("a").url, plain("#808080"))
    canvas.bench.findings.refresh()
    face = canvas.canvas.stage.tiles["a"].face
    area = badge_area(face, strokes.crisp(canvas.canvas.hand.lens.rect(face.rect)))
    assert area is not None
    assert min(area.width(), area.height()) >= 24
