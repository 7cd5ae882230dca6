"""How the picture of a result is encoded: FFmpeg's arguments for what a request says of `Video` (ci-templates §3).

Where the service says nothing, the choice is named by its number (reference/ci-jobs.md §13).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from ..checks.able_picture import MOST_AV1_BUFFER
from ..checks.asked import has_picture, video_codec_of
from ..model.codecs import PIXEL_FORMATS, PRESETS, spelled
from ..model.options import Transcode, Video
from ..text import say

DEFAULT_CRF: Final = 25
"""When neither Crf nor Bitrate is given (ci-templates §3)."""

_FULL_RANGE: Final = {"yuvj420p": "yuv420p", "yuvj422p": "yuv422p", "yuvj444p": "yuv444p"}
_TEN_BITS: Final = {"yuv420p10le": "yuv420p10"}

_MOST_CRF, _MOST_QUANTIZER = 51, 63
"""The coarsest quality of the service, and that of the encoders of VP8, VP9 and AV1."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoder's ``arguments``, and what it is to be given: the format of ``pixels``, by FFmpeg's name without its
    range, and whether levels go from 0 to 255 (``is_full_range``) or from 16 to 235.
    """

    pixels: str
    is_full_range: bool
    arguments: tuple[str, ...]


def encode_picture(video: Video) -> Encoding:
    """The encoding that ``video`` asks for, in H.264 where it names no codec."""
    codec = spelled(video.codec, _ENCODERS) or "H.264"
    wish = spelled(video.pixfmt, PIXEL_FORMATS[codec]) or "auto"
    encoder, arguments = _ENCODERS[codec]
    made = ("-c:v", encoder, *arguments(video), *_distance(video))
    return Encoding(_pixel_format(wish), wish in _FULL_RANGE, made)


def what_is_missing(transcode: Transcode, encoders: Collection[str]) -> str:
    """The sentence that tells that an FFmpeg with these ``encoders`` cannot encode the picture; empty when it can."""
    codec = video_codec_of(transcode) or "H.264"
    if not has_picture(transcode) or _ENCODERS[codec][0] in encoders:
        return ""
    return say(
        "The FFmpeg of this computer has no encoder for {codec} ({encoder}). Choose another video codec, or another "
        "FFmpeg.",
        codec=codec,
        encoder=_ENCODERS[codec][0],
    )


def _pixel_format(wish: str) -> str:
    """`Pixfmt` without its range; absent and `auto` mean yuv420p, which every player shows (A41)."""
    return "yuv420p" if wish == "auto" else _FULL_RANGE.get(wish, _TEN_BITS.get(wish, wish))


def _x264(video: Video) -> list[str]:
    """With less than 1, Crf asks x264 for a picture without any loss, for which the encoder has a profile of its own
    (A36); so has it for 4:2:2 and 4:4:4. With `Pixfmt` auto the service leaves the profile to the encoder, too.
    """
    arguments = ["-preset", spelled(video.preset, PRESETS["H.264"]) or "medium"]
    pixfmt = (video.pixfmt or "").strip().lower()
    profile = (video.profile or "high").strip().lower()
    holds = _pixel_format(spelled(pixfmt, PIXEL_FORMATS["H.264"]) or "auto") == "yuv420p"
    if holds and "auto" not in {profile, pixfmt} and not is_lossless(video):
        arguments += ["-profile:v", profile]
    if video.interlaced:  # for which x264 has no weighted prediction, and says so
        arguments += ["-flags", "+ildct+ilme", "-weightp", "0"]
    return [*arguments, *(_bitrate(video) or _crf(_quality(video))), *_buffer(video)]


def is_lossless(video: Video) -> bool:
    """Whether x264 takes the quality for none of any loss (A36)."""
    return video.crf is not None and video.crf < 1


def _x265(video: Video) -> list[str]:
    quiet = ("-preset", "medium", "-x265-params", "log-level=error")
    return [*quiet, *(_bitrate(video) or _crf(_quality(video))), *_buffer(video)]


def _vp8(video: Video) -> list[str]:
    """Under a quality there is always a highest rate: the service's own (A37)."""
    deadline = spelled(video.preset, PRESETS["VP8"]) or "good"
    return ["-deadline", deadline, *(_bitrate(video) or [*_crf(_quantizer(video)), "-qmin", "0", "-b:v", "50000k"])]


def _vp9(video: Video) -> list[str]:
    quick = ("-deadline", "good", "-cpu-used", "4", "-row-mt", "1")
    return [*quick, *(_bitrate(video) or [*_crf(_quantizer(video)), "-b:v", "0"])]


def _av1(video: Video) -> list[str]:
    """The service's 5 and 4 are SVT-AV1's own numbers (A38). Its buffer lasts 10 seconds at most: one that lasted less
    at the bitrate that was asked for is cut where a comparison with the sources lowered that (A40, A42).
    """
    preset = video.preset if video.preset in {"4", "5"} else "5"
    rate = video.maxrate or (video.bitrate if isinstance(video.bitrate, int) else 0)
    if video.bufsize and rate:
        video = video.replace(bufsize=min(video.bufsize, MOST_AV1_BUFFER * rate))
    return ["-preset", preset, *(_bitrate(video) or _crf(_quantizer(video))), *_buffer(video)]


def _quality(video: Video) -> float:
    """Crf wins over Bitrate; a Bitrate of "auto" is the usual quality (A39)."""
    return DEFAULT_CRF if video.crf is None else video.crf


def _quantizer(video: Video) -> int:
    """The same part of the range 0 to 63 that Crf is of 0 to 51 (A37)."""
    return max(1, round(_quality(video) * _MOST_QUANTIZER / _MOST_CRF))


def _crf(value: float) -> list[str]:
    return ["-crf", f"{value:g}"]


def _bitrate(video: Video) -> list[str]:
    """In kbps; empty where the quality rules."""
    is_ruled = video.crf is None and isinstance(video.bitrate, int)
    return ["-b:v", f"{video.bitrate}k"] if is_ruled else []


def _buffer(video: Video) -> list[str]:
    """A highest rate needs a buffer, of two seconds where none is said. A buffer beside a Bitrate alone keeps that rate
    constant (A40). Maxrate in kbps, Bufsize in Kb.
    """
    if video.maxrate:
        return ["-maxrate", f"{video.maxrate}k", "-bufsize", f"{video.bufsize or 2 * video.maxrate}k"]
    return ["-bufsize", f"{video.bufsize}k"] if video.bufsize else []


def _distance(video: Video) -> list[str]:
    return ["-g", str(video.gop)] if video.gop else []


_ENCODERS: Final[dict[str, tuple[str, Callable[[Video], list[str]]]]] = {
    "H.264": ("libx264", _x264),
    "H.265": ("libx265", _x265),
    "VP8": ("libvpx", _vp8),
    "VP9": ("libvpx-vp9", _vp9),
    "AV1": ("libsvtav1", _av1),
}
"""FFmpeg's encoder of each codec, and its arguments."""
