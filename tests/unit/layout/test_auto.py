"""The layout ``auto``: proportions kept, no less covered than by a grid, the typical video as large as it can be."""

from __future__ import annotations

import contextlib
import itertools
import math
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tilewright.errors import WrongUse
from tilewright.layout.fitted_grid import best_grid
from tilewright.layout.gallery import arrange
from tilewright.layout.rect import Rect

WIDE = 16 / 9
proportions = st.lists(st.floats(0.4, 2.6), min_size=1, max_size=8)


def test_that_four_wide_videos_fill_a_wide_frame() -> None:
    assert arrange("auto", (1280, 720), [WIDE] * 4) == arrange("2x2", (1280, 720), [WIDE] * 4)


def test_that_three_phones_stand_side_by_side() -> None:
    rects = arrange("auto", (1280, 720), [9 / 16] * 3)
    assert [rect[1:] for rect in rects] == [(0, 405, 720)] * 3
    assert rects[0].right == rects[1].x


def test_that_two_wide_videos_are_stacked_in_an_upright_frame() -> None:
    assert arrange("auto", (720, 1280), [WIDE] * 2) == [(0, 235, 720, 405), (0, 640, 720, 405)]


@given(st.integers(400, 2000), st.integers(400, 2000), proportions, st.integers(0, 8), st.integers(0, 20))
def test_that_every_video_keeps_its_proportion(
    width: int, height: int, wanted: list[float], gap: int, margin: int
) -> None:
    for rect, proportion in zip(arrange("auto", (width, height), wanted, gap, margin), wanted, strict=True):
        # each edge is rounded: a pixel of width, and a pixel of height as seen in the width
        # and a hundredth where the frame's edge is that near
        near = max(2, max(width, height) // 128)
        assert abs(rect.width - rect.height * proportion) <= 2 + near + (1 + near) * proportion


def areas_in(lines: list[list[float]], width: float, height: float, gap: float) -> list[float]:
    """Where all lines are equally high but those that reach both sides before; none where the gaps leave no room."""
    widest = [(width - gap * (len(line) - 1)) / sum(line) for line in lines]
    room = height - gap * (len(lines) - 1)
    if min(*widest, room) <= 0:
        return []
    low, high = 0.0, max(widest)
    for _ in range(50):
        limit = (low + high) / 2
        low, high = (limit, high) if sum(min(each, limit) for each in widest) <= room else (low, limit)
    return [each * min(w, low) ** 2 for line, w in zip(lines, widest, strict=True) for each in line]


def typical(areas: list[float]) -> float:
    """Their geometric mean."""
    return math.exp(sum(map(math.log, areas)) / len(areas))


def best_of_all(wanted: list[float], width: float, height: float, gap: float, least: float) -> float:
    """Of every way to break the list into lines that covers as much as ``least``."""
    count = len(wanted)
    ways = ([n for n in range(1, count) if breaks >> (n - 1) & 1] for breaks in range(2 ** (count - 1)))
    broken = ([wanted[a:b] for a, b in itertools.pairwise([0, *way, count])] for way in ways)
    all_areas = (areas_in(lines, width, height, gap) for lines in broken)
    return max((typical(areas) for areas in all_areas if areas and sum(areas) >= least), default=0.0)


def grid_covers(size: tuple[int, int], wanted: list[float], gap: int) -> float:
    """The most that videos cover in a grid of equal cells, the last ones of which may be empty."""
    covered = 0.0
    count = len(wanted)
    for columns, rows in itertools.product(range(1, count + 1), repeat=2):
        wide, high = (size[0] - gap * (columns - 1)) / columns, (size[1] - gap * (rows - 1)) / rows
        if columns * rows >= count and wide >= 1 and high >= 1:
            covered = max(covered, sum(min(wide * wide / each, high * high * each) for each in wanted))
    return covered


@settings(max_examples=15)
@given(st.lists(st.floats(0.4, 2.6), min_size=1, max_size=8), st.sampled_from([0, 80, 900, 2000]))
@example([1.0] * 8, 2000)
def test_that_in_no_rows_or_columns_that_cover_enough_the_typical_video_is_larger(
    wanted: list[float], gap: int
) -> None:
    width, height = 12800, 7200
    areas = [rect.area for rect in arrange("auto", (width, height), wanted, gap)]
    turned, least = [1 / one for one in wanted], grid_covers((width, height), wanted, gap)
    best = max(best_of_all(wanted, width, height, gap, least), best_of_all(turned, height, width, gap, least))
    # each edge is rounded to a pixel, some to an edge of the frame that is near
    assert typical(areas) >= 0.98 * best


sides = st.integers(300, 3000)


@settings(max_examples=60)
@given(sides, sides, st.lists(st.floats(0.2, 5.0), min_size=1, max_size=24), st.sampled_from([0, 8, 16, 100]))
@example(1307, 1968, [1.82, 0.2], 100)
@example(814, 1097, [2.19, 0.24, 0.26], 0)
@example(326, 640, [3.03, 0.27, 1.33, 1.03, 1.22, 0.33] * 4, 80)
def test_that_no_grid_of_equal_cells_covers_more(width: int, height: int, wanted: list[float], gap: int) -> None:
    try:
        rects = arrange("auto", (width, height), wanted, gap)
    except WrongUse:
        assert not grid_covers((width, height), wanted, gap)
        return
    pixels = sum(rect.width + rect.height for rect in rects)  # a row and a column of each video
    assert sum(rect.area for rect in rects) >= grid_covers((width, height), wanted, gap) - pixels
    frame = Rect(0, 0, width, height)
    assert all(frame.contains(rect) for rect in rects)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(rects, 2))


