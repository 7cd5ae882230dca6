"""The pictures of a result in time: how many a second, and which of the composition's are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ..model.source import Source

MAX_RATE: Final = 60
DEFAULT_RATE: Final = 25
"""Frames a second when no source tells a rate."""

_COMMON_RATES: Final = tuple(
    Fraction(*rate)
    for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))
)


@dataclass(frozen=True, slots=True)
class Span:
    """The part of the composition that is kept, in seconds, at ``rate`` frames a second."""

    start: float
    end: float
    rate: Fraction

    @property
    def frames(self) -> tuple[int, int]:
        """First frame, and the first one after the end; at least one frame lies between."""
        first = round(self.start * self.rate)
        return first, max(first + 1, round(self.end * self.rate))


def output_rate(wish: float | None, sources: Sequence[Source]) -> Fraction:
    """Frames a second: ``Fps`` if given, else the highest average of the sources, at most 60 (assumed).

    A source of variable rate counts as the next common rate, so that its quick parts stay smooth.
    """
    if wish:
        return min(_tidy(float(wish)), Fraction(MAX_RATE))
    rates = [
        _next_common(source.fps) if source.variable_rate else _tidy(source.fps) for source in sources if source.fps > 0
    ]
    return min(max(rates, default=Fraction(DEFAULT_RATE)), Fraction(MAX_RATE))


def _tidy(rate: float) -> Fraction:
    for common in _COMMON_RATES:
        if abs(rate - common) < 0.005:
            return common
    return max(Fraction(rate).limit_denominator(1001), Fraction(1, 1001))


def _next_common(rate: float) -> Fraction:
    return next((common for common in _COMMON_RATES if common >= rate - 0.05), Fraction(MAX_RATE))
