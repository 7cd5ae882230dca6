"""Follows a use case: progress as a bar, all else as sentences or JSON lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from .output import Output, Told

Event = TypeVar("Event", bound=Told)


def follow(events: Iterable[Event], output: Output) -> Event | None:
    """Show every event; the last one is returned. An event with a ``fraction`` is progress."""
    last: Event | None = None
    for event in events:
        if hasattr(event, "fraction"):
            output.progress(event, event.fraction, event.describe())
        else:
            output.tell(event)
        last = event
    output.clear_bar()
    return last
