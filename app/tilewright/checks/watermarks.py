"""Rules about watermarks: what is needed, what the service takes, and what is seen (ci-templates §8)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..layout.rect import Rect
from ..layout.watermarks import POSITIONS, is_in_the_middle, locate, move_watermark, size_watermark
from ..model.composition import Composition
from ..model.options import Watermark, WatermarkImage, WatermarkText
from ..model.paths import write_path
from ..model.problem import Fix, Problem, Severity
from ..model.source import frame_in_force
from ..model.span import known_length
from ..wire.limits import NOT_IN_NAMES, WATERMARK_TEXT_LIMIT
from .mending import Mend
from .registry import View, rule

MOST_LETTERS = WATERMARK_TEXT_LIMIT
"""For the window, which does not know of requests."""

CHINESE_FONTS = (
    "simfang.ttf", "simhei.ttf", "simkai.ttf", "simsun.ttc", "STHeiti-Light.ttc", "STHeiti-Medium.ttc", "youyuan.TTF",
)  # fmt: skip
ENGLISH_FONTS = ("ariblk.ttf", "arial.ttf", "ahronbd.ttf", "Helvetica.dfont", "HelveticaNeue.dfont")
"""`FontType` (ci-templates §8.6): these hold no Chinese."""

USUAL_FONT = "simhei.ttf"
USUAL_WIDTH = {"Proportion": 10, "Fixed": 200}

_COLOUR = re.compile("0x[0-9A-Fa-f]{6}")
_BEYOND_LATIN = re.compile("[\u1100-\u11ff\u2e80-\U0010ffff]")


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


_POS = Word("pos", "place", POSITIONS, "TopLeft")
_LOC_MODE = Word("loc_mode", "unit of the offsets (LocMode)", ("Absolute", "Relativity"), "Absolute")
_FONT = Word("text.font_type", "typeface", (*CHINESE_FONTS, *ENGLISH_FONTS), USUAL_FONT)
_MODE = Word("image.mode", "kind of size (Mode)", ("Original", "Proportion", "Fixed"), "Original")
_FONT_SIZE = Amount("text.font_size", "size of the letters", 5, 100, 24)
_SLIDE = Word("slide_config.slide_mode", "kind of movement", ("Default", "ScrollFromLeft"), "Default")


def _is_text(watermark: Watermark) -> bool:
    return watermark.type == "Text"


def _is_under(watermark: Watermark) -> bool:
    """Whether the image lies under the video, which turns the ranges around (ci-templates §8.2, §8.3)."""
    return watermark.type == "Image" and watermark.image is not None and bool(watermark.image.background)


def _words(watermark: Watermark) -> Iterator[Word]:
    yield _POS
    yield _LOC_MODE
    yield _FONT if _is_text(watermark) else _MODE
    if watermark.slide_config is not None:
        yield _SLIDE


def _amounts(watermark: Watermark) -> Iterator[Amount]:
    """The numbers that are required."""
    most = 100 if watermark.loc_mode == "Relativity" else 4096
    low, high = (-3 * most if most == 100 else -most, 0) if _is_under(watermark) else (0, most)
    for axis, side in (("dx", "left or right"), ("dy", "top or bottom")):
        if not is_in_the_middle(watermark, axis):
            yield Amount(axis, f"distance from {side}", low, high, 0)
    if _is_text(watermark):
        yield _FONT_SIZE
    yield Amount("text.transparency" if _is_text(watermark) else "image.transparency", "opacity", 1, 100, 100)


def _sides(watermark: Watermark) -> Iterator[Amount]:
    """The sides of an image, which may be left out."""
    image = watermark.image
    if watermark.type != "Image" or image is None or image.mode not in USUAL_WIDTH:
        return
    low, high = (8, 4096) if image.mode == "Fixed" else (100, 300) if image.background else (1, 100)
    for side in ("width", "height"):
        yield Amount(f"image.{side}", side, low, high, low)


def _value(watermark: Watermark, field: str) -> Any:
    value: Any = watermark
    for name in field.split("."):
        value = None if value is None else getattr(value, name)
    return value


def _at(number: int, field: str) -> str:
    return f"watermarks.{number}.{field}" if field else f"watermarks.{number}"


def _set(number: int, field: str, value: Any) -> Mend:
    def apply(composition: Composition) -> Composition:
        return write_path(composition, _at(number, field), value)

    return apply


def _found(code: str, number: int, field: str, says: str, fix: Fix | None, severity: Severity = "error") -> Problem:
    return Problem(code, _at(number, field), severity, f"Watermark {number + 1} {says}", fix)


def _whole(watermarks: Iterator[tuple[int, Watermark]]) -> Iterator[tuple[int, Watermark]]:
    """Those of which it is known what they are; `watermark-type` speaks of the others."""
    for number, watermark in watermarks:
        if watermark.type in {"Text", "Image"}:
            yield number, watermark


@rule("watermark-type")
def find_bad_types(view: View) -> Iterator[Problem]:
    for number, watermark in view.inline_watermarks:
        if watermark.type not in {"Text", "Image"}:
            fits = "Image" if watermark.image is not None and watermark.text is None else "Text"
            told = f"is of the kind {watermark.type}" if watermark.type else "does not say of which kind it is"
            fix = Fix(f"Make it of the kind {fits}", _set(number, "type", fits))
            yield _found("watermark-type", number, "type", f"{told}; it must be Text or Image.", fix)


@rule("watermark-missing")
def find_missing_fields(view: View) -> Iterator[Problem]:
    """All but times, sides and Background are required (ci-templates §8.1, §8.3, §8.4); the typeface is, too, but
    official samples leave it empty.
    """
    for number, watermark in _whole(view.inline_watermarks):
        if _is_text(watermark) and not (watermark.text and (watermark.text.text or "").strip()):
            yield _found("watermark-missing", number, "text.text", "has no text. Write one, or remove it.", None)
        if not _is_text(watermark) and not (watermark.image and watermark.image.url):
            yield _found("watermark-missing", number, "image.url", "has no image. Choose one, or remove it.", None)
        if _is_text(watermark) and not _value(watermark, "text.font_color"):
            fix = Fix("Make it white", _set(number, "text.font_color", "0xFFFFFF"))
            yield _found("watermark-missing", number, "text.font_color", "has no colour.", fix)
        needs: list[Word | Amount] = [*_words(watermark), *_amounts(watermark)]
        for need in needs:
            if _value(watermark, need.field) in {None, ""}:
                fix = Fix(f"Make it {_shown(need.usual)}", _set(number, need.field, need.usual))
                severity: Severity = "warning" if need is _FONT else "error"
                yield _found("watermark-missing", number, need.field, f"has no {need.what}.", fix, severity)


@rule("watermark-word")
def find_unknown_words(view: View) -> Iterator[Problem]:
    for number, watermark in _whole(view.inline_watermarks):
        for word in _words(watermark):
            value = _value(watermark, word.field)
            if value and value not in word.words:
                good = next((known for known in word.words if known.lower() == value.lower()), word.usual)
                fix = Fix(f"Make it {good}", _set(number, word.field, good))
                says = f"has the {word.what} {value}, which the service does not know."
                yield _found("watermark-word", number, word.field, says, fix)
        colour = _value(watermark, "text.font_color") if _is_text(watermark) else None
        if colour and not _COLOUR.fullmatch(colour):
            fix = Fix("Make it white", _set(number, "text.font_color", "0xFFFFFF"))
            says = f"has the colour {colour}; it must be 0x and six hexadecimal digits, for example 0xFF8000."
            yield _found("watermark-word", number, "text.font_color", says, fix)


@rule("watermark-range")
def find_numbers_out_of_range(view: View) -> Iterator[Problem]:
    """Ranges of ci-templates §8.2 to §8.5."""
    for number, watermark in _whole(view.inline_watermarks):
        speeds = (Amount(f"slide_config.{axis}_slide_speed", "speed of movement", 0, 10, 0) for axis in "xy")
        for amount in (*_amounts(watermark), *_sides(watermark), *speeds):
            value = _value(watermark, amount.field)
            if value is None or amount.low <= value <= amount.high:
                continue
            good = amount.high if value > amount.high else amount.low
            fix = Fix(f"Make it {_shown(good)}", _set(number, amount.field, good))
            says = f"has the {amount.what} {_shown(value)}; it must be {_shown(amount.low)} to {_shown(amount.high)}."
            yield _found("watermark-range", number, amount.field, says, fix)


@rule("watermark-size")
def find_bad_image_sizes(view: View) -> Iterator[Problem]:
    """`Original` takes no sides, the other modes need one (ci-templates §8.3)."""
    for number, watermark in _whole(view.inline_watermarks):
        image = watermark.image
        if _is_text(watermark) or image is None:
            continue
        has_sides = image.width is not None or image.height is not None
        if image.mode == "Original" and has_sides:
            fix = Fix("Remove the sides", _set(number, "image", image.replace(width=None, height=None)))
            says = "keeps the image's own size, so it must have no width and no height."
            yield _found("watermark-size", number, "image.width", says, fix)
        if image.mode in USUAL_WIDTH and not has_sides:
            usual = 100 if image.mode == "Proportion" and image.background else USUAL_WIDTH[image.mode]
            unit = " %" if image.mode == "Proportion" else " pixels"
            fix = Fix(f"Make it {usual}{unit} wide", _set(number, "image.width", usual))
            yield _found("watermark-size", number, "image.width", "has neither width nor height.", fix)


@rule("watermark-text")
def find_bad_texts(view: View) -> Iterator[Problem]:
    """At most 64 characters of the documented ones; a space is in the official sample but not in the list (§8.4)."""
    for number, watermark in _whole(view.inline_watermarks):
        text = (watermark.text and watermark.text.text) or ""
        if not _is_text(watermark) or not text:
            continue
        if len(text) > WATERMARK_TEXT_LIMIT:
            cut = text[:WATERMARK_TEXT_LIMIT].strip()
            fix = Fix(f"Keep the first {WATERMARK_TEXT_LIMIT}", _set(number, "text.text", cut))
            says = f"has {len(text)} characters; at most {WATERMARK_TEXT_LIMIT} are possible."
            yield _found("watermark-text", number, "text.text", says, fix)
        elif odd := NOT_IN_NAMES.findall(text):
            told = ", ".join(dict.fromkeys("a space" if letter == " " else letter for letter in "".join(odd)))
            says = f"has {told} in its text. The service promises only English letters, Chinese, digits, _, - and *."
            yield _found("watermark-text", number, "text.text", says, None, "warning")


@rule("watermark-font")
def find_fonts_without_chinese(view: View) -> Iterator[Problem]:
    """Chinese in a typeface for English comes out garbled (ci-templates §8.6)."""
    for number, watermark in _whole(view.inline_watermarks):
        text = watermark.text or WatermarkText()
        if _is_text(watermark) and text.font_type in ENGLISH_FONTS and _BEYOND_LATIN.search(text.text or ""):
            fix = Fix("Use SimHei", _set(number, "text.font_type", USUAL_FONT))
            says = f"has letters that the typeface {text.font_type} does not have; they would come out garbled."
            yield _found("watermark-font", number, "text.font_type", says, fix)


@rule("watermark-times")
def find_bad_times(view: View) -> Iterator[Problem]:
    for number, watermark in view.inline_watermarks:
        start, end = watermark.start_time or 0, watermark.end_time
        length = known_length(view.composition, view.known)
        if start < 0:
            fix = Fix("Start at 0", _set(number, "start_time", 0))
            yield _found("watermark-times", number, "start_time", "starts before the video does.", fix)
        elif end is not None and end <= start:
            fix = Fix("Keep it to the end", _set(number, "end_time", None))
            yield _found("watermark-times", number, "end_time", "ends before it starts.", fix)
        elif length and start >= length:
            fix = Fix("Start at 0", _set(number, "start_time", 0))
            says = "starts after the end of the video and would not be seen."
            yield _found("watermark-times", number, "start_time", says, fix, "warning")


@rule("watermark-unused")
def find_unused_parts(view: View) -> Iterator[Problem]:
    """A part of the other kind is best left out; offsets do not count while it moves (ci-templates §8.1)."""
    for number, watermark in _whole(view.inline_watermarks):
        other = "image" if _is_text(watermark) else "text"
        if getattr(watermark, other) is not None:
            fix = Fix("Remove it", _set(number, other, None))
            says = f"is {'a text' if _is_text(watermark) else 'an image'}; its {other} is not used."
            yield _found("watermark-unused", number, other, says, fix, "warning")
        moves = watermark.slide_config is not None and _value(watermark, "slide_config.slide_mode") == "ScrollFromLeft"
        codec = view.inline and view.inline.video and view.inline.video.codec
        if moves and codec == "H.265":
            fix = Fix("Let it stand still", _set(number, "slide_config", None))
            yield _found("watermark-unused", number, "slide_config", "cannot move in a video with H.265.", fix)


@rule("watermark-outside")
def find_watermarks_outside(view: View) -> Iterator[Problem]:
    """As far as sizes are known without looking: of texts the height of the letters, of images the sides given."""
    frame = frame_in_force(view.composition, view.known).size
    for number, watermark in _whole(view.inline_watermarks):
        if frame is None or _is_under(watermark) or watermark.slide_config is not None:
            continue
        size = _least_size(watermark, frame)
        rect = locate(watermark, frame, size)
        visible = rect.cut(Rect(0, 0, *frame))
        if visible == rect:
            continue
        says = "reaches over the edge of the frame; what is outside is cut off."
        says = says if visible else "lies outside the frame and would not be seen."
        inside = Rect(
            max(0, min(rect.x, frame[0] - rect.width)), max(0, min(rect.y, frame[1] - rect.height)), *rect[2:]
        )
        moved = move_watermark(watermark, frame, inside)
        fits = rect.width <= frame[0] and rect.height <= frame[1]
        fix = Fix("Move it into the frame", _set(number, "", moved)) if fits and moved != watermark else None
        yield _found("watermark-outside", number, "dx", says, fix, "warning")


def _least_size(watermark: Watermark, frame: tuple[int, int]) -> tuple[int, int]:
    if watermark.type == "Image":
        image = watermark.image or WatermarkImage()
        width, height = size_watermark(watermark, frame, (1, 1))
        return (1 if image.width is None else width), (1 if image.height is None else height)
    letters = math.floor(_value(watermark, "text.font_size") or 1)
    return 1, max(1, letters)


@rule("watermark-elsewhere")
def find_foreign_images(view: View) -> Iterator[Problem]:
    """The image must lie in the bucket of the job (ci-templates §8.3)."""
    target = view.target
    for number, watermark in _whole(view.inline_watermarks):
        url = (watermark.image and watermark.image.url) or ""
        if target is None or _is_text(watermark) or not url:
            continue
        hosts = (f"//{target.cos_host.lower()}/", f"//{target.ci_host.lower()}/")
        if not any(host in url.lower() for host in hosts):
            says = f"has an image that does not lie in the bucket {target.bucket}. Bring it into the bucket first."
            severity: Severity = "warning" if target.local else "error"
            yield _found("watermark-elsewhere", number, "image.url", says, None, severity)


@rule("watermark-template-wins")
def find_hidden_watermarks(view: View) -> Iterator[Problem]:
    """Template ids win over inline watermarks (ci-jobs §1.2)."""
    if view.composition.watermark_template_ids and view.composition.watermarks:
        yield Problem(
            "watermark-template-wins",
            "watermark_template_ids",
            "warning",
            "Templates of watermarks are used; the watermarks set here are ignored.",
            Fix("Use the watermarks set here", lambda c: c.replace(watermark_template_ids=())),
        )


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"
