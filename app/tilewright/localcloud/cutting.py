"""Which part of a source has to be scaled for the part of its tile that is seen, so that each of its pixels stays what
it is with all of it scaled.

But for what the scaler rounds: it counts its steps in 65536ths of a pixel, from where the picture begins. In a part
they add up to less, so that is nearer to what was asked for than the whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

MEETING: Final = 512
"""A cut lies where a border between pixels of the source and one between pixels of the tile meet, to this part of a
pixel of the source: that changes the sharpest edge by half a level. From 1280 to 3840 pixels the scaler's steps are ten
times as far off at the end.
"""

SOURCE_GRAIN: Final = 2
"""Pixels; a source is cut at even ones, since most sources keep one colour for two pixels."""

_TAPS: Final = 2
"""Samples of the source that the scaler (bicubic) looks at on each side of a pixel; the more, the more it shrinks."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a source along one axis: ``start`` and ``length`` in its pixels, how long it becomes when ``scaled``,
    and how many pixels of that (``offset``) come before those that are seen.
    """

    start: int
    length: int
    scaled: int
    offset: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Along one axis, in pixels: a ``source`` is stretched to a ``tile``, of which ``seen`` ones after ``hidden`` ones
    are wanted. Of the tile ``grain`` pixels share one colour.
    """

    source: int
    tile: int
    hidden: int
    seen: int
    grain: int = 1

    def whole(self) -> Cut:
        return Cut(0, self.source, self.tile, self.hidden)

    def exact(self) -> Cut:
        """The shortest cut after which every pixel that is seen is what it would be without; all of the source where
        there is no shorter one.
        """
        if self.source % SOURCE_GRAIN or self.tile % self.grain:
            return self.whole()  # its last colour stands for less than others do
        first, last = self._needed()
        start = next(at for at in range(first // SOURCE_GRAIN * SOURCE_GRAIN, -1, -SOURCE_GRAIN) if self._meets(at))
        ends = range(last + last % SOURCE_GRAIN, self.source + 1, SOURCE_GRAIN)
        end = next(at for at in ends if self._meets(at))
        before = self._place(start)
        return Cut(start, end - start, self._place(end) - before, self.hidden - before)

    def nearest(self) -> Cut:
        """A short cut between whole pixels, which may move what is seen by half a pixel of the tile; the ends of the
        tile stay where they are.
        """
        start = max(0, self.hidden * self.source // self.tile - 3) // 2 * 2
        end = min(self.source, math.ceil((self.hidden + self.seen) * self.source / self.tile) + 3)
        end = min(self.source, end + end % 2)
        before, after = round(start * self.tile / self.source), round(end * self.tile / self.source)
        return Cut(start, end - start, after - before, self.hidden - before)

    def _needed(self) -> tuple[int, int]:
        """Where the pixels of the source begin and end that the scaler looks at for what is seen. Never so few that it
        would have to be content with a shorter reach than usual.
        """
        ratio = max(Fraction(1), Fraction(self.source, self.tile))
        reach = math.ceil(_TAPS * SOURCE_GRAIN * ratio) + SOURCE_GRAIN
        least = 2 * (reach + SOURCE_GRAIN)
        first = max(0, self.hidden * self.source // self.tile - reach)
        last = min(self.source, max(first + least, -(-(self.hidden + self.seen) * self.source // self.tile) + reach))
        return max(0, min(first, last - least)), last

    def _place(self, at: int) -> int:
        """Where in the tile the source's pixel ``at`` begins, to the nearest pixel."""
        return (2 * at * self.tile + self.source) // (2 * self.source)

    def _meets(self, at: int) -> bool:
        """Whether a border between pixels of the tile, and its colours, lies where that pixel of the source begins."""
        place = self._place(at)
        return place % self.grain == 0 and abs(at * self.tile - place * self.source) * MEETING <= self.tile
