"""What the local cloud can do of `Video`, and of the rules of encoding (`TransConfig`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codecs import PIXEL_FORMATS, PRESETS, PROFILES
from ..model.options import Transcode, TransConfig
from ..text import say
from .able import IS_OFF, Able, Beyond, beyond, is_exactly, is_word

H264 = "H.264"

_VIDEO = (
    Able("codec", say("the video codec"), is_word(H264), H264),
    Able("profile", say("the profile"), is_exactly(*PROFILES)),
    Able("preset", say("the preset"), is_exactly(*PRESETS[H264])),
    Able("pixfmt", say("the pixel format"), is_exactly(*PIXEL_FORMATS[H264])),
    Able("bitrate", say("the bitrate"), lambda value: isinstance(value, int)),
    Able("long_short_mode", say("fitting by the longer side"), IS_OFF),
    Able("rotate", say("turning the picture"), lambda value: value == 0),
    Able("roi", say("a region of interest"), is_word("none", "false", "0")),
    Able("crop", say("cropping"), is_word("")),
    Able("interlaced", say("interlaced pictures"), IS_OFF),
    Able("remove", say("leaving out the picture"), IS_OFF),
)


def beyond_picture(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.video", transcode.video, _VIDEO)


def beyond_conversion(transcode: Transcode) -> Iterator[Beyond]:
    if _says_something(transcode.trans_config):
        yield Beyond("transcode.trans_config", say("the extra rules of encoding (TransConfig)"))


def _says_something(config: TransConfig | None) -> bool:
    """Whether anything but the service's own defaults is set (ci-templates §5)."""
    if config is None:
        return False
    usual = {None, False, "none", "0"}
    plain = [
        name
        for name in config.__struct_fields__
        if name not in {"kept", "is_hdr2sdr", "hls_encrypt", "dash_encrypt", "aigc_metadata"}
    ]
    encrypts = bool(config.hls_encrypt and config.hls_encrypt.is_hls_encrypt) or bool(
        config.dash_encrypt and config.dash_encrypt.is_encrypt
    )
    return encrypts or config.aigc_metadata is not None or any(getattr(config, n) not in usual for n in plain)
