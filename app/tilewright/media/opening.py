"""Opening a video that may be hostile, broken or lying: one way in for probing and for pictures."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from ..errors import Absent, BadInput, Damaged, Refused
from ..text import say
from .kinds import KINDS_SENTENCE, MAX_SIDE, MAX_STREAMS, OPEN_OPTIONS, guess_kind, location

BROKEN: Final = say("The file may be incomplete; copy or export it again.")


@contextlib.contextmanager
def opened_video(
    opened: Path | BinaryIO, name: str, options: Mapping[str, str] = OPEN_OPTIONS
) -> Iterator[InputContainer]:
    """The container of a video, closed afterwards.

    ``opened`` is a path, or a seekable file object for anything remote; ``name`` is what messages call it; ``options``
    are those of ``kinds``. Raises ``Absent``, ``Refused`` (not a video, or not of a kind that is opened) or
    ``Damaged``, also for what PyAV meets while the block runs.
    """
    start = _read_start(opened, name)
    if not start:
        raise Damaged(say("{name} is empty.", name=name), BROKEN)
    place = location(opened) if isinstance(opened, Path) else opened
    try:
        with av.open(place, mode="r", container_options=dict(options), metadata_errors="replace") as container:
            yield container
    except BadInput:
        raise
    except (av.error.FFmpegError, ValueError, OverflowError, EOFError, IndexError) as error:
        # PyAV has an IndexError for a packet of a stream that the header did not announce.
        is_cut = start[4:8] == b"ftyp" and isinstance(error, av.error.InvalidDataError) and not _has_index(opened)
        raise (_cut(name) if is_cut else _translate(error, start, name)) from error


def _has_index(opened: Path | BinaryIO) -> bool:
    """Whether an MP4 has its table of contents, the box ``moov``: recorders and downloads often write it last."""
    try:
        with opened.open("rb") if isinstance(opened, Path) else contextlib.nullcontext(opened) as file:
            place = 0
            for _ in range(_MOST_BOXES):
                file.seek(place)
                head = file.read(16)
                if head[4:8] == b"moov":
                    return True
                size = int.from_bytes(head[:4], "big")
                size = int.from_bytes(head[8:16], "big") if size == 1 else size
                if len(head) < 8 or size < 8:
                    return False
                place += size
    except (OSError, ValueError):
        return True
    return True


_MOST_BOXES: Final = 1000


def _cut(name: str) -> Damaged:
    return Damaged(say("{name} is incomplete: its end is missing (moov atom not found).", name=name), BROKEN)


def _read_start(opened: Path | BinaryIO, name: str) -> bytes:
    if not isinstance(opened, Path):
        opened.seek(0)
        start = opened.read(64)
        opened.seek(0)
        return start
    try:
        if not stat.S_ISREG(opened.stat().st_mode):
            raise Refused(say("{name} is not a file.", name=name), "Choose a video file.")
        with opened.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise Absent(
            say("{name} cannot be read: {reason}.", name=name, reason=error.strerror),
            "Check the name and the permissions.",
        ) from error


def _translate(error: Exception, start: bytes, name: str) -> BadInput:
    kind = guess_kind(start)
    if kind == "playlist":
        return Refused(
            say("{name} is a playlist or a description, not a video.", name=name), "Choose the video itself."
        )
    if kind == "picture":
        return Refused(
            say("{name} is a picture; a tile shows a video.", name=name),
            say("An image is laid over the result as a watermark. {kinds}", kinds=KINDS_SENTENCE),
        )
    if kind == "sound":
        return Refused(say("{name} is a sound; a tile shows a video.", name=name), KINDS_SENTENCE)
    if isinstance(error, av.error.InvalidDataError | av.error.EOFError):
        return Damaged(
            say("{name} is not a video, or is broken.", name=name),
            say("{broken} {kinds}", broken=BROKEN, kinds=KINDS_SENTENCE),
        )
    return Refused(say("{name} is not of a kind that Tilewright opens.", name=name), KINDS_SENTENCE)


def check_streams(container: InputContainer, name: str) -> None:
    if len(container.streams) > MAX_STREAMS:
        raise Refused(
            say("{name} holds {count} streams.", name=name, count=len(container.streams)),
            say("At most {most} are accepted.", most=MAX_STREAMS),
        )


def is_decodable(stream: Stream) -> bool:
    """Whether FFmpeg knows what is in a stream; of others PyAV tells nothing, against its types."""
    return stream.codec_context is not None


def picture_tracks(container: InputContainer) -> list[VideoStream]:
    """Its tracks of pictures without covers: those that FFmpeg counts as `V`."""
    return [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]


def choose_video(container: InputContainer, name: str) -> VideoStream:
    """The first moving picture; the cover of a song is none. Raises ``Refused`` beyond the limits."""
    check_streams(container, name)
    for stream in picture_tracks(container):
        if is_decodable(stream):
            check_size(stream.codec_context.width, stream.codec_context.height, name)
            return stream
    raise Refused(say("{name} holds no moving picture; a tile shows a video.", name=name), KINDS_SENTENCE)


def first_sound(container: InputContainer) -> AudioStream | None:
    """The first track of sound that can be decoded (A23)."""
    return next(filter(is_decodable, container.streams.audio), None)


def check_size(width: int, height: int, name: str) -> None:
    if max(width, height) > MAX_SIDE:
        raise Refused(
            say("{name} has {width} × {height} pixels.", name=name, width=width, height=height),
            say("At most {most} a side are accepted.", most=MAX_SIDE),
        )
