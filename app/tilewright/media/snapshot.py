"""One picture of a video at a moment, as a file (ci-jobs §5; what no document says is A62)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, Final

import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..errors import Damaged, Refused
from ..text import say
from .frames import Turn, picture_of, square_size, turn_of
from .kinds import MAX_SIDE
from .opening import BROKEN, check_size, choose_video, opened_video
from .picture import Picture

LONGEST_SEARCH: Final = 20.0
"""Seconds after which the search for a picture is given up: a key frame may lie hours before it."""

_STEPS_BACK: Final = (0.0, 5.0, 60.0)
"""Seconds that are gone back when what was found lies behind the moment: not every container finds its places."""

_ROUNDING: Final = 0.0005
"""Seconds that a container with whole milliseconds may be late."""

_MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is wanted: the picture at ``seconds`` from the start of the file. ``width`` and ``height`` are pixels of the
    picture that comes; 0 leaves a side to the proportion, both to the video. ``is_turned`` as players turn it;
    ``is_exact``, or else the last key frame until then.
    """

    seconds: float
    width: int = 0
    height: int = 0
    is_turned: bool = True
    is_exact: bool = True


def take_snapshot(
    opened: Path | BinaryIO, wish: Snapshot, name: str = "", longest: float = LONGEST_SEARCH
) -> Picture | None:
    """The picture that is shown at the moment; ``None`` where the video has ended by then.

    ``opened`` and the errors as in ``media.probe.probe``; ``Refused`` also for sides above ``MAX_SIDE`` and when the
    search takes longer than ``longest`` seconds.
    """
    name = name or (opened.name if isinstance(opened, Path) else say("the video"))
    with opened_video(opened, name) as container:
        video = choose_video(container, name)
        video.thread_type = "AUTO"
        if not wish.is_exact:
            video.codec_context.skip_frame = "NONKEY"
        found = _find(container, video, wish.seconds, time.monotonic() + longest, name)
        return _made(found, video, wish, name) if found is not None else None


def _find(container: InputContainer, video: VideoStream, seconds: float, until: float, name: str) -> VideoFrame | None:
    """The last picture whose time is not after the moment, or else the first one."""
    start = (container.start_time or 0) / _MICROSECONDS
    first: VideoFrame | None = None
    for place in (*(start + seconds - back for back in _STEPS_BACK), min(0.0, start)):
        _seek(container, place)
        shown, after = None, None
        for frame in _decoded(container, video, until, name):
            check_size(frame.width, frame.height, name)
            if _time(frame) - start > seconds + _ROUNDING:
                after = frame
                break
            shown = frame
        if shown is not None:
            return shown if after is not None or seconds < _end(container, video, shown) - start else None
        first = after or first
    if first is None:
        raise Damaged(say("No picture of {name} can be decoded.", name=name), BROKEN)
    return first


def _seek(container: InputContainer, seconds: float) -> None:
    """To the key frame before ``seconds``, or to the beginning where that cannot be found."""
    for offset in (round(seconds * _MICROSECONDS), 0):
        try:
            container.seek(offset, backward=True)
        except av.error.FFmpegError:
            continue
        return


def _decoded(container: InputContainer, video: VideoStream, until: float, name: str) -> Iterator[VideoFrame]:
    for packet in container.demux(video):
        if time.monotonic() > until:
            raise Refused(
                say("It takes too long to find the picture of {name}.", name=name), say("Ask for an earlier one.")
            )
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:  # a broken packet has no picture, later ones may
            continue


def _time(frame: VideoFrame) -> float:
    return frame.time if frame.time is not None else 0.0


def _end(container: InputContainer, video: VideoStream, last: VideoFrame) -> float:
    """The end of the file or of its last picture, whichever is later: where sound goes on, the picture stays."""
    rate = video.average_rate or video.guessed_rate
    after = _time(last) + (float(1 / rate) if rate else 0.0)
    stated = ((container.start_time or 0) + (container.duration or 0)) / _MICROSECONDS
    return max(after, stated)


def _made(frame: VideoFrame, video: VideoStream, wish: Snapshot, name: str) -> Picture:
    turn = turn_of(frame) if wish.is_turned else Turn()
    width, height = square_size(frame, video)
    if turn.degrees % 180:
        width, height = height, width
    width, height = _wanted_size(wish, width, height)
    if max(width, height) > MAX_SIDE:
        raise Refused(
            say("The picture of {name} would have {width} × {height} pixels.", name=name, width=width, height=height),
            say("At most {most} a side are accepted.", most=MAX_SIDE),
        )
    before = (height, width) if turn.degrees % 180 else (width, height)
    return picture_of(frame, before, turn)


def _wanted_size(wish: Snapshot, width: int, height: int) -> tuple[int, int]:
    if wish.width and wish.height:
        return wish.width, wish.height
    if wish.width:
        return wish.width, max(1, round(Fraction(height * wish.width, width)))
    if wish.height:
        return max(1, round(Fraction(width * wish.height, height))), wish.height
    return width, height
