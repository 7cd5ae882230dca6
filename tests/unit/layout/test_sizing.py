"""Giving tiles the size of something."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.layout.rect import Rect
from tilewright.layout.sizing import cover, resize_to, set_sides

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
