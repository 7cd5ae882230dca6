"""Rules about what templates of watermarks do to this video. What is in them is the account's: nothing mends them here,
but their values can be copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.rect import Rect
from ..layout.watermarks import locate
from ..model.options import Watermark
from ..model.problem import Problem
from ..model.ranges import is_under
from ..model.source import frame_in_force
from ..model.span import known_length
from ..model.watermark_words import kind_of
from ..text import say
from .registry import View, rule
from .watermarks import least_size


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
        if length and (watermark.start_time or 0) >= length:
            yield Problem(
                "watermark-template-unseen",
                f"watermark_template_ids.{number}",
                "warning",
                say(
                    "The watermark of the template {name} starts after the end of the video and would not be seen.",
                    name=name,
                ),
            )
