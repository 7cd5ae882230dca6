"""What asking the service tells beside what happens to jobs: who was answered, and that nobody answers."""

from __future__ import annotations

from dataclasses import dataclass

from ..text import Text, say


@dataclass(frozen=True)
class Answered:
    """The service told of these intents just now; ``waits`` is the sentence why the local cloud begins no job."""

    intents: tuple[str, ...]
    waits: str = ""


@dataclass(frozen=True)
class NoContact:
    """The service of these intents did not answer for ``silent`` seconds; it is asked again in ``next_try`` seconds.

    Their jobs go on meanwhile. ``LostContact`` is about one question of one intent; this is about all of a place.
    """

    intents: tuple[str, ...]
    message: str
    silent: float
    next_try: float


def silence(silent: float, next_try: float) -> Text:
    """How long there was no contact, and when the next try is; both in seconds from now."""
    return say("No contact for {span}, next try in {soon}", span=span(silent), soon=span(max(0.0, next_try)))


def span(seconds: float) -> Text:
    """``20 s``, ``3 min``, ``2 h``."""
    if seconds < 100:
        return say("{count} s", count=round(seconds))
    if seconds < 100 * 60:
        return say("{count} min", count=round(seconds / 60))
    return say("{count} h", count=round(seconds / 3600))
