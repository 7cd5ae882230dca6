"""Watermarks of a job of a real local cloud, against what the canvas shows of them before it is made."""

from __future__ import annotations

import io
import itertools
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from support.builders import composition, tile, transcode
from support.canvas import CanvasHand
from support.clips import clip
from support.pictures import read_picture
from support.watermarks import image_mark, plain_image, text_mark
from tilewright.layout.rect import Rect
from tilewright.model.composition import Composition
from tilewright.model.options import Output, Watermark
from tilewright.ui.canvas import zoom
from tilewright.usecases.submit import render
from ui.conftest import OpenBench

FRAME = (640, 360)
BUCKET = "https://studio-1250000000.cos.local.myqcloud.com/"
BRIGHT = 60
"""Of the ground, which is black, and of what the encoder makes of it, nothing is as bright."""


def marks(loc_mode: str) -> tuple[Watermark, ...]:
    """Three watermarks far from each other: a text, an image in pixels, an image in percent."""
    offsets: dict[str, Any] = {"dx": 6, "dy": 5, "loc_mode": loc_mode}
    return (
        text_mark("HHH", "TopLeft", font_size=60, **offsets),
        image_mark(f"{BUCKET}in/red.png", "Right", mode="Fixed", width=80, **offsets),
        image_mark(f"{BUCKET}in/red.png", "BottomLeft", mode="Proportion", width=15, height=20, **offsets),
    )


def bright_part(picture: Image.Image, around: Rect) -> Rect:
    """What is bright in the picture, near ``around``."""
    area = around.grown(8).cut(Rect(0, 0, *FRAME))
    assert area is not None
    red, green, blue = picture.crop((area.x, area.y, area.right, area.bottom)).split()
    level = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda value: 255 * (value > BRIGHT))
    found = level.getbbox()
    assert found is not None
    left, top, right, bottom = found
    return Rect(area.x + left, area.y + top, right - left, bottom - top)


def seen_on_canvas(canvas: CanvasHand) -> Image.Image:
    """The frame as the canvas draws it at 100 %, as a picture."""
    grabbed = canvas.canvas.viewport().grab().toImage()
    ratio, corner = grabbed.devicePixelRatio(), canvas.spot(0, 0)
    area = QRectF(corner.x() * ratio, corner.y() * ratio, FRAME[0] * ratio, FRAME[1] * ratio).toRect()
    part = grabbed.copy(area).convertToFormat(grabbed.Format.Format_RGB888)
    data = bytes(part.constBits())
    return Image.frombytes("RGB", (part.width(), part.height()), data, "raw", "RGB", part.bytesPerLine()).resize(FRAME)


@pytest.mark.full
@pytest.mark.parametrize("loc_mode", ["Absolute", "Relativity"])
def test_that_a_job_has_its_watermarks_where_the_canvas_draws_them(
    open_bench: OpenBench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loc_mode: str
) -> None:
    monkeypatch.setattr(zoom, "moves", lambda _: False)
    small = tile("a", 300, 300, 16, 16, url=f"{BUCKET}in/a.mp4")
    start: Composition = composition(small, size=FRAME).replace(
        watermarks=marks(loc_mode),
        output=Output(region="local", bucket="studio-1250000000", object="out/${jobid}.${ext}"),
    )
    bench = open_bench(composition())
    image = tmp_path / "red.png"
    image.write_bytes(plain_image(60, 40, (255, 255, 255, 255)))
    with bench.workplace.service("local") as service:
        service.client.put_file("in/red.png", image)
        service.client.put_file("in/a.mp4", clip("silent"))
    bench.session.document.reset(start)
    canvas = CanvasHand(bench)
    drawn = canvas.canvas.stage.watermarks
    qtbot.waitUntil(lambda: all(drawn.rect(number) is not None for number in range(3)), timeout=20000)
    rects = [rect for number in range(3) if (rect := drawn.rect(number)) is not None]
    shown = seen_on_canvas(canvas)
    canvas.close()

    result = tmp_path / "result.mp4"
    stop = threading.Event()
    list(render(start, bench.workplace, stop.wait, result, name="result", replace=False))
    rendered = read_picture(result, 0.2)
    for rect, other in itertools.combinations(rects, 2):
        assert not rect.grown(8).overlaps(other.grown(8))
    for rect in rects:
        there, here = bright_part(rendered, rect), bright_part(shown, rect)
        assert max(abs(one - two) for one, two in zip(there, here, strict=True)) <= 1, (there, here)
    for rect in rects[1:]:  # of an image the whole rectangle is bright
        there = bright_part(rendered, rect)
        assert max(abs(one - two) for one, two in zip(there, rect, strict=True)) <= 1, (there, rect)


