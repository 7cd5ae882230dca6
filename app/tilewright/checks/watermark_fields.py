"""The fields of a watermark: what they are called, and what the service takes (ci-templates §8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..layout.watermark_changes import USUAL_SIDES
from ..layout.watermarks import is_in_the_middle
from ..model.codecs import spelled
from ..model.options import Watermark
from ..model.ranges import (
    LETTERS,
    OPACITY,
    SLIDE_SPEED,
    TYPEFACES,
    USUAL_TYPEFACE,
    Range,
    image_side_range,
    offset_range,
)
from ..model.watermark_words import IMAGE_MODES, POSITIONS, SLIDES, UNITS, USUAL_POSITION, is_image, kind_of
from ..text import Text, say

USUAL_WIDTH = USUAL_SIDES


@dataclass(frozen=True, slots=True)
class Word:
    """A field that takes one of some words; ``usual`` is what a fix puts where none is."""

    field: str
    what: Text
    words: tuple[str, ...]
    usual: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A field that takes a number; ``usual`` is what a fix puts where none is."""

    field: str
    what: Text
    takes: Range
    usual: float


_POS = Word("pos", say("place"), POSITIONS, USUAL_POSITION)
_LOC_MODE = Word("loc_mode", say("unit of the offsets (LocMode)"), UNITS, "Absolute")
FONT = Word("text.font_type", say("typeface"), tuple(TYPEFACES), USUAL_TYPEFACE)
_MODE = Word("image.mode", say("kind of size (Mode)"), IMAGE_MODES, "Original")
_FONT_SIZE = Amount("text.font_size", say("size of the letters"), LETTERS, 24)
_SLIDE = Word("slide_config.slide_mode", say("kind of movement"), SLIDES, "Default")
SPEEDS = tuple(Amount(f"slide_config.{axis}_slide_speed", say("speed of movement"), SLIDE_SPEED, 0) for axis in "xy")


_EVER = (_POS, _LOC_MODE, FONT, _MODE, _SLIDE)


def folded(watermark: Watermark) -> Watermark:
    """The watermark with the service's own spelling of words that stand in another case: whether it minds is not
    documented (ci-templates §16), so it is judged as what it is meant to be.
    """
    kind = kind_of(watermark)
    changed = watermark if kind in {None, watermark.type} else watermark.replace(type=kind)
    for word in _EVER:
        value = value_of(changed, word.field)
        good = spelled(value, word.words) if value else None
        if good and good != value:
            changed = _with(changed, word.field, good)
    return changed


def _with(watermark: Watermark, field: str, value: str) -> Watermark:
    part, dot, name = field.rpartition(".")
    changes = {part: getattr(watermark, part).replace(**{name: value})} if dot else {name: value}
    return watermark.replace(**changes)


def is_text(watermark: Watermark) -> bool:
    return kind_of(watermark) == "Text"


def words_of(watermark: Watermark) -> Iterator[Word]:
    yield _POS
    yield _LOC_MODE
    yield FONT if is_text(watermark) else _MODE
    if watermark.slide_config is not None:
        slide = watermark.slide_config
        yield replace(_SLIDE, usual="ScrollFromLeft") if slide.x_slide_speed or slide.y_slide_speed else _SLIDE


def amounts_of(watermark: Watermark) -> Iterator[Amount]:
    """The numbers that are required."""
    for axis, what in (("dx", say("distance from left or right")), ("dy", say("distance from top or bottom"))):
        if not is_in_the_middle(watermark, axis):
            yield Amount(axis, what, offset_range(watermark), 0)
    if is_text(watermark):
        yield _FONT_SIZE
    yield Amount("text.transparency" if is_text(watermark) else "image.transparency", say("opacity"), OPACITY, 100)


def sides_of(watermark: Watermark) -> Iterator[Amount]:
    """The sides of an image, which may be left out."""
    takes = image_side_range(watermark) if is_image(watermark) else None
    if takes is not None:
        yield Amount("image.width", say("width"), takes, takes.low)
        yield Amount("image.height", say("height"), takes, takes.low)


def value_of(watermark: Watermark, field: str) -> Any:
    value: Any = watermark
    for name in field.split("."):
        value = None if value is None else getattr(value, name)
    return value
