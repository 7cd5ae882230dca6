"""The gallery: known arrangements, and laws that hold for all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.errors import WrongUse
from tilewright.layout.gallery import LAYOUTS, Layout, arrange
from tilewright.layout.rect import Rect

NAMES = {
    "single",
    "side-by-side",
    "top-bottom",
    "2x2",
    "3x3",
    "4x4",
    "1+2",
    "1+3",
    "1+5",
    "1+7",
    "pip-top-left",
    "pip-top-right",
    "pip-bottom-left",
    "pip-bottom-right",
    "speaker-right",
    "speaker-left",
    "speaker-bottom",
    "film-strip",
    "portrait-stack",
    "row",
    "auto",
}
FULL = [layout for layout in LAYOUTS if layout.holds]
WIDE = 16 / 9

sizes = st.tuples(st.integers(128, 4096), st.integers(128, 4096))
proportions = st.lists(st.floats(0.4, 2.6), min_size=1, max_size=16)


def test_that_the_gallery_has_the_names_of_the_contract() -> None:
    assert {layout.name for layout in LAYOUTS} == NAMES


def test_that_four_videos_fill_a_2x2() -> None:
    half = (640, 360)
    assert arrange("2x2", (1280, 720), [WIDE] * 4) == [
        (0, 0, *half),
        (640, 0, *half),
        (0, 360, *half),
        (640, 360, *half),
    ]


@pytest.mark.parametrize(
    ("name", "count", "expected"),
    [
        ("single", 1, [(0, 0, 1280, 720)]),
        ("side-by-side", 2, [(0, 0, 640, 720), (640, 0, 640, 720)]),
        ("row", 4, [(0, 0, 320, 720), (320, 0, 320, 720), (640, 0, 320, 720), (960, 0, 320, 720)]),
        ("top-bottom", 2, [(0, 0, 1280, 360), (0, 360, 1280, 360)]),
        ("1+3", 4, [(0, 0, 960, 720), (960, 0, 320, 240), (960, 240, 320, 240), (960, 480, 320, 240)]),
        ("speaker-right", 2, [(0, 90, 960, 540), (960, 270, 320, 180)]),
        ("speaker-left", 2, [(320, 90, 960, 540), (0, 270, 320, 180)]),
        ("speaker-bottom", 2, [(160, 0, 960, 540), (480, 540, 320, 180)]),
        ("film-strip", 3, [(0, 0, 1280, 540), (0, 540, 640, 180), (640, 540, 640, 180)]),
        ("pip-bottom-right", 2, [(0, 0, 1280, 720), (924, 504, 320, 180)]),
        ("portrait-stack", 2, [(0, 0, 1280, 360), (0, 360, 1280, 360)]),
    ],
)
def test_that_a_known_layout_gives_known_places(name: str, count: int, expected: list[tuple[int, ...]]) -> None:
    assert arrange(name, (1280, 720), [WIDE] * count) == expected


def test_that_the_large_one_of_1_plus_5_comes_first_and_three_lie_below() -> None:
    large, *small = arrange("1+5", (1200, 900), [WIDE] * 6)
    assert large == (0, 0, 800, 600)
    assert [rect[:2] for rect in small] == [(800, 0), (800, 300), (0, 600), (400, 600), (800, 600)]


def test_that_fewer_videos_take_the_first_places() -> None:
    assert arrange("3x3", (900, 900), [1.0] * 2) == arrange("3x3", (900, 900), [1.0] * 9)[:2]


def test_that_gap_and_margin_are_exact() -> None:
    assert arrange("2x2", (1280, 720), [WIDE] * 4, gap=7, margin=10) == [
        (10, 10, 627, 347),
        (644, 10, 626, 347),
        (10, 364, 627, 346),
        (644, 364, 626, 346),
    ]


def test_that_too_many_videos_are_refused_with_layouts_that_take_them() -> None:
    with pytest.raises(WrongUse, match=r"“2x2” holds 4 videos, not 5.*auto.*3x3"):
        arrange("2x2", (1280, 720), [WIDE] * 5)


def test_that_an_unknown_name_is_refused_with_the_nearest_and_all_names() -> None:
    with pytest.raises(WrongUse, match=r"“side-by-sid”.*mean “side-by-side”.*portrait-stack"):
        arrange("side-by-sid", (1280, 720), [WIDE])


@pytest.mark.parametrize(("gap", "margin"), [(700, 0), (0, 400), (-1, 0), (0, -1)])
@pytest.mark.parametrize("name", ["3x3", "auto", "speaker-right", "film-strip", "portrait-stack"])
def test_that_impossible_gaps_and_margins_are_refused(name: str, gap: int, margin: int) -> None:
    with pytest.raises(WrongUse):
        arrange(name, (1280, 720), [WIDE] * 7, gap, margin)


@given(st.sampled_from(LAYOUTS), sizes, proportions, st.integers(0, 12), st.integers(0, 12))
def test_that_every_place_is_a_pixel_or_more_inside_the_margin(
    layout: Layout, size: tuple[int, int], wanted: list[float], gap: int, margin: int
) -> None:
    wanted = wanted[: layout.holds or len(wanted)]
    try:
        rects = arrange(layout.name, size, wanted, gap, margin)
    except WrongUse:
        assert min(size) < 300 or gap
        return
    inside = Rect(margin, margin, size[0] - 2 * margin, size[1] - 2 * margin)
    assert len(rects) == len(wanted)
    assert all(inside.contains(rect) and rect.width >= 1 and rect.height >= 1 for rect in rects)
    if not layout.name.startswith("pip-"):
        assert all(a.cut(b) is None for n, a in enumerate(rects) for b in rects[:n])


ROWS = ("row", "portrait-stack", "film-strip")


@given(
    st.sampled_from([*FULL, *(layout for layout in LAYOUTS if layout.name in ROWS)]),
    sizes,
    st.integers(0, 64),
    st.integers(0, 64),
    st.integers(3, 16),
    st.booleans(),
)
def test_that_a_full_layout_leaves_nothing_but_gap_and_margin(
    layout: Layout, size: tuple[int, int], gap: int, margin: int, count: int, even: bool
) -> None:
    unit = 2 if even else 1
    wide_gap, wide_margin = (-(-distance // unit) * unit for distance in (gap, margin))
    try:
        rects = arrange(layout.name, size, [1.0] * (layout.holds or count), gap, margin, even=even)
    except WrongUse:
        lines = count if layout.name in ROWS else min(layout.holds or count, 4)
        assert lines * (unit + wide_gap) + 2 * wide_margin > min(size), "so many side by side have room"
        return
    gap, margin = wide_gap, wide_margin
    area = Rect(margin, margin, *(side // unit * unit - 2 * margin for side in size))
    assert all(area.contains(rect) for rect in rects)
    assert not even or all(number % 2 == 0 for rect in rects for number in rect)
    # Grown by the gap to the right and below, they cover the area that is grown so once, without a pixel twice.
    grown = [Rect(rect.x, rect.y, rect.width + gap, rect.height + gap) for rect in rects]
    assert sum(rect.area for rect in grown) == (area.width + gap) * (area.height + gap)
    assert all(a.cut(b) is None for n, a in enumerate(grown) for b in grown[:n])


@given(
    st.sampled_from(["speaker-right", "speaker-left", "speaker-bottom", "auto"]),
    st.sampled_from([(854, 480), (1280, 720), (1366, 768), (1920, 1080), (2520, 1080), (3840, 2160)]),
    st.integers(1, 9),
    st.sampled_from([0, 8, 16]),
    st.sampled_from([0, 16]),
)
def test_that_no_hairline_is_left_beside_a_video(
    name: str, size: tuple[int, int], count: int, gap: int, margin: int
) -> None:
    rects = arrange(name, size, [WIDE] * count, gap, margin)
    inside = Rect(margin, margin, size[0] - 2 * margin, size[1] - 2 * margin)
    for rect in rects:
        to_edges = rect.x - inside.x, rect.y - inside.y, inside.right - rect.right, inside.bottom - rect.bottom
        assert all(room == 0 or room > 1 for room in to_edges), (rect, to_edges)
        for other in rects:
            if other.x >= rect.right and other.y < rect.bottom and rect.y < other.bottom:
                assert other.x - rect.right - gap not in (1, 2), (rect, other)
            if other.y >= rect.bottom and other.x < rect.right and rect.x < other.right:
                assert other.y - rect.bottom - gap not in (1, 2), (rect, other)


@given(st.sampled_from(FULL), sizes)
def test_that_a_full_fixed_layout_covers_every_pixel_once(layout: Layout, size: tuple[int, int]) -> None:
    rects = arrange(layout.name, size, [1.0] * (layout.holds or 1))
    assert sum(rect.area for rect in rects) == size[0] * size[1]


@given(st.sampled_from(["2x2", "3x3", "4x4"]), sizes, st.integers(0, 9), st.integers(0, 9))
def test_that_cells_of_a_grid_differ_by_one_pixel_at_most_and_gaps_not_at_all(
    name: str, size: tuple[int, int], gap: int, margin: int
) -> None:
    side = int(name[0])
    rects = arrange(name, size, [1.0] * side * side, gap, margin)
    for length in ({rect.width for rect in rects}, {rect.height for rect in rects}):
        assert max(length) - min(length) <= 1
    row = rects[:side]
    assert all(b.x - a.right == gap for a, b in pairwise(row))
    assert row[-1].right == size[0] - margin
