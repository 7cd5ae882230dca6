"""The jobs that the window has read: all that something is still to be heard of, and of the others those seen last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from ...jobs.intent import Intent

KEPT = 2000
"""Jobs at their end that are kept; one takes some 2 kB. More are read again when they come in sight."""


class Known:
    """Found by id and by number. Of two readings of a job the later one counts, in whatever order they come."""

    def __init__(self) -> None:
        self._awaited: dict[int, Intent] = {}
        self._others: OrderedDict[int, Intent] = OrderedDict()
        self._numbers: dict[str, int] = {}

    def take(self, intents: Iterable[Intent]) -> list[tuple[Intent | None, Intent]]:
        """Keep ``intents``; those that are news, each with what it was before."""
        news = []
        for intent in intents:
            before = self.at(intent.number)
            if before is not None and before.changed >= intent.changed:
                continue
            news.append((before, intent))
            self._numbers[intent.id] = intent.number
            if intent.is_awaited:
                self._awaited[intent.number] = intent
            else:
                self._awaited.pop(intent.number, None)
                self._others[intent.number] = intent
        while len(self._others) > KEPT:
            _, gone = self._others.popitem(last=False)
            del self._numbers[gone.id]
        return news

    def at(self, number: int) -> Intent | None:
        """The intent of that number, which counts as seen now."""
        found = self._awaited.get(number)
        if found is None and number in self._others:
            self._others.move_to_end(number)
            found = self._others[number]
        return found

    def get(self, intent_id: str) -> Intent | None:
        number = self._numbers.get(intent_id)
        return None if number is None else self.at(number)

    @property
    def open_ones(self) -> list[Intent]:
        """Those that are not at their end."""
        return [intent for intent in self._awaited.values() if not intent.is_resolved]

    @property
    def newest_first(self) -> list[Intent]:
        found = [*self._awaited.values(), *self._others.values()]
        return sorted(found, key=lambda intent: (intent.created, intent.number), reverse=True)
