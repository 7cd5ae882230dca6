"""When jobs were made that are to be shown, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ...jobs.wanted import span_of_days
from ..words import tr


def times() -> dict[int, str]:
    """Days, today the last of them, with their words; 0 is any time."""
    return {
        0: tr("Any time"),
        1: tr("Today"),
        7: tr("Last 7 days"),
        30: tr("Last 30 days"),
        365: tr("Last 365 days"),
    }


@dataclass(frozen=True)
class Period:
    """The last ``days``, today among them; without them from ``first`` to ``last``, both days included, open at an end
    that is ``None``. Neither: any time.
    """

    days: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def is_of_dates(self) -> bool:
        return not self.days and (self.first, self.last) != (None, None)

    @property
    def words(self) -> str:
        """What it is called; empty for any time."""
        if self.days:
            return times()[self.days]
        first, last = (day.isoformat() if day else "" for day in (self.first, self.last))
        if first and last:
            return tr("{first} to {last}").format(first=first, last=last) if first != last else first
        if first:
            return tr("From {first} on").format(first=first)
        return tr("Up to {last}").format(last=last) if last else ""

    def span(self, today: date | None = None) -> tuple[float | None, float | None]:
        """Its first moment here, and the first one after it, Unix seconds; ``None`` for an open end."""
        first = self.first
        if self.days:
            first = (today or datetime.now().astimezone().date()) - timedelta(days=self.days - 1)
        return span_of_days(first, self.last if not self.days else None)


ANY_TIME = Period()
