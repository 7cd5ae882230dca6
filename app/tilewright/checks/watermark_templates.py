"""Rules about what templates of watermarks do to this video. What is in them is the account's: nothing mends them here,
but their values can be copied, and one with which the job cannot be as it shall be can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.rect import Rect
from ..layout.watermarks import locate
from ..model.options import Watermark
from ..model.problem import Fix, Problem, Severity
from ..model.ranges import is_under, moves_across
from ..model.source import frame_in_force, transcode_in_force
from ..model.span import is_ever_seen, known_length
from ..model.watermark_words import is_image, kind_of
from ..text import Text, say
from .asked import video_codec_of
from .links import bucket_of
from .registry import View, rule
from .templates import without_watermark_template
from .watermarks import has_image, has_text, lacks_letters, least_size


def _known(view: View) -> Iterator[tuple[int, str, Watermark]]:
    """Those of which it is known what they are: the place of the id, what people call it, and what is in it."""
    for number, template_id in enumerate(view.composition.watermark_template_ids):
        watermark = view.known.watermark_templates.get(template_id)
        if watermark is not None and kind_of(watermark):
            yield number, view.known.template_names.get(template_id) or template_id, watermark


@rule("watermark-template-outside")
def find_templates_outside(view: View) -> Iterator[Problem]:
    frame = frame_in_force(view.composition, view.known).size
    for number, name, watermark in _known(view):
        if frame is None or is_under(watermark) or watermark.slide_config is not None:
            continue
        rect = locate(watermark, frame, least_size(watermark, frame))
        visible = rect.cut(Rect(0, 0, *frame))
        if visible != rect:
            yield Problem(
                "watermark-template-outside",
                f"watermark_template_ids.{number}",
                "warning",
                say(
                    "The watermark of the template {name} reaches over the edge of the frame and is cut off there."
                    if visible
                    else "The watermark of the template {name} lies outside the frame and would not be seen.",
                    name=name,
                ),
            )


@rule("watermark-template-unseen")
def find_templates_after_the_end(view: View) -> Iterator[Problem]:
    length = known_length(view.composition, view.known)
    for number, name, watermark in _known(view):
        if not is_ever_seen(watermark, length):
            is_late = bool(length) and (watermark.start_time or 0) >= (length or 0)
            yield Problem(
                "watermark-template-unseen",
                f"watermark_template_ids.{number}",
                "warning",
                say(
                    "The watermark of the template {name} starts after the end of the video and would not be seen."
                    if is_late
                    else "The watermark of the template {name} ends before it starts and would not be seen.",
                    name=name,
                ),
            )


def _refused(view: View, code: str, number: int, told: Text, severity: Severity = "error") -> Problem:
    template_id = view.composition.watermark_template_ids[number]
    fix = Fix("Remove it", without_watermark_template(template_id))
    return Problem(code, f"watermark_template_ids.{number}", severity, told, fix)


@rule("watermark-template-empty")
def find_empty_templates(view: View) -> Iterator[Problem]:
    """Text and image are required (ci-templates §8.3, §8.4)."""
    for number, name, watermark in _known(view):
        if not (has_image(watermark) if is_image(watermark) else has_text(watermark)):
            no_image = say("The watermark of the template {name} has no image.", name=name)
            no_text = say("The watermark of the template {name} has no text.", name=name)
            told = no_image if is_image(watermark) else no_text
            yield _refused(view, "watermark-template-empty", number, told)


@rule("watermark-template-font")
def find_templates_without_chinese(view: View) -> Iterator[Problem]:
    """Chinese in a typeface for English comes out garbled (ci-templates §8.6)."""
    for number, name, watermark in _known(view):
        if lacks_letters(watermark):
            told = say(
                "The watermark of the template {name} has letters that its typeface does not have; they would come out "
                "garbled.",
                name=name,
            )
            yield _refused(view, "watermark-template-font", number, told)


@rule("watermark-template-elsewhere")
def find_templates_with_foreign_images(view: View) -> Iterator[Problem]:
    """The image must lie in the bucket of the job (ci-templates §8.3); templates are those of a bucket, but may name
    any address.
    """
    target = view.target
    for number, name, watermark in _known(view):
        if target is None or not is_image(watermark) or not has_image(watermark):
            continue
        own = bucket_of((watermark.image and watermark.image.url) or "")
        if own is None or own["bucket"] != target.bucket:
            told = say(
                "The image of the watermark of the template {name} does not lie in the bucket {bucket}.",
                name=name,
                bucket=target.bucket,
            )
            severity: Severity = "warning" if target.local else "error"
            yield _refused(view, "watermark-template-elsewhere", number, told, severity)


@rule("watermark-template-moves")
def find_templates_that_cannot_move(view: View) -> Iterator[Problem]:
    """Not with H.265 (ci-templates §8.1)."""
    transcode = transcode_in_force(view.composition, view.known)
    if transcode is None or video_codec_of(transcode) != "H.265":
        return
    for number, name, watermark in _known(view):
        if moves_across(watermark):
            told = say("The watermark of the template {name} cannot move in a video with H.265.", name=name)
            yield _refused(view, "watermark-template-moves", number, told)
