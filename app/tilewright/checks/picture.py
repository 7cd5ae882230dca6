"""Rules about what goes with a video codec, and what shuts out what else (ci-templates §3, §3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import codecs
from ..model.crop import CROP
from ..model.options import Video
from ..model.problem import Fix, Problem
from ..text import say
from .asked import video_codec_of
from .mending import leave_out, set_field, use
from .registry import View, rule

_CROP_LIKE = re.compile(r"\D*([1-9]\d{0,6})\D+([1-9]\d{0,6})\D+(\d{1,6})\D+(\d{1,6})\D*")

_ROTATE = "transcode.video.rotate"

_NOT_TAKEN = {
    "profile": say("profile (Profile)"),
    "preset": say("preset (Preset)"),
    "pixfmt": say("pixel format (Pixfmt)"),
    "bufsize": say("buffer size (Bufsize)"),
    "maxrate": say("highest bitrate (Maxrate)"),
    "long_short_mode": say("fit by the longer side (LongShortMode)"),
    "roi": say("extra quality for what matters (Roi)"),
    "crop": say("crop (Crop)"),
    "interlaced": say("interlacing (Interlaced)"),
}
_CODES = {name: f"{name.replace('long_short_mode', 'long-short')}-codec" for name in _NOT_TAKEN}

_EXCLUDED = {
    ("crop", "auto"): say("Cropping (Crop) is not possible with an adaptive bitrate (Bitrate auto)."),
    ("interlaced", "auto"): say("Interlaced pictures (Interlaced) are not possible with an adaptive bitrate."),
    ("crop", "roi"): say("Cropping (Crop) is not possible together with extra quality for what matters (Roi)."),
    ("interlaced", "roi"): say(
        "Interlaced pictures (Interlaced) are not possible together with extra quality for what matters (Roi)."
    ),
}


def _video(view: View) -> Video | None:
    return view.inline.video if view.inline else None


def _is_on(video: Video, field: str) -> bool:
    """Whether the field asks for something: switches that are off and ``none`` do not."""
    value = getattr(video, field)
    return bool(value) and (field != "roi" or codecs.spelled(value, codecs.ROI) != "none")


@rule(*_CODES.values())
def find_what_the_codec_has_not(view: View) -> Iterator[Problem]:
    video, codec = _video(view), video_codec_of(view.inline) if view.inline else None
    if video is None or codec is None:
        return
    for field, what in _NOT_TAKEN.items():
        path = f"transcode.video.{field}"
        is_disputed = field == "preset" and codec == "AV1" and video.preset in codecs.DISPUTED_AV1_PRESETS
        if not _is_on(video, field) or is_disputed:
            continue
        if not codecs.takes(codec, field):
            yield Problem(
                _CODES[field],
                path,
                "error",
                say("The {what} cannot be set with {codec}.", codec=codec, what=what),
                leave_out(path),
            )
        elif field in {"preset", "pixfmt"}:
            yield from _of_another_codec(field, getattr(video, field), codec)


def _of_another_codec(field: str, value: str, codec: str) -> Iterator[Problem]:
    """A word that another codec has; one that none has is `words`' matter."""
    table = codecs.PRESETS if field == "preset" else codecs.PIXEL_FORMATS
    own = table[codec]
    known = codecs.spelled(value, [word for words in table.values() for word in words])
    is_av1 = field == "preset" and value in codecs.DISPUTED_AV1_PRESETS
    if codecs.spelled(value, own) or not (known or is_av1):
        return
    path = f"transcode.video.{field}"
    yield Problem(
        _CODES[field],
        path,
        "error",
        say(
            "{codec} has no {what} “{value}”; it has {words}.",
            codec=codec,
            what=_NOT_TAKEN[field],
            value=value,
            words=", ".join(own),
        ),
        leave_out(path),
    )


@rule("preset-disputed")
def find_disputed_preset(view: View) -> Iterator[Problem]:
    """Two tables of the service name other presets for AV1 (ci-templates §15, no. 6)."""
    video = _video(view)
    if not video or not view.inline or video_codec_of(view.inline) != "AV1":
        return
    if video.preset in codecs.DISPUTED_AV1_PRESETS:
        yield Problem(
            "preset-disputed",
            "transcode.video.preset",
            "warning",
            "The service names the presets of AV1 in two ways (Preset). Without one it takes what it thinks best.",
            leave_out("transcode.video.preset"),
        )


