"""The picture that stands for a video: as it is displayed, and one that shows something."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from support.clips import QUADRANTS, Card, card, clip, draw_card, ffmpeg
from support.pictures import read_picture
from support.rendering import EXACT, compose, render
from tilewright.errors import Absent, Damaged, Refused
from tilewright.layout.rect import Rect
from tilewright.media.frames import first_picture
from tilewright.media.picture import Picture
from tilewright.media.picture_file import read_jpeg, write_jpeg


def colour_at(picture: Picture, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place given in parts of the sides."""
    start = 3 * (int(y * picture.height) * picture.width + int(x * picture.width))
    return tuple(picture.pixels[start : start + 3])


def corners(picture: Picture) -> list[tuple[int, ...]]:
    return [colour_at(picture, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]


def is_near(one: tuple[int, ...], other: tuple[int, ...], levels: int = 6) -> bool:
    return all(abs(a - b) <= levels for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_that_the_picture_is_turned_as_a_player_turns_it(turned: int) -> None:
    picture = first_picture(card(Card(rotation=turned)), longest=960)
    assert (picture.width, picture.height) == ((120, 160) if turned % 180 else (160, 120))
    first, second, third, fourth = QUADRANTS
    order = {
        0: [first, second, third, fourth],
        90: [third, first, fourth, second],
        180: [fourth, third, second, first],
        270: [second, fourth, first, third],
    }[turned]
    assert all(is_near(seen, wanted) for seen, wanted in zip(corners(picture), order, strict=True)), corners(picture)


@pytest.mark.parametrize(
    ("mirror", "turned", "order"),
    [
        ("hflip", 0, (1, 0, 3, 2)),
        ("vflip", 0, (2, 3, 0, 1)),
        ("hflip", 90, (0, 2, 1, 3)),
        ("vflip", 90, (3, 1, 2, 0)),
    ],
)
def test_that_a_mirrored_picture_is_shown_as_it_is_rendered(
    mirror: str, turned: int, order: tuple[int, ...], tmp_path: Path
) -> None:
    """Cameras that look at whom they record write it; ``order`` are the stored quadrants as they are seen."""
    source = tmp_path / "mirrored.mp4"
    ffmpeg("-display_rotation", str(-turned), f"-display_{mirror}", "-i", str(card(Card())), "-c", "copy", str(source))
    width, height = (120, 160) if turned else (160, 120)
    composed = compose((256, 256), [(source, Rect(0, 0, width, height))], video=EXACT)
    rendered = read_picture(render(*composed, tmp_path / "out.mp4"))
    seen = [rendered.getpixel((int(x * width), int(y * height))) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    shown = first_picture(source, longest=960)
    assert (shown.width, shown.height) == (width, height)
    for picture in (seen, corners(shown)):
        assert all(is_near(one, QUADRANTS[number]) for one, number in zip(picture, order, strict=True)), picture


def test_that_pixels_that_are_not_square_are_made_square() -> None:
    picture = first_picture(card(Card(sample_aspect=Fraction(4, 3))), longest=960)
    assert (picture.width, picture.height) == (213, 120)


def test_that_the_longer_side_is_never_longer_than_asked_for() -> None:
    picture = first_picture(clip("hd"), longest=320)
    assert (picture.width, picture.height) == (320, 180)
    assert len(picture.pixels) == 320 * 180 * 3


@pytest.mark.parametrize("codec", ["h264", "hevc10"])
def test_that_colours_are_those_of_the_source(codec: str) -> None:
    picture = first_picture(card(Card(codec=codec)), longest=960)
    assert all(is_near(seen, wanted) for seen, wanted in zip(corners(picture), QUADRANTS, strict=True))


@pytest.mark.parametrize("size", [(320, 180), (1280, 720)])
@pytest.mark.parametrize("pixels", ["yuv420p", "yuv420p10le"])
@pytest.mark.parametrize("levels", ["tv", "pc"])
@pytest.mark.parametrize("matrix", ["", "bt709", "smpte170m"])
def test_that_colours_are_read_by_matrix_and_range(
    size: tuple[int, int], pixels: str, levels: str, matrix: str, tmp_path: Path
) -> None:
    """A file that does not say its matrix is taken by its size."""
    draw_card(*size, QUADRANTS).save(tmp_path / "card.png")
    used = matrix or ("bt709" if size[0] >= 1280 else "smpte170m")
    says = f",setparams=range={levels}" + (f":colorspace={matrix}" if matrix else "")
    turn = f"scale=out_color_matrix={used}:out_range={levels},format={pixels}{says}"
    still = ["-loop", "1", "-t", "0.2", "-i", str(tmp_path / "card.png"), "-vf", turn]
    ffmpeg(*still, "-c:v", "libx264", "-qp", "0", "-color_range", levels, str(tmp_path / "card.mp4"))
    picture = first_picture(tmp_path / "card.mp4", longest=1280)
    assert all(is_near(seen, wanted) for seen, wanted in zip(corners(picture), QUADRANTS, strict=True))


def test_that_a_film_that_begins_black_is_shown_by_a_later_picture(tmp_path: Path) -> None:
    path = tmp_path / "late.mp4"
    black = ["-f", "lavfi", "-t", "1", "-i", "color=black:s=160x120:r=10"]
    lively = ["-f", "lavfi", "-t", "1", "-i", "testsrc2=s=160x120:r=10"]
    ffmpeg(*black, *lively, "-filter_complex", "[0][1]concat", "-c:v", "libx264", "-pix_fmt", "yuv420p", str(path))
    picture = first_picture(path, longest=160)
    assert max(picture.pixels) - min(picture.pixels) > 200


def test_that_a_film_that_is_all_black_still_has_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "black.mp4"
    ffmpeg("-f", "lavfi", "-t", "1", "-i", "color=black:s=160x120:r=10", "-pix_fmt", "yuv420p", str(path))
    assert max(first_picture(path, longest=160).pixels) < 20


def test_that_what_is_no_video_is_refused_as_by_probing(tmp_path: Path) -> None:
    playlist = tmp_path / "lesson.mp4"
    playlist.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    with pytest.raises(Refused, match="playlist"):
        first_picture(playlist, longest=100)
    with pytest.raises(Absent):
        first_picture(tmp_path / "nowhere.mp4", longest=100)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clip("plain").read_bytes()[:400])
    with pytest.raises((Damaged, Refused)):
        first_picture(cut, longest=100)


def test_that_a_kept_picture_looks_the_same() -> None:
    picture = first_picture(card(Card()), longest=160)
    again = read_jpeg(write_jpeg(picture))
    assert (again.width, again.height) == (picture.width, picture.height)
    assert all(is_near(seen, wanted, 4) for seen, wanted in zip(corners(again), corners(picture), strict=True))
    with pytest.raises(Damaged):
        read_jpeg(b"\xff\xd8\xff nothing")
