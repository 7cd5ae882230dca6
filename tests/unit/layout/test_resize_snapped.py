"""What a rectangle that is resized snaps to: lines, gaps, the sizes of others and of its own source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.attraction import KINDS, Attraction, Kind
from tilewright.layout.distance import Distance
from tilewright.layout.rect import Rect
from tilewright.layout.resize import HANDLES, Handle, Pull, resize_rect, resize_snapped
from tilewright.layout.snap import Targets

FRAME = Rect(0, 0, 1280, 720)
RECTS = st.builds(Rect, st.integers(-50, 900), st.integers(-50, 900), st.integers(2, 400), st.integers(2, 400))
WAYS = st.floats(-500, 500)
PULLS = st.builds(
    Pull, st.sampled_from(HANDLES), WAYS, WAYS, st.booleans(), st.booleans(), st.just((2, 2)), st.sampled_from([1, 2])
)


def only(*kinds: Kind, grid: int = 0, step: int = 1) -> Attraction:
    return Attraction(frozenset(kinds), grid, step)


def resized(
    rect: Rect,
    pull: Pull,
    *others: Rect,
    attraction: Attraction,
    source: tuple[int, int] | None = None,
    frame: Rect | None = None,
) -> Rect:
    return resize_snapped(rect, pull, Targets(frame, others, attraction, source), 8)[0]


@pytest.mark.parametrize("way", [37, 43])
def test_that_a_side_takes_the_width_of_a_neighbour(way: int) -> None:
    rect, neighbour = Rect(203, 103, 100, 60), Rect(600, 500, 140, 90)
    assert resized(rect, Pull("right", way, 0), neighbour, attraction=only("sizes")) == Rect(203, 103, 140, 60)
    assert resized(rect, Pull("left", -way, 0), neighbour, attraction=only("sizes")) == Rect(163, 103, 140, 60)
    assert resized(rect, Pull("right", way, 0), neighbour, attraction=only("tiles", "gaps")).width == 100 + way


def test_that_a_corner_takes_width_and_height_of_a_neighbour_which_is_shown() -> None:
    targets = Targets(None, [Rect(600, 500, 140, 90)], only("sizes"))
    rect, snap = resize_snapped(Rect(203, 103, 100, 60), Pull("bottom-right", 37, 33), targets, 8)
    assert rect == Rect(203, 103, 140, 90)
    assert Distance("x", 600, 740, 545, is_equal=True) in snap.distances
    assert Distance("y", 500, 590, 670, is_equal=True) in snap.distances


def test_that_from_the_centre_a_size_is_taken_where_whole_pixels_lead_to_it() -> None:
    rect, pull = Rect(200, 100, 100, 60), Pull("right", 18, 0, from_centre=True)
    assert resized(rect, pull, Rect(600, 500, 140, 90), attraction=only("sizes")) == Rect(180, 100, 140, 60)
    assert resized(rect, pull, Rect(600, 500, 141, 90), attraction=only("sizes")).width == 136


def test_that_a_side_takes_the_sources_own_width() -> None:
    rect = Rect(203, 103, 300, 150)
    source = (320, 180)
    assert resized(rect, Pull("right", 17, 0), attraction=only("source"), source=source).width == 320
    assert resized(rect, Pull("bottom", 0, 26), attraction=only("source"), source=source).height == 180
    assert resized(rect, Pull("right", 17, 0), attraction=only("sizes"), source=source).width == 317


def test_that_a_corner_and_a_side_find_the_sources_proportion() -> None:
    source = (320, 180)
    assert resized(Rect(3, 3, 100, 70), Pull("bottom-right", 60, 17), attraction=only("source"), source=source) == Rect(
        3, 3, 160, 90
    )
    assert resized(Rect(3, 3, 100, 90), Pull("right", 57, 0), attraction=only("source"), source=source).width == 160


def test_that_the_proportion_comes_from_the_side_that_met_something() -> None:
    rect = resized(
        Rect(3, 3, 100, 70),
        Pull("bottom-right", 60, 24),
        Rect(600, 96, 11, 400),
        attraction=only("tiles", "source"),
        source=(320, 180),
    )
    assert rect == Rect(3, 3, 165, 93)


def test_that_a_pulled_edge_makes_its_gap_equal_to_the_one_on_the_other_side() -> None:
    others = [Rect(0, 100, 100, 100), Rect(500, 100, 100, 100)]
    pull = Pull("right", 46, 0)
    assert resized(Rect(130, 120, 290, 50), pull, *others, attraction=only("gaps")) == Rect(130, 120, 340, 50)


def test_that_a_pulled_edge_makes_its_gap_equal_to_the_one_behind_the_neighbour() -> None:
    others = [Rect(500, 100, 100, 100), Rect(620, 100, 100, 100)]
    assert resized(Rect(130, 120, 290, 50), Pull("right", 63, 0), *others, attraction=only("gaps")).right == 480


def test_that_a_pulled_edge_meets_thirds_and_the_grid() -> None:
    rect = Rect(103, 103, 300, 100)
    assert resized(rect, Pull("right", 21, 0), attraction=only("thirds"), frame=FRAME).right == 427
    assert resized(rect, Pull("right", 10, 0), attraction=only(grid=16), frame=FRAME).right == 416


def test_that_nothing_is_snapped_to_that_would_be_smaller_than_two_pixels() -> None:
    rect, pull = Rect(100, 100, 300, 100), Pull("right", -297, 0)
    assert resized(rect, pull, Rect(101, 500, 300, 9), attraction=only("tiles")) == Rect(100, 100, 3, 100)


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize("from_centre", [False, True])
def test_that_even_pixels_stay_even(handle: Handle, *, from_centre: bool) -> None:
    pull = Pull(handle, 13.3, 27.8, from_centre=from_centre, step=2)
    after, _ = resize_snapped(
        Rect(100, 200, 300, 50), pull, Targets(FRAME, [Rect(427, 3, 333, 77)], only(*KINDS, step=2)), 8
    )
    assert all(number % 2 == 0 for number in after)


@given(
    RECTS,
    PULLS,
    st.lists(RECTS, max_size=4),
    st.sets(st.sampled_from(KINDS)).map(frozenset),
    st.none() | st.tuples(st.integers(1, 500), st.integers(1, 500)),
    st.floats(0, 30),
)
def test_that_a_snapped_edge_stays_within_reach_and_what_is_not_pulled_stays(
    rect: Rect,
    pull: Pull,
    others: list[Rect],
    kinds: frozenset[Kind],
    source: tuple[int, int] | None,
    reach: float,
) -> None:
    free = resize_rect(rect, pull)
    targets = Targets(FRAME, others, Attraction(kinds, 0, pull.step), source)
    after, _ = resize_snapped(rect, pull, targets, reach)
    assert all(type(number) is int for number in after)
    assert min(after.width, after.height) >= 2
    across, down = pull.sides
    if not pull.keeps_proportion:
        for sign, old, new in ((across, free.width, after.width), (down, free.height, after.height)):
            assert abs(new - old) <= reach * (2 if pull.from_centre else 1)
            assert sign or new == old
    if not pull.from_centre:
        if across:
            assert after.right == rect.right if across < 0 else after.x == rect.x
        if down:
            assert after.bottom == rect.bottom if down < 0 else after.y == rect.y
    if pull.step == 2 and after != rect:
        assert after.width % 2 == 0 or after.width == rect.width
        assert after.height % 2 == 0 or after.height == rect.height


@given(RECTS, PULLS, st.lists(RECTS, max_size=4), st.floats(0, 30))
def test_that_the_nearest_kind_wins_on_one_side(rect: Rect, pull: Pull, others: list[Rect], reach: float) -> None:
    pull = replace(pull, handle="right", keeps_proportion=False, from_centre=False)
    free = resize_rect(rect, pull)

    def moved(*kinds: Kind) -> int:
        targets = Targets(FRAME, others, only(*kinds, step=pull.step), (320, 180))
        return abs(resize_snapped(rect, pull, targets, reach)[0].width - free.width)

    alone = [moved(kind) for kind in KINDS]
    assert moved(*KINDS) in {0, *alone}
    assert moved(*KINDS) <= min((way for way in alone if way), default=0)
