"""Resizing by eight handles."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.layout.place import place
from tilewright.layout.rect import Rect
from tilewright.layout.resize import (
    HANDLES,
    Handle,
    Pull,
    bounding_box,
    least_box,
    resize_rect,
    resize_snapped,
    resize_tiles,
    scale_rect,
)
from tilewright.layout.snap import Targets
from tilewright.model.composition import Composition
from tilewright.model.source import Known

RECT = Rect(100, 100, 200, 100)
WAY = st.integers(-3000, 3000)
SIDE = st.integers(1, 2000)
RECTS = st.builds(Rect, WAY, WAY, SIDE, SIDE)
PULLS = st.builds(
    Pull, st.sampled_from(HANDLES), st.floats(-3000, 3000), st.floats(-3000, 3000), st.booleans(), st.booleans()
)


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("top-left", Rect(110, 120, 190, 80)),
        ("top", Rect(100, 120, 200, 80)),
        ("top-right", Rect(100, 120, 210, 80)),
        ("right", Rect(100, 100, 210, 100)),
        ("bottom-right", Rect(100, 100, 210, 120)),
        ("bottom", Rect(100, 100, 200, 120)),
        ("bottom-left", Rect(110, 100, 190, 120)),
        ("left", Rect(110, 100, 190, 100)),
    ],
)
def test_that_each_handle_moves_its_edges_only(handle: Handle, expected: Rect) -> None:
    assert resize_rect(RECT, Pull(handle, 10, 20)) == expected


def test_that_shift_keeps_the_proportion_from_a_corner() -> None:
    assert resize_rect(RECT, Pull("bottom-right", 100, 5, keeps_proportion=True)) == Rect(100, 100, 300, 150)


def test_that_shift_keeps_the_proportion_from_a_side_around_the_middle() -> None:
    assert resize_rect(RECT, Pull("right", 40, 0, keeps_proportion=True)) == Rect(100, 90, 240, 120)


def test_that_from_the_centre_both_sides_move() -> None:
    assert resize_rect(RECT, Pull("right", 10, 0, from_centre=True)) == Rect(90, 100, 220, 100)
    assert resize_rect(RECT, Pull("top-left", 10, 10, from_centre=True)) == Rect(110, 110, 180, 80)


def test_that_a_tile_never_turns_over() -> None:
    assert resize_rect(RECT, Pull("right", -500, 0)) == Rect(100, 100, 2, 100)
    assert resize_rect(RECT, Pull("left", 500, 0)) == Rect(298, 100, 2, 100)


def test_that_a_kept_proportion_stops_where_the_shorter_side_has_two_pixels() -> None:
    assert resize_rect(Rect(0, 0, 1000, 20), Pull("bottom-right", -990, -19, True)) == Rect(0, 0, 100, 2)
    assert resize_rect(RECT, Pull("bottom", 0, -500, True)) == Rect(198, 100, 4, 2)


def test_that_a_side_of_one_pixel_stays_while_the_other_is_pulled() -> None:
    assert resize_rect(Rect(10, 10, 1, 50), Pull("bottom", 0, 30)) == Rect(10, 10, 1, 80)
    assert resize_rect(Rect(10, 10, 1, 50), Pull("right", -5, 0)) == Rect(10, 10, 2, 50)


def test_that_a_side_of_one_pixel_follows_in_proportion() -> None:
    assert resize_rect(Rect(0, 0, 4, 1), Pull("top-left", -1, 0, True)) == Rect(-1, 0, 5, 1)
    assert resize_rect(Rect(0, 0, 4, 1), Pull("top-left", -4, 0, True)) == Rect(-4, -1, 8, 2)


def test_that_a_pulled_edge_meets_a_line() -> None:
    rect, snap = resize_snapped(RECT, Pull("right", 97, 0), Targets(Rect(0, 0, 400, 400), []), 6)
    assert rect == Rect(100, 100, 300, 100)
    assert [(guide.axis, guide.at) for guide in snap.guides] == [("x", 400)]


def test_that_a_line_is_met_in_proportion() -> None:
    rect, _ = resize_snapped(
        RECT, Pull("bottom-right", 98, 60, keeps_proportion=True), Targets(Rect(0, 0, 400, 900), []), 30
    )
    assert rect == Rect(100, 100, 300, 150)


def test_that_from_the_centre_a_line_is_met_too() -> None:
    rect, _ = resize_snapped(RECT, Pull("right", 98, 0, from_centre=True), Targets(Rect(0, 0, 400, 400), []), 6)
    assert rect == Rect(0, 100, 400, 100)


@given(RECTS, PULLS)
def test_that_what_is_not_pulled_stays(rect: Rect, pull: Pull) -> None:
    after = resize_rect(rect, pull)
    across, down = pull.sides
    assert after.width >= min(2, rect.width)
    assert after.height >= min(2, rect.height)
    if pull.from_centre:
        assert abs((2 * after.x + after.width) - (2 * rect.x + rect.width)) <= 1
        assert abs((2 * after.y + after.height) - (2 * rect.y + rect.height)) <= 1
        return
    if across:
        assert after.right == rect.right if across < 0 else after.x == rect.x
    if down:
        assert after.bottom == rect.bottom if down < 0 else after.y == rect.y


@given(RECTS, PULLS)
def test_that_a_kept_proportion_is_kept_to_the_pixel(rect: Rect, pull: Pull) -> None:
    after = resize_rect(rect, replace(pull, keeps_proportion=True))
    if min(after.width, after.height) > 1:
        off = abs(after.width / rect.width - after.height / rect.height)
        assert off <= (0.5 / rect.width + 0.5 / rect.height) * 1.0001


@given(RECTS, SIDE, st.integers(0, 3000), st.integers(0, 3000))
def test_that_tiles_that_touch_still_touch_after_scaling(left: Rect, width: int, more: int, taller: int) -> None:
    right = Rect(left.right, left.y, width, left.height)
    before = Rect(left.x, left.y, left.width + width, left.height)
    box = Rect(7, -9, before.width + more, before.height + taller)
    first, second = scale_rect(left, before, box), scale_rect(right, before, box)
    assert first.right == second.x
    assert bounding_box([first, second]) == box


@given(st.lists(RECTS, min_size=1, max_size=6), PULLS)
def test_that_tiles_pulled_together_keep_their_relations_and_two_pixels(many: list[Rect], pull: Pull) -> None:
    before = bounding_box(many)
    assert before is not None
    after = resize_rect(before, replace(pull, least=least_box(many)))
    for rect in many:
        there = scale_rect(rect, before, after)
        assert there.width >= min(2, rect.width)
        assert there.height >= min(2, rect.height)
        wide, high = Fraction(after.width, before.width), Fraction(after.height, before.height)
        for was, now, scale, old, new in (
            (rect.x, there.x, wide, before.x, after.x),
            (rect.right, there.right, wide, before.x, after.x),
            (rect.y, there.y, high, before.y, after.y),
            (rect.bottom, there.bottom, high, before.y, after.y),
        ):
            assert abs(new + (was - old) * scale - now) <= 1


@given(st.lists(RECTS, min_size=1, max_size=6), PULLS)
def test_that_tiles_pulled_together_in_even_steps_are_even_apart(many: list[Rect], pull: Pull) -> None:
    before = bounding_box(many)
    assert before is not None
    after = resize_rect(before, replace(pull, least=least_box(many), step=2))
    if after.width % 2 or after.height % 2:
        return  # a side that did not change
    for rect in many:
        there = scale_rect(rect, before, after, 2)
        assert all(number % 2 == 0 for number in (there.x - after.x, there.y - after.y, there.width, there.height)) or (
            min(rect.width, rect.height) < 2
        )


def rects_of(start: Composition, facts: Known) -> dict[str, Rect]:
    placement = place(start, facts)
    return {there.tile_id: there.drawn for there in placement.tiles if there.drawn is not None}


def test_that_several_tiles_scale_with_their_box() -> None:
    start = composition(tile("a", 0, 0, 100, 100), tile("b", 100, 0, 100, 100), tile("c", 0, 300, 9, 9))
    after = resize_tiles(start, rects_of(start, Known()), Rect(0, 0, 400, 100), {"a", "b"})
    assert [(t.x, t.y, t.width, t.height) for t in after.tiles] == [
        (0, 0, 200, 100),
        (200, 0, 200, 100),
        (0, 300, 9, 9),
    ]


def test_that_a_locked_tile_takes_no_part() -> None:
    start = composition(tile("a", 0, 0, 100, 100, locked=True), tile("b", 100, 0, 100, 100))
    after = resize_tiles(start, rects_of(start, Known()), Rect(100, 0, 50, 50), {"a", "b"})
    assert after.tile("a") is start.tile("a")
    assert after.tile("b").width == 50


def test_that_only_the_side_that_changes_is_set() -> None:
    start = composition(tile("a", None, None, 640, None))
    facts = known(a=source(1280, 720))
    after = resize_tiles(start, rects_of(start, facts), Rect(0, 0, 600, 720), {"a"}).tile("a")
    assert (after.x, after.y, after.width, after.height) == (None, None, 600, None)


def test_that_no_tile_of_several_becomes_smaller_than_two_by_two() -> None:
    start = composition(tile("a", 0, 0, 100, 100), tile("b", 100, 0, 4, 1))
    after = resize_tiles(start, rects_of(start, Known()), Rect(0, 0, 3, 3), {"a", "b"})
    assert [(t.width, t.height) for t in after.tiles] == [(3, 3), (2, 1)]


@given(RECTS, RECTS.filter(lambda box: min(box.width, box.height) >= 2))
def test_that_scaling_there_and_back_is_no_drift(rect: Rect, box: Rect) -> None:
    start = composition(tile("a", *rect))
    there = resize_tiles(start, {"a": rect}, box, {"a"})
    assert Rect(*(getattr(there.tile("a"), name) for name in Rect._fields)) == box
    assert resize_tiles(start, {"a": rect}, rect, {"a"}) is start
