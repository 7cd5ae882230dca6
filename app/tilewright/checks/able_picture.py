"""What the local cloud can do of `Video`, and of the rules of encoding (`TransConfig`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codecs import PIXEL_FORMATS, PRESETS, PROFILES
from ..model.options import Transcode
from ..text import say
from .able import IS_OFF, Able, Beyond, beyond, is_exactly, is_word

H264 = "H.264"

CODECS = (H264,)
"""`Video.Codec` that the local cloud encodes."""

_VIDEO = (
    Able("codec", say("the video codec"), is_word(*CODECS), H264),
    Able("profile", say("the profile"), is_exactly(*PROFILES)),
    Able("preset", say("the preset"), is_exactly(*PRESETS[H264])),
    Able("pixfmt", say("the pixel format"), is_exactly(*PIXEL_FORMATS[H264])),
    Able("bitrate", say("the bitrate"), lambda value: isinstance(value, int)),
    Able("long_short_mode", say("fitting by the longer side"), IS_OFF),
    Able("rotate", say("turning the picture"), lambda value: value == 0),
    Able("roi", say("a region of interest"), is_word("none", "false", "0")),
    Able("crop", say("cropping"), is_word("")),
    Able("interlaced", say("interlaced pictures"), IS_OFF),
)


_COMPARISONS = ("is_check_reso", "is_check_video_bitrate", "is_check_audio_bitrate", "is_check_video_fps")


def beyond_picture(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.video", transcode.video, _VIDEO)


_CONVERSION = (
    *(Able(field, say("comparing the result with its sources"), IS_OFF) for field in _COMPARISONS),
    Able("is_hdr2sdr", say("turning HDR into SDR"), IS_OFF),
    Able("transcode_index", say("choosing one stream of a source"), is_word("")),
    Able("aigc_metadata", say("marks of generated content"), lambda value: False),
)
"""`AdjDarMethod` fits a picture of another shape, and a composed one has the shape of its frame (A43). What follows
from a comparison that is off says nothing. Of what sources say of themselves nothing gets into a result.
"""


def beyond_conversion(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.trans_config", transcode.trans_config, _CONVERSION)
