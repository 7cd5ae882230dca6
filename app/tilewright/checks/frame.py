"""Rules about the frame (ci-templates §3, ci-jobs §1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problem import Fix, Problem
from .mending import set_field, set_frame
from .registry import View, rule

SMALLEST, LARGEST = 128, 4096
USUAL = (1280, 720)

_WORDS = {"width": "wide", "height": "high"}


def _even(side: float) -> int:
    """The nearest legal side: even and in range."""
    return max(SMALLEST, min(LARGEST, 2 * round(side / 2)))


def _sides(view: View) -> Iterator[tuple[str, int]]:
    """The sides that the composition states and that hold."""
    video = view.inline.video if view.inline else None
    if video:
        for name in ("width", "height"):
            side = getattr(video, name)
            if side is not None:
                yield name, side


@rule("frame-missing")
def find_missing_frame(view: View) -> Iterator[Problem]:
    """Width and Height are both mandatory for this kind of job (ci-jobs §1.2)."""
    if view.composition.transcode_template_id:
        return
    sides = dict(_sides(view))
    if len(sides) == 2:
        return
    width = sides.get("width") or (_even(sides["height"] * 16 / 9) if sides.get("height") else USUAL[0])
    height = sides.get("height") or (_even(sides["width"] * 9 / 16) if sides.get("width") else USUAL[1])
    missing = " and ".join(name for name in ("width", "height") if name not in sides)
    yield Problem(
        "frame-missing",
        "transcode.video." + ("height" if "width" in sides else "width"),
        "error",
        f"The frame has no {missing}. Say how large the picture shall be.",
        Fix(f"Make it {width} × {height}", set_frame(width, height)),
    )


@rule("frame-range")
def find_frame_out_of_range(view: View) -> Iterator[Problem]:
    """128 to 4096 pixels a side (ci-templates §3)."""
    for name, side in _sides(view):
        if not SMALLEST <= side <= LARGEST:
            path, good = f"transcode.video.{name}", _even(side)
            yield Problem(
                "frame-range",
                path,
                "error",
                f"The frame is {side} pixels {_WORDS[name]}; it must be {SMALLEST} to {LARGEST}.",
                Fix(f"Make it {good} pixels {_WORDS[name]}", set_field(path, good)),
            )


@rule("frame-odd")
def find_odd_frame(view: View) -> Iterator[Problem]:
    """Both sides are even (ci-templates §3)."""
    for name, side in _sides(view):
        if SMALLEST <= side <= LARGEST and side % 2:
            path = f"transcode.video.{name}"
            yield Problem(
                "frame-odd",
                path,
                "error",
                f"The frame is {side} pixels {_WORDS[name]}; it must be an even number.",
                Fix(f"Make it {side + 1} pixels {_WORDS[name]}", set_field(path, side + 1)),
            )


@rule("template-hides-inline")
def find_hidden_options(view: View) -> Iterator[Problem]:
    """A template id wins over the composition's own options (ci-jobs §1.2)."""
    template = view.composition.transcode_template_id
    if template and view.composition.transcode is not None:
        yield Problem(
            "template-hides-inline",
            "transcode_template_id",
            "warning",
            f"The template {template} is used; frame and encoding set here are ignored.",
            Fix("Use what is set here", set_field("transcode_template_id", None)),
        )


@rule("template-frame")
def find_template_without_frame(view: View) -> Iterator[Problem]:
    """The template must state both sides; all official presets state only the width (ci-templates §1)."""
    template = view.composition.transcode_template_id
    if not template:
        return
    content = view.known.templates.get(template)
    if content is None:
        yield Problem(
            "template-frame",
            "transcode_template_id",
            "note",
            f"What the template {template} says is not known yet, so the size of the frame is not known either.",
            assumption="A1, A12",
        )
    elif not content.video or content.video.width is None or content.video.height is None:
        yield Problem(
            "template-frame",
            "transcode_template_id",
            "error",
            f"The template {template} does not say both width and height of the frame. "
            "Take another template, or set the frame here.",
            assumption="A12",
        )
