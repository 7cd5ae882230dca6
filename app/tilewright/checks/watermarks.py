"""Rules about watermarks: what is needed, what the service takes, and what is seen (ci-templates §8)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from ..layout.rect import Rect
from ..layout.watermarks import locate, move_watermark, size_watermark
from ..model.composition import Composition
from ..model.options import Watermark, WatermarkImage, WatermarkText
from ..model.paths import write_path
from ..model.problem import Fix, Problem, Severity
from ..model.ranges import TYPEFACES, TYPEFACES_WITHOUT_CHINESE, USUAL_TYPEFACE, WATERMARK_TEXT_LIMIT, is_under
from ..model.source import frame_in_force, transcode_in_force
from ..model.spelling import spelled
from ..model.watermark_words import is_image
from ..text import say
from ..wire.limits import NOT_IN_NAMES
from . import watermark_fields as fields
from .asked import video_codec_of
from .links import bucket_of, host_of
from .mending import Mend
from .registry import View, rule

_BEYOND_LATIN = re.compile("[\u1100-\u11ff\u2e80-\U0010ffff]")


def _at(number: int, field: str) -> str:
    return f"watermarks.{number}.{field}" if field else f"watermarks.{number}"


def put(number: int, field: str, value: Any) -> Mend:
    def apply(composition: Composition) -> Composition:
        return write_path(composition, _at(number, field), value)

    return apply


def found(
    code: str,
    number: int,
    field: str,
    template: str,
    fix: Fix | None,
    severity: Severity = "error",
    assumption: str = "",
    **values: object,
) -> Problem:
    """``template`` speaks of watermark ``{number}``, counted from 1, and of ``values``."""
    return Problem(code, _at(number, field), severity, say(template, number=number + 1, **values), fix, assumption)


def _whole(watermarks: Iterator[tuple[int, Watermark]]) -> Iterator[tuple[int, Watermark]]:
    """Those of which it is known what they are, with words as the service spells them; `watermark-type` and
    `watermark-word` speak of the others.
    """
    for number, watermark in watermarks:
        whole = fields.folded(watermark)
        if whole.type in {"Text", "Image"}:
            yield number, whole


@rule("watermark-missing")
def find_missing_fields(view: View) -> Iterator[Problem]:
    """All but times, sides and Background are required (ci-templates §8.1, §8.3, §8.4); the typeface is, too, but
    official samples leave it empty.
    """
    for number, watermark in _whole(view.inline_watermarks):
        if fields.is_text(watermark) and not has_text(watermark):
            yield found(
                "watermark-missing",
                number,
                "text.text",
                "Watermark {number} has no text. Write one, or remove it.",
                Fix("Make it an image", put(number, "type", "Image")) if has_image(watermark) else None,
            )
        if not fields.is_text(watermark) and not has_image(watermark):
            yield found(
                "watermark-missing",
                number,
                "image.url",
                "Watermark {number} has no image. Choose one, or remove it.",
                Fix("Make it a text", put(number, "type", "Text")) if has_text(watermark) else None,
            )
        if fields.is_text(watermark) and not fields.value_of(watermark, "text.font_color"):
            fix = Fix("Make it white", put(number, "text.font_color", "0xFFFFFF"))
            yield found("watermark-missing", number, "text.font_color", "Watermark {number} has no colour.", fix)
        needs: list[fields.Word | fields.Amount] = [*fields.words_of(watermark), *fields.amounts_of(watermark)]
        for need in needs:
            if fields.value_of(watermark, need.field) in {None, ""}:
                fix = Fix(say("Make it {usual}", usual=_shown(need.usual)), put(number, need.field, need.usual))
                severity: Severity = "warning" if need is fields.FONT else "error"
                yield found(
                    "watermark-missing",
                    number,
                    need.field,
                    "Watermark {number} has no {what}.",
                    fix,
                    severity,
                    what=need.what,
                )


def has_text(watermark: Watermark) -> bool:
    return bool(watermark.text and (watermark.text.text or "").strip())


def has_image(watermark: Watermark) -> bool:
    return bool(_image(watermark))


def _image(watermark: Watermark) -> str:
    return (watermark.image and watermark.image.url) or ""


@rule("watermark-range")
def find_numbers_out_of_range(view: View) -> Iterator[Problem]:
    """Ranges of ci-templates §8.2 to §8.5."""
    for number, watermark in _whole(view.inline_watermarks):
        for amount in (*fields.amounts_of(watermark), *fields.sides_of(watermark), *fields.SPEEDS):
            value = fields.value_of(watermark, amount.field)
            takes = amount.takes
            if value is None or takes.holds(value):
                continue
            good = takes.high if value > takes.high else takes.low
            fix = Fix(say("Make it {good}", good=_shown(good)), put(number, amount.field, good))
            yield found(
                "watermark-range",
                number,
                amount.field,
                "Watermark {number} has the {what} {value}; it must be {low} to {high}.",
                fix,
                what=amount.what,
                value=_shown(value),
                low=_shown(takes.low),
                high=_shown(takes.high),
            )


@rule("watermark-size")
def find_bad_image_sizes(view: View) -> Iterator[Problem]:
    """`Original` takes no sides, the other modes need one (ci-templates §8.3)."""
    for number, watermark in _whole(view.inline_watermarks):
        image = watermark.image
        if fields.is_text(watermark) or image is None:
            continue
        has_sides = image.width is not None or image.height is not None
        if image.mode == "Original" and has_sides:
            fix = Fix("Remove the sides", put(number, "image", image.replace(width=None, height=None)))
            yield found(
                "watermark-size",
                number,
                "image.width",
                "Watermark {number} keeps the image's own size, so it must have no width and no height.",
                fix,
            )
        if image.mode in fields.USUAL_WIDTH and not has_sides:
            usual = 100 if image.mode == "Proportion" and image.background else fields.USUAL_WIDTH[image.mode]
            of_frame, in_pixels = (
                say("Make it {usual} % wide", usual=usual),
                say("Make it {usual} pixels wide", usual=usual),
            )
            told = of_frame if image.mode == "Proportion" else in_pixels
            fix = Fix(told, put(number, "image.width", usual))
            yield found(
                "watermark-size", number, "image.width", "Watermark {number} has neither width nor height.", fix
            )


@rule("watermark-text")
def find_bad_texts(view: View) -> Iterator[Problem]:
    """At most 64 characters of the documented ones; a space is in the official sample but not in the list (§8.4)."""
    for number, watermark in _whole(view.inline_watermarks):
        text = (watermark.text and watermark.text.text) or ""
        if not fields.is_text(watermark) or not text:
            continue
        if len(text) > WATERMARK_TEXT_LIMIT:
            cut = text[:WATERMARK_TEXT_LIMIT].strip()
            fix = Fix(say("Keep the first {most}", most=WATERMARK_TEXT_LIMIT), put(number, "text.text", cut))
            yield found(
                "watermark-text",
                number,
                "text.text",
                "Watermark {number} has {count} characters; at most {most} are possible.",
                fix,
                count=len(text),
                most=WATERMARK_TEXT_LIMIT,
            )
        elif odd := NOT_IN_NAMES.findall(text):
            good = NOT_IN_NAMES.sub("", re.sub(r"\s+", "_", text.strip()))
            yield found(
                "watermark-text",
                number,
                "text.text",
                "Watermark {number} has {letters} in its text. The service promises only English letters, Chinese, "
                "digits, _, - and *.",
                Fix(say("Write {good}", good=good), put(number, "text.text", good)) if good else None,
                "warning",
                letters=_listed(list(dict.fromkeys("".join(odd)))),
            )


def _listed(letters: list[str]) -> str:
    """``!, a space, ?``"""
    *before, last = letters
    letter = say("a space") if last == " " else last
    return say("{before}, {letter}", before=_listed(before), letter=letter) if before else letter


@rule("watermark-font")
def find_fonts_without_chinese(view: View) -> Iterator[Problem]:
    """Chinese in a typeface for English comes out garbled (ci-templates §8.6)."""
    for number, watermark in _whole(view.inline_watermarks):
        if lacks_letters(watermark):
            fix = Fix("Use SimHei", put(number, "text.font_type", USUAL_TYPEFACE))
            yield found(
                "watermark-font",
                number,
                "text.font_type",
                "Watermark {number} has letters that the typeface {font} does not have; they would come out garbled.",
                fix,
                font=fields.value_of(watermark, "text.font_type"),
            )


def lacks_letters(watermark: Watermark) -> bool:
    """Whether a text has letters that its typeface has not."""
    text = watermark.text or WatermarkText()
    is_latin = spelled(text.font_type, TYPEFACES) in TYPEFACES_WITHOUT_CHINESE
    return fields.is_text(watermark) and is_latin and bool(_BEYOND_LATIN.search(text.text or ""))


@rule("watermark-times")
def find_bad_times(view: View) -> Iterator[Problem]:
    length = view.length
    for number, watermark in view.inline_watermarks:
        start, end = watermark.start_time or 0, watermark.end_time
        if start < 0:
            is_over = end is not None and end <= 0
            whole = watermark.replace(start_time=0, end_time=None if is_over else end)
            fix = Fix("Start at 0", put(number, "", whole))
            yield found(
                "watermark-times", number, "start_time", "Watermark {number} starts before the video does.", fix
            )
        elif end is not None and end <= start:
            fix = Fix("Keep it to the end", put(number, "end_time", None))
            yield found("watermark-times", number, "end_time", "Watermark {number} ends before it starts.", fix)
        elif length and start >= length:
            fix = Fix("Start at 0", put(number, "start_time", 0))
            yield found(
                "watermark-times",
                number,
                "start_time",
                "Watermark {number} starts after the end of the video and would not be seen.",
                fix,
                "warning",
            )


@rule("watermark-unused")
def find_unused_parts(view: View) -> Iterator[Problem]:
    """What becomes of a part of the other kind is not documented (“omit it”); with H.265 none moves (§8.1)."""
    transcode = transcode_in_force(view.composition, view.known)
    for number, watermark in _whole(view.inline_watermarks):
        other = "image" if fields.is_text(watermark) else "text"
        if getattr(watermark, other) is not None:
            fix = Fix("Remove it", put(number, other, None))
            yield found(
                "watermark-unused",
                number,
                other,
                "Watermark {number} is a text; what becomes of its image is not documented."
                if fields.is_text(watermark)
                else "Watermark {number} is an image; what becomes of its text is not documented.",
                fix,
                "warning",
            )
        moves = fields.value_of(watermark, "slide_config.slide_mode") == "ScrollFromLeft"
        if moves and transcode is not None and video_codec_of(transcode) == "H.265":
            fix = Fix("Let it stand still", put(number, "slide_config", None))
            yield found(
                "watermark-unused", number, "slide_config", "Watermark {number} cannot move in a video with H.265.", fix
            )


@rule("watermark-outside")
def find_watermarks_outside(view: View) -> Iterator[Problem]:
    """As far as sizes are known without looking: of texts the height of the letters, of images the sides given."""
    frame = frame_in_force(view.composition, view.known).size
    for number, watermark in _whole(view.inline_watermarks):
        if frame is None or is_under(watermark) or watermark.slide_config is not None:
            continue
        size = least_size(watermark, frame)
        rect = locate(watermark, frame, size)
        visible = rect.cut(Rect(0, 0, *frame))
        if visible == rect:
            continue
        inside = Rect(
            max(0, min(rect.x, frame[0] - rect.width)), max(0, min(rect.y, frame[1] - rect.height)), *rect[2:]
        )
        moved = move_watermark(watermark, frame, inside)
        fits = rect.width <= frame[0] and rect.height <= frame[1]
        fix = Fix("Move it into the frame", put(number, "", moved)) if fits and moved != watermark else None
        yield found(
            "watermark-outside",
            number,
            "dx",
            "Watermark {number} reaches over the edge of the frame; what is outside is cut off."
            if visible
            else "Watermark {number} lies outside the frame and would not be seen.",
            fix,
            "warning",
        )


def least_size(watermark: Watermark, frame: tuple[int, int]) -> tuple[int, int]:
    """As far as it is known without the picture."""
    if is_image(watermark):
        image = watermark.image or WatermarkImage()
        width, height = size_watermark(watermark, frame, (1, 1))
        return (1 if image.width is None else width), (1 if image.height is None else height)
    letters = math.floor(fields.value_of(watermark, "text.font_size") or 1)
    return 1, max(1, letters)


@rule("watermark-address")
def find_bad_addresses(view: View) -> Iterator[Problem]:
    """No fix: nobody but the user knows which image it shall be."""
    for number, watermark in _whole(view.inline_watermarks):
        if not fields.is_text(watermark) and has_image(watermark) and host_of(_image(watermark)) is None:
            yield found(
                "watermark-address",
                number,
                "image.url",
                "The address of the image of watermark {number} is not one of a file on the web. It starts with "
                "https://.",
                None,
            )


@rule("watermark-elsewhere")
def find_foreign_images(view: View) -> Iterator[Problem]:
    """The image must lie in the bucket of the job (ci-templates §8.3). Wrong hosts of that bucket are told by
    `addresses`.
    """
    target = view.target
    for number, watermark in _whole(view.inline_watermarks):
        url = _image(watermark)
        if target is None or fields.is_text(watermark) or host_of(url) is None:
            continue
        own = bucket_of(url)
        if own is None or own["bucket"] != target.bucket:
            yield found(
                "watermark-elsewhere",
                number,
                "image.url",
                "Watermark {number} has an image that does not lie in the bucket {bucket}. Bring it into the bucket "
                "first.",
                None,
                "warning" if target.local else "error",
                bucket=target.bucket,
            )


@rule("watermark-template-wins")
def find_hidden_watermarks(view: View) -> Iterator[Problem]:
    """Template ids win over inline watermarks (ci-jobs §1.2); a warning, as for those of the encoding (ADR 0017)."""
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
