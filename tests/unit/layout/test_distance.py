"""Which distances around a tile are told."""

from __future__ import annotations

from tilewright.layout.distance import Distance, measure
from tilewright.layout.rect import Rect

FRAME = Rect(0, 0, 1920, 1080)
SLIDES = Rect(40, 153, 1376, 774)
TEACHER = Rect(1440, 153, 440, 242)
RABBIT = Rect(1440, 419, 440, 242)
STREET = Rect(1440, 685, 440, 242)


def test_that_the_lesson_of_the_design_is_told_as_it_is_drawn() -> None:
    """24 to the slides, 40 to the edge, twice 24 above; the 153 below mean nothing to the eye."""
    told = measure(STREET, [SLIDES, TEACHER, RABBIT], FRAME)
    assert set(told) == {
        Distance("x", 1416, 1440, 806.0),
        Distance("x", 1880, 1920, 806.0),
        Distance("y", 661, 685, 1660.0, is_equal=True),
        Distance("y", 395, 419, 1660.0, is_equal=True),
    }


def test_that_a_neighbour_hides_the_edge_of_the_frame_behind_it() -> None:
    told = measure(Rect(100, 0, 100, 100), [Rect(20, 0, 60, 100)], FRAME)
    assert [gap for gap in told if gap.axis == "x"] == [Distance("x", 80, 100, 50.0)]


def test_that_who_is_not_beside_the_tile_is_no_neighbour() -> None:
    told = measure(Rect(100, 500, 100, 100), [Rect(20, 0, 60, 100)], FRAME)
    assert [gap.start for gap in told if gap.axis == "x"] == [0]


def test_that_equal_gaps_on_both_sides_say_so() -> None:
    told = measure(Rect(100, 500, 100, 100), [Rect(0, 500, 80, 100), Rect(220, 500, 80, 100)], None)
    assert told == (
        Distance("x", 80, 100, 550.0, is_equal=True),
        Distance("x", 200, 220, 550.0, is_equal=True),
    )


def test_that_tiles_that_touch_have_no_distance() -> None:
    assert measure(Rect(100, 500, 100, 100), [Rect(0, 500, 100, 100)], None) == ()


def test_that_the_distance_is_drawn_where_both_tiles_are() -> None:
    (gap,) = measure(Rect(100, 0, 50, 100), [Rect(0, 60, 80, 100)], None)
    assert gap.across == 80
