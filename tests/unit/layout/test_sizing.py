"""Giving tiles the size of something."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.layout.applying import apply_layout
from tilewright.layout.frame import resize_frame
from tilewright.layout.move import move_tiles
from tilewright.layout.rect import Rect
from tilewright.layout.sizing import Area, Wish, cell_of, cover, resize_to, set_sides
from tilewright.layout.within import arrange_within
from tilewright.model.composition import Cell, Composition
from tilewright.model.ruler_guides import FARTHEST

START = composition(tile("a", 100, 50, 640, 300), tile("b", 0, 0, 100, 100), size=(1280, 720))
FACTS = known(a=source(640, 480), b=source(1920, 1080))


def test_that_fit_is_as_large_as_the_frame_allows() -> None:
    a = resize_to(START, FACTS, ["a"], "fit").tile("a")
    assert (a.x, a.y, a.width, a.height) == (160, 0, 960, 720)


def test_that_fill_covers_the_frame_in_the_sources_proportion() -> None:
    a = resize_to(START, FACTS, ["a"], "fill").tile("a")
    assert (a.x, a.y, a.width, a.height) == (0, -120, 1280, 960)


def test_that_source_size_leaves_the_corner() -> None:
    made = resize_to(START, FACTS, ["a", "b"], "source")
    assert (made.tile("a").x, made.tile("a").width, made.tile("a").height) == (100, 640, 480)
    assert (made.tile("b").width, made.tile("b").height) == (1920, 1080)


def test_that_a_tile_of_which_nothing_is_known_stays() -> None:
    assert resize_to(START, known(), ["a", "b"], "fit") == START


def test_that_an_absent_size_stays_absent_when_it_is_the_sources_anyway() -> None:
    start = composition(tile("a", 0, 0, None, None))
    assert resize_to(start, known(a=source(640, 480)), ["a"], "source") == start


def test_that_the_other_side_follows_when_the_proportion_is_kept() -> None:
    a = set_sides(START, FACTS, {"a": 320}, "width", keeps="tile").tile("a")
    assert (a.width, a.height) == (320, 150)
    a = set_sides(START, FACTS, {"a": 600}, "height", keeps="tile").tile("a")
    assert (a.width, a.height) == (1280, 600)


def test_that_a_side_alone_changes_otherwise() -> None:
    a = set_sides(START, FACTS, {"a": 320}, "width", keeps=None).tile("a")
    assert (a.width, a.height) == (320, 300)
    a = set_sides(START, FACTS, {"a": None}, "width", keeps="tile").tile("a")
    assert (a.width, a.height) == (None, 300)


@given(st.integers(1, 2000), st.integers(1, 2000), st.floats(0.05, 20))
def test_that_a_cover_leaves_nothing_of_the_area_open(width: int, height: int, proportion: float) -> None:
    area = Rect(0, 0, width, height)
    assert cover(area, proportion).contains(area)


CELLS = composition(tile("a", 100, 50, 640, 300), tile("b", 7, 3, 99, 101), size=(1280, 720))
WISHES = st.lists(st.tuples(st.sampled_from(get_args(Wish)), st.sampled_from(get_args(Area))), max_size=6)


def wished(start: Composition, *wishes: tuple[Wish, Area]) -> Composition:
    for wish, area in wishes:
        start = resize_to(start, FACTS, "ab", wish, area)
    return start


@given(WISHES, st.integers(-5000, 5000), st.integers(-5000, 5000))
def test_that_no_wish_forgets_the_cell_and_a_move_takes_it_along(
    wishes: list[tuple[Wish, Area]], dx: int, dy: int
) -> None:
    after = move_tiles(wished(CELLS, *wishes), "ab", dx, dy)
    there = move_tiles(CELLS, "ab", dx, dy)
    for wish in get_args(Wish):
        if wish != "source":
            assert wished(after, (wish, "cell")) == wished(there, (wish, "cell"))
    assert wished(after, ("stretch", "cell")) == there, "where it is its own place there is nothing to remember"


def test_that_a_cell_goes_no_farther_than_a_file_can_hold() -> None:
    far = tile("a", -FARTHEST, 0, 640, 480, cell=Cell(x=1, y=0, width=640, height=300))
    assert far.replace(x=FARTHEST).cell is None
    assert far.replace(x=2 - FARTHEST).cell == Cell(x=3, y=0, width=640, height=300)
    assert far.replace(name="far", width=640).cell == far.cell


def test_that_what_is_laid_out_anew_has_its_new_place_as_its_cell() -> None:
    fitted = wished(CELLS, ("fit", "cell"))
    for after in (apply_layout(fitted, FACTS, "side-by-side"), arrange_within(fitted, FACTS, "ab")):
        assert [one.cell for one in after.tiles] == [None, None]
    laid = apply_layout(CELLS, FACTS, "side-by-side")
    stale = laid.with_tile(laid.tile("a").replace(cell=Cell(x=1, y=2, width=3, height=4)))
    assert apply_layout(stale, FACTS, "side-by-side") == laid


def test_that_cells_are_scaled_with_the_frame() -> None:
    fitted = wished(CELLS, ("fit", "cell"))
    for size, cell in (((640, 360), (50, 25, 320, 150)), ((640, 720), (50, 50, 320, 300))):
        one = resize_frame(fitted, FACTS, *size, scales_tiles=True).tile("a")
        assert cell_of(one, Rect(0, 0, 1, 1)) == cell
    assert resize_frame(CELLS, FACTS, 640, 360, scales_tiles=True).tile("a").cell is None


def test_that_a_tile_without_a_size_gets_one_and_remembers_no_cell() -> None:
    one = wished(composition(tile("a", 100, 50, 0, 480)), ("source", "frame")).tile("a")
    assert (one.width, one.height, one.cell) == (640, 480, None)
