"""Animated images as watermarks, rendered by a real FFmpeg: each picture of the result shows that of the image whose
time it is.
"""

from __future__ import annotations

import io
import random
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from support.builders import composition, tile
from support.clips import Card, Colour, card
from support.local_cloud import Caller, local_cloud
from support.pictures import read_pictures
from support.rendering import EXACT, QUICK, compose
from support.watermarks import image_mark
from tilewright.errors import DiskFull, Refused
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args, result_duration
from tilewright.localcloud.watermarks import prepare
from tilewright.media.animation import MOST_PICTURES
from tilewright.media.ffmpeg import Stopped, find_ffmpeg, run
from tilewright.media.image_picture import read_image
from tilewright.model.options import TimeInterval, Video, Watermark
from tilewright.wire.request import write_request

FRAME = (320, 180)
GROUND: Colour = (30, 40, 160)
COLOURS: tuple[Colour, ...] = ((220, 40, 40), (40, 180, 60), (210, 190, 50), (230, 230, 230))
DELAYS = (100, 250, 50, 150)
"""Milliseconds of each picture: 550 of all."""

SIZE = (40, 24)


def animated(kind: str, delays: Sequence[int] = DELAYS, **how: Any) -> bytes:
    pictures = [Image.new("RGB", SIZE, COLOURS[number % len(COLOURS)]) for number in range(len(delays))]
    made = io.BytesIO()
    lossless = {"lossless": True} if kind == "WEBP" else {}
    pictures[0].save(made, kind, save_all=True, append_images=pictures[1:], duration=list(delays), **lossless, **how)
    return made.getvalue()


def render(
    data: bytes, marks: Sequence[Watermark], folder: Path, video: Video = EXACT, interval: TimeInterval | None = None
) -> list[tuple[float, Image.Image]]:
    """Two seconds at 20 pictures a second of a plain card under the watermarks."""
    ground = card(Card(colours=(GROUND,) * 4, seconds=2.0, rate=Fraction(20)))
    made, inputs = compose(FRAME, [(ground, Rect(0, 0, *FRAME))], video=video, interval=interval)
    names = iter(range(100))
    overlays = prepare(marks, FRAME, lambda url: read_image(data, url), lambda: folder / f"{next(names)}.rgba")
    output = folder / "out.mp4"
    run(find_ffmpeg(), render_args(made, inputs, output, overlays), duration=result_duration(made, inputs))
    return list(read_pictures(output))


def nearest(picture: Image.Image, at: tuple[int, int]) -> int | None:
    """The number of the colour that is seen there; ``None`` for the ground."""
    pixel = picture.getpixel(at)
    assert isinstance(pixel, tuple)

    def far(colour: Colour) -> int:
        return max(abs(one - other) for one, other in zip(pixel, colour, strict=True))

    found = min((*COLOURS, GROUND), key=far)
    assert far(found) < 30, pixel
    return None if found == GROUND else COLOURS.index(found)


def due(milliseconds: int, plays: int = 0, delays: Sequence[int] = DELAYS) -> int:
    """The picture of the image whose time it is so long after its beginning."""
    if plays and milliseconds >= plays * sum(delays):
        return len(delays) - 1
    milliseconds %= sum(delays)
    for number, delay in enumerate(delays):
        if milliseconds < delay:
            return number
        milliseconds -= delay
    raise AssertionError(milliseconds)


@pytest.mark.parametrize(
    ("kind", "how", "plays"),
    [
        ("GIF", {"loop": 0}, 0),
        ("WEBP", {"loop": 2}, 2),
        ("PNG", {"loop": 3}, 3),
        pytest.param("GIF", {"loop": 1}, 2, marks=pytest.mark.full),
        pytest.param("GIF", {}, 1, marks=pytest.mark.full),
        pytest.param("WEBP", {"loop": 0}, 0, marks=pytest.mark.full),
        pytest.param("PNG", {"loop": 0}, 0, marks=pytest.mark.full),
    ],
)
def test_that_each_picture_of_an_animated_image_is_seen_in_its_time(
    kind: str, how: dict[str, Any], plays: int, tmp_path: Path
) -> None:
    seen = render(animated(kind, **how), [image_mark("logo")], tmp_path)
    found = [nearest(picture, (30, 20)) for _, picture in seen]
    assert found == [due(50 * number, plays) for number in range(40)]


