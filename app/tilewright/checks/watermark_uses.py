"""Rules about watermarks that are whole, but probably not what anybody wants (ci-templates §8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from ..layout.watermarks import is_in_the_middle
from ..model.composition import Composition
from ..model.paths import write_path
from ..model.problem import Fix, Problem
from ..model.ranges import moves_across
from ..model.watermark_words import is_image, slide_of
from ..text import say
from ..wire.limits import TEMPLATE_ID
from .mending import Mend
from .registry import View, rule

_T = TypeVar("_T")

PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "apng")
"""Endings of images. Which kinds the service takes is not documented (ci-templates §8.3)."""

SHORT = 0.001
"""Seconds: times are told in milliseconds (ci-templates §8.1)."""


def _set(number: int, field: str, value: object) -> Mend:
    return lambda composition: write_path(composition, f"watermarks.{number}.{field}", value)


@rule("watermark-template-id")
def find_bad_ids(view: View) -> Iterator[Problem]:
    for number, name in enumerate(view.composition.watermark_template_ids):
        if not TEMPLATE_ID.fullmatch(name):
            good = name.strip()
            is_cured = bool(TEMPLATE_ID.fullmatch(good))
            text = say("Take the spaces away") if is_cured else say("Remove it")
            yield Problem(
                "watermark-template-id",
                f"watermark_template_ids.{number}",
                "warning",
                say("{name} does not look like the id of a watermark template: t and letters or digits.", name=name),
                Fix(text, _with_id(name, good if is_cured else "")),
            )


def _with_id(name: str, good: str) -> Mend:
    def apply(composition: Composition) -> Composition:
        ids = (good if each == name else each for each in composition.watermark_template_ids)
        return composition.replace(watermark_template_ids=tuple(each for each in ids if each))

    return apply


@rule("watermark-template-twice")
def find_ids_twice(view: View) -> Iterator[Problem]:
    ids = view.composition.watermark_template_ids
    once = tuple(dict.fromkeys(ids))
    if once != ids:
        twice = next(name for name, times in Counter(ids).items() if times > 1)
        yield Problem(
            "watermark-template-twice",
            "watermark_template_ids",
            "warning",
            say("The watermark template {name} is named more than once.", name=twice),
            Fix("Name each once", _each_once),
        )


def _once(items: tuple[_T, ...]) -> tuple[_T, ...]:
    """Without those that stood there before."""
    return tuple(item for number, item in enumerate(items) if item not in items[:number])


def _each_once(composition: Composition) -> Composition:
    return composition.replace(watermark_template_ids=tuple(dict.fromkeys(composition.watermark_template_ids)))


@rule("watermark-twice")
def find_twins(view: View) -> Iterator[Problem]:
    marks = [watermark for _, watermark in view.inline_watermarks]
    for number, watermark in enumerate(marks):
        if watermark in marks[:number]:
            yield Problem(
                "watermark-twice",
                f"watermarks.{number}",
                "warning",
                say(
                    "Watermark {number} is the same as watermark {other}.",
                    number=number + 1,
                    other=marks.index(watermark) + 1,
                ),
                Fix("Remove it", lambda c: c.replace(watermarks=_once(c.watermarks))),
            )


@rule("watermark-end")
def find_late_ends(view: View) -> Iterator[Problem]:
    """[0, video duration] (ci-templates §8.1)."""
    length = view.length
    for number, watermark in view.inline_watermarks:
        start, end = watermark.start_time or 0, watermark.end_time
        if length and end is not None and 0 <= start < length and end > max(length, start) + SHORT:
            yield Problem(
                "watermark-end",
                f"watermarks.{number}.end_time",
                "warning",
                say(
                    "Watermark {number} ends at {end:g} s, but the video is over after {length:.1f} s.",
                    number=number + 1,
                    end=end,
                    length=length,
                ),
                Fix("Keep it to the end", _set(number, "end_time", None)),
            )


@rule("watermark-offset")
def find_offsets_without_effect(view: View) -> Iterator[Problem]:
    """`Dx` means nothing in the middle of a line, `Dy` in the middle of a column (ci-templates §8.1). A note: both have
    to be sent whatever they are (“always send, 0 if unused”, §15, no. 22).
    """
    for number, watermark in view.inline_watermarks:
        for axis in ("dx", "dy"):
            if getattr(watermark, axis) and is_in_the_middle(watermark, axis):
                across = say(
                    "Watermark {number} stands in the middle; its distance from left or right has no effect.",
                    number=number + 1,
                )
                down = say(
                    "Watermark {number} stands in the middle; its distance from top or bottom has no effect.",
                    number=number + 1,
                )
                yield Problem(
                    "watermark-offset",
                    f"watermarks.{number}.{axis}",
                    "note",
                    across if axis == "dx" else down,
                    Fix("Make it 0", _set(number, axis, 0)),
                )


@rule("watermark-decimal")
def find_decimals(view: View) -> Iterator[Problem]:
    """Whether decimals are taken is not documented (ci-templates §8.2)."""
    for number, watermark in view.inline_watermarks:
        for axis in ("dx", "dy"):
            value = getattr(watermark, axis)
            if value is not None and not float(value).is_integer():
                across = say("distance from left or right")
                yield Problem(
                    "watermark-decimal",
                    f"watermarks.{number}.{axis}",
                    "note",
                    say(
                        "Watermark {number} has the {what} {value:g}; whether the service takes anything but whole "
                        "numbers is not known.",
                        number=number + 1,
                        what=across if axis == "dx" else say("distance from top or bottom"),
                        value=value,
                    ),
                    Fix(say("Make it {good}", good=round(value)), _set(number, axis, round(value))),
                    "A98",
                )


@rule("watermark-slide")
def find_slides_that_are_off(view: View) -> Iterator[Problem]:
    """The bare presence of SlideConfig may switch the offsets off (ci-templates §8.5)."""
    for number, watermark in view.inline_watermarks:
        if slide_of(watermark) == "Default":
            yield Problem(
                "watermark-slide",
                f"watermarks.{number}.slide_config",
                "note",
                say(
                    "Watermark {number} does not move, but says so with a movement that is off; the service may then "
                    "ignore its distances.",
                    number=number + 1,
                ),
                Fix("Remove the movement", _set(number, "slide_config", None)),
                "A58",
            )


@rule("watermark-still")
def find_movements_without_speed(view: View) -> Iterator[Problem]:
    for number, watermark in view.inline_watermarks:
        slide = watermark.slide_config
        if slide is not None and moves_across(watermark) and not (slide.x_slide_speed or slide.y_slide_speed):
            yield Problem(
                "watermark-still",
                f"watermarks.{number}.slide_config.x_slide_speed",
                "warning",
                say("Watermark {number} shall move, but both its speeds are 0.", number=number + 1),
                Fix("Make the speed 1", _set(number, "slide_config.x_slide_speed", 1)),
            )


@rule("watermark-picture")
def find_files_that_are_no_pictures(view: View) -> Iterator[Problem]:
    for number, watermark in view.inline_watermarks:
        url = (watermark.image and watermark.image.url) or ""
        if not is_image(watermark) or not url:
            continue
        ending = _ending(url)
        if ending and ending not in PICTURES:
            yield Problem(
                "watermark-picture",
                f"watermarks.{number}.image.url",
                "warning",
                say(
                    "Watermark {number} shows a file that ends in .{ending}, which is no image. Choose an image, for "
                    "example a PNG.",
                    number=number + 1,
                    ending=ending,
                ),
            )


def _ending(url: str) -> str:
    try:
        name = unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and ending.isalnum() and len(ending) <= 5 else ""
