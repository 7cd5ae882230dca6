"""Which jobs of the history are asked for, as a value; and the condition that SQLite finds them by.

What is looked for stands folded in the column ``words``, and in the index ``intents_listed`` besides: 100,000 jobs are
looked through in some 50 ms of it. That was measured against FTS5, which is not in every Python, needs three letters
(two are a word in Chinese), and takes 4 s for as many jobs when it is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ..model.states import Kind, State, kind_of


@dataclass(frozen=True)
class Term:
    """One word that is looked for in the texts of a job; ``states`` are called so in the user's language, and
    ``is_local``: the local cloud is, too.
    """

    text: str
    states: frozenset[State] = frozenset()
    is_local: bool = False


@dataclass(frozen=True)
class Wanted:
    """Jobs that have all ``terms``, are of a kind and in one of the states, and were made in the time from ``since`` up
    to ``until`` (Unix seconds of our clock) for one of ``places`` (`Target.place`); ``is_open``: only such that are not
    at their end. Empty: all of them.

    ``without_keys`` are the numbers of open intents that count as lost (sending-once, rule 8).
    """

    terms: tuple[Term, ...] = ()
    kind: Kind | None = None
    states: frozenset[State] = frozenset()
    since: float | None = None
    until: float | None = None
    is_open: bool = False
    places: frozenset[str] = frozenset()
    without_keys: frozenset[int] = frozenset()

    @property
    def is_all(self) -> bool:
        return self == Wanted(without_keys=self.without_keys)

    def condition(self) -> tuple[str, list[object]]:
        """For ``WHERE``, with the values of its marks."""
        parts: list[str] = ["1"]
        values: list[object] = []
        if self.since is not None:
            parts.append("created >= ?")
            values.append(self.since)
        if self.is_open:
            parts.append("ended IS NULL")
        if self.until is not None:
            parts.append("created < ?")
            values.append(self.until)
        if self.places:
            parts.append(f"+place IN ({_marks(self.places)})")  # as it stands in the index that has the order, too
            values += sorted(self.places)
        if self.states:
            self._add_states(parts, values, self._in(self.states))
        if self.kind is not None:
            pairs = [(state, is_resolved) for state in State for is_resolved in (False, True)]
            fitting = [pair for pair in pairs if kind_of(pair[0], is_resolved=pair[1]) is self.kind]
            self._add_states(parts, values, fitting)
        for term in self.terms:
            text, found = r"words LIKE ? ESCAPE '\'", [like(term.text)]
            said: list[str] = []
            more: list[object] = []
            if term.states:
                self._add_states(said, more, self._in(term.states))
            if term.is_local:
                said.append("place LIKE 'local %'")
            parts.append(f"({' OR '.join([text, *said])})")
            values += [*found, *more]
        return " AND ".join(parts), values

    @staticmethod
    def _in(states: Iterable[State]) -> list[tuple[State, bool]]:
        return [(state, is_resolved) for state in states for is_resolved in (False, True)]

    def _add_states(self, parts: list[str], values: list[object], pairs: list[tuple[State, bool]]) -> None:
        """Jobs that are shown in one of the states, each while open or over."""
        ways = []
        for is_resolved, ended in ((False, "ended IS NULL"), (True, "ended IS NOT NULL")):
            states = sorted({state for state, resolved in pairs if resolved is is_resolved})
            if states:
                ways.append(f"({ended} AND state IN ({_marks(states)}))")
                values.extend(states)
        found = f"({' OR '.join(ways)})" if ways else "0"
        if self.without_keys:
            lost = sorted(self.without_keys)
            is_lost = f"number IN ({_marks(lost)})"
            values.extend(lost)
            found = f"({found} OR {is_lost})" if (State.LOST, False) in pairs else f"({found} AND NOT {is_lost})"
        parts.append(found)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def like(text: str) -> str:
    """For ``LIKE`` with ``ESCAPE '\\'``: what has ``text`` anywhere in the column ``words``."""
    escaped = text.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def terms_of(text: str) -> tuple[Term, ...]:
    """The words of ``text``, as they are; states by the names that the command line has for them."""
    return tuple(
        Term(word, frozenset(state for state in State if word in str(state))) for word in text.casefold().split()
    )


def span_of_days(first: date | None, last: date | None) -> tuple[float | None, float | None]:
    """The first moment of ``first`` here, and the first one after ``last``, Unix seconds; ``None`` for an open end. The
    calendar's first and last year are one: there is nothing beyond them from which a day here could be reckoned.
    """
    since = _midnight(first) if first and first.year > date.min.year else None
    until = _midnight(last + timedelta(days=1)) if last and last.year < date.max.year else None
    return since, until


def _midnight(day: date) -> float:
    return datetime.combine(day, time()).astimezone().timestamp()