MODES: dict[str, tuple[Watermark, ...]] = {
    "a solid text": (text_mark("Lesson_7", "Top", font_size=60),),
    "a faint text in a colour": (text_mark("HHH", "Center", font_size=90, font_color="0x20E040", transparency=40),),
    "a text that is cut off": (text_mark("MMMMMMMMMM", "TopLeft", dx=500, dy=330, font_size=60),),
    "an image in its own size": (image_mark(f"{BUCKET}in/half.png", "TopRight", dx=7, dy=9),),
    "a faint image by one side": (
        image_mark(f"{BUCKET}in/half.png", "Left", mode="Fixed", width=130, transparency=50),
    ),
    "an image in percent of the frame": (
        image_mark(
            f"{BUCKET}in/half.png", "BottomRight", 5, 8, mode="Proportion", width=30, height=20, loc_mode="Relativity"
        ),
    ),
    "an image larger than the frame": (
        image_mark(f"{BUCKET}in/half.png", "TopLeft", 0, 0, mode="Fixed", width=900, height=500, transparency=70),
    ),
    "an image under the video": (
        image_mark(f"{BUCKET}in/half.png", "TopLeft", -10, -6, mode="Fixed", width=500, height=500, background=True),
        text_mark("HHH", "Center", font_size=60),
        image_mark(
            f"{BUCKET}in/half.png", "Right", -9, mode="Fixed", width=300, height=90, background=True, transparency=50
        ),
    ),
    "one over another": (
        image_mark(f"{BUCKET}in/half.png", "Center", mode="Fixed", width=200, height=200),
        text_mark("HHH", "Center", font_size=60, font_color="0x4060FF"),
        image_mark(f"{BUCKET}in/half.png", "Center", mode="Fixed", width=50, height=30, transparency=60),
    ),
    "words in another case": (
        image_mark(f"{BUCKET}in/half.png", "topright", 6, 7, mode="FIXED", width=90).replace(type="image"),
        text_mark("HHH", "bottomLEFT", 4, 5, font_size=60, loc_mode="relativity").replace(type="TEXT"),
    ),
    "a time": (text_mark("HHH", "BottomLeft", font_size=60, start_time=0, end_time=0.5),),
}

TURNED = 10
"""Levels that turning colours into those of video and back, and the encoder, change at the most in any channel."""


@pytest.mark.full
def test_that_a_job_looks_as_the_canvas_shows_it_in_every_mode_of_a_watermark(
    open_bench: OpenBench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zoom, "moves", lambda _: False)
    bench = open_bench(composition())
    image = tmp_path / "half.png"
    image.write_bytes(two_halves())
    with bench.workplace.service("local") as service:
        service.client.put_file("in/half.png", image)
        service.client.put_file("in/a.mp4", clip("silent"))
    small = tile("a", 0, 176, 8, 8, url=f"{BUCKET}in/a.mp4")
    exact = transcode(FRAME, crf=1, pixfmt="yuv444p", profile="auto")
    canvas = CanvasHand(bench)
    for what, watermarks in MODES.items():
        made = composition(small, size=FRAME).replace(
            transcode=exact,
            watermarks=watermarks,
            output=Output(region="local", bucket="studio-1250000000", object="out/${jobid}.${ext}"),
        )
        bench.session.document.reset(made)
        qtbot.waitUntil(lambda made=made: all(bench.stamps.of(one, FRAME) for one in made.watermarks), timeout=20000)
        shown = seen_on_canvas(canvas)
        result = tmp_path / f"{len(list(tmp_path.iterdir()))}.mp4"
        list(render(made, bench.workplace, threading.Event().wait, result, name="result", replace=False))
        rendered = read_picture(result, 0.2)
        apart = ImageChops.difference(shown, rendered)
        apart.paste((0, 0, 0), (0, 170, 14, 190))  # the tile: a video is not the same after another encoder
        assert max(high for _, high in apart.getextrema()) <= TURNED, what
        assert max(high for _, high in shown.getextrema()) > BRIGHT, what
    canvas.close()


def two_halves() -> bytes:
    """60 × 40 pixels: red and solid on the left, white and half transparent on the right."""
    picture = Image.new("RGBA", (60, 40), (200, 40, 40, 255))
    picture.paste((255, 255, 255, 128), (30, 0, 60, 40))
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
