"""Where watermarks lie, by the table of ci-templates §8.7, and the way back from a place to offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.watermarks import image_mark, text_mark
from tilewright.layout.rect import Rect
from tilewright.layout.watermarks import locate, move_watermark, place_watermark, scale_offsets
from tilewright.model.options import Watermark, WatermarkImage
from tilewright.model.watermark_words import POSITIONS

FRAME = (1920, 1080)

marks = st.builds(
    text_mark,
    pos=st.sampled_from(POSITIONS),
    dx=st.integers(0, 4096),
    dy=st.integers(0, 4096),
    loc_mode=st.just("Absolute"),
)
sizes = st.tuples(st.integers(1, 900), st.integers(1, 500))


@pytest.mark.parametrize(
    ("pos", "expected"),
    [
        ("TopLeft", (30, 20)),
        ("Top", (910, 20)),
        ("TopRight", (1790, 20)),
        ("Left", (30, 520)),
        ("Center", (910, 520)),
        ("Right", (1790, 520)),
        ("BottomLeft", (30, 1020)),
        ("Bottom", (910, 1020)),
        ("BottomRight", (1790, 1020)),
    ],
)
def test_that_offsets_count_inwards_from_the_named_side(pos: str, expected: tuple[int, int]) -> None:
    assert place_watermark(text_mark(pos=pos, dx=30, dy=20), FRAME, (100, 40)) == Rect(*expected, 100, 40)


def test_that_percent_are_of_the_frame() -> None:
    mark = text_mark(pos="BottomRight", dx=10, dy=5, loc_mode="Relativity")
    assert place_watermark(mark, FRAME, (100, 40)) == Rect(1920 - 100 - 192, 1080 - 40 - 54, 100, 40)


def test_that_half_a_pixel_goes_right_and_down() -> None:
    mark = text_mark(dx=1, dy=1, loc_mode="Relativity")
    assert place_watermark(mark, (250, 150), (9, 9)) == Rect(3, 2, 9, 9)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (200, 100)),
        ({"mode": "Fixed", "width": 50}, (50, 25)),
        ({"mode": "Fixed", "height": 50}, (100, 50)),
        ({"mode": "Fixed", "width": 50, "height": 60}, (50, 60)),
        ({"mode": "Fixed"}, (200, 100)),
        ({"mode": "Proportion", "width": 10}, (192, 96)),
        ({"mode": "Proportion", "height": 10}, (216, 108)),
        ({"mode": "Proportion", "width": 10, "height": 10}, (192, 108)),
        ({"mode": "Fixed", "width": 4096, "height": 9000}, (4096, 4096)),
        ({"mode": "Proportion", "width": 0.001}, (1, 1)),
    ],
)
def test_that_an_image_is_sized_by_its_mode(fields: dict[str, object], expected: tuple[int, int]) -> None:
    rect = place_watermark(image_mark("logo.png", **fields), FRAME, (200, 100))
    assert (rect.width, rect.height) == expected


def test_that_a_text_is_never_scaled() -> None:
    mark = text_mark().replace(image=image_mark("x", mode="Fixed", width=8).image)
    assert place_watermark(mark, FRAME, (71, 30))[2:] == (71, 30)


@given(mark=marks, size=sizes, x=st.integers(0, 1019), y=st.integers(0, 579))
def test_that_a_watermark_moved_to_a_place_lies_there(mark: Watermark, size: tuple[int, int], x: int, y: int) -> None:
    wished = Rect(x, y, *size)
    assert locate(move_watermark(mark, FRAME, wished), FRAME, size) == wished


@pytest.mark.parametrize(
    ("pos", "rect", "expected"),
    [
        ("Center", Rect(910, 520, 100, 40), "Center"),
        ("Center", Rect(900, 520, 100, 40), "Left"),
        ("Center", Rect(911, 900, 100, 40), "BottomRight"),
        ("Right", Rect(1700, 520, 100, 40), "Right"),
        ("Right", Rect(1700, 519, 100, 40), "TopRight"),
        ("Bottom", Rect(100, 1000, 100, 40), "BottomLeft"),
        ("Top", Rect(910, 1000, 100, 40), "Top"),
    ],
)
def test_that_one_that_leaves_the_middle_is_placed_from_the_nearer_side(pos: str, rect: Rect, expected: str) -> None:
    mark = text_mark().replace(pos=pos, loc_mode="Absolute", dx=0, dy=0)
    moved = move_watermark(mark, FRAME, rect)
    assert moved.pos == expected
    assert locate(moved, FRAME, (100, 40)) == rect


@given(mark=marks, size=sizes, x=st.integers(0, 1019), y=st.integers(0, 579))
def test_that_a_watermark_in_percent_comes_as_near_as_whole_percent_allow(
    mark: Watermark, size: tuple[int, int], x: int, y: int
) -> None:
    mark = mark.replace(loc_mode="Relativity", dx=0, dy=0)
    after = move_watermark(mark, FRAME, Rect(x, y, *size))
    moved = locate(after, FRAME, size)
    assert isinstance(after.dx, int)
    assert isinstance(after.dy, int)
    assert abs(moved.x - x) <= FRAME[0] / 200 + 1
    assert abs(moved.y - y) <= FRAME[1] / 200 + 1


@given(mark=marks, size=sizes, x=st.integers(-9000, 9000), y=st.integers(-9000, 9000), relative=st.booleans())
def test_that_moving_keeps_offsets_within_what_the_service_takes(
    mark: Watermark, size: tuple[int, int], x: int, y: int, *, relative: bool
) -> None:
    mark = mark.replace(loc_mode="Relativity" if relative else "Absolute", dx=0, dy=0)
    moved = move_watermark(mark, FRAME, Rect(x, y, *size))
    most = 100 if relative else 4096
    assert moved.dx is not None
    assert moved.dy is not None
    assert 0 <= moved.dx <= most
    assert 0 <= moved.dy <= most


def test_that_an_image_under_the_video_is_moved_and_scaled_within_its_own_range() -> None:
    under = Watermark(
        type="Image", loc_mode="Absolute", pos="TopLeft", dx=-40, dy=0, image=WatermarkImage(url="u", background=True)
    )
    moved = move_watermark(under, FRAME, Rect(-100, 30, 2000, 1200))
    assert (moved.dx, moved.dy) == (-100, 0)
    assert scale_offsets(under, (1280, 720), (640, 360)).dx == -20


@pytest.mark.parametrize("pos", POSITIONS)
@pytest.mark.parametrize("loc_mode", ["Absolute", "Relativity"])
def test_that_words_in_any_case_mean_the_same(pos: str, loc_mode: str) -> None:
    mark = image_mark("https://a.org/a.png", pos, 3, 4, mode="Proportion", width=20, loc_mode=loc_mode)
    other = mark.replace(
        type="IMAGE",
        pos=pos.upper(),
        loc_mode=loc_mode.lower(),
        image=(mark.image or WatermarkImage()).replace(mode="proportion"),
    )
    rect = place_watermark(mark, FRAME, (100, 40))
    assert place_watermark(other, FRAME, (100, 40)) == rect
    moved = move_watermark(other, FRAME, rect._replace(x=rect.x + 192, y=rect.y + 108))
    assert place_watermark(moved, FRAME, (100, 40)) == place_watermark(
        move_watermark(mark, FRAME, rect._replace(x=rect.x + 192, y=rect.y + 108)), FRAME, (100, 40)
    )
    assert (moved.type, moved.loc_mode) == ("IMAGE", loc_mode.lower()), "what is moved keeps its spelling"
