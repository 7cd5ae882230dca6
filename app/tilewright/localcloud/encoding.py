"""How the picture of a result is encoded: FFmpeg's arguments for what a request says of `Video` (ci-templates §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..model.options import Video

DEFAULT_CRF: Final = 25
"""When neither Crf nor Bitrate is given (ci-templates §3)."""

_FULL_RANGE: Final = {"yuvj420p": "yuv420p", "yuvj422p": "yuv422p", "yuvj444p": "yuv444p"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoder's ``arguments``, and what it is to be given: the format of ``pixels``, by FFmpeg's name without its
    range, and whether levels go from 0 to 255 (``is_full_range``) or from 16 to 235.
    """

    pixels: str
    is_full_range: bool
    arguments: tuple[str, ...]


def encode_picture(video: Video) -> Encoding:
    """The encoding that ``video`` asks for."""
    pixels = _pixel_format(video)
    return Encoding(pixels, video.pixfmt in _FULL_RANGE, tuple(_x264(video, pixels)))


def _pixel_format(video: Video) -> str:
    """`Pixfmt` without its range; absent and `auto` mean yuv420p, which every player shows (assumed)."""
    wish = video.pixfmt or "auto"
    return "yuv420p" if wish == "auto" else _FULL_RANGE.get(wish, wish)


def _x264(video: Video, pixels: str) -> list[str]:
    """The arguments of x264. Bitrates in kbps; Bufsize in Kb."""
    arguments = ["-c:v", "libx264", "-preset", video.preset or "medium"]
    if pixels == "yuv420p" and video.profile != "auto":
        # High holds 4:2:0 only; for 4:2:2 and 4:4:4 x264 chooses the profile that can (assumed).
        arguments += ["-profile:v", video.profile or "high"]
    if video.crf is None and isinstance(video.bitrate, int):
        arguments += ["-b:v", f"{video.bitrate}k"]
    else:  # Crf wins over Bitrate; a Bitrate of "auto" is taken as the default quality (assumed)
        arguments += ["-crf", f"{video.crf if video.crf is not None else DEFAULT_CRF:g}"]
    if video.gop:
        arguments += ["-g", str(video.gop)]
    if video.maxrate:
        # x264 ignores a peak rate without a buffer; two seconds of it is the usual one (assumed).
        arguments += ["-maxrate", f"{video.maxrate}k", "-bufsize", f"{video.bufsize or 2 * video.maxrate}k"]
    elif video.bufsize:
        arguments += ["-bufsize", f"{video.bufsize}k"]
    return arguments
