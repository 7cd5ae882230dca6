"""Sizes of the frame, and what becomes of the tiles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.layout.applying import apply_layout
from tilewright.layout.frame import ASPECTS, Spacing, has_aspect, resize_frame, with_aspect
from tilewright.layout.place import place
from tilewright.model.composition import Composition
from tilewright.model.options import Watermark
from tilewright.model.ranges import FRAME_SIDE
from tilewright.model.source import Known


def rects(made: Composition, facts: Known | None = None) -> list[tuple[int | None, ...]]:
    return [(t.x, t.y, t.width, t.height) for t in made.tiles]


@pytest.mark.parametrize(
    ("size", "aspect", "wanted"),
    [
        ((1920, 1080), (9, 16), (1080, 1920)),
        ((1080, 1920), (16, 9), (1920, 1080)),
        ((1920, 1080), (1, 1), (1080, 1080)),
        ((1920, 1080), (4, 5), (1080, 1350)),
        ((1920, 1080), (21, 9), (2520, 1080)),
        ((3840, 2160), (21, 9), (4096, 1756)),
        (None, (16, 9), (1920, 1080)),
    ],
)
def test_that_an_aspect_keeps_the_short_side(
    size: tuple[int, int] | None, aspect: tuple[int, int], wanted: tuple[int, int]
) -> None:
    assert with_aspect(size, aspect) == wanted
    assert has_aspect(wanted, aspect)


@given(st.tuples(st.integers(1, 6000), st.integers(1, 6000)), st.sampled_from(ASPECTS))
def test_that_every_frame_of_an_aspect_can_be_sent(size: tuple[int, int], aspect: tuple[int, int]) -> None:
    for side in with_aspect(size, aspect):
        assert side % 2 == 0
        assert FRAME_SIDE.holds(side)


def test_that_a_frame_of_the_same_shape_scales_every_tile_and_shared_edges_stay_shared() -> None:
    start = composition(tile("a", 0, 0, 427, 720), tile("b", 427, 0, 853, 720), size=(1280, 720))
    after = resize_frame(start, known(), 1920, 1080, scales_tiles=True)
    assert rects(after) == [(0, 0, 641, 1080), (641, 0, 1279, 1080)]


def test_that_in_a_frame_of_another_shape_no_tile_is_squeezed() -> None:
    start = composition(tile("a", 0, 0, 640, 360), tile("b", 640, 360, 640, 360), size=(1280, 720))
    after = resize_frame(start, known(), 720, 1280, scales_tiles=True)
    assert rects(after) == [(0, 218, 360, 203), (360, 858, 360, 203)]


def test_that_without_scaling_the_tiles_stay() -> None:
    start = composition(tile("a", 10, 20, 640, 360), size=(1280, 720))
    assert resize_frame(start, known(), 640, 360, scales_tiles=False).tiles == start.tiles


def test_that_what_is_absent_and_keeps_its_value_stays_absent() -> None:
    start = composition(tile("a", None, None, 640, 360), tile("b", None, 360, None, None), size=(1280, 720))
    after = resize_frame(start, known(), 2560, 1440, scales_tiles=True)
    assert rects(after) == [(None, None, 1280, 720), (None, 360, None, None)]  # of b nothing is known
    facts = known(b=source(640, 360))
    assert rects(resize_frame(start, facts, 2560, 1440, scales_tiles=True))[1] == (None, 720, 1280, 720)


@given(st.sampled_from([(1920, 1080), (640, 360), (3840, 2160)]))
def test_that_tiles_inside_the_frame_stay_inside(size: tuple[int, int]) -> None:
    start = composition(tile("a", 3, 5, 101, 77), tile("b", 700, 300, 580, 420), size=(1280, 720))
    after = resize_frame(start, known(), *size, scales_tiles=True)
    frame = place(after, known()).frame
    assert frame is not None
    for placed in place(after, known()).tiles:
        assert getattr(placed, "visible", None) == getattr(placed, "rect", None)


def test_that_a_first_frame_brings_an_encoding_that_keeps_the_sound() -> None:
    made = resize_frame(Composition(), known(), 1920, 1080, scales_tiles=True)
    assert made.transcode is not None
    assert made.transcode.audio is not None
    assert made.inline_frame.size == (1920, 1080)


@pytest.mark.parametrize("layout", ["side-by-side", "1+3", "pip-top-right", "auto"])
@pytest.mark.parametrize("spacing", [(0, 0), (12, 24)])
def test_that_tiles_in_a_layout_lie_in_it_in_the_new_frame(layout: str, spacing: tuple[int, int]) -> None:
    count = 2 if layout in {"side-by-side", "pip-top-right"} else 4
    start = composition(*(tile(name) for name in "abcd"[:count]), size=(1920, 1080))
    start = apply_layout(start, known(), layout, *spacing)
    after = resize_frame(start, known(), 1080, 1920, scales_tiles=True, spacing=Spacing(*spacing, layout))
    assert after == apply_layout(start.with_frame(1080, 1920), known(), layout, *spacing)
    assert after.inline_frame.size == (1080, 1920)


def test_that_a_locked_tile_is_scaled_while_the_others_keep_their_layout() -> None:
    free = [tile(name) for name in "ab"]
    start = composition(tile("c", 0, 0, 1920, 1080, locked=True), *free, size=(1920, 1080))
    start = apply_layout(start, known(), "side-by-side")
    after = resize_frame(start, known(), 1280, 720, scales_tiles=True)
    assert rects(after)[0] == (0, 0, 1280, 720)
    assert rects(after)[1:] == rects(apply_layout(composition(*free, size=(1280, 720)), known(), "side-by-side"))


def test_that_watermarks_in_pixels_go_along_with_the_frame() -> None:
    pixels = Watermark(type="Text", loc_mode="Absolute", dx=40, dy=31, pos="BottomRight")
    percent = Watermark(type="Text", loc_mode="Relativity", dx=40, dy=30, pos="TopLeft")
    bare = Watermark(type="Text")
    start = composition(tile("a"), size=(1280, 720), watermarks=(pixels, percent, bare))
    after = resize_frame(start, known(), 1920, 1080, scales_tiles=True)
    assert after.watermarks == (pixels.replace(dx=60, dy=47), percent, bare)
    assert resize_frame(start, known(), 1920, 1080, scales_tiles=False).watermarks == start.watermarks
