"""How far this computer's clock is from the service's, in words."""

from __future__ import annotations

from ..text import Text, say

WORTH_TELLING = 60.0
"""Seconds of difference below which nobody has to know."""


def clock_words(ahead: float) -> Text | None:
    """ "This computer's clock is 7 min ahead of the service's."; ``None`` below ``WORTH_TELLING``.

    ``ahead`` is in seconds, negative when the clock is behind.
    """
    if abs(ahead) < WORTH_TELLING:
        return None
    span = _span(abs(ahead))
    if ahead > 0:
        return say("This computer's clock is {span} ahead of the service's.", span=span)
    return say("This computer's clock is {span} behind the service's.", span=span)


def _span(seconds: float) -> Text:
    if seconds < 90 * 60:
        return say("{count} min", count=round(seconds / 60))
    if seconds < 36 * 3600:
        return say("{count} h", count=round(seconds / 3600))
    return say("{count} days", count=round(seconds / 86400))
