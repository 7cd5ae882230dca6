"""Opening a video that may be hostile, broken or lying: one way in for probing and for pictures."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import av
import av.error
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from ..errors import Absent, BadInput, Damaged, Refused
from .kinds import KINDS_SENTENCE, MAX_SIDE, MAX_STREAMS, OPEN_OPTIONS, guess_kind, location

BROKEN: Final = "The file may be incomplete; copy or export it again."


@contextlib.contextmanager
def opened_video(opened: Path | BinaryIO, name: str) -> Iterator[InputContainer]:
    """The container of a video, closed afterwards.

    ``opened`` is a path, or a seekable file object for anything remote; ``name`` is what messages call it. Raises
    ``Absent``, ``Refused`` (not a video, or not of a kind that is opened) or ``Damaged``, also for what PyAV meets
    while the block runs.
    """
    start = _read_start(opened, name)
    if not start:
        raise Damaged(f"{name} is empty.", BROKEN)
    place = location(opened) if isinstance(opened, Path) else opened
    try:
        with av.open(place, mode="r", container_options=dict(OPEN_OPTIONS), metadata_errors="replace") as container:
            yield container
    except BadInput:
        raise
    except (av.error.FFmpegError, ValueError, OverflowError, EOFError) as error:
        raise _translate(error, start, name) from error


def _read_start(opened: Path | BinaryIO, name: str) -> bytes:
    if not isinstance(opened, Path):
        opened.seek(0)
        start = opened.read(64)
        opened.seek(0)
        return start
    try:
        if not stat.S_ISREG(opened.stat().st_mode):
            raise Refused(f"{name} is not a file.", "Choose a video file.")
        with opened.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise Absent(f"{name} cannot be read: {error.strerror}.", "Check the name and the permissions.") from error


def _translate(error: Exception, start: bytes, name: str) -> BadInput:
    kind = guess_kind(start)
    if kind == "playlist":
        return Refused(f"{name} is a playlist or a description, not a video.", "Choose the video itself.")
    if kind:
        return Refused(f"{name} is a {kind}; a tile shows a video.", KINDS_SENTENCE)
    if isinstance(error, av.error.InvalidDataError | av.error.EOFError):
        return Damaged(f"{name} is not a video, or is broken.", f"{BROKEN} {KINDS_SENTENCE}")
    return Refused(f"{name} is not of a kind that Tilewright opens.", KINDS_SENTENCE)


def choose_video(container: InputContainer, name: str) -> VideoStream:
    """The first moving picture; the cover of a song is none. Raises ``Refused`` beyond the limits."""
    if len(container.streams) > MAX_STREAMS:
        raise Refused(f"{name} holds {len(container.streams)} streams.", f"At most {MAX_STREAMS} are accepted.")
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            check_size(stream.codec_context.width, stream.codec_context.height, name)
            return stream
    raise Refused(f"{name} holds no moving picture; a tile shows a video.", KINDS_SENTENCE)


def check_size(width: int, height: int, name: str) -> None:
    if max(width, height) > MAX_SIDE:
        raise Refused(f"{name} has {width} × {height} pixels.", f"At most {MAX_SIDE} a side are accepted.")
