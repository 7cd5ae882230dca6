"""Watermarks in rendered results: their pixels are where ``layout.watermarks`` says, and nowhere else."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from support.builders import composition, tile
from support.clips import Card, card, clip
from support.clips_colour import label_of
from support.local_cloud import Caller, local_cloud
from support.long import Budget
from support.pictures import away_from_edges, read_levels, read_picture, read_pictures
from support.rendering import EXACT, compose
from support.watermarks import as_image, image_mark, plain_image, text_mark
from tilewright.layout.rect import Rect
from tilewright.layout.watermarks import locate, place_watermark, way_of
from tilewright.localcloud.render import render_args, result_duration
from tilewright.localcloud.watermarks import prepare
from tilewright.media import typefaces
from tilewright.media.ffmpeg import find_ffmpeg, run
from tilewright.media.image_picture import read_image
from tilewright.media.picture import Picture
from tilewright.media.stamp import make_stamp
from tilewright.media.typefaces import find_cjk_font
from tilewright.model.options import Container, SlideConfig, TimeInterval, Video, Watermark
from tilewright.model.watermark_words import POSITIONS
from tilewright.usecases.pictures import watermark_picture
from tilewright.wire.request import write_request

FRAME = (320, 180)
GROUND = (30, 40, 160)

LEVELS = 12
"""What turning colours twice and the encoder change at the most, in any channel."""

CHANGING = 24
"""The same where each picture shows another watermark; one pixel beside its place makes more than 100."""

URL = "https://a-1250000000.cos.local.myqcloud.com/"

FAST = range(10)
FULL = range(10, 60)


def read(url: str) -> Picture:
    """Images by their names: ``37x21`` is a plain red one of that size, ``37x21a`` one that is half transparent."""
    width, _, height = url.rpartition("/")[2].partition("x")
    colour = (200, 40, 40, 128 if height.endswith("a") else 255)
    return read_image(plain_image(int(width), int(height.removesuffix("a")), colour), url)


@cache
def ground(rate: int = 20) -> Path:
    return card(Card(colours=(GROUND,) * 4, seconds=0.5, rate=Fraction(rate)))


def render(
    watermarks: Sequence[Watermark], folder: Path, video: Video = EXACT, rate: int = 20, source: Path | None = None
) -> Path:
    """A plain card over the whole frame, of half a second or as long as ``source``, with ``watermarks``."""
    made, inputs = compose(FRAME, [(source or ground(rate), Rect(0, 0, *FRAME))], video=video)
    names = iter(range(100))
    overlays = prepare(watermarks, FRAME, read, lambda: folder / f"{next(names)}.rgba")
    output = folder / "out.mp4"
    run(
        find_ffmpeg(),
        render_args(made, inputs, output, overlays),
        duration=result_duration(made, inputs),
    )
    return output


def expect(watermarks: Sequence[Watermark], plain: Image.Image) -> Image.Image:
    """``plain`` with the watermarks laid over it by Pillow."""
    picture = plain.convert("RGBA")
    for watermark in watermarks:
        image = read(watermark.image.url or "") if watermark.image else None
        stamp = make_stamp(watermark, FRAME, image)
        layer = Image.new("RGBA", FRAME)
        layer.paste(as_image(stamp.picture), (stamp.rect.x, stamp.rect.y))
        picture.alpha_composite(layer)
    return picture.convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> int:
    return max(int(band.getextrema()[1]) for band in ImageChops.difference(one, other).split())


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Image.Image:
    return read_picture(render([], tmp_path_factory.mktemp("plain")), 0.2)


def random_marks(seed: int) -> list[Watermark]:
    chance = random.Random(seed)
    return [_random_mark(chance) for _ in range(chance.randint(1, 3))]


def _random_mark(chance: random.Random) -> Watermark:
    relative = chance.random() < 0.3
    offsets = [chance.randint(0, 40) if relative else chance.randint(0, 300) for _ in range(2)]
    where = {"pos": chance.choice(POSITIONS), "dx": offsets[0], "dy": offsets[1]}
    mode = {"loc_mode": "Relativity" if relative else "Absolute", "transparency": chance.choice([100, 100, 40])}
    if chance.random() < 0.5:
        colour = chance.choice(["0xFFFFFF", "0x20E040", "0x000000"])
        return text_mark("Lesson_7*gjQ", **where, **mode, font_size=chance.randint(5, 60), font_color=colour)
    sized = chance.choice(
        [
            {},
            {"mode": "Fixed", "width": chance.randint(8, 90)},
            {"mode": "Proportion", "width": chance.randint(1, 50), "height": chance.randint(1, 50)},
        ]
    )
    name = f"{chance.randint(1, 400)}x{chance.randint(1, 90)}{chance.choice(['', 'a'])}"
    return image_mark(URL + name, **where, **mode, **sized)


def check_exact(seed: int, plain: Image.Image, folder: Path) -> None:
    marks = random_marks(seed)
    assert difference(read_picture(render(marks, folder), 0.2), expect(marks, plain)) <= LEVELS


@pytest.mark.parametrize("seed", FAST)
def test_that_a_watermark_is_where_it_was_placed(seed: int, plain: Image.Image, tmp_path: Path) -> None:
    check_exact(seed, plain, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize("seed", FULL)
def test_that_more_watermarks_are_where_they_were_placed(seed: int, plain: Image.Image, tmp_path: Path) -> None:
    check_exact(seed, plain, tmp_path)


@pytest.mark.long
def test_that_watermarks_without_end_are_where_they_were_placed(
    budget: Budget, plain: Image.Image, tmp_path: Path
) -> None:
    for seed in budget:
        folder = tmp_path / str(seed)
        folder.mkdir()
        check_exact(FULL.stop + seed, plain, folder)
        shutil.rmtree(folder)


SIZES: tuple[dict[str, Any], ...] = (
    {"mode": "Original"},
    {"mode": "Fixed", "width": 41},
    {"mode": "Fixed", "width": 33, "height": 50},
    {"mode": "Proportion", "width": 15},
    {"mode": "Proportion", "height": 30},
    {"mode": "Proportion", "width": 20, "height": 10},
)


def systematic_marks(sizes: Sequence[dict[str, Any]]) -> list[Watermark]:
    """A text, or an image of each size, at every place by both methods of offset: one picture of the result each."""
    made = []
    for pos, loc_mode in itertools.product(POSITIONS, ("Absolute", "Relativity")):
        offsets: dict[str, Any] = {"pos": pos, "dx": 7, "dy": 11, "loc_mode": loc_mode}
        made.append(text_mark("Lesson_7*gjQ", font_size=17, **offsets))
        made += [image_mark(URL + "60x37", **offsets, **size) for size in sizes]
    return [mark.replace(start_time=n / 20, end_time=(n + 1) / 20) for n, mark in enumerate(made)]


def check_systematic(marks: Sequence[Watermark], folder: Path) -> None:
    """The canvas and the renderer place one picture by the same numbers; the result has it there."""
    long = card(Card(colours=(GROUND,) * 4, seconds=len(marks) / 20, rate=Fraction(20)))
    seen = list(read_pictures(render(marks, folder, source=long)))
    assert len(seen) == len(marks)
    bare = read_picture(render([], folder / "bare"), 0.2)
    for (_, picture), mark in zip(seen, marks, strict=True):
        image = read(mark.image.url or "") if mark.image else None
        on_canvas = watermark_picture(mark, FRAME, image=image).picture
        rect = locate(mark, FRAME, on_canvas.size)
        layer = Image.new("RGBA", FRAME)
        layer.paste(as_image(on_canvas), (rect.x, rect.y))
        wanted = Image.alpha_composite(bare.convert("RGBA"), layer).convert("RGB")
        assert difference(wanted, bare) > 100, mark
        assert difference(picture, wanted) <= CHANGING, mark


@pytest.mark.parametrize("sizes", [SIZES[:2], SIZES[2:4], SIZES[4:]])
def test_that_texts_and_images_of_every_place_offset_and_size_are_where_the_canvas_draws_them(
    sizes: Sequence[dict[str, Any]], tmp_path: Path
) -> None:
    (tmp_path / "bare").mkdir()
    check_systematic(systematic_marks(sizes), tmp_path)


def test_that_the_random_watermarks_hold_every_kind() -> None:
    marks = [mark for seed in FAST for mark in random_marks(seed)]
    rects = [make_stamp(mark, FRAME, read(mark.image.url or "") if mark.image else None).rect for mark in marks]
    assert any(rect.x % 2 for rect in rects)
    assert any(rect.right > FRAME[0] or rect.bottom > FRAME[1] or rect.x < 0 or rect.y < 0 for rect in rects)
    assert {mark.type for mark in marks} == {"Text", "Image"}
    assert {mark.loc_mode for mark in marks} == {"Absolute", "Relativity"}
    assert any(mark.pos == "BottomRight" for mark in marks)


@pytest.mark.parametrize("x", [20, 21])
def test_that_an_odd_place_is_no_other_pixel_in_420(x: int, tmp_path: Path) -> None:
    mark = image_mark(URL + "31x17", dx=x, dy=x)
    picture = read_picture(render([mark], tmp_path, EXACT.replace(pixfmt="yuv420p")), 0.2)
    rect = place_watermark(mark, FRAME, (31, 17))
    red = [picture.getpixel((column, rect.y + 8)) for column in range(FRAME[0])]
    grey = [0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2] for pixel in red if isinstance(pixel, tuple)]
    middle = (grey[rect.x + 10] + grey[5]) / 2
    assert [column for column, level in enumerate(grey) if level > middle] == list(range(rect.x, rect.right))


def test_that_only_the_part_under_a_small_watermark_is_composed_in_444(tmp_path: Path) -> None:
    """The rest of an even layout in 4:2:0 stays as it is: turning all of it costs time, and changes it a little."""
    made, inputs = compose(FRAME, [(clip("plain"), Rect(0, 0, *FRAME))], video=Video(crf=1, preset="veryfast"))

    def result(name: str, *marks: Watermark) -> tuple[Path, str]:
        overlays = prepare(marks, FRAME, read, lambda: tmp_path / f"{name}.rgba")
        arguments = [*render_args(made, inputs, tmp_path / f"{name}.mp4", overlays)]
        run(find_ffmpeg(), [*arguments[:-3], "-t", "0.2", *arguments[-3:]], duration=0.2)
        return tmp_path / f"{name}.mp4", arguments[arguments.index("-filter_complex") + 1]

    bare, _ = result("bare")
    small, graph = result("small", image_mark(URL + "31x17", dx=21, dy=33))
    assert graph.count("yuv444p") == 1
    assert "crop=32:18:20:32:exact=1,format=yuv444p" in graph
    assert "crop" not in result("large", image_mark(URL + "300x150"))[1]
    beside = ImageChops.difference(read_levels(bare, 0.1), read_levels(small, 0.1))
    changed = beside.point(lambda level: 255 * (level > 8))
    box = changed.getbbox()
    assert box is not None
    assert Rect(20, 32, 32, 18).contains(Rect(box[0], box[1], box[2] - box[0], box[3] - box[1]))


def test_that_a_small_watermark_reaches_into_the_corner_of_an_odd_frame(tmp_path: Path) -> None:
    frame, video = (321, 181), Video(codec="VP9", crf=4, preset="good")
    made, inputs = compose(frame, [(ground(), Rect(0, 0, *FRAME))], video=video)
    assert made.transcode is not None
    made = made.replace(transcode=made.transcode.replace(container=Container(format="WebM")))
    mark = image_mark(URL + "31x17", pos="BottomRight", dx=0, dy=0)
    output = tmp_path / "out.webm"
    overlays = prepare([mark], frame, read, lambda: tmp_path / "mark.rgba")
    run(find_ffmpeg(), render_args(made, inputs, output, overlays), duration=0.5)
    levels = read_levels(output, 0.2)
    assert levels.size == frame
    inside = levels.getpixel((305, 172))
    for corner in ((320, 180), (320, 164), (290, 180)):
        assert levels.getpixel(corner) == pytest.approx(inside, abs=10), corner


@pytest.mark.parametrize("rate", [20, 30])
def test_that_a_watermark_is_seen_from_its_start_up_to_its_end(rate: int, tmp_path: Path) -> None:
    mark = image_mark(URL + "40x40", start_time=0.1, end_time=0.3)
    seen = []
    for time, picture in read_pictures(render([mark], tmp_path, rate=rate)):
        pixel = picture.getpixel((30, 30))
        assert isinstance(pixel, tuple)
        if pixel[0] > 120:
            seen.append(round(time * rate))
    assert seen == list(range(round(0.1 * rate), round(0.3 * rate)))


@pytest.mark.parametrize("order", [("40x40", "30x30a"), ("30x30a", "40x40")])
def test_that_a_later_watermark_lies_on_an_earlier_one(
    order: tuple[str, str], plain: Image.Image, tmp_path: Path
) -> None:
    marks = [text_mark("HHHH", font_size=40, font_color="0x20E040"), *(image_mark(URL + name) for name in order)]
    expected = expect(marks, plain)
    assert difference(expect(marks[::-1], plain), expected) > 100
    assert difference(read_picture(render(marks, tmp_path), 0.2), expected) <= LEVELS


def test_that_times_count_in_the_result_after_the_cut(tmp_path: Path) -> None:
    composition, inputs = compose(
        FRAME, [(ground(), Rect(0, 0, *FRAME))], video=EXACT, interval=TimeInterval(start=0.2, duration=0.3)
    )
    mark = image_mark(URL + "40x40", start_time=0.1, end_time=0.2)
    overlays = prepare([mark], FRAME, read, lambda: tmp_path / "mark.rgba")
    output = tmp_path / "out.mp4"
    run(find_ffmpeg(), render_args(composition, inputs, output, overlays), duration=0.3)
    pixels = [picture.getpixel((30, 30)) for _, picture in read_pictures(output)]
    assert [isinstance(pixel, tuple) and pixel[0] > 120 for pixel in pixels] == [False, False, True, True, False, False]


@pytest.mark.parametrize(
    ("name", "frame", "label", "levels"),
    [
        ("plain", FRAME, "", (91, 104, 198)),
        ("hd", (1280, 720), "", (80, 112, 198)),
        ("hd", FRAME, "bt709", (80, 112, 198)),
    ],
)
@pytest.mark.parametrize("pixfmt", ["yuv420p", "yuvj420p", "yuv422p", "yuv444p"])
def test_that_a_watermark_has_its_colours_in_what_players_take_the_result_for(
    name: str, frame: tuple[int, int], label: str, levels: tuple[int, ...], pixfmt: str, tmp_path: Path
) -> None:
    """The sources say nothing of their colours: a small result is taken as BT.601, a large one as BT.709, and one that
    says what it is as that.
    """
    tiles = [(clip(name), Rect(0, 0, *frame))]
    composition, inputs = compose(frame, tiles, video=EXACT.replace(pixfmt=pixfmt))
    assert {found.source.matrix for found in inputs.values()} == {""}
    overlays = prepare([image_mark(URL + "80x60")], frame, read, lambda: tmp_path / "mark.rgba")
    output = tmp_path / "out.mp4"
    arguments = render_args(composition, inputs, output, overlays)
    run(find_ffmpeg(), [*arguments[:-3], "-t", "0.2", *arguments[-3:]], duration=0.2)
    assert label_of(output) == label
    pixel = read_levels(output, 0.1).getpixel((40, 40))
    if pixfmt == "yuvj420p":
        levels = (
            round((levels[0] - 16) * 255 / 219),
            *(round((level - 128) * 255 / 224 + 128) for level in levels[1:]),
        )
    assert isinstance(pixel, tuple)
    assert max(abs(a - b) for a, b in zip(pixel, levels, strict=True)) <= 4, (pixel, levels)


@pytest.mark.parametrize(
    ("speeds", "first", "way"),
    [
        ((10, 0), 0, lambda n: (-30 + 10 * n, 0)),
        ((7, 3), 3, lambda n: (-30 + 7 * n, 3 * n)),
        ((0, 9), 0, lambda n: (0, -20 + 9 * n)),
        ((0, 0), 0, lambda _: (0, 0)),
    ],
)
@pytest.mark.parametrize("pixfmt", ["yuv444p", "yuv420p"])
def test_that_a_watermark_that_moves_is_where_its_way_says_in_every_picture(
    speeds: tuple[int, int], first: int, way: Callable[[int], tuple[int, int]], pixfmt: str, tmp_path: Path
) -> None:
    """A57: pixels of the frame with each picture, from outside on the left or above; `Pos` and offsets mean nothing."""
    slide = SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=speeds[0], y_slide_speed=speeds[1])
    mark = image_mark(URL + "30x20", "BottomRight", 40, 40, start_time=first / 20).replace(slide_config=slide)
    seen = list(read_pictures(render([mark], tmp_path, EXACT.replace(pixfmt=pixfmt))))
    assert len(seen) == 10
    for number, (_, picture) in enumerate(seen):
        expected = Image.new("RGB", FRAME, GROUND)
        if number >= first:
            x, y = way(number - first)
            expected.paste((200, 40, 40), (x, y, x + 30, y + 20))
        inner = away_from_edges(expected, 0 if pixfmt == "yuv444p" else 3)
        apart = ImageChops.difference(picture, expected)
        assert difference(Image.composite(apart, Image.new("RGB", FRAME), inner), Image.new("RGB", FRAME)) <= CHANGING


def test_that_a_watermark_that_left_the_frame_comes_again(tmp_path: Path) -> None:
    slide = SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=10)
    mark = image_mark(URL + "300x20").replace(slide_config=slide)
    way = way_of(mark, FRAME, (300, 20))
    assert way is not None
    assert way.pictures == 62
    long = card(Card(colours=(GROUND,) * 4, seconds=3.5, rate=Fraction(20)))
    seen = [picture for _, picture in read_pictures(render([mark], tmp_path, source=long))]
    reds = [sum(pixel[0] > 120 for pixel in (picture.getpixel((x, 10)) for x in range(320))) for picture in seen]  # type: ignore[index]  # of RGB
    wanted = [max(0, min(320, way.at(number)[0] + 300) - max(0, way.at(number)[0])) for number in range(len(seen))]
    assert max(abs(red - want) for red, want in zip(reds, wanted, strict=True)) <= 1
    assert reds[61:64] == [10, 0, 10]


def test_that_times_of_an_image_under_the_video_count_in_the_result_after_the_cut(tmp_path: Path) -> None:
    corner = Rect(200, 100, 100, 80)
    interval = TimeInterval(start=0.2, duration=0.3)
    composition, inputs = compose(FRAME, [(ground(), corner)], video=EXACT, interval=interval)
    mark = image_mark(URL + "40x40", dx=0, dy=0, background=True, start_time=0.1, end_time=0.2)
    overlays = prepare([mark], FRAME, read, lambda: tmp_path / "mark.rgba")
    run(find_ffmpeg(), render_args(composition, inputs, tmp_path / "out.mp4", overlays), duration=0.3)
    pixels = [picture.getpixel((30, 30)) for _, picture in read_pictures(tmp_path / "out.mp4")]
    assert [isinstance(pixel, tuple) and pixel[0] > 120 for pixel in pixels] == [False, False, True, True, False, False]


BENEATH: dict[str, tuple[tuple[Watermark, ...], tuple[Rect, ...]]] = {
    "in its own size": ((image_mark(URL + "340x200", dx=-11, dy=-7, background=True),), (Rect(40, 30, 101, 77),)),
    "in percent, from the other corner": (
        (
            image_mark(
                URL + "60x30a", "BottomRight", -25, -10, loc_mode="Relativity", mode="Proportion", width=150,
                height=130, background=True,
            ),
        ),
        (Rect(0, 0, 160, 180),),
    ),
    "two, and one above all": (
        (
            image_mark(URL + "200x100", dx=0, dy=0, background=True),
            image_mark(URL + "31x17", dx=50, dy=40),
            image_mark(URL + "90x300a", "Top", 0, 0, background=True, transparency=60),
        ),
        (Rect(30, 20, 40, 40), Rect(60, 30, 81, 40)),
    ),
    "seen nowhere": ((image_mark(URL + "400x300", dx=0, dy=0, background=True),), (Rect(0, 0, *FRAME),)),
}  # fmt: skip


@pytest.mark.parametrize("what", BENEATH)
@pytest.mark.parametrize("pixfmt", ["yuv444p", "yuv420p"])
def test_that_an_image_under_the_video_lies_between_the_black_ground_and_the_tiles(
    what: str, pixfmt: str, tmp_path: Path
) -> None:
    marks, tiles = BENEATH[what]
    made, inputs = compose(FRAME, [(ground(), rect) for rect in tiles], video=EXACT.replace(pixfmt=pixfmt))
    names = iter(range(9))
    overlays = prepare(marks, FRAME, read, lambda: tmp_path / f"{next(names)}.rgba")
    output = tmp_path / "out.mp4"
    run(find_ffmpeg(), render_args(made, inputs, output, overlays), duration=0.5)
    found = read_picture(output, 0.2)
    assert found.size == FRAME
    under = [mark for mark in marks if mark.image and mark.image.background]
    expected = expect(under, Image.new("RGB", FRAME))
    for rect in tiles:
        expected.paste(GROUND, (rect.x, rect.y, rect.right, rect.bottom))
    expected = expect([mark for mark in marks if mark not in under], expected)
    apart = ImageChops.difference(found, expected)
    if pixfmt == "yuv420p":  # the colours of an edge are those of two pixels
        inner = away_from_edges(expected, 4)
        apart = Image.composite(apart, Image.new("RGB", FRAME), inner)
    assert max(int(band.getextrema()[1]) for band in apart.split()) <= LEVELS


class TestInTheService:
    """Watermarks of requests over HTTP."""

    @pytest.fixture
    def caller(self, tmp_path: Path) -> Iterator[Caller]:
        with local_cloud(tmp_path / "cloud") as running:
            caller = Caller(running.endpoint)
            caller.put("in/a.mp4", ground().read_bytes())
            caller.put("in/标志 1.png", plain_image(60, 30))
            yield caller

    def job(self, caller: Caller, *watermarks: Watermark) -> bytes:
        made = composition(tile("a", 0, 0, 320, 180, url=caller.url("in/a.mp4")), size=FRAME)
        return write_request(made.replace(watermarks=watermarks))

    def test_that_a_job_with_watermarks_shows_them(self, caller: Caller, tmp_path: Path) -> None:
        logo = image_mark(caller.url("in/标志 1.png").replace(".cos.", ".ci."), "BottomRight", 11, 7)
        words = "第七课" if find_cjk_font() else "Lesson"
        done = caller.wait(caller.submit(self.job(caller, text_mark(words, font_size=60), logo)).job_id)
        assert done.state == "Success", done
        (tmp_path / "out.mp4").write_bytes(caller.get(done.result_keys[0]).body)
        picture = read_picture(tmp_path / "out.mp4", 0.2)
        red = picture.getpixel((320 - 11 - 30, 180 - 7 - 15))
        assert isinstance(red, tuple)
        assert red[0] > 180
        brightest = picture.crop((10, 10, 190, 80)).convert("L").getextrema()[1]
        assert brightest == pytest.approx(255, abs=8)
        work = tmp_path / "cloud" / "work"
        assert not list(work.glob("*.rgba"))

    @pytest.mark.parametrize(
        ("key", "content", "code"),
        [
            ("in/nothing.png", None, "ResourceNotFound"),
            ("in/a.mp4", None, "ResourceNotSupported"),
            ("in/b.png", plain_image(90, 90)[:60], "ResourceDownloadFailed"),
        ],
    )
    def test_that_a_bad_image_fails_the_job_by_name(
        self, caller: Caller, key: str, content: bytes | None, code: str
    ) -> None:
        if content:
            caller.put(key, content)
        done = caller.wait(caller.submit(self.job(caller, image_mark(caller.url(key)))).job_id)
        assert (done.state, done.code) == ("Failed", code)
        assert key in done.message

    @pytest.mark.parametrize(
        ("watermark", "word"),
        [
            (text_mark("x" * 65), "64"),
            (text_mark(font_size=101), "size of the letters"),
            (text_mark(pos="Middle"), "place"),
            (text_mark().replace(slide_config=SlideConfig(slide_mode="ScrollFromRight")), "movement"),
        ],
    )
    def test_that_what_cannot_be_is_not_taken(self, caller: Caller, watermark: Watermark, word: str) -> None:
        reply = caller.call("POST", "/jobs", body=self.job(caller, watermark), host=caller.ci_host)
        assert reply.status == 400
        assert word in reply.body.decode()

    def test_that_chinese_is_not_taken_where_no_typeface_has_it(
        self, caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(typefaces, "FONT_FOLDERS", (str(tmp_path / "none"),))
        reply = caller.call("POST", "/jobs", body=self.job(caller, text_mark("第七课")), host=caller.ci_host)
        assert reply.status == 400
        assert "Watermark 1 has Chinese" in reply.body.decode()
        assert "fonts-wqy-microhei" in reply.body.decode()
        reply = caller.call("POST", "/jobs", body=self.job(caller, text_mark("Lesson")), host=caller.ci_host)
        assert reply.status == 200
