"""For each code that `bad_compositions` alone has: what lies just on the right side, of which its rule must not speak,
and why where nothing can be mended by a press.
"""

from __future__ import annotations

from dataclasses import dataclass

from support.bad_compositions import AV1, BOXES, KNOWN, LOGO, NO_ENCODER, NO_FILTER, THAI, lacking
from support.builders import ACCOUNT, LOCAL, composition, known, output, source, tile, transcode, url
from support.watermarks import image_mark, text_mark
from tilewright.model.composition import Composition
from tilewright.model.options import SlideConfig, TransConfig, Watermark
from tilewright.model.source import Known, Trouble
from tilewright.model.target import Target


@dataclass(frozen=True)
class Good:
    code: str
    composition: Composition
    known: Known = KNOWN
    target: Target | None = LOCAL


def marked(*watermarks: Watermark) -> Composition:
    return composition(watermarks=watermarks)


TO_ACCOUNT = composition(tile("a", 0, 0, 1280, 720, url=url("a", ACCOUNT)), output=output(target=ACCOUNT))
SLIDE = SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=1, y_slide_speed=0)
WELL = known(a=source())
UNREAD = known(a=source(), b=Trouble("absent", "There is no such file."))
"""The video of no tile that is shown has a trouble."""

CASES = [
    Good("frame-missing", composition(size=(128, 4096))),
    Good("frame-range", composition(size=(128, 4096))),
    Good("frame-odd", composition(size=(130, 4094))),
    Good("tile-hidden", composition(tile("a", hidden=False))),
    Good("tile-size", composition(tile("a", 0, 0, 1, 1))),
    Good("tile-size-missing", composition(tile("a", 0, 0, 640, 360))),
    Good("tile-outside", composition(tile("a", 1278, 718, 640, 360))),
    Good("tile-overhangs", composition(tile("a", 640, 360, 640, 360))),
    Good("tile-covered", composition(tile("a", 0, 0, 642, 360), tile("b", 0, 0, 640, 360))),
    Good("tile-name", composition(tile("a", name="x" * 64))),
    Good("tile-name", composition(tile("a", name="第7课_a-b*"))),
    Good("source-absent", composition(), UNREAD),
    Good("source-refused", composition(), WELL),
    Good("source-damaged", composition(), WELL),
    Good("source-unreachable", composition(), WELL),
    Good(
        "lengths-differ",
        composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720)),
        known(a=source(duration=10), b=source(duration=10.5)),
    ),
    Good("output-missing", composition(output=output("x.${ext}"))),
    Good("output-elsewhere", TO_ACCOUNT, KNOWN, ACCOUNT),
    Good("output-ext", composition(output=output("lesson.${ext}"))),
    Good("output-key", composition(output=output("a" * 800 + "/b.${ext}"))),
    Good("local-cannot", composition(transcode=transcode(bitrate=2000))),
    Good("local-cannot", TO_ACCOUNT.replace(transcode_template_id="t1"), KNOWN, ACCOUNT),
    Good("watermark-type", marked(text_mark(), image_mark(LOGO))),
    Good("watermark-word", marked(text_mark(pos="BottomRight", loc_mode="Relativity", font_color="0xfF8000"))),
    Good("watermark-range", marked(text_mark(dx=0, dy=4096, font_size=5), text_mark(font_size=100, transparency=1))),
    Good("watermark-range", marked(image_mark(LOGO, mode="Fixed", width=8, height=4096))),
    Good("watermark-size", marked(image_mark(LOGO), image_mark(LOGO, mode="Proportion", height=1))),
    Good("watermark-font", marked(text_mark("第七课"), text_mark("Lesson_7", font_type="arial.ttf"))),
    Good("watermark-times", marked(text_mark(start_time=9.99, end_time=10))),
    Good("watermark-unused", TO_ACCOUNT.replace(watermarks=(text_mark().replace(slide_config=SLIDE),)), KNOWN, ACCOUNT),
    Good("watermark-outside", marked(image_mark(LOGO, dx=0, dy=0, mode="Fixed", width=1280, height=720))),
    Good("watermark-template-wins", composition(watermark_template_ids=("t1",))),
    Good("local-address", marked(image_mark(LOGO))),
    Good("local-no-callback", composition(callback="no")),
    Good("local-letters", composition(watermarks=(text_mark("Lesson"),)), BOXES),
    Good("local-letters", TO_ACCOUNT.replace(watermarks=(text_mark(THAI),)), BOXES, ACCOUNT),
    Good("local-ffmpeg", composition(), lacking(NO_ENCODER, AV1)),
    Good("local-ffmpeg", composition(tile("a", 2, 0)), lacking(NO_FILTER, composition())),
    Good("local-ffmpeg", TO_ACCOUNT.replace(transcode=AV1.transcode), lacking(NO_ENCODER, AV1), ACCOUNT),
    Good("local-hdr", composition(), WELL),
    Good("local-hdr", composition(transcode=transcode(remove=True)), known(a=source(transfer="arib-std-b67"))),
    Good(
        "local-hdr",
        composition(transcode=transcode().replace(trans_config=TransConfig(is_hdr2sdr=True))),
        known(a=source(transfer="arib-std-b67")),
    ),
    Good("local-no-callback", TO_ACCOUNT.replace(callback="https://example.org/done"), KNOWN, ACCOUNT),
]

WHY_NO_FIX = {
    "source-absent": "only the user knows which video it shall be",
    "source-refused": "only the user knows which video it shall be",
    "source-damaged": "only the user knows where a whole copy is",
    "source-unreachable": "the network cannot be mended from here",
    "local-address": "bringing a file into the bucket takes time and asks for one",
    "local-ffmpeg": "only the user knows which other codec will do, or has another FFmpeg",
}
