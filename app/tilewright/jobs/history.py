"""What was submitted, for whoever looks at it. Nothing is changed here, and no request is read for a list."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..model.states import Kind, State, kind_of
from ..model.target import Target, read_target
from ..text import say
from .answers import count_of, read_each
from .intent import Answer, Fate, Intent
from .machine import Machine
from .rows import Rows
from .schema import translated
from .wanted import Wanted, like

PAGE = 500
"""Rows that are read at a time when all are wanted."""

Counts = dict[Kind, int]


class History(Rows):
    """The ledger in ``home`` for reading, beside whoever writes to it."""

    def __init__(self, home: Path, *, machine: Machine | None = None) -> None:
        super().__init__(home, machine)

    def newest(self, limit: int = 100) -> list[Intent]:
        """The intents made last, newest first."""
        return self.page(Wanted(), limit)

    def page(self, wanted: Wanted, limit: int, after: Intent | None = None) -> list[Intent]:
        """The newest that are wanted, or those that follow ``after`` in the list; newest first."""
        where, values = wanted.condition()
        if after is not None:
            where += " AND (created, number) < (?, ?)"
            values += [after.created, after.number]
        return self._query(f"{where} ORDER BY created DESC, number DESC LIMIT ?", (*values, limit))

    def each(self, wanted: Wanted) -> Iterator[Intent]:
        """All that are wanted, newest first, read page by page; whatever is made meanwhile is left out."""
        last: Intent | None = None
        while page := self.page(wanted, PAGE, last):
            yield from page
            last = page[-1]

    def numbers(self, wanted: Wanted) -> array[int]:
        """The numbers of all that are wanted, newest first: 8 bytes a job, from an index alone."""
        where, values = wanted.condition()
        inner = f"SELECT number FROM intents WHERE {where} ORDER BY created DESC, number DESC"  # noqa: S608
        # One text instead of 100,000 rows: each row costs a turn at the interpreter, which the window waits for.
        found = self._read(f"SELECT group_concat(number) FROM ({inner})", tuple(values))[0][0]  # noqa: S608
        return array("q", map(int, str(found).split(",")) if found is not None else ())

    def rows(self, numbers: Sequence[int]) -> list[Intent]:
        """The intents of these numbers, newest first. At most some hundred."""
        marks = ", ".join("?" for _ in numbers)
        return self._query(f"number IN ({marks}) ORDER BY created DESC, number DESC", tuple(numbers))

    def newer(self, than: Intent, limit: int) -> list[Intent]:
        """Those that stand before ``than`` in the list, the nearest first."""
        where = "(created, number) > (?, ?) ORDER BY created, number LIMIT ?"
        return self._query(where, (than.created, than.number, limit))

    def called(
        self, name: str, place: str, limit: int, *, before: Intent | None = None, since: float = 0.0
    ) -> list[Intent]:
        """The newest of that very name that were made for ``place``, not before ``since`` and, if that is given, before
        the intent ``before``; newest first. What ended without being sent is left out.
        """
        where = "created >= ? AND +place = ?"
        values: list[object] = [since, place]
        if before is not None:
            where += " AND (created, number) < (?, ?)"
            values += [before.created, before.number]
        if name:  # a line of the words in the index: rows with other names are not read
            where += r" AND words LIKE ? ESCAPE '\'"
            values.append(like(f"\n{name}\n"))
        where += " AND name = ? AND (ended IS NULL OR state != ?) ORDER BY created DESC, number DESC LIMIT ?"
        return self._query(where, (*values, name, State.NOT_SENT, limit))

    def counts(self) -> Counts:
        """How many intents there are of each kind."""
        counts = dict.fromkeys(Kind, 0)
        for state, is_resolved, jobs in self._read("SELECT state, is_resolved, jobs FROM tallies"):
            counts[kind_of(State(state), is_resolved=bool(is_resolved))] += jobs
        return counts

    def places(self) -> list[Target]:
        """A target of each place that jobs were made for, read from an index, however many jobs there are."""
        found = self._read(
            "WITH RECURSIVE each (place) AS (SELECT min(place) FROM intents UNION ALL "
            "SELECT (SELECT min(place) FROM intents WHERE place > each.place) FROM each WHERE place IS NOT NULL) "
            "SELECT (SELECT target FROM intents WHERE intents.place = each.place LIMIT 1) FROM each "
            "WHERE place IS NOT NULL"
        )
        return [read_target(target) for (target,) in found]

    def mark(self) -> int:
        """Where the ledger is now: ``changed_since`` this mark there is nothing."""
        return int(self._read("SELECT coalesce(max(changed), 0) FROM intents")[0][0])

    def changed_since(self, mark: int, limit: int = PAGE) -> tuple[int, list[Intent]]:
        """The mark after them, and intents that were made or changed after ``mark``, in the order of their last change.
        The mark is the same when there are none; more than ``limit`` come the next time.
        """
        numbers = self._read(
            "SELECT changed, number FROM intents WHERE changed > ? ORDER BY changed LIMIT ?", (mark, limit)
        )
        if not numbers:
            return mark, []
        found = {intent.number: intent for intent in self.rows([number for _, number in numbers])}
        return int(numbers[-1][0]), [found[number] for _, number in numbers]

    def awaited(self) -> list[Intent]:
        """Intents of which something is still to be heard, newest first (`Intent.is_awaited`)."""
        found = (*self.open_intents(), *self.undelivered(), *self.with_waiting_twins())
        different = {intent.number: intent for intent in found}.values()
        return sorted(different, key=lambda intent: (intent.created, intent.number), reverse=True)

    def awaited_targets(self) -> list[Target]:
        """The different places of those."""
        found = self._read(
            "SELECT DISTINCT target FROM intents WHERE ended IS NULL UNION SELECT target FROM intents "
            "WHERE result_path != '' AND delivered IS NULL AND state = ? AND ended IS NOT NULL UNION "
            "SELECT target FROM intents WHERE twins != '' AND instr(twins, ?)",
            (State.SUCCESS, Fate.WAITS),
        )
        return [read_target(target) for (target,) in found]

    def sending_ids(self, intent_ids: Sequence[str]) -> dict[str, str]:
        """By the id of the intent the request id of the last answer to sending it, where one was kept. At most some
        hundred.
        """
        marks = ", ".join("?" for _ in intent_ids)
        where = f"intent IN ({marks}) AND call = 'submit' AND request_id != '' ORDER BY intent, number"
        return dict(self._read(f"SELECT intent, request_id FROM answers WHERE {where}", tuple(intent_ids)))  # noqa: S608

    def answer_count(self, intent_id: str) -> int:
        """How many answers to an intent are kept; those that said the same in a row are one."""
        with self._guard, translated(self.path, say("read")):
            return count_of(self._database, intent_id)

    def each_answer(self, intent_id: str) -> list[Answer]:
        """All answers to an intent, oldest first, each with all times that it was said."""
        with self._guard, translated(self.path, say("read")):
            return list(read_each(self._database, intent_id))
