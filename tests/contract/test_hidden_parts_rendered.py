"""A tile of which a part is hidden, by the frame or by other tiles, is scaled in part, and no pixel tells: each is what
it is in the same tile when all of it is seen.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from support.clips import RED, Card, card, noise, turned
from support.pictures import read_bands
from support.rendering import compose, render
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args
from tilewright.model.options import Video

LOSSLESS = Video(crf=0, preset="veryfast")
"""So that what differs is the renderer's doing."""

ENLARGED, REDUCED = (480, 270), (200, 112)
"""Tiles of a source of 320×180 whose pixels meet its own every 2 and every 8 pixels down and across."""

CUT = re.compile(r"crop=[^,]*,scale=")


@functools.cache
def whole(source: Path, size: tuple[int, int], pixels: str) -> list[Image.Image]:
    """Y, Cb and Cr of a tile of that size that is seen from edge to edge."""
    frame = (size[0] + size[0] % 2, size[1] + size[1] % 2)
    made, inputs = compose(frame, [(source, Rect(0, 0, *size))], video=LOSSLESS.replace(pixfmt=pixels))
    return read_bands(render(made, inputs, source.with_name(f"whole-{source.stem}-{size[0]}-{size[1]}-{pixels}.mp4")))


def check(
    frame: tuple[int, int],
    tiles: Sequence[tuple[Path, Rect]],
    seen: Sequence[Rect],
    pixels: str,
    folder: Path,
) -> None:
    """Each of ``tiles`` shows in its part that is ``seen`` what all of it shows, and is scaled in part."""
    made, inputs = compose(frame, tiles, video=LOSSLESS.replace(pixfmt=pixels))
    graph = " ".join(render_args(made, inputs, folder / "out.mp4"))
    assert len(CUT.findall(graph)) == len(seen), graph
    found = read_bands(render(made, inputs, folder / "out.mp4"))
    for (source, rect), part in zip(tiles, seen, strict=False):
        for band, all_of_it in zip(found, whole(source, (rect.width, rect.height), pixels), strict=True):
            grain = frame[0] // band.width
            here = band.crop(_box(part, grain))
            there = all_of_it.crop(_box(part._replace(x=part.x - rect.x, y=part.y - rect.y), grain))
            assert max(ImageChops.difference(here, there).getextrema()) <= 1, (rect, part, grain)


def _box(rect: Rect, grain: int) -> tuple[int, int, int, int]:
    return rect.x // grain, rect.y // grain, rect.right // grain, rect.bottom // grain


def corners(x: int, y: int, size: tuple[int, int], frame: tuple[int, int]) -> tuple[list[Rect], list[Rect]]:
    """Four tiles that share the frame at that point, of each one other corner is seen; and what is seen of them."""
    width, height = size
    rects = [Rect(left, top, width, height) for top in (y - height, y) for left in (x - width, x)]
    return rects, [part for rect in rects if (part := rect.cut(Rect(0, 0, *frame)))]


@pytest.mark.parametrize("size", [ENLARGED, REDUCED], ids=["enlarged", "reduced"])
@pytest.mark.parametrize(
    ("pixels", "x", "y"), [("yuv420p", 82, 48), ("yuv444p", 83, 49)], ids=["even places", "odd places"]
)
def test_that_a_tile_that_the_frame_cuts_off_at_any_corner_stays_as_it_is(
    pixels: str, x: int, y: int, size: tuple[int, int], tmp_path: Path
) -> None:
    frame = (160, 96)
    rects, seen = corners(x, y, size, frame)
    check(frame, [(noise(), rect) for rect in rects], seen, pixels, tmp_path)


def test_that_a_tile_that_the_frame_cuts_off_at_all_sides_stays_as_it_is(tmp_path: Path) -> None:
    rect, frame = Rect(-150, -70, 480, 270), (160, 96)
    check(frame, [(noise(), rect)], [Rect(0, 0, *frame)], "yuv420p", tmp_path)


def test_that_only_one_axis_is_cut_where_the_pixels_of_the_other_never_meet(tmp_path: Path) -> None:
    rect, frame = Rect(-300, 0, 480, 131), (180, 132)
    check(frame, [(noise(), rect)], [Rect(0, 0, 180, 131)], "yuv444p", tmp_path)


@pytest.mark.parametrize("pixels", ["yuv420p10le", "yuvj420p", "yuv422p", "yuv444p"])
def test_that_sources_of_other_pixel_formats_stay_as_they_are(pixels: str, tmp_path: Path) -> None:
    frame = (160, 96)
    rects, seen = corners(82, 48, ENLARGED, frame)
    check(frame, [(noise(pixels), rect) for rect in rects], seen, "yuv420p", tmp_path)


@pytest.mark.parametrize("clockwise", [90, 180])
def test_that_a_turned_source_stays_as_it_is(clockwise: int, tmp_path: Path) -> None:
    frame, size = (160, 96), ENLARGED if clockwise == 180 else (270, 480)
    rects, seen = corners(82, 48, size, frame)
    check(frame, [(turned(noise(), clockwise), rect) for rect in rects], seen, "yuv420p", tmp_path)


@pytest.mark.parametrize(("pixels", "odd"), [("yuv420p", 0), ("yuv444p", 1)], ids=["even places", "odd places"])
def test_that_a_tile_half_behind_others_stays_as_it_is(pixels: str, odd: int, tmp_path: Path) -> None:
    """One is hidden on the right, one on the left, one below by two others together."""
    rects = [Rect(240 * number + odd, 0, 240, 136) for number in range(3)]
    covers = [Rect(110 + odd, 0, 130, 136), Rect(240 + odd, 0, 140, 136)]
    covers += [Rect(480 + odd, 60, 120, 76), Rect(600 + odd, 50, 120, 86)]
    seen = [Rect(odd, 0, 110, 136), Rect(380 + odd, 0, 100, 136), Rect(480 + odd, 0, 240, 50)]
    named = [noise(), noise("yuv422p"), noise("yuv444p")]
    tiles = [*zip(named, rects, strict=True), *((card(Card(colours=(RED,) * 4)), cover) for cover in covers)]
    check((722, 136), tiles, seen, pixels, tmp_path)


def test_that_tiles_that_hide_parts_of_each_other_are_copied_beside_each_other() -> None:
    covers = [Rect(120, 0, 120, 68), Rect(120, 68, 120, 68)]
    tiles = [(noise(), Rect(0, 0, 240, 136)), *((card(Card(colours=(RED,) * 4)), rect) for rect in covers)]
    graph = " ".join(render_args(*compose((240, 136), tiles, video=LOSSLESS), "out.mp4"))
    assert "xstack=inputs=3:layout=0_0|120_0|120_68" in graph
    assert "overlay" not in graph
