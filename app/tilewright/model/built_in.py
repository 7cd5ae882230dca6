"""The presets that come with the program. Their values keep to the service's tables (ci-templates §2.1, §3.1, §4.1)."""

from __future__ import annotations

from ..text import say
from .options import Audio, Clip, Container, Video
from .preset import Preset

_MP4 = Container(format="mp4")


def _h264(crf: int, width: int | None = None, height: int | None = None) -> Video:
    """What every player and browser shows: a source with more colours would make a video that some do not. Profile and
    encoder preset are the service's own, high and medium (ci-templates §3).
    """
    return Video(codec="H.264", width=width, height=height, crf=crf, pixfmt="yuv420p")


def _aac(bitrate: int) -> Audio:
    return Audio(codec="aac", samplerate=48000, bitrate=bitrate, channels=2)


BUILT_IN: tuple[Preset, ...] = (
    Preset(
        id="web-1080p",
        name=say("Web 1080p"),
        description=say("H.264 in mp4, plays everywhere"),
        container=_MP4,
        video=_h264(23, 1920, 1080),
        audio=_aac(160),
    ),
    Preset(
        id="web-720p",
        name=say("Web 720p"),
        description=say("H.264 in mp4, smaller, for any line"),
        container=_MP4,
        video=_h264(23, 1280, 720),
        audio=_aac(128),
    ),
    Preset(
        id="web-480p",
        name=say("Web 480p"),
        description=say("H.264 in mp4, for slow lines"),
        container=_MP4,
        video=_h264(24, 854, 480),
        audio=_aac(96),
    ),
    Preset(
        id="upright-1080p",
        name=say("Upright 1080p"),
        description=say("H.264 in mp4, 9:16 for phones"),
        container=_MP4,
        video=_h264(23, 1080, 1920),
        audio=_aac(160),
    ),
    Preset(
        id="small-h265",
        name=say("Small H.265"),
        description=say("Half the size, newer players"),
        container=_MP4,
        video=Video(codec="H.265", crf=28, pixfmt="yuv420p"),  # no Profile and no Preset (ci-templates §3.1)
        audio=_aac(96),
    ),
    Preset(
        id="hls",
        name=say("HLS"),
        description=say("Pieces for a web player"),
        container=Container(format="hls", clip=Clip(duration=5)),
        video=_h264(23),
        audio=_aac(128),
    ),
    Preset(
        id="webm-vp9",
        name=say("WebM VP9"),
        description=say("Small and free, for browsers"),
        container=Container(format="WebM"),
        video=Video(codec="VP9", crf=31),
        audio=Audio(codec="opus", samplerate=48000, bitrate=96, channels=2),  # 44100 is none of Opus (§4.1)
    ),
    Preset(
        id="webm-vp8",
        name=say("WebM VP8"),
        description=say("Larger, for older browsers"),
        container=Container(format="WebM"),
        video=Video(codec="VP8", crf=20, preset="good"),
        audio=Audio(codec="Vorbis", samplerate=48000, bitrate=128, channels=2),
    ),
)
"""In the order in which they are offered. None is a GIF: the service makes none of a composition (ci-templates §3)."""
