"""The order in which tiles are read, and the neighbour in a direction."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.reading import WAYS, Way, neighbour, reading_order
from tilewright.layout.rect import Rect

RECTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.builds(Rect, st.integers(-40, 40), st.integers(-40, 40), st.integers(1, 30), st.integers(1, 30)),
    max_size=12,
)
GRID = {f"{row}{column}": Rect(column * 320, row * 180, 320, 180) for row in (2, 0, 1) for column in (1, 2, 0)}

SCENES = {
    "a grid that was put together in any order": (GRID, [f"{row}{column}" for row in range(3) for column in range(3)]),
    "tiles in the corners of a picture": (
        {
            "right below": Rect(1400, 780, 480, 270),
            "left above": Rect(20, 20, 480, 270),
            "all": Rect(0, 0, 1920, 1080),
            "left below": Rect(20, 780, 480, 270),
            "right above": Rect(1400, 20, 480, 270),
        },
        ["all", "left above", "right above", "left below", "right below"],
    ),
    "a speaker at the left": (
        {"c": Rect(960, 540, 960, 540), "speaker": Rect(0, 0, 960, 1080), "b": Rect(960, 0, 960, 540)},
        ["speaker", "b", "c"],
    ),
    "a row whose tiles share their middles": (
        {"c": Rect(900, 150, 200, 100), "b": Rect(300, 0, 500, 400), "a": Rect(0, 150, 200, 100)},
        ["a", "b", "c"],
    ),
    "a row that was placed by hand": (
        {"b": Rect(400, 12, 300, 200), "c": Rect(800, 0, 300, 190), "a": Rect(0, 30, 300, 200)},
        ["a", "b", "c"],
    ),
    "tiles at one place": ({"lower": Rect(0, 0, 9, 9), "upper": Rect(0, 0, 9, 9)}, ["lower", "upper"]),
    "nothing": ({}, []),
}


@pytest.mark.parametrize("name", SCENES)
def test_that_tiles_are_read_row_by_row(name: str) -> None:
    rects, order = SCENES[name]
    assert reading_order(rects) == order


@given(RECTS)
def test_that_each_tile_is_read_once_and_what_lies_above_before_what_lies_below(rects: dict[str, Rect]) -> None:
    order = reading_order(rects)
    assert sorted(order) == sorted(rects)
    for number, later in enumerate(order):
        assert not any(rects[later].bottom <= rects[sooner].y for sooner in order[:number])


@given(RECTS, st.integers(-500, 500), st.integers(-500, 500), st.randoms())
def test_that_neither_the_place_on_the_frame_nor_the_stacking_matters(
    rects: dict[str, Rect], dx: int, dy: int, random: Random
) -> None:
    names = list(rects)
    random.shuffle(names)
    shifted = {name: rects[name]._replace(x=rects[name].x + dx, y=rects[name].y + dy) for name in names}
    moved = [shifted[name] for name in reading_order(shifted)]
    assert [rect._replace(x=rect.x - dx, y=rect.y - dy) for rect in moved] == [
        rects[name] for name in reading_order(rects)
    ]


def test_that_the_neighbours_of_a_grid_are_those_beside() -> None:
    ways = {way: neighbour(GRID, "11", way) for way in WAYS}
    assert ways == {"left": "10", "right": "12", "up": "01", "down": "21"}
    assert neighbour(GRID, "02", "right") == neighbour(GRID, "02", "up") == ""
    assert neighbour(GRID, "gone", "up") == ""


def test_that_what_lies_aside_is_further_than_what_lies_ahead() -> None:
    rects = {"a": Rect(0, 0, 100, 100), "aside": Rect(90, 300, 100, 100), "ahead": Rect(400, 40, 100, 100)}
    assert neighbour(rects, "a", "right") == "ahead"
    assert neighbour(rects, "a", "down") == "aside"


@given(RECTS, st.sampled_from(WAYS), st.data())
def test_that_a_neighbour_lies_in_its_direction_and_there_is_one_wherever_a_tile_lies(
    rects: dict[str, Rect], way: Way, data: st.DataObject
) -> None:
    if not rects:
        return
    start = data.draw(st.sampled_from(sorted(rects)))
    axis, sign = way in {"up", "down"}, 1 if way in {"right", "down"} else -1
    middles = {name: (2 * rect.x + rect.width, 2 * rect.y + rect.height)[axis] for name, rect in rects.items()}
    ahead = {name for name, middle in middles.items() if (middle - middles[start]) * sign > 0}
    found = neighbour(rects, start, way)
    assert found in ahead if ahead else found == ""
