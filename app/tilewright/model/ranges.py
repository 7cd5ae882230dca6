"""Which numbers and words the service takes: one home for rules, fields and the geometry (ci-templates §3, §4, §8)."""

from __future__ import annotations

from dataclasses import dataclass

from .options import Watermark
from .watermark_words import image_mode_of, is_image, is_in_percent, slide_of


@dataclass(frozen=True, slots=True)
class Range:
    """The legal values of a number; ``is_open`` means above ``low``, not from it."""

    low: int
    high: int
    is_open: bool = False

    def holds(self, value: float) -> bool:
        return (self.low < value if self.is_open else self.low <= value) and value <= self.high

    def nearest(self, value: float) -> int | None:
        """The nearest legal value; ``None`` (leave it out) where there is no nearest one."""
        if value > self.high:
            return self.high
        return None if self.is_open else self.low


FRAME_SIDE = Range(128, 4096)
"""Pixels; even ones (ci-templates §3)."""

FPS = Range(0, 60, is_open=True)
BITRATE = Range(10, 50_000)
"""kbit/s of the picture."""

CRF = Range(0, 51, is_open=True)
GOP = Range(1, 100_000)
BUFSIZE = Range(1000, 128_000)
"""Kb, as the Chinese page has it (ci-templates §15, no. 8)."""

MAXRATE = Range(10, 50_000)
"""kbit/s (ci-templates §3)."""

SOUND_BITRATE = Range(8, 1000)
"""kbit/s (ci-templates §4)."""

SAMPLE_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000)
"""Hz (ci-templates §4)."""

WATERMARKS_LIMIT = 3
"""Watermarks of one job (ci-templates §8)."""

WATERMARK_TEXT_LIMIT = 64
"""Characters of a text watermark (ci-templates §8.4)."""

OPACITY = Range(1, 100)
"""Percent, of texts and images (ci-templates §8.3, §8.4)."""

LETTERS = Range(5, 100)
"""Pixels of a text's letters (ci-templates §8.4)."""

SLIDE_SPEED = Range(0, 10)

TYPEFACES = {
    "simhei.ttf": "SimHei",
    "simsun.ttc": "SimSun",
    "simkai.ttf": "KaiTi",
    "simfang.ttf": "FangSong",
    "STHeiti-Light.ttc": "STHeiti Light",
    "STHeiti-Medium.ttc": "STHeiti Medium",
    "youyuan.TTF": "YouYuan",
    "arial.ttf": "Arial",
    "ariblk.ttf": "Arial Black",
    "ahronbd.ttf": "Aharoni Bold",
    "Helvetica.dfont": "Helvetica",
    "HelveticaNeue.dfont": "Helvetica Neue",
}
"""`FontType` and the name of the face (ci-templates §8.6)."""

TYPEFACES_WITHOUT_CHINESE = frozenset(
    {"arial.ttf", "ariblk.ttf", "ahronbd.ttf", "Helvetica.dfont", "HelveticaNeue.dfont"}
)

USUAL_TYPEFACE = "simhei.ttf"


def is_under(watermark: Watermark) -> bool:
    """Whether the image lies under the video, which turns the ranges around (ci-templates §8.2, §8.3)."""
    return is_image(watermark) and watermark.image is not None and bool(watermark.image.background)


def moves_across(watermark: Watermark) -> bool:
    """Whether it moves by itself: `Pos` and the offsets mean nothing then (ci-templates §8.1, §8.5)."""
    return slide_of(watermark) == "ScrollFromLeft"


def offset_range(watermark: Watermark) -> Range:
    """Of `Dx` and `Dy`: percent or pixels, by `LocMode` (ci-templates §8.2)."""
    is_percent = is_in_percent(watermark)
    if is_under(watermark):
        return Range(-300 if is_percent else -4096, 0)
    return Range(0, 100 if is_percent else 4096)


def image_side_range(watermark: Watermark) -> Range | None:
    """Of `Image.Width` and `Image.Height`; ``None`` where `Mode` takes none (ci-templates §8.3)."""
    mode = image_mode_of(watermark)
    if mode == "Fixed":
        return Range(8, 4096)
    if mode == "Proportion":
        return Range(100, 300) if is_under(watermark) else Range(1, 100)
    return None
