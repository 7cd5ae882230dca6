"""What was submitted, for whoever looks at it: the newest, and what the service answered. Nothing is changed here."""

from __future__ import annotations

from pathlib import Path

from ..text import say
from .answers import read_answers
from .intent import Answer, Intent
from .machine import Machine
from .rows import Rows
from .schema import translated


class History(Rows):
    """The ledger in ``home`` for reading, beside whoever writes to it."""

    def __init__(self, home: Path, *, machine: Machine | None = None) -> None:
        super().__init__(home, machine)

    def newest(self, limit: int = 100) -> list[Intent]:
        """The intents made last, newest first."""
        return self._query("1 ORDER BY created DESC, number DESC LIMIT ?", (limit,))

    def answers(self, intent_id: str) -> list[Answer]:
        """The answers kept for an intent, oldest first."""
        with self._guard, translated(self.path, say("read")):
            return read_answers(self._database, intent_id)
