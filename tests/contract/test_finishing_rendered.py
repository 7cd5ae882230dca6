"""What is done to the finished picture: kept in part, turned, coded in fields."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops

from support.clips import Card, card
from support.pictures import read_levels
from support.rendering import EXACT, compose, render
from support.watermarks import text_mark
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args
from tilewright.localcloud.watermarks import prepare
from tilewright.media.ffmpeg import find_ffmpeg, run
from tilewright.model.options import Video

FRAME = (256, 144)
COLOURS = ((200, 40, 40), (50, 70, 210), (40, 180, 60), (220, 200, 40))


def shown(folder: Path, video: Video) -> Image.Image:
    """A card of four colours at an odd place."""
    folder.mkdir()
    made = card(Card(colours=COLOURS, seconds=0.3))
    return read_levels(render(*compose(FRAME, [(made, Rect(13, 7, 151, 91))], video=video), folder / "out.mp4"))


def assert_alike(one: Image.Image, other: Image.Image, most: int = 3) -> None:
    assert one.size == other.size
    assert max(high for _, high in ImageChops.difference(one, other).getextrema()) <= most  # type: ignore[misc]


@pytest.mark.parametrize(
    ("angle", "turn"),
    [
        (90, Image.Transpose.ROTATE_270),  # Pillow counts counter-clockwise
        (180, Image.Transpose.ROTATE_180),
        (270, Image.Transpose.ROTATE_90),
    ],
)
def test_that_the_finished_picture_is_turned_clockwise(angle: int, turn: Image.Transpose, tmp_path: Path) -> None:
    usual = shown(tmp_path / "usual", EXACT)
    turned = shown(tmp_path / "turned", EXACT.replace(rotate=angle))
    assert turned.size == (FRAME if angle == 180 else FRAME[::-1])
    assert_alike(turned, usual.transpose(turn))


@pytest.mark.parametrize("pixfmt", ["yuv420p", "yuv422p", "yuvj420p"])
def test_that_any_pixel_format_is_turned(pixfmt: str, tmp_path: Path) -> None:
    turned = shown(tmp_path / "turned", EXACT.replace(rotate=90, pixfmt=pixfmt))
    assert turned.size == FRAME[::-1]
    upper_left = (FRAME[1] - 7 - 91 + 20, 13 + 20)  # the card's lower left corner comes to the upper left
    expected = shown(tmp_path / "usual", EXACT.replace(pixfmt=pixfmt)).getpixel((13 + 20, 7 + 91 - 1 - 20))
    found = turned.getpixel(upper_left)
    assert isinstance(found, tuple)
    assert isinstance(expected, tuple)
    assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 3


def test_that_the_part_that_is_kept_fills_the_frame(tmp_path: Path) -> None:
    usual = shown(tmp_path / "usual", EXACT)
    kept = shown(tmp_path / "kept", EXACT.replace(crop="64:36:15:9"))
    assert kept.size == FRAME
    for x, y in ((0, 0), (255, 0), (0, 143), (128, 72)):
        found, expected = kept.getpixel((x, y)), usual.getpixel((15 + x // 4, 9 + y // 4))
        assert isinstance(found, tuple)
        assert isinstance(expected, tuple)
        assert max(abs(a - b) for a, b in zip(found, expected, strict=True)) <= 3, (x, y)


def test_that_a_part_as_large_as_the_frame_changes_nothing(tmp_path: Path) -> None:
    assert_alike(shown(tmp_path / "a", EXACT), shown(tmp_path / "b", EXACT.replace(crop="256:144:0:0")), 0)


def test_that_a_part_is_kept_first_and_then_turned(tmp_path: Path) -> None:
    kept = shown(tmp_path / "kept", EXACT.replace(crop="64:36:14:8"))
    both = shown(tmp_path / "both", EXACT.replace(crop="64:36:14:8", rotate=90))
    assert_alike(both, kept.transpose(Image.Transpose.ROTATE_270))


def test_that_watermarks_are_turned_with_the_frame(tmp_path: Path) -> None:
    pictures = []
    for angle in (0, 90):
        video = EXACT.replace(rotate=angle)
        made = card(Card(colours=COLOURS, seconds=0.3))
        composition, inputs = compose(FRAME, [(made, Rect(0, 0, *FRAME))], video=video)
        marks = (text_mark(),)
        overlays = prepare(marks, FRAME, pytest.fail, partial(Path, tmp_path / f"{angle}.rgba"))
        output = tmp_path / f"{angle}.mp4"
        run(find_ffmpeg(), render_args(composition.replace(watermarks=marks), inputs, output, overlays))
        pictures.append(read_levels(output))
    assert_alike(pictures[1], pictures[0].transpose(Image.Transpose.ROTATE_270), most=8)  # letters are all edges


@pytest.mark.parametrize("fields", [{}, {"profile": "main", "preset": "veryfast", "pixfmt": "yuv420p"}])
def test_that_interlaced_pictures_are_coded_in_fields(fields: dict[str, str], tmp_path: Path) -> None:
    made = card(Card(colours=COLOURS, seconds=0.3))
    for interlaced in (False, True):
        video = Video(interlaced=interlaced, **fields)  # type: ignore[arg-type]  # words all
        output = tmp_path / f"{interlaced}.mp4"
        render(*compose(FRAME, [(made, Rect(0, 0, *FRAME))], video=video), output)
        with av.open(str(output)) as container:
            assert {picture.interlaced_frame for picture in container.decode(video=0)} == {interlaced}


def test_that_a_frame_whose_longer_side_is_its_width_fits_already(tmp_path: Path) -> None:
    """LongShortMode; also with a video that stands upright (A91)."""
    upright = card(Card(width=90, height=160, colours=COLOURS, seconds=0.3))
    usual, fitted = (
        read_levels(render(*compose(FRAME, [(upright, Rect(13, 7, 61, 91))], video=video), tmp_path / name))
        for video, name in ((EXACT, "usual.mp4"), (EXACT.replace(long_short_mode=True), "fitted.mp4"))
    )
    assert usual.size == FRAME
    assert_alike(usual, fitted, 0)
