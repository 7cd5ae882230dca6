"""What a rectangle that is moved snaps to, kind by kind; which of several wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.attraction import KINDS, Attraction, Kind, landed, stepped
from tilewright.layout.distance import Distance
from tilewright.layout.lines import Line
from tilewright.layout.rect import Rect
from tilewright.layout.snap import Targets

FRAME = Rect(0, 0, 1280, 720)
RECTS = st.builds(Rect, st.integers(-50, 900), st.integers(-50, 900), st.integers(2, 400), st.integers(2, 400))
SOME = st.sets(st.sampled_from(KINDS)).map(frozenset)


def only(*kinds: Kind, grid: int = 0, step: int = 1) -> Attraction:
    return Attraction(frozenset(kinds), grid, step)


@pytest.mark.parametrize(
    ("kind", "x", "dx"),
    [
        ("frame", 4, -4),
        ("centre", 636, 4),
        ("thirds", 423, 4),
        ("thirds", 857, -4),
        ("quarters", 316, 4),
        ("quarters", 956, 4),
        ("safe", 41, 4),
        ("safe", 68, -4),
    ],
)
def test_that_an_edge_meets_the_lines_of_the_frame(kind: Kind, x: int, dx: int) -> None:
    rect = Rect(x, 203, 131, 50)
    assert Targets(FRAME, [], only(kind)).snap(rect, 8).dx == dx
    assert Targets(FRAME, [], only(*set(KINDS) - {kind})).snap(rect, 8).dx != dx


def test_that_safe_areas_lie_as_far_in_on_all_four_sides() -> None:
    targets = Targets(FRAME, [], only("safe"))
    assert targets.snap(Rect(1230 - 200, 690 - 100, 200, 100), 8, ("end",), ("end",)).dx == 5  # 1235 of 1280
    assert targets.snap(Rect(1230 - 200, 690 - 100, 200, 100), 8, ("end",), ("end",)).dy == 5  # 695 of 720


def test_that_a_centre_meets_a_third_and_no_border_of_a_safe_area() -> None:
    assert Targets(FRAME, [], only("thirds")).snap(Rect(424 - 100, 200, 200, 51), 8).dx == 3
    assert Targets(FRAME, [], only("safe")).snap(Rect(60 - 100, 200, 200, 51), 8).dx == 0


def test_that_a_gap_between_two_neighbours_is_made_equal_on_both_sides() -> None:
    others = [Rect(0, 100, 100, 100), Rect(862, 100, 100, 100)]
    snap = Targets(None, others, only("gaps")).snap(Rect(433, 110, 100, 77), 8)
    assert snap.dx == -2  # 331 on both sides
    equal = {(gap.start, gap.end) for gap in snap.distances if gap.is_equal}
    assert equal == {(100, 431), (531, 862)}


def test_that_a_gap_beside_a_neighbour_becomes_that_behind_it() -> None:
    others = [Rect(0, 100, 200, 100), Rect(220, 100, 200, 100)]
    snap = Targets(None, others, only("gaps")).snap(Rect(444, 110, 100, 77), 8)
    assert snap.dx == -4
    assert {(gap.start, gap.end) for gap in snap.distances if gap.is_equal} == {(200, 220), (420, 440)}
    left = [Rect(400, 100, 200, 100), Rect(620, 100, 200, 100)]
    assert Targets(None, left, only("gaps")).snap(Rect(277, 110, 100, 77), 8).dx == 3


def test_that_a_gap_of_the_neighbours_is_found_from_a_place_that_overlaps_one() -> None:
    others = [Rect(0, 100, 200, 100), Rect(203, 100, 200, 100)]
    assert Targets(None, others, only("gaps")).snap(Rect(400, 110, 100, 77), 8).dx == 6


def test_that_equal_gaps_hold_down_as_across() -> None:
    others = [Rect(100, 0, 100, 200), Rect(100, 220, 100, 200)]
    assert Targets(None, others, only("gaps")).snap(Rect(110, 444, 77, 100), 8).dy == -4


def test_that_a_line_of_somebody_elses_attracts_too() -> None:
    lines = [Line("x", 700, "centre"), Line("y", 333, "centre")]
    snap = Targets(FRAME, [], only("centre"), lines=lines).snap(Rect(696, 339, 200, 120), 8, ("start",), ("start",))
    assert (snap.dx, snap.dy) == (4, -6)


def test_that_the_grid_attracts_where_nothing_else_does() -> None:
    assert Targets(FRAME, [], only("frame", grid=16)).snap(Rect(101, 203, 130, 50), 8).dx == -5
    both = Targets(FRAME, [Rect(104, 500, 50, 50)], only("tiles", grid=16)).snap(Rect(98, 203, 130, 50), 8)
    assert both.dx == 6


@pytest.mark.parametrize(("first", "second"), [("frame", "tiles"), ("tiles", "gaps"), ("tiles", "thirds")])
def test_that_of_two_equally_near_the_first_kind_wins(first: Kind, second: Kind) -> None:
    assert KINDS.index(first) < KINDS.index(second)
    cases = {
        ("frame", "tiles"): ([Rect(8, 500, 900, 50)], Rect(4, 203, 131, 50)),
        ("tiles", "gaps"): ([Rect(0, 100, 200, 100), Rect(220, 100, 200, 100), Rect(448, 500, 500, 50)],
                            Rect(444, 110, 331, 50)),
        ("tiles", "thirds"): ([Rect(435, 500, 700, 50)], Rect(431, 203, 131, 50)),
    }  # fmt: skip
    others, rect = cases[first, second]
    alone = {kind: Targets(FRAME, others, only(kind)).snap(rect, 8).dx for kind in (first, second)}
    assert abs(alone[first]) == abs(alone[second]) == 4
    assert alone[first] != alone[second]
    assert Targets(FRAME, others, only(first, second)).snap(rect, 8).dx == alone[first]


@given(RECTS, st.lists(RECTS, max_size=5), SOME, st.integers(0, 24), st.sampled_from([1, 2]), st.floats(0, 30))
def test_that_the_nearest_of_all_kinds_wins_and_none_beyond_reach(
    rect: Rect, others: list[Rect], kinds: frozenset[Kind], grid: int, step: int, reach: float
) -> None:
    snap = Targets(FRAME, others, Attraction(kinds, grid, step)).snap(rect, reach)
    alone = [Targets(FRAME, others, only(kind, step=step)).snap(rect, reach) for kind in kinds]
    for axis in ("dx", "dy"):
        way = getattr(snap, axis)
        assert type(way) is int
        assert abs(way) <= reach
        assert way % step == 0
        ways = [abs(getattr(one, axis)) for one in alone]
        if any(ways) and abs(way) not in {*ways}:
            assert grid
        assert not way or abs(way) in ways or (grid and not any(ways))


@given(RECTS, st.lists(RECTS, max_size=5), st.floats(0, 30))
def test_that_no_line_lies_nearer_than_the_one_that_is_met(rect: Rect, others: list[Rect], reach: float) -> None:
    """Against a plain look at every line."""
    lines = [0, 1280, 427, 853, 320, 960, 45, 1235, 64, 1216]
    halves = [2 * at for at in lines] + [1280]
    middles = [1280, 2 * 427, 2 * 853, 640, 1920]
    for other in others:
        halves += [2 * other.x, 2 * other.right, other.x + other.right]
        middles.append(other.x + other.right)
    ways = [
        abs(line - 2 * edge) // 2
        for line in halves
        for edge in (rect.x, rect.right)
        if abs(line - 2 * edge) <= 2 * reach
    ]
    ways += [abs(line - rect.x - rect.right) // 2 for line in middles if abs(line - rect.x - rect.right) <= 2 * reach]
    found = Targets(FRAME, others, Attraction(frozenset(KINDS) - {"gaps"})).snap(rect, reach)
    assert abs(found.dx) == min(ways, default=0)


@given(st.integers(-99, 99), st.floats(-99, 99), st.sampled_from([1, 2]))
def test_that_what_is_moved_lands_on_its_step(start: int, way: float, step: int) -> None:
    there = start + landed(start, way, step)
    assert abs(there - start - way) <= step / 2 + 1e-9  # the sum of start and way is rounded
    assert there % step == 0 or not way


@given(st.integers(-99, 99), st.integers(-20, 20), st.sampled_from([1, 2, 8]))
def test_that_a_key_goes_at_least_its_way_to_the_next_step(start: int, way: int, step: int) -> None:
    gone = stepped(start, way, step)
    assert gone * way >= way * way
    assert abs(gone - way) < step
    assert not way or (start + gone) % step == 0


def test_that_a_guide_tells_how_far_it_is_to_the_tile_it_aligns_with() -> None:
    snap = Targets(FRAME, [Rect(900, 520, 300, 150)]).snap(Rect(898, 103, 150, 100), 8)
    assert Distance("y", 203, 520, 900) in snap.distances


def test_that_a_guide_of_the_frame_tells_how_far_in_it_lies() -> None:
    snap = Targets(FRAME, [], only("thirds")).snap(Rect(425, 203, 131, 50), 8)
    assert Distance("x", 0, 427, 228) in snap.distances
    centre = Targets(FRAME, [], only("centre")).snap(Rect(541, 203, 200, 50), 8)
    assert Distance("x", 0, 540, 228) in centre.distances


def test_that_the_users_guides_attract_while_the_frame_is_not_known() -> None:
    lines = (Line("x", 500, "ruler-guides"), Line("y", 40, "ruler-guides"))
    snap = Targets(None, [], lines=lines).snap(Rect(497, 43, 100, 50), 8)
    assert (snap.dx, snap.dy) == (3, -3)
    assert {(guide.axis, guide.at) for guide in snap.guides} == {("x", 500), ("y", 40)}
    beside = Targets(None, [Rect(20, 900, 80, 60)], only("ruler-guides"), lines=lines).snap(Rect(400, 300, 97, 50), 8)
    assert beside.dx == 3
    assert Targets(None, [], only("tiles"), lines=lines).snap(Rect(497, 43, 100, 50), 8).dx == 0
