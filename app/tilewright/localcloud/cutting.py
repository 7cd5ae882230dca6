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
        ratio = self._samples()
        reach = math.ceil(_TAPS * SOURCE_GRAIN * ratio) + SOURCE_GRAIN
        first, last = self._around(reach)
        # With fewer samples than it has taps, and two more, the scaler would be content with fewer taps.
        least = 2 * (reach + SOURCE_GRAIN)
        last = min(self.source, max(last, first + least))
        first = max(0, min(first, last - least)) // SOURCE_GRAIN * SOURCE_GRAIN
        start = next(at for at in range(first, -1, -SOURCE_GRAIN) if self._meets(at))
        ends = range(last + last % SOURCE_GRAIN, self.source + 1, SOURCE_GRAIN)
        return self._cut(start, next(at for at in ends if self._meets(at)))

    def nearest(self) -> Cut:
        """A short cut where pixels nearly meet, which may move what is seen by a part of a pixel of the tile; the ends
        of the tile stay where they are.
        """
        first, last = self._around(math.ceil(_TAPS * self._samples()) + 1)
        first, last = first // SOURCE_GRAIN * SOURCE_GRAIN, min(self.source, last + last % SOURCE_GRAIN)
        spare = (last - first) // 8
        start = min(range(first, max(0, first - spare) - 1, -SOURCE_GRAIN), key=self._missed)
        return self._cut(start, min(range(last, min(self.source, last + spare) + 1, SOURCE_GRAIN), key=self._missed))

    def _samples(self) -> Fraction:
        """How many times farther the scaler reaches than where it enlarges."""
        return max(Fraction(1), Fraction(self.source, self.tile))

    def _around(self, reach: int) -> tuple[int, int]:
        """Where what is seen begins and ends in the source, with ``reach`` pixels more on each side."""
        end = -(-(self.hidden + self.seen) * self.source // self.tile)
        return max(0, self.hidden * self.source // self.tile - reach), min(self.source, end + reach)

    def _cut(self, start: int, end: int) -> Cut:
        before = self._place(start)
        return Cut(start, end - start, self._place(end) - before, self.hidden - before)

    def _place(self, at: int) -> int:
        """Where in the tile the source's pixel ``at`` begins, to the nearest pixel with a colour of its own."""
        if at == self.source:
            return self.tile
        wide = self.source * self.grain
        return (2 * at * self.tile + wide) // (2 * wide) * self.grain

    def _missed(self, at: int) -> int:
        """How far that is off, in parts of a pixel of the tile: as many as the source has pixels."""
        return abs(at * self.tile - self._place(at) * self.source)

    def _meets(self, at: int) -> bool:
        return self._missed(at) * MEETING <= self.tile
