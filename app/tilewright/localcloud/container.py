"""Kinds of files that a result may be, by `Container.Format`: how each is written and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..errors import BadInput
from ..model.codecs import spelled
from ..model.endings import ENDINGS
from ..model.options import Transcode
from ..text import say

DEFAULT_FORMAT: Final = "mp4"
"""When no format is named (assumed)."""

_NO_WORDS: Final = ("-map_metadata", "-1", "-map_chapters", "-1")
"""Nothing of what sources say of themselves gets into a result, whatever `DeleteMetadata` says: of several sources
nobody knows whose it should be (A33).
"""

_INDEX_FIRST: Final = ("-movflags", "+faststart")
"""A player can begin before it has the whole file."""

_APPLE: Final = ("-tag:v", "hvc1")
"""H.265 under the name by which Apple's players know it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` as the service spells it; ``options`` are those of FFmpeg's muxer."""

    name: str
    content_type: str
    options: tuple[str, ...]

    @property
    def ending(self) -> str:
        """The ending of the file's name without a dot, which ``${ext}`` stands for (ci-jobs §1.6)."""
        return ENDINGS[self.name.lower()][0]

    def arguments(self, codec: str | None = None) -> tuple[str, ...]:
        """FFmpeg's arguments that stand before the name of the file; ``codec`` is that of the picture, if any."""
        apple = _APPLE if codec == "H.265" and self.name in {"mp4", "mov"} else ()
        return (*_NO_WORDS, *apple, *self.options)


_KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("mp4", "video/mp4", (*_INDEX_FIRST, "-f", "mp4")),
        Kind("mov", "video/quicktime", (*_INDEX_FIRST, "-f", "mov")),
        Kind("mkv", "video/x-matroska", ("-f", "matroska")),
        Kind("ts", "video/mp2t", ("-f", "mpegts")),
        Kind("flv", "video/x-flv", ("-f", "flv")),
        Kind("avi", "video/x-msvideo", ("-f", "avi")),
        Kind("WebM", "video/webm", ("-f", "webm")),
        Kind("aac", "audio/aac", ("-f", "adts")),
        Kind("adts", "audio/aac", ("-f", "adts")),
        Kind("m4a", "audio/mp4", (*_INDEX_FIRST, "-f", "ipod")),
        Kind("mp3", "audio/mpeg", ("-f", "mp3")),
        Kind("flac", "audio/flac", ("-f", "flac")),
        Kind("amr", "audio/amr", ("-f", "amr")),
        Kind("wav", "audio/wav", ("-f", "wav")),
    )
}


def kind_of(transcode: Transcode | None) -> Kind:
    """The kind of file that is asked for. Raises ``BadInput`` for one that is not written here."""
    wish = (transcode and transcode.container and transcode.container.format) or DEFAULT_FORMAT
    name = spelled(wish, _KINDS)
    if name is None:
        raise BadInput(say("The local cloud does not write {format} files.", format=wish), "Choose mp4.")
    return _KINDS[name]


def fill_in(key: str, job_id: str, ending: str) -> str:
    """``Output.Object`` with ``${ext}`` and ``${jobid}`` filled in (ci-jobs §1.6)."""
    return key.replace("${ext}", ending).replace("${jobid}", job_id)
