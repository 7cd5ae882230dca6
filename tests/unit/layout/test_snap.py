"""What a rectangle that is moved meets: lines of the frame and of other tiles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.rect import Rect
from tilewright.layout.snap import Guide, Targets

FRAME = Rect(0, 0, 1280, 720)
RECTS = st.builds(Rect, st.integers(-500, 1500), st.integers(-500, 1500), st.integers(1, 1500), st.integers(1, 1500))


def test_that_a_left_edge_near_the_frame_meets_it() -> None:
    snap = Targets(FRAME, []).snap(Rect(5, 200, 300, 100), reach=6)
    assert (snap.dx, snap.dy) == (-5, 0)
    assert Guide("x", 0, 0, 720) in snap.guides


def test_that_what_is_out_of_reach_is_left_alone() -> None:
    snap = Targets(FRAME, []).snap(Rect(7, 200, 300, 100), reach=6)
    assert (snap.dx, snap.dy) == (0, 0)
    assert snap.guides == ()


def test_that_the_axes_snap_independently() -> None:
    snap = Targets(FRAME, []).snap(Rect(977, 4, 300, 100), reach=6)
    assert (snap.dx, snap.dy) == (3, -4)


def test_that_the_nearer_of_two_lines_wins() -> None:
    others = [Rect(100, 0, 50, 50), Rect(106, 0, 50, 50)]
    assert Targets(None, others).snap(Rect(104, 300, 1000, 20), reach=8).dx == 2


def test_that_a_centre_meets_the_centre_of_the_frame() -> None:
    snap = Targets(FRAME, []).snap(Rect(537, 100, 200, 99), reach=6)
    assert snap.dx == 3
    assert [guide.at for guide in snap.guides if guide.axis == "x"] == [640]


def test_that_an_edge_meets_the_centre_of_the_frame() -> None:
    assert Targets(FRAME, []).snap(Rect(643, 100, 300, 99), reach=6).dx == -3


def test_that_a_centre_does_not_snap_to_an_edge() -> None:
    """A tile whose centre lies upon another's edge looks aligned with nothing."""
    assert Targets(None, [Rect(0, 0, 100, 100)]).snap(Rect(73, 300, 60, 20), reach=6).dx == 0


def test_that_a_centre_between_two_pixels_is_met_as_closely_as_whole_pixels_allow() -> None:
    targets = Targets(Rect(0, 0, 101, 101), [])
    snap = targets.snap(Rect(43, 0, 20, 20), reach=4)
    assert snap.dx in {-3, -2}
    assert any(guide.axis == "x" for guide in snap.guides)
    assert targets.snap(Rect(43 + snap.dx, 0, 20, 20), reach=4).dx == 0


def test_that_a_guide_reaches_over_everything_it_aligns() -> None:
    others = [Rect(1440, 153, 440, 242), Rect(1440, 419, 440, 242)]
    snap = Targets(None, others).snap(Rect(1443, 685, 300, 242), reach=6)
    assert [guide for guide in snap.guides if guide.axis == "x"] == [Guide("x", 1440, 153, 927)]


def test_that_a_guide_joins_the_nearest_three_on_either_side_of_many() -> None:
    others = [Rect(100, 50 * number, 60, 40) for number in range(20) if number != 10]
    snap = Targets(None, others).snap(Rect(102, 500, 60, 40), reach=6)
    assert Guide("x", 100, 350, 690) in snap.guides


def test_that_a_guide_at_a_line_of_the_frame_crosses_all_of_it() -> None:
    others = [Rect(0, 50 * number, 60, 40) for number in range(14) if number != 6]
    snap = Targets(FRAME, others).snap(Rect(2, 300, 60, 40), reach=6)
    assert Guide("x", 0, 0, 720) in snap.guides


@given(st.lists(st.tuples(st.integers(-300, 300), st.integers(1, 200)), max_size=8), st.integers(1, 300))
def test_that_a_guide_begins_and_ends_with_a_tile_and_leaves_out_none_but_the_farthest(
    spans: list[tuple[int, int]], height: int
) -> None:
    others = [Rect(100, top, 50, high) for top, high in spans]
    snap = Targets(None, others).snap(Rect(100, 0, 31, height), reach=0)
    ends = [(guide.start, guide.end) for guide in snap.guides if guide.axis == "x" and guide.at == 100]
    assert len(ends) == bool(others)
    for start, end in ends:
        assert start in {0, *(other.y for other in others)}
        assert end in {height, *(other.bottom for other in others)}
        assert len([other for other in others if other.y < start]) <= max(0, len(_wholly(others, -999, 0)) - 3)
        assert len([other for other in others if other.bottom > end]) <= max(0, len(_wholly(others, height, 999)) - 3)


def _wholly(others: list[Rect], first: int, last: int) -> list[Rect]:
    return [other for other in others if first <= other.y and other.bottom <= last]


def test_that_one_guide_is_enough_for_the_same_neighbours() -> None:
    """Tiles of one width meet at both sides and in the centre; three lines would say the same thing."""
    snap = Targets(None, [Rect(100, 0, 50, 50)]).snap(Rect(101, 90, 50, 60), reach=6)
    assert [guide.at for guide in snap.guides if guide.axis == "x"] == [100]


def test_that_a_second_guide_tells_of_another_neighbour() -> None:
    snap = Targets(None, [Rect(100, 0, 50, 50), Rect(180, 0, 20, 50)]).snap(Rect(101, 90, 100, 60), reach=6)
    assert sorted(guide.at for guide in snap.guides if guide.axis == "x") == [100, 200]


@given(RECTS, st.lists(RECTS, max_size=8), st.floats(0, 30))
def test_that_a_snap_stays_within_reach_and_is_where_it_wants_to_be(
    rect: Rect, others: list[Rect], reach: float
) -> None:
    targets = Targets(FRAME, others)
    snap = targets.snap(rect, reach)
    assert abs(snap.dx) <= reach
    assert abs(snap.dy) <= reach
    there = rect._replace(x=rect.x + snap.dx, y=rect.y + snap.dy)
    again = targets.snap(there, 0)
    assert (again.dx, again.dy) == (0, 0)
    assert again.guides == snap.guides


@given(RECTS, st.lists(RECTS, max_size=8), st.integers(-300, 300), st.integers(-300, 300))
def test_that_moving_everything_moves_the_answer(rect: Rect, others: list[Rect], dx: int, dy: int) -> None:
    def moved(one: Rect) -> Rect:
        return one._replace(x=one.x + dx, y=one.y + dy)

    here = Targets(None, others).snap(rect, 8)
    there = Targets(None, [moved(other) for other in others]).snap(moved(rect), 8)
    assert (here.dx, here.dy) == (there.dx, there.dy)
    assert len(here.guides) == len(there.guides)


@given(RECTS, st.lists(RECTS, max_size=8))
def test_that_across_and_down_follow_one_rule(rect: Rect, others: list[Rect]) -> None:
    def turned(one: Rect) -> Rect:
        return Rect(one.y, one.x, one.height, one.width)

    here = Targets(FRAME, others).snap(rect, 8)
    there = Targets(turned(FRAME), [turned(other) for other in others]).snap(turned(rect), 8)
    assert (here.dx, here.dy) == (there.dy, there.dx)