@pytest.mark.parametrize("video", [EXACT, QUICK], ids=["444", "420"])
def test_that_it_begins_when_the_watermark_appears_and_ends_with_it(video: Video, tmp_path: Path) -> None:
    mark = image_mark("logo", start_time=0.22, end_time=1.3, dx=11, dy=31)
    seen = render(animated("GIF", loop=0), [mark], tmp_path, video)
    found = [nearest(picture, (31, 43)) for _, picture in seen]
    assert found == [None] * 5 + [due(50 * number) for number in range(21)] + [None] * 14
    assert {nearest(picture, (9, 43)) for _, picture in seen} == {None}
    assert {nearest(picture, (53, 43)) for _, picture in seen} == {None}


def test_that_one_that_would_appear_after_the_end_changes_nothing(tmp_path: Path) -> None:
    seen = render(animated("GIF", loop=0), [image_mark("logo", start_time=2.5)], tmp_path)
    assert [nearest(picture, (30, 20)) for _, picture in seen] == [None] * 40


def test_that_it_moves_beneath_the_tiles(tmp_path: Path) -> None:
    ground = card(Card(colours=(GROUND,) * 4, seconds=2.0, rate=Fraction(20)))
    made, inputs = compose(FRAME, [(ground, Rect(100, 0, 220, 180))], video=EXACT, interval=TimeInterval(start=0.5))
    mark = image_mark("logo", dx=-10, dy=-10, background=True)
    data = animated("GIF", loop=0)
    overlays = prepare([mark], FRAME, lambda url: read_image(data, url), lambda: tmp_path / "mark.rgba")
    output = tmp_path / "out.mp4"
    run(find_ffmpeg(), render_args(made, inputs, output, overlays), duration=1.5)
    found = [nearest(picture, (10, 6)) for _, picture in read_pictures(output)]
    assert found == [due(50 * number) for number in range(30)]


def test_that_it_begins_with_what_is_kept_of_the_composition(tmp_path: Path) -> None:
    interval = TimeInterval(start=0.5, duration=1.0)
    seen = render(animated("GIF", loop=0), [image_mark("logo")], tmp_path, interval=interval)
    assert [nearest(picture, (30, 20)) for _, picture in seen] == [due(50 * number) for number in range(20)]


def test_that_all_pictures_are_sized_cut_and_as_opaque_as_the_first(tmp_path: Path) -> None:
    mark = image_mark("logo", dx=300, dy=100, mode="Fixed", width=80, height=60, transparency=50)
    seen = render(animated("GIF", loop=0), [mark], tmp_path)
    for number, (_, picture) in enumerate(seen):
        pixel = picture.getpixel((315, 130))
        assert isinstance(pixel, tuple)
        wanted = [(one + other) / 2 for one, other in zip(COLOURS[due(50 * number)], GROUND, strict=True)]
        assert max(abs(one - other) for one, other in zip(pixel, wanted, strict=True)) < 12, number
        assert nearest(picture, (297, 130)) is None
        assert nearest(picture, (315, 163)) is None


def test_that_a_picture_without_time_lasts_a_tenth_of_a_second_as_in_browsers(tmp_path: Path) -> None:
    delays = (0, 10, 100)
    seen = render(animated("GIF", delays, loop=0), [image_mark("logo")], tmp_path)
    found = [nearest(picture, (30, 20)) for _, picture in seen]
    assert found == [due(50 * number, delays=(100, 100, 100)) for number in range(40)]