@rule("profile-pixfmt")
def find_overruled_profile(view: View) -> Iterator[Problem]:
    """With `Pixfmt` auto “the service forces Profile to auto → WARN on another value” (ci-templates §3); a profile
    without 4:2:2 or 4:4:4 cannot hold those.
    """
    video = _video(view)
    if not video or not view.inline or video_codec_of(view.inline) != "H.264" or not video.pixfmt:
        return
    path, fix = "transcode.video.profile", use("transcode.video.profile", "auto")
    pixfmt, profile = video.pixfmt.lower(), (video.profile or "high").lower()
    if profile == "auto":
        return
    if pixfmt == "auto" and video.profile:
        told = say("The pixel format is chosen by the service (Pixfmt auto), and then the profile is, too.")
        yield Problem("profile-pixfmt", path, "warning", told, fix)
    elif "422" in pixfmt or "444" in pixfmt:
        told = say(
            "The profile {profile} cannot hold the pixel format {pixfmt}: nothing may come out.",
            profile=profile,
            pixfmt=video.pixfmt,
        )
        yield Problem("profile-pixfmt", path, "warning", told, fix)


@rule("crop-excluded", "interlaced-excluded")
def find_excluded(view: View) -> Iterator[Problem]:
    video = _video(view)
    if video is None:
        return
    causes = [("auto", video.bitrate == "auto"), ("roi", _is_on(video, "roi"))]
    for field in ("crop", "interlaced"):
        for cause, holds in causes:
            if holds and _is_on(video, field):
                path = f"transcode.video.{field}"
                yield Problem(f"{field}-excluded", path, "error", _EXCLUDED[field, cause], leave_out(path))
                break


@rule("crop-form")
def find_bad_crop(view: View) -> Iterator[Problem]:
    """``width:height:left:top``; sides above 0 (ci-templates §3)."""
    video = _video(view)
    if not video or not video.crop or CROP.fullmatch(video.crop):
        return
    path = "transcode.video.crop"
    like = _CROP_LIKE.fullmatch(video.crop) if "-" not in video.crop and "." not in video.crop else None
    good = ":".join(like.groups()) if like else None
    yield Problem(
        "crop-form",
        path,
        "error",
        "Cropping (Crop) is written width:height:left:top in pixels, as in 1280:800:0:140; width and height are "
        "above 0.",
        use(path, good) if good else leave_out(path),
    )


def _turn(angle: float) -> Fix:
    good = round(angle / 90) * 90 % 360
    return Fix(say("Make it {good} degrees", good=good) if good else "Leave it out", set_field(_ROTATE, good or None))


@rule("rotate-range", "rotate-angle")
def find_bad_turn(view: View) -> Iterator[Problem]:
    """Degrees from 0, below 360; what others than right angles do is not documented (ci-templates §3)."""
    video = _video(view)
    if video is None or video.rotate is None:
        return
    value = video.rotate
    if not 0 <= value < 360:
        told = say("The picture is turned by {value:g} degrees (Rotate); it must be from 0 to below 360.", value=value)
        yield Problem("rotate-range", _ROTATE, "error", told, _turn(value % 360))
    elif value % 90:
        told = say(
            "The picture is turned by {value:g} degrees (Rotate). What the service does with other than right angles "
            "is not known.",
            value=value,
        )
        yield Problem("rotate-angle", _ROTATE, "warning", told, _turn(value), "A44")


@rule("rotate-direction")
def find_turn(view: View) -> Iterator[Problem]:
    """Of the local cloud it is known, and `local-turned` tells."""
    video = _video(view)
    if not view.is_local and video and video.rotate and 0 < video.rotate < 360 and video.rotate != 180:
        yield Problem(
            "rotate-direction",
            _ROTATE,
            "note",
            "Whether the picture is turned to the right or to the left (Rotate) is not documented. Try it on "
            "a short video.",
            leave_out(_ROTATE),
            "A44",
        )


@rule("long-short-several")
def find_long_short(view: View) -> Iterator[Problem]:
    """It matches the source's longer side to `Width`: with several sources nobody says which (ci-templates §3)."""
    video = _video(view)
    if video and video.long_short_mode and len(view.shown) > 1:
        yield Problem(
            "long-short-several",
            "transcode.video.long_short_mode",
            "note",
            "Fitting by the longer side (LongShortMode) speaks of one video; what it does with several is not known.",
            Fix("Switch it off", set_field("transcode.video.long_short_mode", None)),
            "A91",
        )
