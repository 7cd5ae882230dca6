"""Laying out the chosen tiles in the room that they take."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.errors import WrongUse
from tilewright.layout.rect import Rect
from tilewright.layout.resize import bounding_box
from tilewright.layout.within import arrange_within
from tilewright.model.composition import Tile
from tilewright.model.source import Known

NOTHING = Known()
FOUR = composition(
    tile("a", 100, 50, 300, 200),
    tile("b", 500, 90, 300, 200),
    tile("c", 140, 400, 200, 200),
    tile("d", 700, 510, 100, 60),
    tile("other", 0, 0, 1280, 720),
)


def rect(there: Tile) -> Rect:
    assert there.x is not None
    assert there.y is not None
    assert there.width is not None
    assert there.height is not None
    return Rect(there.x, there.y, there.width, there.height)


def test_that_four_chosen_tiles_fill_the_box_around_them_and_the_others_stay() -> None:
    after = arrange_within(FOUR, NOTHING, "abcd", 16)
    placed = bounding_box([rect(after.tile(name)) for name in "abcd"])
    assert placed is not None
    assert Rect(100, 50, 700, 550).contains(placed)
    assert (placed.x, placed.right) == (100, 800)
    assert after.tile("other") is FOUR.tile("other")
    assert [one.id for one in after.tiles] == [one.id for one in FOUR.tiles]


def test_that_two_share_the_box_in_their_order_and_proportions() -> None:
    start = composition(tile("a", 400, 90, 340, 90), tile("b", 100, 0, 90, 180))
    after = arrange_within(start, NOTHING, "ab")
    assert [rect(one) for one in after.tiles] == [Rect(100, 0, 320, 180), Rect(420, 0, 320, 180)]
    assert arrange_within(after, NOTHING, "ab") == after
    tall = known(b=source(90, 160))
    assert [rect(one)[2:] for one in arrange_within(start, tall, "ab").tiles] == [(320, 180), (101, 180)]


def test_that_locked_tiles_take_no_part_and_one_alone_stays() -> None:
    locked = FOUR.with_tile(FOUR.tile("b").replace(locked=True, x=2000))
    after = arrange_within(locked, NOTHING, "abc")
    assert after.tile("b") == locked.tile("b")
    assert (rect(after.tile("a")).x, rect(after.tile("c")).right) == (100, 400)
    assert arrange_within(locked, NOTHING, "ab") is locked
    assert arrange_within(locked, NOTHING, "") is locked


def test_that_hidden_tiles_get_no_place_unless_there_are_no_others() -> None:
    start = FOUR.with_tile(FOUR.tile("b").replace(hidden=True, x=2000))
    after = arrange_within(start, NOTHING, "abcd")
    assert after == arrange_within(start, NOTHING, "acd")
    assert after.tile("b") == start.tile("b")
    assert arrange_within(start, NOTHING, "ab") is start
    hidden = FOUR.with_tiles(FOUR.tile(name).replace(hidden=True) for name in "ab")
    placed = arrange_within(hidden, NOTHING, "ab")
    assert [rect(placed.tile(name)) for name in "ab"] == [
        rect(arrange_within(FOUR, NOTHING, "ab").tile(name)) for name in "ab"
    ]


def test_that_a_tile_of_unknown_size_gets_a_place_and_counts_for_no_box() -> None:
    start = composition(tile("a", 0, 0, 320, 180), tile("b", 320, 0, 320, 180), tile("u", 9000, 0, None, None))
    after = arrange_within(start, NOTHING, "abu")
    assert all(Rect(0, 0, 640, 180).contains(rect(one)) for one in after.tiles)
    unknown = composition(tile("u", 0, 0, 160, None), tile("v", 300, 0, None, 90))
    assert arrange_within(unknown, NOTHING, "uv") is unknown


def test_that_a_box_too_small_is_told() -> None:
    with pytest.raises(WrongUse, match="700 × 550 pixels have no room for 4 videos with a gap of 900 pixels"):
        arrange_within(FOUR, NOTHING, "abcd", 900)
    tiny = composition(tile("a", 1, 1, 1, 1), tile("b", 1, 1, 1, 1))
    with pytest.raises(WrongUse):
        arrange_within(tiny, NOTHING, "ab", even=True)


sides = st.integers(40, 900)
tiles = st.lists(
    st.tuples(sides, sides, sides, sides, st.sampled_from([(16, 9), (9, 16), (4, 3)])), min_size=2, max_size=8
)


@given(tiles, st.integers(0, 8), st.booleans())
def test_that_tiles_lie_in_their_box_and_do_not_overlap(
    many: list[tuple[int, int, int, int, tuple[int, int]]], gap: int, even: bool
) -> None:
    names = [f"t{number}" for number in range(len(many))]
    start = composition(*(tile(name, *one[:4]) for name, one in zip(names, many, strict=True)))
    facts = known(**{name: source(*one[4]) for name, one in zip(names, many, strict=True)})
    box = bounding_box([rect(one) for one in start.tiles])
    assert box is not None
    try:
        after = arrange_within(start, facts, names, gap, even=even)
    except WrongUse:
        return
    placed = [rect(one) for one in after.tiles]
    assert all(box.contains(one) for one in placed)
    assert not any(one.grown(gap).overlaps(other) for one, other in itertools.combinations(placed, 2) if gap)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(placed, 2))
    assert not even or not any(side % 2 for one in placed for side in one)
