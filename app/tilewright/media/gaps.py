"""Holes in a video: FFmpeg reads on behind a damaged part of a file, and tells neither where nor how long.

Recordings of a screen have a picture only when something moves, so a time without pictures is a hole only where there
is no sound either.
"""

from __future__ import annotations

import logging
import time
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Final

from av.stream import Stream

from ..errors import BadInput
from .ffmpeg import Stopped
from .opening import choose_video, first_sound, opened_video

log = logging.getLogger(__name__)

LEAST: Final = 0.5
"""Seconds without anything that are a hole."""

MOST_SECONDS: Final = 120.0
"""For one search (A89): a disk reads some 10 GB in that time, and the video is rendered already."""

_EACH: Final = 100
"""Packets between two questions whether to stop."""


class Holes:
    """Takes the times of packets and keeps what is between them, where it is a hole: they come in the order of
    decoding, and one that comes late splits the hole that it lies in. A hole is longer than ``least`` seconds.
    """

    def __init__(self, least: float = LEAST) -> None:
        self._least = least
        self._holes: list[tuple[float, float]] = []  # each from its start to its end, in order
        self._first: float | None = None
        self._last = 0.0

    @property
    def seconds(self) -> float:
        return sum(end - start for start, end in self._holes)

    def seconds_within(self, since: float, until: float) -> float:
        """The part of them that lies between these times."""
        return sum(max(0.0, min(end, until) - max(start, since)) for start, end in self._holes)

    @property
    def is_known(self) -> bool:
        """Whether anything came between which there could be a hole."""
        return self._first is not None and self._last > self._first

    def note(self, time: float) -> None:
        if self._first is None:
            self._first = self._last = time
        elif time > self._last:
            self._put(len(self._holes), (self._last, time))
            self._last = time
        elif time < self._first:
            self._put(0, (time, self._first))
            self._first = time
        else:
            self._split(time)

    def _split(self, time: float) -> None:
        place = bisect_left(self._holes, (time,)) - 1
        if place >= 0 and time < self._holes[place][1]:
            start, end = self._holes.pop(place)
            self._put(place, (time, end))
            self._put(place, (start, time))

    def _put(self, place: int, hole: tuple[float, float]) -> None:
        if hole[1] - hole[0] > self._least:
            self._holes.insert(place, hole)


def missing_seconds(
    path: Path,
    name: str,
    until: float,
    should_stop: Callable[[], bool] = lambda: False,
    *,
    since: float = 0.0,
    ticks: Callable[[], float] = time.monotonic,
) -> float:
    """How long nothing comes, in the holes between ``since`` and ``until`` seconds. The file is read to there, nothing
    is decoded; after ``MOST_SECONDS`` of ``ticks`` it is what was found by then.

    Raises ``Stopped`` soon after ``should_stop()``.
    """
    found: dict[int, Holes] = {}
    end = ticks() + MOST_SECONDS
    try:
        with opened_video(path, name) as container:
            sound = first_sound(container)
            streams: list[Stream] = [choose_video(container, name), *([sound] if sound else [])]
            begin = (container.start_time or 0) / 1_000_000
            found = {stream.index: Holes() for stream in streams}
            for number, packet in enumerate(container.demux(streams)):
                if number % _EACH == 0:
                    if should_stop():
                        raise Stopped("The rendering was stopped.")
                    if ticks() > end:
                        log.info("%s is too long to be searched for holes to its end.", name)
                        break
                if packet.pts is None or packet.time_base is None:
                    continue
                seconds = float(packet.pts * packet.time_base) - begin
                if seconds <= until:
                    found[packet.stream_index].note(seconds)
                elif packet.stream_index == streams[0].index:
                    break
    except BadInput:
        pass  # what comes behind it was not rendered, and is counted by its decoder
    return min((holes.seconds_within(since, until) for holes in found.values() if holes.is_known), default=0.0)
