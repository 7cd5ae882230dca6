"""Aligning, distributing and ordering."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.layout.align import (
    AlignTo,
    Direction,
    Edge,
    Match,
    align,
    centre,
    distribute,
    gap_between,
    match,
    space,
    swap,
)
from tilewright.layout.applying import apply_layout, matching_layout
from tilewright.layout.rect import Rect
from tilewright.layout.stack import Order, duplicate, remove, reorder
from tilewright.model.composition import Cell, Composition, Tile
from tilewright.model.source import Known

NOTHING = Known()
EDGES: tuple[Edge, ...] = get_args(Edge)
TARGETS: tuple[AlignTo, ...] = get_args(AlignTo)
MATCHES: tuple[Match, ...] = get_args(Match)


def rect(there: Tile) -> tuple[int | None, int | None, int | None, int | None]:
    return there.x, there.y, there.width, there.height


@pytest.mark.parametrize(
    ("edge", "x", "y"),
    [("left", 0, 7), ("centre", 590, 7), ("right", 1180, 7), ("top", 7, 0), ("middle", 7, 335), ("bottom", 7, 670)],
)
def test_that_one_tile_is_aligned_to_the_frame(edge: Edge, x: int, y: int) -> None:
    after = align(composition(tile("a", 7, 7, 100, 50)), NOTHING, ["a"], edge)
    assert rect(after.tile("a")) == (x, y, 100, 50)


def test_that_several_tiles_are_aligned_to_each_other() -> None:
    start = composition(tile("a", 10, 0, 100, 50), tile("b", 60, 80, 300, 50))
    assert [t.x for t in align(start, NOTHING, ["a", "b"], "right").tiles] == [260, 60]
    assert [t.x for t in align(start, NOTHING, ["a", "b"], "centre").tiles] == [135, 35]


def test_that_a_locked_tile_is_what_the_others_are_aligned_to() -> None:
    start = composition(tile("a", 10, 0, 100, 50, locked=True), tile("b", 60, 80, 300, 50))
    after = align(start, NOTHING, ["a", "b"], "left")
    assert [t.x for t in after.tiles] == [10, 10]


def test_that_nothing_is_aligned_to_a_frame_that_is_not_known() -> None:
    start = composition(tile("a", 7, 7, 100, 50), size=None)
    assert align(start, NOTHING, ["a"], "left") is start


def test_that_gaps_become_equal_and_the_outer_tiles_stay() -> None:
    start = composition(tile("a", 0, 0, 100, 50), tile("b", 110, 0, 200, 50), tile("c", 500, 9, 100, 50))
    assert [t.x for t in distribute(start, NOTHING, ["a", "b", "c"], "across").tiles] == [0, 200, 500]


def test_that_two_tiles_cannot_be_distributed() -> None:
    start = composition(tile("a", 0, 0, 100, 50), tile("b", 110, 0, 200, 50))
    assert distribute(start, NOTHING, ["a", "b"], "across") is start


@given(st.lists(st.tuples(st.integers(-500, 3000), st.integers(1, 600)), min_size=3, max_size=7))
def test_that_distributed_gaps_differ_by_one_pixel_at_most(spans: list[tuple[int, int]]) -> None:
    start = composition(*(tile(f"t{n}", 0, y, 50, height) for n, (y, height) in enumerate(spans)))
    ids = [t.id for t in start.tiles]
    order = sorted(ids, key=lambda i: (2 * (start.tile(i).y or 0) + (start.tile(i).height or 0), i))
    heights = sum(start.tile(i).height or 0 for i in order[:-1])
    assume((start.tile(order[-1]).y or 0) - (start.tile(order[0]).y or 0) >= heights)  # else they overlap
    after = distribute(start, NOTHING, ids, "down")
    placed = [Rect(0, after.tile(i).y or 0, 50, after.tile(i).height or 0) for i in order]
    gaps = [below.y - above.bottom for above, below in itertools.pairwise(placed)]
    assert max(gaps) - min(gaps) <= 1
    assert placed[0].y == start.tile(order[0]).y
    assert placed[-1].y == start.tile(order[-1]).y


def names(start: Composition) -> str:
    return "".join(t.id for t in start.tiles)


@pytest.mark.parametrize(
    ("order", "expected"), [("front", "acebd"), ("back", "bdace"), ("forward", "acbed"), ("backward", "badce")]
)
def test_that_chosen_tiles_change_their_place_in_the_stack(order: Order, expected: str) -> None:
    start = composition(*(tile(name) for name in "abcde"))
    assert names(reorder(start, {"b", "d"}, order)) == expected


def test_that_the_front_tile_cannot_come_further_forward() -> None:
    start = composition(tile("a"), tile("b"), tile("c"))
    assert reorder(start, {"b", "c"}, "forward") is start


def test_that_a_copy_lies_on_top_beside_its_original() -> None:
    start = composition(tile("a", 5, 6, locked=True), tile("b"))
    after, copies = duplicate(start, {"a"})
    assert copies == ("t1",)
    assert after.tiles[-1].replace(id="a", locked=True, x=5, y=6) == start.tile("a")
    assert (after.tiles[-1].x, after.tiles[-1].y, after.tiles[-1].locked) == (29, 30, False)


def test_that_removing_leaves_the_rest_as_it_was() -> None:
    start = composition(tile("a"), tile("b"))
    assert remove(start, {"a"}).tiles == (start.tile("b"),)
    assert remove(start, {"x"}) is start


SPANS = st.lists(st.tuples(st.integers(-500, 3000), st.integers(1, 600)), min_size=2, max_size=7)
DIRECTIONS: tuple[Direction, Direction] = ("across", "down")


def laid(direction: Direction, spans: list[tuple[int, int]], locked: int = -1) -> Composition:
    """Tiles that lie there in that direction, each 60 pixels aside of the one before."""
    made = []
    for n, (start, length) in enumerate(spans):
        rect = (start, 60 * n, length, 50) if direction == "across" else (60 * n, start, 50, length)
        made.append(tile(f"t{n}", *rect, locked=n == locked))
    return composition(*made)


@pytest.mark.parametrize("edge", EDGES)
@given(st.sampled_from(DIRECTIONS), SPANS, st.sampled_from(TARGETS), st.integers(-1, 6))
def test_that_aligning_once_more_changes_nothing(
    edge: Edge, direction: Direction, spans: list[tuple[int, int]], to: AlignTo, locked: int
) -> None:
    start = laid(direction, spans, locked)
    ids = [t.id for t in start.tiles]
    once = align(start, NOTHING, ids, edge, to, "t1")
    assert align(once, NOTHING, ids, edge, to, "t1") is once


@pytest.mark.parametrize("direction", DIRECTIONS)
@given(st.sampled_from(DIRECTIONS), SPANS)
def test_that_distributing_once_more_changes_nothing(
    direction: Direction, lie: Direction, spans: list[tuple[int, int]]
) -> None:
    start = laid(lie, spans)
    ids = [t.id for t in start.tiles]
    once = distribute(start, NOTHING, ids, direction)
    assert distribute(once, NOTHING, ids, direction) is once


def test_that_tiles_within_each_other_are_distributed_by_their_middles() -> None:
    start = composition(
        *(tile(name, x, 0, w, 50) for name, x, w in (("a", 0, 100), ("b", 20, 300), ("c", 60, 100), ("d", 70, 300)))
    )
    after = distribute(start, NOTHING, list("abcd"), "across")
    middles = sorted(t.x * 2 + t.width for t in after.tiles if t.x is not None and t.width is not None)
    assert middles == [100, 214, 326, 440]


def test_that_several_tiles_are_aligned_to_the_frame_or_to_the_one_chosen_last() -> None:
    start = composition(tile("a", 10, 0, 100, 50), tile("b", 60, 80, 300, 50), tile("c", 700, 80, 200, 50))
    assert [t.x for t in align(start, NOTHING, "abc", "right", "frame").tiles] == [1180, 980, 1080]
    assert [t.x for t in align(start, NOTHING, "abc", "right", "last", "b").tiles] == [260, 60, 160]
    assert [t.x for t in align(start, NOTHING, "abc", "centre", "last", "b").tiles] == [160, 60, 110]


def test_that_tiles_come_to_the_middle_of_the_frame_as_they_lie_to_each_other() -> None:
    start = composition(tile("a", 0, 0, 100, 50), tile("b", 100, 50, 100, 50), tile("c", 7, 7, 9, 9, locked=True))
    after = centre(start, NOTHING, "abc")
    assert [(t.x, t.y) for t in after.tiles] == [(540, 310), (640, 360), (7, 7)]
    assert centre(after, NOTHING, "abc") is after


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("gap", [-20, 0, 16])
@given(SPANS)
def test_that_tiles_get_exactly_the_gap_that_is_asked_for(
    direction: Direction, gap: int, spans: list[tuple[int, int]]
) -> None:
    start = laid(direction, spans)
    ids = [t.id for t in start.tiles]
    after = space(start, NOTHING, ids, direction, gap)
    rects = [Rect(*(number or 0 for number in rect(t))) for t in after.tiles]
    placed = sorted((r.x, r.width) if direction == "across" else (r.y, r.height) for r in rects)
    assert placed[0][0] == min(begin for begin, _ in spans) or gap < 0
    if gap >= 0:
        assert {b[0] - sum(a) for a, b in itertools.pairwise(placed)} == {gap}
        assert gap_between(after, NOTHING, ids, direction) == gap
        assert space(after, NOTHING, ids, direction, gap) is after


def test_that_tiles_get_the_sides_of_the_one_chosen_last() -> None:
    start = composition(tile("a", 1, 2, 100, 50), tile("b", 60, 80, 300, 70), tile("c", 7, 7, 9, 9, locked=True))
    wanted: tuple[tuple[Match, tuple[int, int]], ...] = (
        ("width", (300, 50)),
        ("height", (100, 70)),
        ("size", (300, 70)),
    )
    for what, size in wanted:
        after = match(start, NOTHING, "abc", what, "b")
        assert rect(after.tile("a")) == (1, 2, *size)
        assert after.tiles[1:] == start.tiles[1:]
    assert match(start, NOTHING, "ac", "size", "b") is start


def test_that_two_tiles_take_each_others_place_size_and_order() -> None:
    start = composition(tile("a", 1, 2, 100, 50), tile("b", 60, 80, 300, 70), tile("c", 7, 7, 9, 9, locked=True))
    after = swap(start, NOTHING, "a", "b")
    assert [t.id for t in after.tiles] == ["b", "a", "c"]
    assert [rect(t) for t in after.tiles] == [rect(t) for t in start.tiles], "seen from afar only the videos changed"
    assert swap(after, NOTHING, "b", "a") == start
    assert swap(start, NOTHING, "a", "c") is start
    cell = Cell(x=1, y=0, width=100, height=60)
    fitted = start.with_tile(start.tile("a").replace(cell=cell))
    assert [t.cell for t in swap(fitted, NOTHING, "a", "b").tiles] == [cell, None, None]
    alike = fitted.with_tile(fitted.tile("b").replace(width=100, height=50, cell=None))
    assert [t.cell for t in swap(alike, NOTHING, "b", "a").tiles] == [cell, None, None]


@pytest.mark.parametrize("name", ["2x2", "1+3", "pip-bottom-right", "film-strip"])
def test_that_tiles_that_are_swapped_lie_in_the_layout_still(name: str) -> None:
    start = composition(*(tile(each) for each in "abcd"))
    laid = apply_layout(start, NOTHING, name, 8, 8)
    after = swap(laid, NOTHING, "a", "d")
    assert [rect(after.tile(each)) for each in "ad"] == [rect(laid.tile(each)) for each in "da"]
    assert matching_layout(after, NOTHING, 8, 8, name) == name


UNKNOWN = composition(
    tile("a", 100, 20, 160, None), tile("b", 60, 80, 300, 70), tile("c", 200, 9, 40, 50), tile("d", 700, 300, 90, 60)
)
"""Nobody knows how high ``a`` is."""


@pytest.mark.parametrize("edge", EDGES)
def test_that_a_tile_of_unknown_size_is_aligned_with_no_other(edge: Edge) -> None:
    for to in TARGETS:
        after = align(UNKNOWN, NOTHING, ["a", "b", "c"], edge, to, "c")
        assert after.tile("a") == UNKNOWN.tile("a")
        assert after == align(UNKNOWN, NOTHING, ["b", "c"], edge, to, "c")
        assert after != UNKNOWN
    assert align(UNKNOWN, NOTHING, ["a", "b"], edge) is UNKNOWN
    assert align(UNKNOWN, NOTHING, ["a", "b", "c"], edge, "last", "a") is UNKNOWN
    assert align(UNKNOWN, NOTHING, ["a"], edge) is UNKNOWN


def test_that_a_tile_of_unknown_size_takes_no_part_in_gaps_sizes_and_the_middle() -> None:
    three, four = ["b", "c", "d"], ["a", "b", "c", "d"]
    assert distribute(UNKNOWN, NOTHING, four, "across") == distribute(UNKNOWN, NOTHING, three, "across") != UNKNOWN
    assert space(UNKNOWN, NOTHING, four, "down", 7) == space(UNKNOWN, NOTHING, three, "down", 7) != UNKNOWN
    assert gap_between(UNKNOWN, NOTHING, ["a", "b", "d"], "down") == 150
    assert centre(UNKNOWN, NOTHING, four) == centre(UNKNOWN, NOTHING, three) != UNKNOWN
    for what in MATCHES:
        assert match(UNKNOWN, NOTHING, four, what, "d") == match(UNKNOWN, NOTHING, three, what, "d") != UNKNOWN
        assert match(UNKNOWN, NOTHING, four, what, "a") is UNKNOWN


def test_that_a_guessed_size_is_given_to_no_other_tile() -> None:
    start = composition(tile("a", 1, 2, 160, None), tile("b", 60, 80, 300, 70))
    assert swap(start, NOTHING, "a", "b") is start
    assert swap(start, known(a=source(320, 240)), "a", "b").tile("b").height == 240
    without_frame = composition(tile("a", 1, 2, 160, 90), tile("b", 60, 80, 300, 70), size=None)
    assert rect(swap(without_frame, NOTHING, "a", "b").tile("b")) == (1, 2, 160, 90)