def test_that_where_rows_and_columns_cover_less_each_video_is_in_the_middle_of_its_cell_of_the_best_grid() -> None:
    slides, phone = arrange("auto", (817, 915), [2.0, 0.45])
    assert slides == (0, 355, 409, 204)
    assert phone == (409, 0, 408, 915)  # and not 908 high, as so little is filled up


def test_that_a_last_row_of_a_grid_that_is_not_full_is_in_the_middle() -> None:
    fitted = best_grid(Rect(10, 20, 300, 200), [1.0] * 5, 0)
    assert fitted is not None
    assert fitted.lay([1.0] * 5)[3:] == [(60, 120, 100, 100), (160, 120, 100, 100)]


def effort(size: tuple[int, int], gap: int) -> float:
    """Processor time that the way of 16 videos takes, or that there is none, in seconds."""
    least = math.inf
    for _ in range(5):
        began = time.thread_time()
        with contextlib.suppress(WrongUse):
            arrange("auto", size, [WIDE] * 16, gap)
        least = min(least, time.thread_time() - began)
    return least


@pytest.mark.parametrize(("size", "gap"), [((1920, 1080), 400), ((1280, 720), 240), ((128, 128), 40), ((128, 128), 60)])
def test_that_large_gaps_cost_no_more_than_small_ones(size: tuple[int, int], gap: int) -> None:
    assert effort(size, gap) < 4 * effort((1920, 1080), 8)


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (2, [2]),
        (3, [2, 1]),
        (6, [3, 3]),
        (7, [3, 3, 1]),
        (8, [3, 3, 2]),
        (9, [3] * 3),
        (13, [4, 4, 4, 1]),
        (16, [4] * 4),
    ],
)
def test_that_equal_videos_are_equal_tiles_in_a_grid_whose_last_row_is_in_the_middle(
    count: int, rows: list[int]
) -> None:
    rects = arrange("auto", (5760, 3240), [WIDE] * count)
    assert {rect.width / rect.height for rect in rects} == {WIDE}
    assert len({rect.area for rect in rects}) == 1
    tops = sorted({rect.y for rect in rects})
    assert [sum(rect.y == top for rect in rects) for top in tops] == rows
    assert rects[0].y == 3240 - rects[-1].bottom, "as much is left above as below"
    last = [rect for rect in rects if rect.y == tops[-1]]
    assert last[0].x == 5760 - last[-1].right


def test_that_five_equal_videos_are_two_larger_ones_above_three() -> None:
    rects = arrange("auto", (1920, 1080), [WIDE] * 5)
    assert [rect[2:] for rect in rects] == [(960, 540)] * 2 + [(640, 360)] * 3


@pytest.mark.parametrize("gap", [0, 16])
def test_that_a_phone_stands_beside_wide_videos(gap: int) -> None:
    first, second, phone = arrange("auto", (1920, 1080), [WIDE, WIDE, 9 / 16], gap)
    assert first.x == second.x < phone.x
    assert first.area == pytest.approx(second.area, rel=0.01)
    assert 0.7 < phone.area / first.area < 1.4


equal = st.tuples(st.floats(0.4, 2.6) | st.just(WIDE), st.integers(1, 24))


@given(sides, sides, equal, st.sampled_from([0, 8, 16]))
def test_that_of_equal_videos_none_is_tiny(width: int, height: int, videos: tuple[float, int], gap: int) -> None:
    proportion, count = videos
    areas = [rect.area for rect in arrange("auto", (width, height), [proportion] * count, gap)]
    # a line of one above lines of two, and gaps and whole pixels that count for more in the small ones
    assert max(areas) <= 5 * min(areas)


def test_that_twelve_mixed_videos_fill_most_of_the_frame_and_none_of_them_is_tiny() -> None:
    areas = [rect.area for rect in arrange("auto", (1280, 720), [WIDE, 9 / 16, 4 / 3, 1.0] * 3)]
    # as their shapes differ in equally high rows; what covers a hundredth more is 14 to 1 at least
    assert max(areas) / min(areas) == pytest.approx(WIDE / (9 / 16), rel=0.02)
    assert sum(areas) > 0.87 * 1280 * 720


def test_that_sixteen_videos_are_arranged_at_once() -> None:
    mixed = [0.45 + 0.13 * n for n in range(16)]
    began = time.thread_time()
    arrange("auto", (1280, 720), mixed)
    assert time.thread_time() - began < 0.1


def test_that_a_thousand_videos_have_a_place_each() -> None:
    rects = arrange("auto", (1920, 1080), [WIDE, 9 / 16, 4 / 3, 1.0] * 250, gap=1)
    assert len(rects) == 1000
    assert sum(rect.area for rect in rects) > 0.8 * 1920 * 1080
