"""Kinds of files that a result may be, by `Container.Format`: how each is written and what it is called."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from ..checks.container import PIECE
from ..checks.generated import MARKS
from ..errors import BadInput
from ..media.ffmpeg import Ffmpeg, drops_packets
from ..model.codecs import CLIPPED_CONTAINERS, spelled
from ..model.endings import ENDINGS
from ..model.lack import Lack
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

_IN_ORDER: Final = ("-bf", "0", "-avoid_negative_ts", "disabled")
"""Pictures are coded in the order in which they are shown: avi has one time for each, that of coming. Nor may the
silence before the sound, which begins before second 0, move the first picture on by a whole one.
"""

_FROM_ZERO: Final = ("-bsf:a", r"noise=drop=lt(pts\,0)")
"""That silence, which encoders begin with, is left out: an avi cannot say that it comes before second 0, and all sound
would be late by it, 0.13 s at 8000 Hz. Packets go as a whole, so that less than one may be missing or left.
"""


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

    @property
    def muxer(self) -> str:
        """What FFmpeg calls the part of it that writes such files."""
        return self.options[self.options.index("-f") + 1]

    @property
    def has_pieces(self) -> bool:
        """Whether the file is a playlist, with pieces beside it whose names begin like its own."""
        return self.name in CLIPPED_CONTAINERS

    @property
    def beside_picture(self) -> tuple[str, ...]:
        """FFmpeg's arguments for encoded sound that comes with a picture."""
        return _FROM_ZERO if self.name == "avi" else ()

    def arguments(
        self, target: str, codec: str | None, seconds: float, lock: Path | None = None, marks: str = ""
    ) -> tuple[str, ...]:
        """FFmpeg's arguments for what is written to ``target``, a file as FFmpeg calls it. ``codec`` is that of the
        picture, if any; ``seconds`` the length of a piece where there are some; ``lock`` tells by which key those
        of hls are encrypted; ``marks`` are those of generated content.
        """
        apple = _APPLE if codec == "H.265" and self.name in {"mp4", "mov"} else ()
        pieces = _PIECES[self.name](target, seconds, codec) if self.has_pieces else ()
        keys = _key_pictures(codec, seconds) if self.has_pieces and codec else ()
        locked = ("-hls_key_info_file", str(lock)) if lock and self.name == "hls" else ()
        order = _IN_ORDER if codec and self.name == "avi" else ()
        marked = ("-metadata", f"AIGC={marks}", *_MARKED.get(self.name, ())) if marks else ()
        return (*_NO_WORDS, *apple, *order, *keys, *self.options, *marked, *pieces, *locked, target)


def _key_pictures(codec: str, seconds: float) -> tuple[str, ...]:
    """A piece starts with a key picture: there is one each ``seconds``, besides those that ``Gop`` asks for."""
    whole = ("-forced-idr", "1") if codec == "H.265" else ()
    return (*whole, "-force_key_frames", f"expr:gte(t,n_forced*{seconds!r})")


def _hls_pieces(target: str, seconds: float, codec: str | None) -> tuple[str, ...]:
    """FFmpeg has no escape here (seen with 9.0.2): ``target`` must be a name without a folder, which may have a %d.

    Of AV1 the pieces are MP4 (A93): nobody finds it in the transport streams that FFmpeg writes.
    """
    stem = target.removeprefix("file:").removesuffix(".m3u8")
    if codec == "AV1":
        first = f"{PurePosixPath(stem).name}-init.mp4"
        kind = ("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", first)
        return ("-hls_time", repr(seconds), *kind, "-hls_segment_filename", f"{stem}-%05d.m4s")
    return ("-hls_time", repr(seconds), "-hls_segment_filename", f"{stem}-%05d.ts")


def _dash_pieces(target: str, seconds: float, _codec: str | None) -> tuple[str, ...]:
    """The playlist has a pattern of their names and how long each lasts, which all players read."""
    stem = PurePosixPath(target).name.removeprefix("file:").removesuffix(".mpd").replace("$", "$$")
    first, each = f"{stem}-$RepresentationID$.m4s", f"{stem}-$RepresentationID$-$Number%05d$.m4s"
    return ("-seg_duration", repr(seconds), "-init_seg_name", first, "-media_seg_name", each)


_PIECES: Final = {"hls": _hls_pieces, "dash": _dash_pieces}


_WORDS_OF_ANY_NAME: Final = ("-movflags", "+use_metadata_tags")
_MARKED: Final = {"mp4": _WORDS_OF_ANY_NAME, "mov": _WORDS_OF_ANY_NAME, "m4a": _WORDS_OF_ANY_NAME}
"""What FFmpeg needs to write marks of generated content as TC260-PG-20258A has it: all as one value called AIGC."""


def marks_of(transcode: Transcode) -> str:
    """The marks of generated content in the form of GB 45438-2025, annex E: JSON, of what the request says alone (A92).
    Empty for none.
    """
    config = transcode.trans_config
    found = config.aigc_metadata if config else None
    if found is None:
        return ""
    said = {name: value for field, name in MARKS.items() if (value := getattr(found, field))}
    return json.dumps(said, separators=(",", ":"))


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
        Kind("hls", "application/vnd.apple.mpegurl", ("-f", "hls", "-hls_playlist_type", "vod", "-hls_list_size", "0")),
        Kind("dash", "application/dash+xml", ("-f", "dash")),
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


_OF_PIECES: Final = {".ts": "video/mp2t", ".m4s": "video/iso.segment", ".mp4": "video/mp4"}


def what_is_missing(kind: Kind, muxers: Collection[str]) -> Lack | None:
    """What an FFmpeg with these ``muxers`` lacks to write such files; ``None`` for nothing."""
    if kind.muxer in muxers:
        return None
    told = say(
        "The FFmpeg of this computer cannot write {format} files (it has no muxer {muxer}). Choose another kind of "
        "file, or another FFmpeg.",
        format=kind.name,
        muxer=kind.muxer,
    )
    return Lack("transcode.container.format", told)


def as_known_to(ffmpeg: Ffmpeg, args: Sequence[str]) -> list[str]:
    """``args`` without what ``ffmpeg`` may do without and does not know: before 5.0 it drops no chosen packets. Then
    the sound of an avi is late, as it always was there.
    """
    if _FROM_ZERO[1] not in args or drops_packets(ffmpeg):
        return [*args]
    first = args.index(_FROM_ZERO[1]) - 1
    return [*args[:first], *args[first + len(_FROM_ZERO) :]]


def type_of_piece(path: Path) -> str:
    """The content type of a piece."""
    return _OF_PIECES.get(path.suffix, "application/octet-stream")


def piece_seconds(transcode: Transcode | None) -> float:
    """The length of a piece (`ClipConfig`)."""
    clip = transcode.container.clip if transcode and transcode.container else None
    return float((clip and clip.duration) or PIECE)


def beside(key: str, name: str) -> str:
    """The key of a piece called ``name`` of the playlist ``key``. Names of pieces begin with the job's id, so that none
    is in the place of anybody's object (A34).
    """
    folder, slash, _ = key.rpartition("/")
    return f"{folder}{slash}{name}"


def fill_in(key: str, job_id: str, ending: str) -> str:
    """``Output.Object`` with ``${ext}`` and ``${jobid}`` filled in (ci-jobs §1.6)."""
    return key.replace("${ext}", ending).replace("${jobid}", job_id)
