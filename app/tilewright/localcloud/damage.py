"""Which source a finished run could not wholly read: FFmpeg goes on over what it cannot decode, and ends well.

It names the stream by the number of its input (``[vist#0:0/h264 @ …] [dec:h264 @ …] corrupt decoded frame``, seen of
FFmpeg 7 to 9). A camera or a broadcast loses a picture now and then, so a few are let pass (A69). A ``corrupt decoded
frame`` is there, with its holes filled from its neighbours: one packet that is lost on the way spoils one such picture,
or each up to the next that stands alone, and all of them can still be watched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..model.source import Source

MOST_BROKEN = 0.05
"""Part of a source's pictures, or of its sound, that may be missing (A69)."""

MOST_CONCEALED = 0.5
"""Part of them that may be decoded with errors that the decoder conceals (A69)."""

FEW = 5
"""Pictures or packets of sound that may be missing or concealed whatever part that is (A69)."""

_USUAL_FPS = 25.0
_PACKETS = 1024.0
"""Samples in a packet of AAC; other codecs have about as many."""
_USUAL_RATE = 48_000.0

_BROKEN = re.compile(
    r"\[(?P<kind>[va])ist#(?P<input>\d{1,6}):\d+/[^\]]*\] \[dec:[^\]]*\] "
    r"(?:Error submitting packet to decoder|(?P<is_concealed>corrupt decoded frame)|Decoding error)"
)
_HOLED = re.compile(
    r"\[in#(?P<input>\d{1,6})/[^\]]*\] .*(?:exceeds containing master|EBML number|Invalid track number"
    r"|Packet corrupt|corrupt input packet|changing packet size)"
)
_AGAIN = re.compile(r"\s*Last message repeated (?P<times>\d{1,9}) times")

Kind = Literal["v", "a"]


class Loss(NamedTuple):
    """What of an input cannot be decoded, or not without errors where it ``is_concealed``: ``broken`` of about ``of``
    pictures (``v``) or packets of sound (``a``).
    """

    kind: Kind
    broken: int
    of: int
    is_concealed: bool = False


class _Account(NamedTuple):
    number: str
    kind: Kind
    is_concealed: bool


class Damage:
    """Counts what FFmpeg could not decode; ``note`` takes each line that it says."""

    def __init__(self) -> None:
        self._broken: Counter[_Account] = Counter()
        self._last: _Account | None = None
        self._holed: set[str] = set()

    def note(self, line: str) -> None:
        if again := _AGAIN.match(line):
            if self._last:
                self._broken[self._last] += int(again["times"])
            return
        if holed := _HOLED.match(line):
            self._holed.add(holed["input"])
        found = _BROKEN.match(line)
        self._last = None
        if found:
            kind: Kind = "v" if found["kind"] == "v" else "a"
            self._last = _Account(found["input"], kind, found["is_concealed"] is not None)
            self._broken[self._last] += 1

    def may_have_holes(self, number: int) -> bool:
        """Whether FFmpeg passed over something of that input: it does not tell how much."""
        return str(number) in self._holed

    def loss(self, number: int, source: Source, seconds: float) -> Loss | None:
        """What the input of that ``number`` lost, when that is more than may be; its first ``seconds`` were read."""
        seconds = min(seconds, source.duration)
        rates: tuple[tuple[Kind, float], ...] = (
            ("v", source.fps or _USUAL_FPS),
            ("a", (source.samplerate or _USUAL_RATE) / _PACKETS),
        )
        for kind, rate in rates:
            of = round(rate * seconds)
            for is_concealed, most in ((False, MOST_BROKEN), (True, MOST_CONCEALED)):
                broken = self._broken[_Account(str(number), kind, is_concealed)]
                if broken > max(FEW, most * of):
                    return Loss(kind, broken, max(of, broken), is_concealed)
        return None


def input_numbers(args: Sequence[str]) -> dict[str, int]:
    """FFmpeg's number of each input that ``args`` name, the first of a location that is opened more than once."""
    named = [args[place + 1] for place, word in enumerate(args[:-1]) if word == "-i"]
    return {location: number for number, location in reversed(list(enumerate(named)))}
