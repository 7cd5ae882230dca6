"""The layout ``auto``: proportions kept, little of the frame left empty."""

from __future__ import annotations

from hypothesis import given
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
        assert abs(rect.width - rect.height * proportion) <= 2 + proportion


@given(proportions)
def test_that_one_row_or_one_column_never_covers_more(wanted: list[float]) -> None:
    width, height = 1280, 720
    covered = sum(rect.area for rect in arrange("auto", (width, height), wanted))
    row = min(height, width / sum(wanted))
    column = min(width, height / sum(1 / proportion for proportion in wanted))
    one_line = max(row * row * sum(wanted), column * column * sum(1 / proportion for proportion in wanted))
    assert covered >= one_line - 2 * (width + height) * len(wanted)


def test_that_a_thousand_videos_have_a_place_each() -> None:
    rects = arrange("auto", (1920, 1080), [WIDE, 9 / 16, 4 / 3, 1.0] * 250, gap=1)
    assert len(rects) == 1000
    assert sum(rect.area for rect in rects) > 0.8 * 1920 * 1080
