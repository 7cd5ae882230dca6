"""Rules about how the result is encoded (ci-templates §3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import codecs
from ..model.problem import Fix, Problem
from ..model.ranges import BITRATE, BUFSIZE, CRF, FPS, GOP, MAXRATE, Range
from ..text import Text, say
from .asked import video_codec_of
from .mending import leave_out, set_field, use
from .registry import View, rule

_CALLED = {
    "fps": (say("number of pictures a second"), ""),
    "bitrate": (say("bitrate"), " kbps"),
    "crf": (say("quality number (Crf)"), ""),
    "gop": (say("distance of key pictures (Gop)"), ""),
    "bufsize": (say("buffer size (Bufsize)"), " Kb"),
    "maxrate": (say("highest bitrate (Maxrate)"), " kbps"),
}
"""What people call a number, and its unit."""


def _tell(field: str, value: object, limits: Range) -> Text:
    """What ``value`` is, and what it must be."""
    what, unit = _CALLED[field]
    values: dict[str, object] = {"what": what, "value": value, "unit": unit, "low": limits.low, "high": limits.high}
    if field == "bitrate":
        return say("The {what} is {value}{unit}; it must be from {low} to {high}, or auto.", **values)
    if limits.is_open:
        return say("The {what} is {value}{unit}; it must be above {low} up to {high}.", **values)
    return say("The {what} is {value}{unit}; it must be from {low} up to {high}.", **values)


def _judge(view: View, field: str, limits: Range) -> Iterator[Problem]:
    video = view.inline.video if view.inline else None
    value = getattr(video, field) if video else None
    if value is None or value == "auto" or (not isinstance(value, str) and limits.holds(value)):
        return
    path = f"transcode.video.{field}"
    if isinstance(value, str) and value.strip().lower() == "auto":
        told = say(
            "The bitrate is written “{value}”; the service writes it auto. Whether it minds is not known.", value=value
        )
        yield Problem("bitrate-range", path, "note", told, use(path, "auto"), "A97")
        return
    if field == "bufsize" and value == 0:
        told = say("The buffer size (Bufsize) is 0, as older samples write it where none is set.")
        yield Problem("bufsize-range", path, "note", told, leave_out(path))
        return
    good = None if isinstance(value, str) else limits.nearest(value)
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


@rule("bufsize-range")
def find_bad_buffer(view: View) -> Iterator[Problem]:
    yield from _judge(view, "bufsize", BUFSIZE)


@rule("maxrate-range")
def find_bad_highest_rate(view: View) -> Iterator[Problem]:
    yield from _judge(view, "maxrate", MAXRATE)


@rule("crf-bitrate")
def find_ignored_bitrate(view: View) -> Iterator[Problem]:
    """`Crf` overrides `Bitrate` (ci-templates §3)."""
    video = view.inline.video if view.inline else None
    if video and video.crf is not None and video.bitrate is not None:
        yield Problem(
            "crf-bitrate",
            "transcode.video.bitrate",
            "error",
            "Both a quality number (Crf) and a bitrate are set; the bitrate is ignored.",
            leave_out("transcode.video.bitrate"),
        )


@rule("maxrate-below-bitrate")
def find_low_highest_rate(view: View) -> Iterator[Problem]:
    """How the two are related is not documented, but a rate cannot lie over the highest (ci-templates §3)."""
    video = view.inline.video if view.inline else None
    if video is None or video.maxrate is None or not isinstance(video.bitrate, int) or video.crf is not None:
        return
    if MAXRATE.holds(video.maxrate) and BITRATE.holds(video.bitrate) and video.maxrate < video.bitrate:
        path, good = "transcode.video.maxrate", video.bitrate
        yield Problem(
            "maxrate-below-bitrate",
            path,
            "warning",
            say(
                "The highest bitrate (Maxrate) is {maxrate} kbps, less than the bitrate of {bitrate} kbps.",
                maxrate=video.maxrate,
                bitrate=video.bitrate,
            ),
            Fix(say("Make it {good} kbps", good=good), set_field(path, good)),
        )


@rule("maxrate-alone", "bufsize-alone")
def find_half_of_a_pair(view: View) -> Iterator[Problem]:
    """Encoders limit the bitrate over what the buffer holds; what one of the two does alone is not documented."""
    video = view.inline.video if view.inline else None
    if video is None or (video.maxrate is None) == (video.bufsize is None) or video.bufsize == 0:
        return
    if view.inline and not codecs.takes(video_codec_of(view.inline), "bufsize"):
        return  # `picture` speaks of both
    if video.bufsize is None:
        told = say("A highest bitrate (Maxrate) means little without a buffer size (Bufsize).")
        good = max(BUFSIZE.low, min(BUFSIZE.high, 2 * (video.maxrate or 0)))
        mend = Fix(
            say("Add a buffer of {good} Kb", good=good),
            set_field("transcode.video.bufsize", good),
        )
        yield Problem("maxrate-alone", "transcode.video.maxrate", "note", told, mend, "A40")
    else:
        path, told = (
            "transcode.video.bufsize",
            say("A buffer size (Bufsize) means little without a highest bitrate (Maxrate)."),
        )
        yield Problem("bufsize-alone", path, "note", told, leave_out(path), "A40")


@rule("fps-above-source")
def find_needless_pictures(view: View) -> Iterator[Problem]:
    """Pictures that no video has are repeated ones."""
    video = view.inline.video if view.inline else None
    fastest = view.fastest if video and video.fps is not None else None
    if video is None or video.fps is None or fastest is None or not FPS.holds(video.fps):
        return
    if video.fps > fastest + 0.05:
        path = "transcode.video.fps"
        yield Problem(
            "fps-above-source",
            path,
            "warning",
            say(
                "The result has {value:g} pictures a second, the fastest video only {fastest:.4g}: the others are "
                "repeated.",
                value=video.fps,
                fastest=fastest,
            ),
            Fix("As the fastest video", set_field(path, None)),
        )


@rule("fps-decimal", "crf-decimal")
def find_decimals(view: View) -> Iterator[Problem]:
    """Whether decimals are taken is not documented (ci-templates §16)."""
    video = view.inline.video if view.inline else None
    for field, limits in (("fps", FPS), ("crf", CRF)):
        value = getattr(video, field) if video else None
        if value is None or float(value).is_integer() or not limits.holds(value):
            continue
        path, good = f"transcode.video.{field}", max(1, round(value))
        yield Problem(
            f"{field}-decimal",
            path,
            "note",
            say(
                "The {what} is {value}; whether the service takes anything but whole numbers is not known.",
                what=_CALLED[field][0],
                value=value,
            ),
            Fix(say("Make it {good}{unit}", good=good, unit=""), set_field(path, good)),
            "A98",
        )


@rule("video-removed")
def find_removed_video(view: View) -> Iterator[Problem]:
    """Without its picture a composition is nothing (ci-templates §3); the local cloud renders its sound."""
    if not view.is_local and view.inline and view.inline.video and view.inline.video.remove:
        yield Problem(
            "video-removed",
            "transcode.video.remove",
            "error",
            "The encoding leaves the picture out; nothing would be seen.",
            Fix("Keep the picture", set_field("transcode.video.remove", None)),
        )
