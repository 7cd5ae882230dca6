"""Rules about the frame (ci-templates §3, ci-jobs §1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.composition import Composition
from ..model.options import Video
from ..model.problem import Fix, Problem
from ..model.ranges import FRAME_SIDE
from ..model.template import Template, copy_inline
from ..text import say
from .mending import Mend, set_field, set_frame
from .registry import View, rule

USUAL = (1280, 720)

_WORDS = {"width": say("wide"), "height": say("high")}

_MISSING = {
    ("width",): say("The frame has no width. Say how large the picture shall be."),
    ("height",): say("The frame has no height. Say how large the picture shall be."),
    ("width", "height"): say("The frame has no width and height. Say how large the picture shall be."),
}


def _even(side: float) -> int:
    """The nearest legal side: even and in range."""
    return max(FRAME_SIDE.low, min(FRAME_SIDE.high, 2 * round(side / 2)))


def _sides(view: View) -> Iterator[tuple[str, int]]:
    """The sides that the composition states and that hold."""
    video = view.inline.video if view.inline else None
    if video:
        for name in ("width", "height"):
            side = getattr(video, name)
            if side is not None:
                yield name, side


def _whole_frame(width: int | None, height: int | None) -> tuple[int, int]:
    """Both sides, the one that is not said from the other."""
    return (
        width or (_even(height * 16 / 9) if height else USUAL[0]),
        height or (_even(width * 9 / 16) if width else USUAL[1]),
    )


@rule("frame-missing")
def find_missing_frame(view: View) -> Iterator[Problem]:
    """Width and Height are both mandatory for this kind of job (ci-jobs §1.2)."""
    if view.composition.transcode_template_id:
        return
    sides = dict(_sides(view))
    if len(sides) == 2:
        return
    width, height = _whole_frame(sides.get("width"), sides.get("height"))
    yield Problem(
        "frame-missing",
        "transcode.video." + ("height" if "width" in sides else "width"),
        "error",
        _MISSING[tuple(name for name in ("width", "height") if name not in sides)],
        Fix(say("Make it {width} × {height}", width=width, height=height), set_frame(width, height)),
    )


@rule("frame-range")
def find_frame_out_of_range(view: View) -> Iterator[Problem]:
    """128 to 4096 pixels a side (ci-templates §3)."""
    for name, side in _sides(view):
        if not FRAME_SIDE.holds(side):
            path, good = f"transcode.video.{name}", _even(side)
            yield Problem(
                "frame-range",
                path,
                "error",
                say(
                    "The frame is {side} pixels {way}; it must be {smallest} to {largest}.",
                    side=side,
                    way=_WORDS[name],
                    smallest=FRAME_SIDE.low,
                    largest=FRAME_SIDE.high,
                ),
                Fix(say("Make it {good} pixels {way}", good=good, way=_WORDS[name]), set_field(path, good)),
            )


@rule("frame-odd")
def find_odd_frame(view: View) -> Iterator[Problem]:
    """Both sides are even (ci-templates §3)."""
    for name, side in _sides(view):
        if FRAME_SIDE.holds(side) and side % 2:
            path = f"transcode.video.{name}"
            yield Problem(
                "frame-odd",
                path,
                "error",
                say("The frame is {side} pixels {way}; it must be an even number.", side=side, way=_WORDS[name]),
                Fix(say("Make it {side} pixels {way}", side=side + 1, way=_WORDS[name]), set_field(path, side + 1)),
            )


@rule("template-hides-inline")
def find_hidden_options(view: View) -> Iterator[Problem]:
    """A template id wins over the composition's own options (ci-jobs §1.2). A warning: who names a template wants what
    is in it, and own options wait for the day when it is taken off (ADR 0017).
    """
    template = view.composition.transcode_template_id
    if template and view.composition.transcode is not None:
        yield Problem(
            "template-hides-inline",
            "transcode_template_id",
            "warning",
            say("The template {template} is used; frame and encoding set here are ignored.", template=template),
            Fix("Use what is set here", set_field("transcode_template_id", None)),
        )


@rule("template-frame")
def find_template_without_frame(view: View) -> Iterator[Problem]:
    """The template must state both sides; all official presets state only the width (ci-templates §1)."""
    template = view.composition.transcode_template_id
    if not template or template in view.known.absent_templates or template in view.known.watermark_templates:
        return
    content = view.known.templates.get(template)
    if content is None:
        yield Problem(
            "template-frame",
            "transcode_template_id",
            "note",
            say(
                "What the template {template} says is not known yet, so the size of the frame is not known either.",
                template=template,
            ),
            assumption="A1, A12",
        )
        return
    video = content.video or Video()
    if video.width is None or video.height is None:
        width, height = _whole_frame(video.width, video.height)
        yield Problem(
            "template-frame",
            "transcode_template_id",
            "error",
            say(
                "The template {template} does not say both width and height of the frame. Take another "
                "template, or set the frame here.",
                template=template,
            ),
            Fix(
                say("Copy it here and make it {width} × {height}", width=width, height=height),
                _copied(Template(template, transcode=content), width, height),
            ),
            "A12",
        )


def _copied(template: Template, width: int, height: int) -> Mend:
    """Put what the template says in the place of its id, and say how large the frame is."""

    def apply(composition: Composition) -> Composition:
        if composition.transcode_template_id != template.id:
            return composition
        return set_frame(width, height)(copy_inline(composition, template))

    return apply
