"""What a service says again and again: counted here, and noted in the ledger now and then.

Nobody asks about thousands of jobs and writes a row for each answer: what moves nothing waits for a while, so that many
answers are one transaction. A program that is killed forgets what was said once more in that time, and nothing else.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import DiskFull, StorageError
from .intent import Answer

if TYPE_CHECKING:
    from .ledger import Ledger

log = logging.getLogger(__name__)

NOTED_SECONDS = 60.0
"""For how long what was heard waits before it is noted."""

NOTED_AT_ONCE = 500
"""Intents of which that is noted at a time; of 5,000 each has its turn within ten minutes."""


WAITING = 500
"""Times that the same was said that wait with their request ids: where nothing can be noted for hours, the newest."""


class Tally:
    """Answers that move nothing, by their intents. What was heard of an intent goes into the ledger in that order."""

    def __init__(self, ledger: Ledger, now: float) -> None:
        self._ledger = ledger
        self._heard: dict[str, list[Answer]] = {}
        self._due = now + NOTED_SECONDS

    def add(self, intents: Iterable[str], *answers: Answer) -> None:
        for intent_id in intents if answers else ():
            heard = self._heard.setdefault(intent_id, [])
            for answer in answers:
                _count(heard, answer)

    def take(self, intent_id: str) -> list[Answer]:
        """What waits of this intent, for whoever notes it together with what came next."""
        return self._heard.pop(intent_id, [])

    def note_due(self, now: float) -> None:
        """Note what is due: what waits for longest first."""
        if now >= self._due:
            self._due = now + NOTED_SECONDS
            self.note(list(itertools.islice(self._heard, NOTED_AT_ONCE)))

    def note(self, intents: Iterable[str] | None = None) -> None:
        """Note what waits of ``intents``, by default of all. What cannot be noted now waits for the next time."""
        ids = list(self._heard if intents is None else intents)
        kept = [(intent_id, answer) for intent_id in ids for answer in self._heard.get(intent_id, ())]
        if not kept:
            return
        try:
            self._ledger.keep_answers(kept)
        except (DiskFull, StorageError) as error:
            log.info("What was said once more is not noted yet: %s", error)
            return
        for intent_id in ids:
            self._heard.pop(intent_id, None)


def _count(heard: list[Answer], answer: Answer) -> None:
    """Put ``answer`` to those ``heard``: as one time more where the last to the same call said the same."""
    for place in reversed(range(len(heard))):
        last = heard[place]
        if last.call == answer.call:
            if (last.status, last.told) == (answer.status, answer.told):
                times, again = last.times + answer.times, (*last.again, *answer.repeats)[-WAITING:]
                heard[place] = replace(last, times=times, latest=answer.latest or answer.asked, again=again)
                return
            break
    heard.append(answer)
