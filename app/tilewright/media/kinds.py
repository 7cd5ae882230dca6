"""Which files may be opened as videos, and how: strangers' files are hostile (design/security.md 1).

A playlist named `lesson.mp4` would make FFmpeg read other files. So every open names the containers it accepts,
allows the protocol `file` alone, and gives the path as `file:/…`; a URL never reaches PyAV or FFmpeg.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..text import say

MAX_SIDE: Final = 8192
"""Pixels; the longest side of a picture that is accepted."""

MAX_STREAMS: Final = 64
MAX_SECONDS: Final = 100_000.0

DEMUXERS: Final = (
    "mov",  # MP4 MOV M4V 3GP F4V
    "matroska",  # MKV WEBM
    "avi",
    "flv",
    "mpegts",  # TS MTS
    "mpeg",  # MPG VOB
    "mpegvideo",
    "asf",  # WMV
    "asf_o",
    "ogg",
    "rm",  # RM RMVB
    "dv",
    "swf",
)
"""FFmpeg's names of the containers of ci-jobs §9.6. Never hls, concat, dash, image2, lavfi, sdp, rtsp."""

KINDS_SENTENCE: Final = say(
    "Accepted are mp4, mov, m4v, 3gp, mkv, webm, avi, flv, ts, mts, mpg, vob, wmv, ogg, rm, dv."
)

OPEN_OPTIONS: Final = {"protocol_whitelist": "file", "format_whitelist": ",".join(DEMUXERS)}
"""Options of the container for PyAV."""

SOUND_DEMUXERS: Final = ("mp3", "aac", "flac", "amr", "wav")
"""FFmpeg's names of what ci-jobs §9.6 lists beside them and holds sound only."""

SOUND_OPTIONS: Final = {**OPEN_OPTIONS, "format_whitelist": ",".join(DEMUXERS + SOUND_DEMUXERS)}
"""As ``OPEN_OPTIONS``, where a file may hold sound only."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_SOUNDS = (b"ID3", b"fLaC", b"#!AMR", b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"\xff\xf9")
_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"<smil", b"[playlist]", b"v=0")


def input_arguments(path: Path, threads: int = 0) -> list[str]:
    """FFmpeg's arguments that open ``path`` as an input, and nothing else than it, decoded by so many ``threads`` (0:
    FFmpeg chooses).

    Recorded calls change their size on the way: `scale` follows; a graph that starts again would lose its place.
    """
    options = [item for name, value in OPEN_OPTIONS.items() for item in (f"-{name}", value)]
    limits = ["-max_pixels", str(MAX_SIDE * MAX_SIDE), "-reinit_filter:v", "0"]
    decoding = ["-threads", str(threads)] if threads else []
    return [*options, *limits, *decoding, "-i", location(path)]


def location(path: Path) -> str:
    """``path`` so that FFmpeg and PyAV read it as a file, whatever its name looks like."""
    return f"file:{path.absolute()}"


def guess_kind(start: bytes) -> str:
    """What a file is by its first bytes: ``playlist``, ``picture``, ``sound`` or empty for anything else."""
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(_PLAYLISTS):
        return "playlist"
    if head.startswith(_PICTURES) or start[8:12] == b"WEBP":
        return "picture"
    if head.startswith(_SOUNDS) or start[8:12] == b"WAVE":
        return "sound"
    return ""
