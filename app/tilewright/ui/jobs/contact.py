"""What the ledger does not say of a job: when its service answered last, and what is known to be in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SILENT_SECONDS = 5.0
"""A shorter silence is not worth a word."""


@dataclass(frozen=True)
class Contact:
    """Times are ticks: they go on while the machine sleeps, so that no answer seems younger than it is.

    ``note`` is what asking about an unknown outcome led to, ``delivery`` why the result is not in its place;
    ``is_resting``: nobody asks until something is changed, ``message`` says why and ``hint`` what to do. ``fetched`` is
    the percentage of the result that is here, while the user wants it. ``unnamed_at``: since then the service answers,
    but no answer names the job.
    """

    answered: float | None = None
    lost_at: float | None = None
    next_try: float | None = None
    is_resting: bool = False
    message: str = ""
    hint: str = ""
    note: str = ""
    delivery: str = ""
    fetched: int | None = None
    unnamed_at: float | None = None

    def is_lost(self, now: float) -> bool:
        return self.is_resting or (self.lost_at is not None and now - self.lost_at >= SILENT_SECONDS)


UNHEARD = Contact()


def silent_since(begun: float, contacts: Iterable[Contact]) -> float:
    """Since when nobody answers. A watch that began anew, as after a failure, does not know of a silence before."""
    return min([begun, *(contact.lost_at for contact in contacts if contact.lost_at is not None)])


def unnamed_since(begun: float, contact: Contact) -> float:
    """Since when no answer names the job, likewise."""
    return begun if contact.unnamed_at is None else min(begun, contact.unnamed_at)
