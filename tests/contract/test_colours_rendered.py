"""A tile has the colour of its source, as players and the canvas show it, whatever its file says of its colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.clips import GREEN, RED, Colour
from support.clips_colour import bright, colour_shown, coloured, label_of
from support.rendering import EXACT, compose, render
from support.watermarks import image_mark, plain_image
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args, result_duration
from tilewright.localcloud.watermarks import prepare
from tilewright.media.ffmpeg import find_ffmpeg, run
from tilewright.media.frames import first_picture
from tilewright.media.image_picture import read_image
from tilewright.model.options import Video

SD, HD = (320, 180), (1280, 720)
FRAMES = [SD, HD]

NEAR = 6
"""Levels of red, green or blue: what FFmpeg rounds where it turns numbers from one matrix into another, and for the
canvas. Another matrix changes our colours by 15 and more.
"""

FINE = Video(crf=10, preset="veryfast")


def silent(size: tuple[int, int]) -> str:
    """The matrix that a video of that size has when it names none."""
    return "bt709" if size == HD else "bt601"


def assert_near(found: Colour, wanted: Colour) -> None:
    assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= NEAR, (found, wanted)


def canvas_colour(path: Path) -> Colour:
    red, green, blue = first_picture(path, longest=16).pixels[:3]
    return red, green, blue


def assert_shown(sources: list[tuple[Path, Colour]], frame: tuple[int, int], folder: Path, video: Video = FINE) -> Path:
    """Render ``sources`` side by side into ``frame``, and look at the middle of each."""
    width = frame[0] // len(sources)
    tiles = [(path, Rect(number * width, 0, width, frame[1])) for number, (path, _) in enumerate(sources)]
    result = render(*compose(frame, tiles, video=video), folder / "out.mp4")
    for number, (path, colour) in enumerate(sources):
        assert_near(canvas_colour(path), colour)
        assert_near(colour_shown(result, number * width + width // 2, frame[1] // 2), colour)
    return result


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", [SD, HD])
def test_that_a_source_that_names_no_matrix_keeps_its_colour_in_any_frame(
    size: tuple[int, int], frame: tuple[int, int], tmp_path: Path
) -> None:
    source = coloured(GREEN, size, silent(size), is_labelled=False)
    result = assert_shown([(source, GREEN)], frame, tmp_path)
    # A result that players guess right says as little as its source, so that they show both alike, whatever they guess.
    assert label_of(result) == ("" if size == frame else silent(size))


@pytest.mark.parametrize("video", [FINE, EXACT])
@pytest.mark.parametrize("frame", FRAMES)
def test_that_sources_of_different_sizes_that_name_no_matrix_keep_their_colours(
    frame: tuple[int, int], video: Video, tmp_path: Path
) -> None:
    small = coloured(GREEN, SD, "bt601", is_labelled=False)
    large = coloured(RED, HD, "bt709", is_labelled=False)
    assert_shown([(small, GREEN), (large, RED)], frame, tmp_path, video)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("matrix", ["bt601", "bt709", "bt2020"])
def test_that_what_a_source_names_holds_against_its_size(matrix: str, frame: tuple[int, int], tmp_path: Path) -> None:
    against = HD if matrix == "bt601" else SD
    assert_shown([(coloured(GREEN, against, matrix, is_labelled=True), GREEN)], frame, tmp_path)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", [SD, HD])
def test_that_named_and_unnamed_matrices_go_together(
    size: tuple[int, int], frame: tuple[int, int], tmp_path: Path
) -> None:
    named = coloured(RED, SD, "bt601", is_labelled=True)
    assert_shown([(coloured(GREEN, size, silent(size), is_labelled=False), GREEN), (named, RED)], frame, tmp_path)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", [SD, HD])
def test_that_a_source_without_a_matrix_keeps_its_colour(
    size: tuple[int, int], frame: tuple[int, int], tmp_path: Path
) -> None:
    assert_shown([(coloured(GREEN, size, "rgb", is_labelled=False), GREEN)], frame, tmp_path)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("size", [SD, HD])
def test_that_a_watermark_and_what_it_lies_on_keep_their_colours(
    size: tuple[int, int], frame: tuple[int, int], tmp_path: Path
) -> None:
    source = coloured(GREEN, size, silent(size), is_labelled=False)
    made, inputs = compose(frame, [(source, Rect(0, 0, *frame))], video=FINE)
    overlays = prepare(
        [image_mark("red")],
        frame,
        lambda url: read_image(plain_image(40, 40, (*RED, 255)), url),
        lambda: tmp_path / "mark.rgba",
    )
    result = tmp_path / "out.mp4"
    run(find_ffmpeg(), render_args(made, inputs, result, overlays), duration=result_duration(made, inputs))
    assert_near(colour_shown(result, 30, 30), RED)
    assert_near(colour_shown(result, 200, 100), GREEN)


BRIGHT: dict[tuple[str, Colour], Colour] = {
    ("smpte2084", (128, 128, 128)): (154, 154, 154),
    ("smpte2084", (60, 60, 60)): (46, 46, 46),
    ("smpte2084", (200, 200, 200)): (255, 255, 255),
    ("smpte2084", (150, 80, 80)): (219, 0, 46),
    ("arib-std-b67", (128, 128, 128)): (125, 125, 125),
    ("arib-std-b67", (200, 200, 200)): (203, 203, 203),
    ("arib-std-b67", (60, 140, 90)): (0, 140, 79),
}
"""Levels in the file, and what is seen on a screen whose white is 100 cd/m²: light of BT.2020 in BT.709, by Hable's
curve from 1000 cd/m², for BT.1886. Without that the greys would stay as they are in the file, and look washed out.
"""

DARK = 12
"""Levels: of dark colours, 8 bits of a file of high dynamic range and the table of the canvas are so coarse."""


@pytest.mark.parametrize(("transfer", "levels"), BRIGHT)
def test_that_a_source_of_high_dynamic_range_looks_as_on_the_canvas(
    transfer: str, levels: Colour, tmp_path: Path
) -> None:
    source = bright(levels, transfer)
    wanted = BRIGHT[transfer, levels]
    result = render(*compose(SD, [(source, Rect(0, 0, *SD))], video=FINE), tmp_path / "out.mp4")
    assert label_of(result) == "bt709"
    for found in (colour_shown(result, 100, 100), canvas_colour(source)):
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= DARK, (found, wanted)


@pytest.mark.parametrize("place", [Rect(0, 0, 101, 180), Rect(-33, -20, 600, 400)])
def test_that_high_dynamic_range_stands_beside_ordinary_pictures(place: Rect, tmp_path: Path) -> None:
    ordinary = coloured(GREEN, SD, "bt601", is_labelled=True)
    tiles = [(bright((128, 128, 128), "smpte2084"), place), (ordinary, Rect(160, 0, 160, 180))]
    result = render(*compose(SD, tiles, video=EXACT), tmp_path / "out.mp4")
    assert_near(colour_shown(result, 50, 100), (154, 154, 154))
    assert_near(colour_shown(result, 240, 100), GREEN)
