"""Rules about how the result is encoded (ci-templates §3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.problem import Fix, Problem
from ..model.ranges import BITRATE, CRF, FPS, GOP, Range
from ..text import Text, say
from .mending import set_field
from .registry import View, rule

_CALLED = {
    "fps": (say("number of pictures a second"), ""),
    "bitrate": (say("bitrate"), " kbps"),
    "crf": (say("quality number (Crf)"), ""),
    "gop": (say("distance of key pictures (Gop)"), ""),
}
"""What people call a number, and its unit."""


def _tell(field: str, value: object, limits: Range) -> Text:
    """What ``value`` is, and what it must be."""
    what, unit = _CALLED[field]
    values: dict[str, object] = {"what": what, "value": value, "unit": unit, "low": limits.low, "high": limits.high}
    if limits.is_open:
        return say("The {what} is {value}{unit}; it must be above {low} up to {high}.", **values)
    return say("The {what} is {value}{unit}; it must be from {low} up to {high}.", **values)


def _judge(view: View, field: str, limits: Range) -> Iterator[Problem]:
    video = view.inline.video if view.inline else None
    value = getattr(video, field) if video else None
    if value is None or value == "auto" or (not isinstance(value, str) and limits.holds(value)):
        return
    good = None if isinstance(value, str) else limits.nearest(value)
    path = f"transcode.video.{field}"
    yield Problem(
        f"{field}-range",
        path,
        "error",
        _tell(field, value, limits),
        Fix(
            "Leave it out" if good is None else say("Make it {good}{unit}", good=good, unit=_CALLED[field][1]),
            set_field(path, good),
        ),
    )


@rule("fps-range")
def find_bad_fps(view: View) -> Iterator[Problem]:
    yield from _judge(view, "fps", FPS)


@rule("bitrate-range")
def find_bad_bitrate(view: View) -> Iterator[Problem]:
    yield from _judge(view, "bitrate", BITRATE)


@rule("crf-range")
def find_bad_crf(view: View) -> Iterator[Problem]:
    yield from _judge(view, "crf", CRF)


@rule("gop-range")
def find_bad_gop(view: View) -> Iterator[Problem]:
    yield from _judge(view, "gop", GOP)


@rule("video-removed")
def find_removed_video(view: View) -> Iterator[Problem]:
    """Without its picture a composition is nothing (ci-templates §3)."""
    if view.inline and view.inline.video and view.inline.video.remove:
        yield Problem(
            "video-removed",
            "transcode.video.remove",
            "error",
            "The encoding leaves the picture out; nothing would be seen.",
            Fix("Keep the picture", set_field("transcode.video.remove", None)),
        )
