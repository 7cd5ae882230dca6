"""The fields of a watermark: what they are called, and what the service takes (ci-templates §8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..layout.watermarks import POSITIONS, is_in_the_middle
from ..model.options import Watermark
from ..text import say

CHINESE_FONTS = (
    "simfang.ttf", "simhei.ttf", "simkai.ttf", "simsun.ttc", "STHeiti-Light.ttc", "STHeiti-Medium.ttc", "youyuan.TTF",
)  # fmt: skip
ENGLISH_FONTS = ("ariblk.ttf", "arial.ttf", "ahronbd.ttf", "Helvetica.dfont", "HelveticaNeue.dfont")
"""`FontType` (ci-templates §8.6): these hold no Chinese."""

USUAL_FONT = "simhei.ttf"
USUAL_WIDTH = {"Proportion": 10, "Fixed": 200}


@dataclass(frozen=True, slots=True)
class Word:
    """A field that takes one of some words; ``usual`` is what a fix puts where none is."""

    field: str
    what: str
    words: tuple[str, ...]
    usual: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A field that takes a number; ``usual`` is what a fix puts where none is."""

    field: str
    what: str
    low: float
    high: float
    usual: float


_POS = Word("pos", say("place"), POSITIONS, "TopLeft")
_LOC_MODE = Word("loc_mode", say("unit of the offsets (LocMode)"), ("Absolute", "Relativity"), "Absolute")
FONT = Word("text.font_type", say("typeface"), (*CHINESE_FONTS, *ENGLISH_FONTS), USUAL_FONT)
_MODE = Word("image.mode", say("kind of size (Mode)"), ("Original", "Proportion", "Fixed"), "Original")
_FONT_SIZE = Amount("text.font_size", say("size of the letters"), 5, 100, 24)
_SLIDE = Word("slide_config.slide_mode", say("kind of movement"), ("Default", "ScrollFromLeft"), "Default")
SPEEDS = tuple(Amount(f"slide_config.{axis}_slide_speed", say("speed of movement"), 0, 10, 0) for axis in "xy")


def is_text(watermark: Watermark) -> bool:
    return watermark.type == "Text"


def is_under(watermark: Watermark) -> bool:
    """Whether the image lies under the video, which turns the ranges around (ci-templates §8.2, §8.3)."""
    return watermark.type == "Image" and watermark.image is not None and bool(watermark.image.background)


def words_of(watermark: Watermark) -> Iterator[Word]:
    yield _POS
    yield _LOC_MODE
    yield FONT if is_text(watermark) else _MODE
    if watermark.slide_config is not None:
        yield _SLIDE


def amounts_of(watermark: Watermark) -> Iterator[Amount]:
    """The numbers that are required."""
    most = 100 if watermark.loc_mode == "Relativity" else 4096
    low, high = (-3 * most if most == 100 else -most, 0) if is_under(watermark) else (0, most)
    for axis, what in (("dx", say("distance from left or right")), ("dy", say("distance from top or bottom"))):
        if not is_in_the_middle(watermark, axis):
            yield Amount(axis, what, low, high, 0)
    if is_text(watermark):
        yield _FONT_SIZE
    yield Amount("text.transparency" if is_text(watermark) else "image.transparency", say("opacity"), 1, 100, 100)


def sides_of(watermark: Watermark) -> Iterator[Amount]:
    """The sides of an image, which may be left out."""
    image = watermark.image
    if watermark.type != "Image" or image is None or image.mode not in USUAL_WIDTH:
        return
    low, high = (8, 4096) if image.mode == "Fixed" else (100, 300) if image.background else (1, 100)
    yield Amount("image.width", say("width"), low, high, low)
    yield Amount("image.height", say("height"), low, high, low)


def value_of(watermark: Watermark, field: str) -> Any:
    value: Any = watermark
    for name in field.split("."):
        value = None if value is None else getattr(value, name)
    return value
