"""The layout ``auto``: proportions kept, little of the frame left empty."""

from __future__ import annotations

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tilewright.layout.gallery import arrange

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


@given(proportions)
def test_that_one_row_or_one_column_never_covers_more(wanted: list[float]) -> None:
    width, height = 1280, 720
    covered = sum(rect.area for rect in arrange("auto", (width, height), wanted))
    row = min(height, width / sum(wanted))
    column = min(width, height / sum(1 / proportion for proportion in wanted))
    one_line = max(row * row * sum(wanted), column * column * sum(1 / proportion for proportion in wanted))
    assert covered >= one_line - 2 * (width + height) * len(wanted)


def covered_by(lines: list[list[float]], width: float, height: float) -> float:
    heights = [width / sum(line) for line in lines]
    return width * sum(heights) * min(1.0, height / sum(heights)) ** 2


def best_of_all(wanted: list[float], width: float, height: float) -> float:
    """Of every way to break the list into lines."""
    count = len(wanted)
    ways = ([n for n in range(1, count) if breaks >> (n - 1) & 1] for breaks in range(2 ** (count - 1)))
    return max(
        covered_by([wanted[a:b] for a, b in itertools.pairwise([0, *way, count])], width, height) for way in ways
    )


@settings(max_examples=15)
@given(st.lists(st.floats(0.4, 2.6), min_size=9, max_size=12))
def test_that_no_rows_or_columns_cover_more(wanted: list[float]) -> None:
    width, height = 1280, 720
    covered = sum(rect.area for rect in arrange("auto", (width, height), wanted))
    best = max(best_of_all(wanted, width, height), best_of_all([1 / one for one in wanted], height, width))
    assert covered >= best - 4 * (width + height) * len(wanted) / 2


def test_that_twelve_mixed_videos_fill_the_frame() -> None:
    mixed = [WIDE, 9 / 16, 4 / 3, 1.0] * 3
    assert sum(rect.area for rect in arrange("auto", (1280, 720), mixed)) > 0.97 * 1280 * 720


def test_that_sixteen_videos_are_arranged_at_once() -> None:
    mixed = [0.45 + 0.13 * n for n in range(16)]
    began = time.thread_time()
    arrange("auto", (1280, 720), mixed)
    assert time.thread_time() - began < 0.1


def test_that_a_thousand_videos_have_a_place_each() -> None:
    rects = arrange("auto", (1920, 1080), [WIDE, 9 / 16, 4 / 3, 1.0] * 250, gap=1)
    assert len(rects) == 1000
    assert sum(rect.area for rect in rects) > 0.8 * 1920 * 1080
