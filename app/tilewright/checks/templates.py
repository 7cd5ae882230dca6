"""Rules about a transcode template: its id, and what it is known to contain (ci-templates §1, §10, §12)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.composition import Composition
from ..model.options import Transcode
from ..model.problem import Fix, Problem
from ..model.ranges import FRAME_SIDE
from ..text import say
from ..wire.limits import OFFICIAL_TEMPLATE_ID, TEMPLATE_ID
from .asked import has_picture
from .mending import Mend, set_field
from .registry import View, rule

_PATH = "transcode_template_id"


def _content(view: View) -> Transcode | None:
    return view.known.templates.get(view.composition.transcode_template_id or "")


def _instead(view: View) -> Fix | None:
    """The composition's own options, where it has some."""
    return Fix("Use what is set here", set_field(_PATH, None)) if view.composition.transcode else None


@rule("template-id")
def find_bad_id(view: View) -> Iterator[Problem]:
    template = view.composition.transcode_template_id
    if template and not TEMPLATE_ID.fullmatch(template):
        clean = template.strip()
        fix = Fix("Remove the spaces", set_field(_PATH, clean)) if TEMPLATE_ID.fullmatch(clean) else _instead(view)
        yield Problem(
            "template-id",
            _PATH,
            "warning",
            "The id of a template is a t, followed by letters and digits; this one is not.",
            fix,
        )


@rule("template-kind")
def find_template_of_watermarks(view: View) -> Iterator[Problem]:
    template = view.composition.transcode_template_id
    if template and template in view.known.watermark_templates and template not in view.known.templates:
        yield Problem(
            "template-kind",
            _PATH,
            "error",
            say("The template {template} is one of watermarks, not of the encoding.", template=template),
            _instead(view),
        )


@rule("watermark-template-kind", of=("watermark_template_ids",))
def find_template_of_encodings(view: View) -> Iterator[Problem]:
    for number, template in enumerate(view.composition.watermark_template_ids):
        if template in view.known.templates and template not in view.known.watermark_templates:
            yield Problem(
                "watermark-template-kind",
                f"watermark_template_ids.{number}",
                "error",
                say("The template {template} is one of the encoding, not of watermarks.", template=template),
                Fix("Remove it", without_watermark_template(template)),
            )


def without_watermark_template(template: str) -> Mend:
    def apply(composition: Composition) -> Composition:
        ids = tuple(each for each in composition.watermark_template_ids if each != template)
        return composition.replace(watermark_template_ids=ids)

    return apply


@rule("template-official")
def find_official_template(view: View) -> Iterator[Problem]:
    """All of them say the width alone, and this kind of job needs both sides (ci-templates §1, A12)."""
    template = view.composition.transcode_template_id
    if template and OFFICIAL_TEMPLATE_ID.fullmatch(template) and _content(view) is None:
        yield Problem(
            "template-official",
            _PATH,
            "warning",
            "This seems to be a template of the service itself. Those leave the height of the frame open, which this "
            "kind of job does not allow.",
            _instead(view),
            "A12",
        )


@rule("template-picture")
def find_template_without_picture(view: View) -> Iterator[Problem]:
    content = _content(view)
    if content is not None and not has_picture(content) and not view.is_local:
        yield Problem(
            "template-picture",
            _PATH,
            "error",
            say(
                "The template {template} makes sound alone, without a picture.",
                template=view.composition.transcode_template_id,
            ),
            _instead(view),
        )


@rule("template-frame-range")
def find_bad_template_frame(view: View) -> Iterator[Problem]:
    """128 to 4096 pixels a side, and even (ci-templates §3)."""
    content = _content(view)
    video = content.video if content else None
    if video is None or video.width is None or video.height is None:
        return
    if any(not FRAME_SIDE.holds(side) or side % 2 for side in (video.width, video.height)):
        yield Problem(
            "template-frame-range",
            _PATH,
            "error",
            say(
                "The frame of the template {template} is {width} × {height}; each side must be an even number from "
                "{least} to {most}.",
                template=view.composition.transcode_template_id,
                width=video.width,
                height=video.height,
                least=FRAME_SIDE.low,
                most=FRAME_SIDE.high,
            ),
            _instead(view),
        )


@rule("template-frame-differs")
def find_another_frame(view: View) -> Iterator[Problem]:
    """Tiles were laid out for the frame that is set here, and the template's holds (ci-jobs §1.2)."""
    content, own = _content(view), view.composition.inline_frame
    video = content.video if content else None
    if video is None or not video.width or not video.height or own.size is None:
        return
    if own.size != (video.width, video.height):
        yield Problem(
            "template-frame-differs",
            _PATH,
            "warning",
            say(
                "The frame of the template is {width} × {height}, the one set here {own_width} × {own_height}: tiles "
                "may not lie where they were put.",
                width=video.width,
                height=video.height,
                own_width=own.size[0],
                own_height=own.size[1],
            ),
            _instead(view),
            "A1",
        )


@rule("template-cuts")
def find_template_that_cuts(view: View) -> Iterator[Problem]:
    content = _content(view)
    cut = content.time_interval if content else None
    if cut is None or not (cut.start or cut.duration):
        return
    start = float(cut.start or 0)
    is_nothing = view.longest is not None and start >= view.longest
    if is_nothing:
        told = say("The template keeps what comes after {start:g} seconds (Start): nothing is left.", start=start)
    elif cut.duration:
        told = say(
            "The template keeps {length:g} seconds from {start:g} on (TimeInterval).", length=cut.duration, start=start
        )
    else:
        told = say("The template keeps what comes after {start:g} seconds (TimeInterval).", start=start)
    yield Problem("template-cuts", _PATH, "error" if is_nothing else "note", told, _instead(view), "A24")
