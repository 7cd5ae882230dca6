"""What the ledger has already of a wish: an equal one, or a result of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..model.states import State
from ..model.target import Target
from ..text import say
from .intent import Intent
from .reserved import Look, of_same_name, require_free
from .rows import Rows, at_service
from .schema import translated
from .wish import Wish

SAME_WISH_SECONDS = 24 * 3600.0
"""For how long a fulfilled wish answers an equal one (sending-once, rule 6)."""


@dataclass(frozen=True)
class Intended:
    """What came of a wish: a ``new`` intent, one under way that it ``joined``, or one ``finished`` lately."""

    intent: Intent
    how: Literal["new", "joined", "finished"]


class Wished(Rows):
    """A ledger that is asked before anything is noted in it."""

    def would_intend(
        self, wish: Wish, target: Target, now: float, *, look: Look, again: bool, passed_over: str = ""
    ) -> Intended | None:
        """What ``intend`` would find instead of noting ``wish``; ``None``: it would note it. Raises ``NameTaken``."""
        since = now - SAME_WISH_SECONDS
        with self._guard, translated(self.path, say("read")):
            found, doubtful = self._equal(wish, target, since, again=again, instead_of="", passed_over=passed_over)
            if found is None:
                self._require_free(wish, target, look, doubtful)
            return found

    def _require_free(self, wish: Wish, target: Target, look: Look, doubtful: Sequence[Intent]) -> None:
        """Raise ``NameTaken`` unless the result of ``wish`` may have its name; those in doubt do not count."""
        named = self._select(self._database, *of_same_name(wish, target))
        named = at_service(target, named) if target.local else named
        require_free(wish, (other for other in named if other not in doubtful), look)

    def _equal(
        self, wish: Wish, target: Target, since: float, *, again: bool, instead_of: str, passed_over: str
    ) -> tuple[Intended | None, list[Intent]]:
        """What answers ``wish`` already: one under way, or fulfilled after ``since`` and wished after ``passed_over``.
        Where nothing does, the intents in doubt that it is to be sent beside.
        """
        database, same, values = self._database, "wish = ? AND place = ?", (wish.hash, target.place)
        joined = at_service(target, self._select(database, f"{same} AND ended IS NULL ORDER BY created", values))
        for intent in self._select(database, "id = ?", (instead_of,)):
            if intent.state is State.SUCCESS:
                return Intended(intent, "finished"), []
            if not intent.is_resolved and intent.id not in {one.id for one in joined}:
                joined.append(intent)
        known = [intent for intent in joined if intent.state is not State.UNKNOWN]
        if known or (joined and not again):
            return Intended((known or joined)[0], "joined"), []
        if again:
            return None, joined
        later = "number > coalesce((SELECT number FROM intents WHERE id = ?), 0)"  # clocks that leap order nothing
        recent = self._select(
            database,
            f"{same} AND state = ? AND ended >= ? AND {later} ORDER BY number DESC",
            (*values, State.SUCCESS, since, passed_over),
        )
        finished = at_service(target, recent)
        return (Intended(finished[0], "finished") if finished else None), []
