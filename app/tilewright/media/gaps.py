"""Holes in a video: FFmpeg reads on behind a damaged part of a file, and tells neither where nor how long.

Recordings of a screen have a picture only when something moves, so a time without pictures is a hole only where there
is no sound either.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

from av.stream import Stream

from ..errors import BadInput
from .opening import choose_video, opened_video

LEAST: Final = 0.5
"""Seconds without anything that are a hole."""


def missing_seconds(path: Path, name: str, until: float) -> float:
    """How long nothing comes, in the holes before ``until`` seconds. The file is read to there; nothing is decoded."""
    times: dict[int, list[float]] = {}
    try:
        with opened_video(path, name) as container:
            streams: list[Stream] = [choose_video(container, name), *container.streams.audio[:1]]
            begin = (container.start_time or 0) / 1_000_000
            times = {stream.index: [] for stream in streams}
            for packet in container.demux(streams):
                if packet.pts is None or packet.time_base is None:
                    continue
                seconds = float(packet.pts * packet.time_base) - begin
                if seconds <= until:
                    times[packet.stream_index].append(seconds)
                elif packet.stream_index == streams[0].index:
                    break
    except BadInput:
        pass  # what comes behind it was not rendered, and is counted by its decoder
    holes = [_holes(found) for found in times.values() if len(found) > 1]
    return min((sum(end - start for start, end in found) for found in holes), default=0.0)


def _holes(times: list[float]) -> list[tuple[float, float]]:
    return [(start, end) for start, end in pairwise(sorted(times)) if end - start > LEAST]
