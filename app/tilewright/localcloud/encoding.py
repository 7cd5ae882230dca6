"""How the picture of a result is encoded: FFmpeg's arguments for what a request says of `Video` (ci-templates §3).

Where the service says nothing, the choice is named by its number (reference/ci-jobs.md §13).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..checks.able_picture import MOST_AV1_BUFFER
from ..checks.asked import has_picture, video_codec_of
from ..model.codecs import PIXEL_FORMATS, PRESETS, spelled
from ..model.lack import Lack
from ..model.options import Transcode, Video
from ..text import say

DEFAULT_CRF: Final = 25
"""When neither Crf nor Bitrate is given (ci-templates §3)."""

_FULL_RANGE: Final = {"yuvj420p": "yuv420p", "yuvj422p": "yuv422p", "yuvj444p": "yuv444p"}
_TEN_BITS: Final = {"yuv420p10le": "yuv420p10"}

_AOM_SHORTEST = 2
"""`Gop` up to which libaom cannot look ahead."""

_MOST_CRF, _MOST_QUANTIZER = 51, 63
"""The coarsest quality of the service, and that of the encoders of VP8, VP9 and AV1."""

_RAV1E: Final = "librav1e"
_MOST_OF_RAV1E = 255
"""Its coarsest quality."""
_SHORTEST_OF_RAV1E = 12
"""Pictures between two key pictures that it makes at the least, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoder's ``arguments``, and what it is to be given: the format of ``pixels``, by FFmpeg's name without its
    range, and whether levels go from 0 to 255 (``is_full_range``) or from 16 to 235.
    """

    pixels: str
    is_full_range: bool
    arguments: tuple[str, ...]

    @property
    def encoder(self) -> str:
        """FFmpeg's name of it."""
        return self.arguments[self.arguments.index("-c:v") + 1]


def encode_picture(video: Video, encoders: Collection[str] = ()) -> Encoding:
    """The encoding that ``video`` asks for, in H.264 where it names no codec. ``encoders`` are those of the FFmpeg that
    is to do it; where none are told, it has the usual ones.
    """
    codec = spelled(video.codec, _ENCODERS) or "H.264"
    wish = spelled(video.pixfmt, PIXEL_FORMATS[codec]) or "auto"
    usual = _ENCODERS[codec][0]
    encoder = next((one for one in _ENCODERS[codec] if one.name in encoders), usual)
    made = ("-c:v", encoder.name, *encoder.arguments(video), *_distance(video))
    return Encoding(_pixel_format(wish), wish in _FULL_RANGE, made)


def what_is_missing(transcode: Transcode, encoders: Collection[str]) -> Lack | None:
    """What an FFmpeg with these ``encoders`` lacks to encode the picture; ``None`` for nothing."""
    if not has_picture(transcode):
        return None
    codec = video_codec_of(transcode) or "H.264"
    names = [one.name for one in _ENCODERS[codec]]
    name = next((name for name in names if name in encoders), None)
    if name is None:
        told = say(
            "The FFmpeg of this computer has no encoder for {codec} ({encoder}). Choose another video codec, or "
            "another FFmpeg.",
            codec=codec,
            encoder=", ".join(names),
        )
        return Lack("transcode.video.codec", told)
    return _beyond_rav1e(transcode.video or Video()) if name == _RAV1E else None


def _beyond_rav1e(video: Video) -> Lack | None:
    """It takes a quality or a rate, and nothing that limits either."""
    if video.maxrate:
        return Lack(
            "transcode.video.maxrate",
            say(
                "The FFmpeg of this computer encodes AV1 by {encoder} alone, which keeps to no highest bitrate "
                "(Maxrate). Remove it, or choose another FFmpeg.",
                encoder=_RAV1E,
            ),
        )
    if video.bufsize:
        return Lack(
            "transcode.video.bufsize",
            say(
                "The FFmpeg of this computer encodes AV1 by {encoder} alone, which has no buffer (Bufsize). Remove it, "
                "or choose another FFmpeg.",
                encoder=_RAV1E,
            ),
        )
    return None


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
    rate = video.maxrate or (video.bitrate if isinstance(video.bitrate, int) else 0)
    if video.bufsize and rate:
        video = video.replace(bufsize=min(video.bufsize, MOST_AV1_BUFFER * rate))
    return ["-preset", _av1_preset(video), *(_bitrate(video) or _crf(_quantizer(video))), *_buffer(video)]


def _libaom(video: Video) -> list[str]:
    """For an FFmpeg without SVT-AV1 (A104): its quality has the same range. Its `cpu-used` is the one that takes the
    least time longer than SVT-AV1 with that preset: eight times and more. A highest rate is the target below which the
    quality is kept. Key pictures are as far apart as x264 has them, as libaom itself would make no second one; where
    they are next to each other it must not look ahead, as it breaks down then (seen with that of FFmpeg 9.0.2).
    """
    speed = {"4": "5", "5": "6"}[_av1_preset(video)]
    arguments = ["-cpu-used", speed, "-row-mt", "1"]
    if not video.gop:
        arguments += ["-g", "250"]
    elif video.gop <= _AOM_SHORTEST:
        arguments += ["-lag-in-frames", "0"]
    most = f"{video.maxrate}k" if video.maxrate else "0"
    return [*arguments, *(_bitrate(video) or [*_crf(_quantizer(video)), "-b:v", most]), *_buffer(video)]


def _rav1e(video: Video) -> list[str]:
    """For an FFmpeg that has neither of the two (A107). Its quality has a range of its own, of which the same part is
    taken, as is that of FFmpeg's scale for libaom. Its `speed` goes from 0 to 10: the one is taken that takes the least
    time longer than SVT-AV1 with that preset, twice and more. Only pictures in parts (`tiles`) keep several processors
    at work. FFmpeg's libavcodec/librav1e.c tells what is passed on to it: no highest rate, no buffer.
    """
    arguments = ["-speed", {"4": "9", "5": "10"}[_av1_preset(video)], "-tiles", "4"]
    if not video.gop:
        arguments += ["-g", "250"]
    elif video.gop < _SHORTEST_OF_RAV1E:
        arguments += ["-keyint_min", str(video.gop)]
    quantizer = max(1, round(_quality(video) * _MOST_OF_RAV1E / _MOST_CRF))
    return [*arguments, *(_bitrate(video) or ["-qp", str(quantizer)])]


def _av1_preset(video: Video) -> str:
    return video.preset if video.preset in {"4", "5"} else "5"


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


class _Encoder(NamedTuple):
    """FFmpeg's ``name`` of an encoder, and its ``arguments`` for what is asked for."""

    name: str
    arguments: Callable[[Video], list[str]]


_ENCODERS: Final[dict[str, tuple[_Encoder, ...]]] = {
    "H.264": (_Encoder("libx264", _x264),),
    "H.265": (_Encoder("libx265", _x265),),
    "VP8": (_Encoder("libvpx", _vp8),),
    "VP9": (_Encoder("libvpx-vp9", _vp9),),
    "AV1": (_Encoder("libsvtav1", _av1), _Encoder("libaom-av1", _libaom), _Encoder(_RAV1E, _rav1e)),
}
"""Those of each codec, the usual one first; another one is taken where that is missing."""
