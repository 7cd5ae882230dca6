"""Whether the clock of a video runs on: in a few kinds of file, such as ts, it may jump.

There FFmpeg takes a jump back, and one forward by more than 10 seconds, for a clock that was set anew, and goes on as
if nothing had been (``ts_discontinuity_detect`` in its ffmpeg_demux.c). Such a jump forward is often none: a stream may
just pause, as pictures of a screen on which nothing moves, or sound that is not there for a while. So the time stamps
are looked at beforehand, and FFmpeg is told to keep to them where they can be true.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from av.format import Flags
from av.stream import Stream

from ..errors import BadInput
from .ffmpeg import Stopped
from .gaps import LEAST, MOST_SECONDS, Holes
from .opening import choose_video, first_sound, opened_video

LEAP: Final = 10.0
"""Seconds: FFmpeg believes no longer pause of a stream, unless it is told to."""

_LONGEST_PAUSE: Final = 40_000
"""Seconds that it is told to believe. Time stamps of ts files begin again after 95,443 seconds: what leaps by more than
half of that did not pause.
"""

_EACH: Final = 100
"""Packets between two questions whether to stop, and pictures behind the end that are looked at: one may be a stray."""

PATIENT: Final = ("-dts_delta_threshold", str(_LONGEST_PAUSE))
"""Arguments of FFmpeg, for all its inputs."""


JUMPING: Final = frozenset({"mpegts", "mpeg"})
"""FFmpeg's names of the usual kinds of file whose clock may jump."""


class Clock(NamedTuple):
    """By how many seconds it goes ``back``, in jumps that are no trifle; how many are ``missing``, in times longer than
    `LEAP` in which neither a picture nor sound comes; ``is_steady``: whether its pauses can be believed.
    """

    back: float = 0.0
    missing: float = 0.0
    is_steady: bool = True


class _Stamps:
    """Takes the time stamps of a stream in the order of decoding, and tells how they jump before ``until`` seconds:
    ``back``, or there and back, which is what ``strays`` do.
    """

    def __init__(self, until: float) -> None:
        self.back = 0.0
        self.strays = 0
        self._until = until
        self._last: float | None = None
        self._before: float | None = None  # the last one before the last leap forward

    def note(self, time: float) -> None:
        last, self._last = time if self._last is None else self._last, time
        if time - last > LEAP:
            self._before = last
        elif last - time > LEAST:
            if self._before is not None and time > self._before - LEAST:
                self.strays += 1
            elif last <= self._until:
                self.back += last - time
            self._before = None


def read_clock(
    path: Path,
    name: str,
    since: float,
    until: float,
    should_stop: Callable[[], bool] = lambda: False,
    *,
    ticks: Callable[[], float] = time.monotonic,
) -> Clock:
    """That of the video at ``path``, of which what lies between ``since`` and ``until`` seconds is shown. The file is
    read to there, nothing is decoded; after ``MOST_SECONDS`` of ``ticks`` it is what was found by then.

    Raises ``Stopped`` soon after ``should_stop()``.
    """
    end = ticks() + MOST_SECONDS
    holes, stamps = Holes(LEAP), dict[int, _Stamps]()
    try:
        with opened_video(path, name) as container:
            if not Flags(container.format.flags) & Flags.ts_discont:
                return Clock()
            picture = choose_video(container, name)
            sound = first_sound(container)
            streams: list[Stream] = [picture, *([sound] if sound else [])]
            stamps = {stream.index: _Stamps(until) for stream in streams}
            begin, beyond = (container.start_time or 0) / 1_000_000, 0
            for number, packet in enumerate(container.demux(streams)):
                if number % _EACH == 0:
                    if should_stop():
                        raise Stopped("The rendering was stopped.")
                    if ticks() > end:
                        break
                if packet.dts is None or packet.time_base is None:
                    continue
                seconds = float(packet.dts * packet.time_base) - begin
                stamps[packet.stream_index].note(seconds)
                holes.note(seconds)
                if packet.stream_index == picture.index:
                    beyond = beyond + 1 if seconds > until else 0
                    if beyond > _EACH:
                        break
    except BadInput:
        pass  # as far as it can be read
    back = max((one.back for one in stamps.values()), default=0.0)
    is_steady = back < LEAP and not any(one.strays for one in stamps.values())
    return Clock(back, holes.seconds_within(since, until), is_steady)
