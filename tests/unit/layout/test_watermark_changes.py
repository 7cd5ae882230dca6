"""What goes along when the unit, the layer, the kind of size or the size of a watermark changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.watermarks import image_mark, text_mark
from tilewright.layout.rect import Rect
from tilewright.layout.watermark_changes import (
    can_be_resized,
    change_image_mode,
    change_layer,
    change_offset_unit,
    nudge_watermark,
    resize_watermark,
)
from tilewright.layout.watermarks import POSITIONS, locate, place_watermark
from tilewright.model.ranges import image_side_range, offset_range

FRAME = (1920, 1080)


@given(
    pos=st.sampled_from(POSITIONS),
    dx=st.integers(0, 1920),
    dy=st.integers(0, 1080),
    frame=st.sampled_from([FRAME, (640, 360), (1080, 1920)]),
)
def test_that_another_unit_of_the_offsets_leaves_the_watermark_where_it_is(
    pos: str, dx: int, dy: int, frame: tuple[int, int]
) -> None:
    """Within half a percent of the frame: the service is given whole percent."""
    mark = text_mark(pos=pos, dx=min(dx, frame[0]), dy=min(dy, frame[1]))
    percent = change_offset_unit(mark, frame, "Relativity")
    assert percent.loc_mode == "Relativity"
    there, before = locate(percent, frame, (100, 40)), locate(mark, frame, (100, 40))
    assert abs(there.x - before.x) <= frame[0] / 200 + 1
    assert abs(there.y - before.y) <= frame[1] / 200 + 1
    pixels = change_offset_unit(percent, frame, "Absolute")
    assert locate(pixels, frame, (100, 40)) == there
    assert change_offset_unit(pixels, frame, "Relativity") == percent


def test_that_offsets_stay_as_they_are_where_there_is_nothing_to_convert() -> None:
    mark = text_mark(dx=40, dy=60)
    assert change_offset_unit(mark, None, "Relativity") == mark.replace(loc_mode="Relativity")
    assert change_offset_unit(mark, FRAME, None) == mark.replace(loc_mode=None)
    assert change_offset_unit(mark.replace(dx=None), FRAME, "Relativity").dx is None


def test_that_an_offset_beyond_the_frame_becomes_all_of_it() -> None:
    assert change_offset_unit(text_mark(dx=4000), FRAME, "Relativity").dx == 100


@pytest.mark.parametrize("mode", ["Proportion", "Fixed", "Original"])
@pytest.mark.parametrize("loc_mode", ["Absolute", "Relativity"])
def test_that_an_image_below_the_video_and_back_has_numbers_that_are_taken(mode: str, loc_mode: str) -> None:
    sides = {} if mode == "Original" else {"width": 20, "height": 30}
    mark = image_mark("a", dx=40, dy=60, loc_mode=loc_mode, mode=mode, **sides)
    below = change_layer(mark, True)
    above = change_layer(below, False)
    for changed, is_below in ((below, True), (above, False)):
        image, takes = changed.image, image_side_range(changed)
        assert image is not None
        assert image.background is is_below
        assert offset_range(changed).holds(changed.dx or 0)
        assert offset_range(changed).holds(changed.dy or 0)
        assert takes is None or (takes.holds(image.width or 0) and takes.holds(image.height or 0))
    assert change_layer(mark, False) == mark.replace(image=mark.image and mark.image.replace(background=False))


def test_that_an_image_keeps_its_size_in_another_unit() -> None:
    mark = image_mark("a", mode="Proportion", width=10)
    fixed = change_image_mode(mark, FRAME, "Fixed")
    assert place_watermark(fixed, FRAME, (64, 32)) == place_watermark(mark, FRAME, (64, 32))
    assert change_image_mode(fixed, FRAME, "Proportion") == mark


def test_that_an_image_that_is_given_a_size_has_one() -> None:
    mark = image_mark("a", mode="Original")
    for mode, width in (("Proportion", 10), ("Fixed", 200)):
        image = change_image_mode(mark, FRAME, mode).image
        assert image is not None
        assert (image.width, image.height) == (width, None)
    below = change_image_mode(change_layer(mark, True), FRAME, "Proportion").image
    assert below is not None
    assert below.width == 100


def test_that_its_own_size_leaves_no_sides() -> None:
    image = change_image_mode(image_mark("a", mode="Fixed", width=80, height=90), FRAME, "Original").image
    assert image is not None
    assert (image.mode, image.width, image.height) == ("Original", None, None)


@given(
    pos=st.sampled_from([pos for pos in POSITIONS if "Left" in pos or "Right" in pos]),
    corner=st.sampled_from(["top-left", "top-right", "bottom-left", "bottom-right"]),
    factor=st.floats(0.5, 2.0),
    sides=st.sampled_from([{"width": 200}, {"height": 100}, {"width": 200, "height": 100}]),
)
def test_that_the_corner_opposite_the_hand_stays(pos: str, corner: str, factor: float, sides: dict[str, int]) -> None:
    mark = image_mark("a", pos=pos, dx=300, dy=300, mode="Fixed", **sides)
    before = place_watermark(mark, FRAME, (400, 200))
    width, height = round(before.width * factor), round(before.height * factor)
    wish = Rect(
        before.x if "right" in corner else before.right - width,
        before.y if "bottom" in corner else before.bottom - height,
        width,
        height,
    )
    after = place_watermark(resize_watermark(mark, FRAME, before, wish), FRAME, (400, 200))
    assert abs(after.width - width) <= 1
    across = (after.x - before.x) if wish.x == before.x else (after.right - before.right)
    down = (after.y - before.y) if wish.y == before.y else (after.bottom - before.bottom)
    assert (across, down) == (0, 0)


def test_that_an_upright_image_becomes_as_high_as_wished() -> None:
    mark = image_mark("a", mode="Fixed", height=400)
    before = place_watermark(mark, FRAME, (40, 400))
    image = resize_watermark(mark, FRAME, before, before._replace(width=41, height=407)).image
    assert image is not None
    assert image.height == 407


def test_that_letters_grow_with_a_text_and_stay_what_the_service_takes() -> None:
    mark, before = text_mark(font_size=40), Rect(10, 10, 200, 48)
    for width, letters in ((300, 60), (100, 20), (2000, 100), (1, 5)):
        text = resize_watermark(mark, FRAME, before, Rect(10, 10, width, 48)).text
        assert text is not None
        assert text.font_size == letters


def test_that_an_image_of_its_own_size_cannot_be_resized() -> None:
    mark = image_mark("a", mode="Original")
    assert not can_be_resized(mark)
    assert resize_watermark(mark, FRAME, Rect(0, 0, 10, 10), Rect(0, 0, 20, 20)) == mark
    assert can_be_resized(image_mark("a", mode="Fixed", width=9))
    assert can_be_resized(text_mark())


@pytest.mark.parametrize("pos", POSITIONS)
def test_that_a_nudge_goes_right_and_down_wherever_offsets_count_from(pos: str) -> None:
    for loc_mode, way in (("Absolute", (3, 2)), ("Relativity", (58, 22))):
        mark = text_mark(pos=pos, dx=20, dy=20, loc_mode=loc_mode)
        before = locate(mark, FRAME, (100, 40))
        after = locate(nudge_watermark(mark, FRAME, (100, 40), 3, 2), FRAME, (100, 40))
        close = 0 if loc_mode == "Absolute" else 11  # a whole percent, from the middle too
        assert abs(after.x - before.x - way[0]) <= close, pos
        assert abs(after.y - before.y - way[1]) <= close, pos
