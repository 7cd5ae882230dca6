"""What the local cloud can do of `Video`, and of the rules of encoding (`TransConfig`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codecs import PIXEL_FORMATS, PROFILES, VIDEO_CODECS, presets_for, spelled
from ..model.crop import read_crop
from ..model.options import Transcode, Video
from ..text import Text, say
from .able import Able, Beyond, beyond, is_word
from .asked import video_codec_of

_PATH = "transcode.video"
_AV1_PRESETS = ("5", "4")
"""What the encoder of AV1 calls its own; the service has two more words, of which nobody says what they mean (A38)."""

MOST_AV1_BUFFER = 10
"""Seconds that the buffer of SVT-AV1 lasts at most, at the highest bitrate or the bitrate."""

CODECS = VIDEO_CODECS
"""`Video.Codec` that the local cloud encodes, where its FFmpeg can."""

_VIDEO = (
    Able("codec", say("the video codec"), is_word(*CODECS)),
    Able("profile", say("the profile"), is_word(*PROFILES)),
    Able("pixfmt", say("the pixel format"), is_word(*(word for words in PIXEL_FORMATS.values() for word in words))),
    Able("bitrate", say("the bitrate"), lambda value: isinstance(value, int) or is_word("auto")(value.strip())),
    Able(
        "rotate",
        say("turning the picture by anything but right angles"),
        lambda value: value % 90 == 0,
        why=say("No document says how large the result is then, and what is seen in its corners."),
    ),
    Able(
        "roi",
        say("extra quality for what matters in the picture"),
        is_word("none", "false", "0", ""),
        why=say("FFmpeg cannot tell what matters in a picture."),
    ),
)


def beyond_picture(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond(_PATH, transcode.video, _VIDEO)
    if transcode.video:
        codec = video_codec_of(transcode)
        presets, why = presets_for(codec), ""
        if codec == "AV1":
            presets, why = _AV1_PRESETS, say("No document says what other presets of AV1 than 5 and 4 mean.")
        yield from beyond(_PATH, transcode.video, [Able("preset", say("the preset"), is_word(*presets), why=why)])
        yield from _beyond_rates(transcode.video, codec)
        yield from _beyond_edges(transcode.video)
        yield from _beyond_longer_side(transcode.video)
        if codec == "H.264":
            yield from _beyond_profiles(transcode.video)
        elif transcode.video.interlaced:
            yield _pair("interlaced", say("interlaced pictures in {codec}", codec=codec or transcode.video.codec))


def _beyond_longer_side(video: Video) -> Iterator[Beyond]:
    """The longer side of the finished frame is to be `Width`, and is that where it lies flat (A91)."""
    if video.long_short_mode and video.width and video.height and video.width < video.height:
        what = say("fitting by the longer side (LongShortMode) in a frame that is higher than wide")
        why = say("It makes Width the longer side, which is Height here.")
        yield Beyond(f"{_PATH}.long_short_mode", what, why=why)


def _beyond_edges(video: Video) -> Iterator[Beyond]:
    crop = read_crop(video.crop)
    if crop and video.width and video.height and not crop.is_inside(video.width, video.height):
        yield _pair("crop", say("keeping a part that reaches out of the frame (Crop {crop})", crop=video.crop))


def _beyond_profiles(video: Video) -> Iterator[Beyond]:
    """H.264's named profiles hold 4:2:0 with some loss; anything else has profiles of its own (A36, A41)."""
    profile, pixfmt = (spelled(video.profile, PROFILES) or "auto"), (video.pixfmt or "").strip().lower()
    if video.interlaced:
        if profile == "baseline":
            yield _pair("profile", say("the profile baseline with interlaced pictures"))
        height = video.width if (video.rotate or 0) % 180 else video.height
        if height and height % 4 and "422" not in pixfmt and "444" not in pixfmt:
            told = say("interlaced pictures {height} pixels high, which is no multiple of 4", height=height)
            yield _pair("interlaced", told)
    if profile == "auto" or pixfmt == "auto":
        return
    if "422" in pixfmt or "444" in pixfmt:
        yield _pair("profile", say("the profile {profile} with {pixfmt}", profile=profile, pixfmt=video.pixfmt))
    elif video.crf is not None and 0 < video.crf < 1:
        told = say("the profile {profile} without any loss (Crf {crf})", profile=profile, crf=video.crf)
        yield _pair("profile", told)


def _beyond_rates(video: Video, codec: str | None) -> Iterator[Beyond]:
    """What encoders do not do with a highest rate, its buffer and the distance of key pictures (A40)."""
    is_rated = video.crf is None and isinstance(video.bitrate, int)
    if video.bufsize and not video.maxrate and not is_rated:
        yield _pair("bufsize", say("a buffer size (Bufsize) without a bitrate or a highest bitrate"))
    if codec != "AV1":
        return
    rate = video.maxrate or (video.bitrate if is_rated and isinstance(video.bitrate, int) else 0)
    if video.bufsize and rate and not 0.02 <= video.bufsize / rate <= MOST_AV1_BUFFER:
        told = say("a buffer (Bufsize) of less than 0.02 or more than 10 seconds of the bitrate with AV1")
        yield _pair("bufsize", told)
    if is_rated and video.bitrate:
        if video.maxrate:
            yield _pair("maxrate", say("a highest bitrate (Maxrate) beside a bitrate with AV1"))
        if video.gop == 1:
            yield _pair("gop", say("key pictures alone (Gop 1) at a bitrate with AV1"))


def _pair(field: str, what: Text) -> Beyond:
    return Beyond(f"{_PATH}.{field}", what)


_CONVERSION = (
    Able(
        "transcode_index",
        say("choosing one stream of a source (TranscodeIndex)"),
        is_word(""),
        why=say(
            "Each file numbers its own streams, and no document says what a number means where videos are put "
            "together. Of each video the first picture and the first sound are taken."
        ),
    ),
)
"""`AdjDarMethod` fits a picture of another shape, and a composed one has the shape of its frame (A43). Comparisons are
made when the sources are known (A42). Of what sources say of themselves nothing gets into a result.
"""


def beyond_conversion(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.trans_config", transcode.trans_config, _CONVERSION)
