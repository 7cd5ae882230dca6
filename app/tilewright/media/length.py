"""How long a video really is. Headers lie: a recorder that was cut off wrote none, an editor copied a wrong one."""

from __future__ import annotations

from collections.abc import Iterable

import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from ..errors import Damaged
from ..text import say

_FAR = 1 << 52
"""Microseconds beyond every end (140 years), yet safe from overflow when FFmpeg rescales it."""

_TAIL = 3_000_000
"""Microseconds before the end that are read again where a container has no index: reordered pictures lie there."""

_DOUBT = 1.0
"""Seconds by which the end that was found and the header may differ."""

_Used = VideoStream | AudioStream


def measure_length(container: InputContainer, video: VideoStream, audio: AudioStream | None, name: str) -> float:
    """Seconds from the start of the file to the end of its last picture or sound, as its last packets say.

    The start is FFmpeg's: the earliest time stamp of any stream. An mp4 or mov whose table of contents points
    behind the end of the file is ``Damaged``; a matroska, ts or flv that was cut off is as long as what is there.
    """
    streams: tuple[_Used, ...] = (video, audio) if audio else (video,)
    if any(_is_cut_off(stream, container.size) for stream in streams):
        raise Damaged(say("{name} breaks off: its end is missing.", name=name), "Copy or export it again.")
    end = _read_end(container, streams, _FAR)
    if not _has_index(video):
        end = _read_again(container, streams, end)
    if end is None:
        end = _read_end(container, streams, 0)
    if end is None:
        raise Damaged(say("{name} has no end that can be read.", name=name), "Copy or export it again.")
    return end - _start(container) / 1_000_000


def _read_again(container: InputContainer, streams: tuple[_Used, ...], end: float | None) -> float | None:
    """The end where no index helped to find it: the last seconds are read whole, and told against the header.

    When both disagree, the whole file is read: a jump may have gone wrong (ogg), or the header may lie.
    """
    stated = (container.duration + _start(container)) / 1_000_000 if container.duration else None
    known = end if end is not None else stated or 0.0
    again = _read_end(container, streams, max(round(known * 1_000_000) - _TAIL, 0))
    end = max((value for value in (end, again) if value is not None), default=None)
    if end is None or (stated is not None and abs(end - stated) > _DOUBT):
        return _read_end(container, streams, 0)
    return end


def _start(container: InputContainer) -> int:
    return container.start_time or 0


def _has_index(video: VideoStream) -> bool:
    """Whether the container lists every picture, as mp4 and avi do."""
    return 0 < video.frames <= len(video.index_entries)


def _is_cut_off(stream: _Used, size: int) -> bool:
    """Whether the last entry of the table of contents lies behind the end of the file."""
    entries = stream.index_entries
    if size <= 0 or not stream.frames or not len(entries):
        return False
    last = max((entries[-1], entries[len(entries) // 2]), key=lambda entry: entry.pos)
    return bool(last.pos + last.size > size)


def _read_end(container: InputContainer, streams: tuple[_Used, ...], position: int) -> float | None:
    """The latest end of a packet from the key frame before ``position`` (microseconds) on, in seconds."""
    try:
        container.seek(position, backward=True)
        return max(_ends(container.demux(*streams)), default=None)
    except av.error.FFmpegError:
        return None


def _ends(packets: Iterable[Packet[Stream]]) -> Iterable[float]:
    for packet in packets:
        if packet.pts is None or packet.time_base is None:
            continue
        length = (packet.duration or 0) * packet.time_base or _usual_length(packet.stream)
        yield float(packet.pts * packet.time_base + length)


def _usual_length(stream: Stream) -> float:
    if isinstance(stream, VideoStream):
        rate = stream.average_rate or stream.guessed_rate
        return float(1 / rate) if rate else 0.0
    return 0.0
