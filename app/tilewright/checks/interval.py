"""Rules about the part of the composition that is kept, `TimeInterval` (ci-templates §6, A24)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.options import TimeInterval
from ..model.problem import Fix, Problem
from ..text import say
from .mending import leave_out, set_field
from .registry import View, rule

_PATH = "transcode.time_interval"
_FIELDS = {"start": say("start (Start)"), "duration": say("length (Duration)")}


def _interval(view: View) -> TimeInterval | None:
    return view.inline.time_interval if view.inline else None


@rule("interval-range")
def find_negative_times(view: View) -> Iterator[Problem]:
    for field, what in _FIELDS.items():
        value = getattr(_interval(view), field, None)
        if value is not None and value < 0:
            told = say("The {what} of what is kept is {value:g} seconds; it cannot be below 0.", what=what, value=value)
            yield Problem("interval-range", f"{_PATH}.{field}", "error", told, leave_out(f"{_PATH}.{field}"))


@rule("interval-empty")
def find_nothing_kept(view: View) -> Iterator[Problem]:
    """The range includes 0, and nobody says what it means (ci-templates §6)."""
    interval = _interval(view)
    if interval and interval.duration == 0:
        yield Problem(
            "interval-empty",
            f"{_PATH}.duration",
            "warning",
            "No time at all shall be kept (Duration 0). Whether that means nothing or all, the service does not say.",
            Fix("Keep all to the end", set_field(f"{_PATH}.duration", None)),
            "A24",
        )


@rule("interval-precision")
def find_too_precise_times(view: View) -> Iterator[Problem]:
    for field, what in _FIELDS.items():
        value = getattr(_interval(view), field, None)
        if value is None or abs(value * 1000 - round(value * 1000)) < 1e-6:
            continue
        good = max(0.001, round(value, 3)) if field == "duration" else round(value, 3)
        yield Problem(
            "interval-precision",
            f"{_PATH}.{field}",
            "warning",
            say(
                "The {what} of what is kept is {value} seconds; the service counts in thousandths.",
                what=what,
                value=value,
            ),
            Fix(say("Make it {good} seconds", good=good), set_field(f"{_PATH}.{field}", good)),
        )


@rule("interval-start", "interval-end")
def find_times_beyond(view: View) -> Iterator[Problem]:
    """The composition lasts as long as its longest video (A21); said once all lengths are known."""
    interval = _interval(view)
    if interval is None or view.longest is None:
        return
    start, length = float(interval.start or 0), view.longest
    if start >= length:
        told = say(
            "What is kept starts at {start:g} seconds (Start), but the composition ends at {length:.3f}: nothing is "
            "left.",
            start=start,
            length=length,
        )
        mend = Fix("Start at the beginning", set_field(f"{_PATH}.start", None))
        yield Problem("interval-start", f"{_PATH}.start", "error", told, mend, "A24")
    elif interval.duration and max(0.0, start) + interval.duration > length + 0.001:
        told = say(
            "What is kept would end at {end:g} seconds (Start and Duration), but the composition ends at {length:.3f}.",
            end=max(0.0, start) + interval.duration,
            length=length,
        )
        mend = Fix("Keep all to the end", set_field(f"{_PATH}.duration", None))
        yield Problem("interval-end", f"{_PATH}.duration", "warning", told, mend, "A24")