def test_that_the_cover_of_an_animated_png_is_none_of_its_pictures(tmp_path: Path) -> None:
    pictures = [Image.new("RGB", SIZE, colour) for colour in COLOURS[:3]]
    made = io.BytesIO()
    pictures[0].save(made, "PNG", save_all=True, append_images=pictures[1:], duration=[200, 300], default_image=True)
    seen = render(made.getvalue(), [image_mark("logo")], tmp_path)
    found = [nearest(picture, (30, 20)) for _, picture in seen]
    assert found == [1 + due(50 * number, delays=(200, 300)) for number in range(40)]


@pytest.mark.full
def test_that_three_of_as_many_pictures_as_may_be_each_of_its_own_length_fit_into_the_command(tmp_path: Path) -> None:
    chance = random.Random(3)
    lengths = [chance.choice((20, 30, 70, 110, 350)) for _ in range(MOST_PICTURES)]
    pictures = [Image.new("RGB", (8, 8), COLOURS[number % 4]) for number in range(MOST_PICTURES)]
    made = io.BytesIO()
    pictures[0].save(made, "PNG", save_all=True, append_images=pictures[1:], duration=[one + 0.1 for one in lengths])
    seen = render(made.getvalue(), [image_mark("logo", dx=20 * number) for number in range(3)], tmp_path)
    starts = list(accumulate(lengths, initial=0))
    wanted = [(bisect_right(starts, 50 * number) - 1) % 4 for number in range(40)]
    found = [[nearest(picture, (4 + 20 * place, 14)) for _, picture in seen] for place in range(3)]
    assert all(sum(one != other for one, other in zip(row, wanted, strict=True)) <= 2 for row in found), found


def test_that_one_of_too_many_pictures_is_refused_before_any_is_written(tmp_path: Path) -> None:
    data = animated("GIF", [20, 30] * 501)
    with pytest.raises(Refused, match="too many pictures"):
        prepare([image_mark("logo")], FRAME, lambda url: read_image(data, url), lambda: tmp_path / "mark.rgba")
    assert list(tmp_path.iterdir()) == []


def test_that_the_room_for_all_pictures_is_asked_for_before_the_first_is_written(tmp_path: Path) -> None:
    data, asked = animated("GIF"), list[int]()

    def check(size: int) -> None:
        asked.append(size)
        raise DiskFull("No room.")

    def prepared() -> None:
        prepare(
            [image_mark("logo")],
            FRAME,
            lambda url: read_image(data, url),
            lambda: tmp_path / "mark.rgba",
            check_room=check,
        )

    with pytest.raises(DiskFull):
        prepared()
    assert asked == [len(DELAYS) * SIZE[0] * SIZE[1] * 4]
    assert list(tmp_path.iterdir()) == []


def test_that_a_job_that_is_stopped_writes_no_further_picture(tmp_path: Path) -> None:
    """Also one that has to end because the disk is nearly full."""
    data, path, asked = animated("GIF"), tmp_path / "mark.rgba", iter((False, False, True))
    with pytest.raises(Stopped):
        prepare([image_mark("logo")], FRAME, lambda url: read_image(data, url), lambda: path, lambda: next(asked))
    assert path.stat().st_size == 2 * SIZE[0] * SIZE[1] * 4


def test_that_a_job_with_an_animated_logo_shows_it_moving(tmp_path: Path) -> None:
    with local_cloud(tmp_path / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        ground = card(Card(colours=(GROUND,) * 4, seconds=2.0, rate=Fraction(20)))
        assert caller.adopt("input/a.mp4", ground).status == 200
        assert caller.put("input/logo.gif", animated("GIF", loop=0)).status == 200
        logo = f"https://{caller.bucket}.ci.{caller.region}.myqcloud.com/input/logo.gif"
        wanted = composition(tile("a", 0, 0, *FRAME), size=FRAME, watermarks=(image_mark(logo),))
        job = caller.wait(caller.submit(write_request(wanted)).job_id)
        assert job.state == "Success", job
        file = tmp_path / "out.mp4"
        file.write_bytes(caller.get(job.result_keys[0]).body)
    found = [nearest(picture, (30, 20)) for _, picture in read_pictures(file)]
    assert found == [due(50 * number) for number in range(40)]
