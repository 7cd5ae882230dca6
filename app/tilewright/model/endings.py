"""What files of each kind are called: for rules, names of results, and the local cloud that writes them."""

from __future__ import annotations

ENDINGS = {
    "mp4": ("mp4", "m4v"),
    "hls": ("m3u8",),
    "flv": ("flv",),
    "mkv": ("mkv",),
    "webm": ("webm",),
    "avi": ("avi",),
    "mov": ("mov",),
    "ts": ("ts",),
    "dash": ("mpd",),
    "mpegts": ("ts",),
    "mxf": ("mxf",),
    "gif": ("gif",),
    "mp3": ("mp3",),
    "aac": ("aac",),
    "adts": ("aac",),
    "m4a": ("m4a",),
    "flac": ("flac",),
    "amr": ("amr",),
    "wav": ("wav",),
    "ogg": ("ogg",),
    "wma": ("wma",),
}
"""Endings by `Container.Format` in small letters (ci-templates §2.1), the usual one first. What `${ext}` becomes for
hls, dash, WebM and adts no document says (A30).
"""

EVERY_ENDING = frozenset(ending for endings in ENDINGS.values() for ending in endings)

VIDEO_ENDINGS = (
    *("mp4", "mov", "m4v", "3gp", "mkv", "webm", "avi", "flv", "f4v", "ts", "mts"),
    *("mpg", "mpeg", "vob", "wmv", "ogv", "ogg", "rm", "rmvb", "dv"),
)
"""Of the containers that are accepted as sources; what a file really is, is found out when it is looked at."""


def without_ending(name: str) -> str:
    """The name of a video's file without its ending; all of it where what follows the last dot is none, as in
    ``v1.2 intro``.
    """
    stem, _, ending = name.rpartition(".")
    return stem if ending.lower() in VIDEO_ENDINGS else name
