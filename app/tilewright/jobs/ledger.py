"""The durable record of intents. Every change is one transaction that is on the disk when the call returns.

States move by compare-and-set: ``move`` changes an unresolved intent only while it is in one of the states expected,
so of two processes one wins and the other learns it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from ..durable import FileLock, make_private
from ..errors import WrongUse
from ..model.states import State
from ..model.target import Target, write_target
from ..model.transitions import Who, require_possible
from ..points import reach
from ..text import say
from .answers import keep_answer
from .intent import Answer, Intent, TwinJob
from .machine import Machine
from .migrations import words_of
from .owner import claim
from .reserved import NOT_LOOKED, Look, of_same_name, require_free
from .rows import Rows, at_service
from .said import pack
from .schema import COLUMNS, translated
from .spare import Spare, is_for_room
from .twins import write_twins
from .wish import Wish

T = TypeVar("T")

SAME_WISH_SECONDS = 24 * 3600.0
"""For how long a fulfilled wish answers an equal one (sending-once, rule 6)."""


@dataclass(frozen=True)
class Intended:
    """What came of a wish: a ``new`` intent, one under way that it ``joined``, or one ``finished`` lately."""

    intent: Intent
    how: Literal["new", "joined", "finished"]


_NOT_TWICE = say("No job is sent twice by that: what became of this one is found out next time.")


class Ledger(Rows):
    """The ledger in ``home``, for several processes and threads at once. ``machine`` is where it is used.

    One that belongs to another machine, or lies on a network, is only read: what writes raises ``NotTheOwner``.
    """

    def __init__(self, home: Path, *, machine: Machine | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(home, machine)
        self._locks = make_private(home / "locks")
        self._machine = machine.id if machine else ""
        self._now = now
        self._spare = Spare(self.path)
        if self.not_ours is None:
            if machine:
                self._claim(machine)
            self._spare.keep()

    def _claim(self, machine: Machine) -> None:
        try:
            claim(self._database, self.path, machine)
        except BaseException:
            self.close()
            raise

    def require_ours(self) -> None:
        """Raise ``NotTheOwner`` where this ledger may only be read."""
        if self.not_ours is not None:
            raise self.not_ours.with_traceback(None)

    def lock(self, intent_id: str) -> FileLock:
        """The lock of whoever sends this intent or finds out about it: dies with its owner."""
        return FileLock(self._locks / f"{intent_id}.lock")

    def forget_lock(self, intent_id: str) -> None:
        """Remove the lock's file; only for a resolved intent, which nobody can move any more."""
        with contextlib.suppress(OSError):
            (self._locks / f"{intent_id}.lock").unlink(missing_ok=True)

    def delivery_lock(self, intent_id: str) -> FileLock:
        """The lock of whoever brings the result of this intent to its place."""
        return FileLock(self._locks / f"{intent_id}.delivery.lock")

    # Wishes

    def intend(
        self,
        wish: Wish,
        target: Target,
        *,
        name: str = "",
        result_path: str = "",
        again: bool = False,
        instead_of: str = "",
        look: Look = NOT_LOOKED,
    ) -> Intended:
        """Make the wish durable, or find the equal one at the same service: under way, or fulfilled in the last day.

        With ``again`` a fulfilled one does not count, nor one whose outcome is unknown: that is the user's "send
        anyway, may pay twice" (rule 5). The one in doubt is then wished cancelled. One under way always counts.
        ``instead_of`` is the intent in doubt that the user saw, wherever it was sent; if its outcome became known
        meanwhile, that is the answer.

        A new intent reserves the name of its result; ``look`` is what the bucket said of it. Raises ``NameTaken``.
        """
        now = self._now()

        def work(database: sqlite3.Connection) -> Intended:
            same = "wish = ? AND place = ?"
            where = f"{same} AND ended IS NULL ORDER BY created"
            joined = at_service(target, self._select(database, where, (wish.hash, target.place)))
            seen = self._select(database, "id = ?", (instead_of,))
            for intent in seen:
                if intent.state is State.SUCCESS:
                    return Intended(intent, "finished")
                if not intent.is_resolved and intent.id not in {one.id for one in joined}:
                    joined.append(intent)
            known = [intent for intent in joined if intent.state is not State.UNKNOWN]
            if known or (joined and not again):
                return Intended((known or joined)[0], "joined")
            for doubtful in joined:  # the user sends anyway: the one in doubt is not wanted any more
                database.execute("UPDATE intents SET cancel_wished = 1 WHERE id = ?", (doubtful.id,))
            where = f"{same} AND state = ? AND ended >= ? ORDER BY ended DESC"
            recent = (wish.hash, target.place, State.SUCCESS, now - SAME_WISH_SECONDS)
            finished = [] if again else at_service(target, self._select(database, where, recent))
            if finished:
                return Intended(finished[0], "finished")
            named = at_service(target, self._select(database, *of_same_name(wish, target)))
            require_free(wish, (other for other in named if other not in joined), look)
            intent = self._new_intent(wish, target, name, result_path, now)
            return Intended(self._insert(database, intent, wish.request), "new")

        reach("ledger.intend.before")
        intended = self._write(work)
        reach("ledger.intend.committed")
        return intended

    def _new_intent(self, wish: Wish, target: Target, name: str, result_path: str, now: float) -> Intent:
        return Intent(
            id=wish.intent_id,
            short_id=wish.short_id,
            mark=wish.mark,
            target=target,
            request_size=len(wish.request),
            wish=wish.hash,
            name=name,
            state=State.NOT_SENT,
            created=now,
            output_bucket=wish.output.bucket or target.bucket,
            output_region=wish.output.region or target.region,
            output_key=wish.output.object or "",
            result_path=result_path,
            machine=self._machine,
            naming=wish.naming,
            reserved=wish.reserved,
            length=wish.length,
        )

    @staticmethod
    def _insert(database: sqlite3.Connection, intent: Intent, request: bytes) -> Intent:
        columns = [name for name in COLUMNS if name not in {"number", "changed"}]
        values = {name: getattr(intent, name) for name in columns if name not in {"target", "place", "said"}}
        values |= {"target": write_target(intent.target), "place": intent.target.place}
        values |= {"said": pack(intent.message), "twins": write_twins(intent.twins)}
        marks = ", ".join(f":{name}" for name in columns)
        made = database.execute(f"INSERT INTO intents ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608
        database.execute("INSERT INTO requests (intent, request) VALUES (?, ?)", (intent.id, request))
        _note_words(database, intent)
        return replace(intent, number=made.lastrowid or 0)

    # Changing

    def move(
        self,
        intent_id: str,
        expected: Collection[State],
        state: State,
        changes: Mapping[str, object] | None = None,
        *,
        by: Who,
        answer: Answer | None = None,
        counted: Sequence[Answer] = (),
    ) -> bool:
        """Set ``state`` and ``changes`` if the intent is unresolved and in an ``expected`` state; whether it was.

        Raises ``WrongUse`` for what is no transition of ``by`` (`model.transitions`), whatever the ledger has.

        ``answer``, and before it what was ``counted`` until then, is kept in the same transaction, whether the state
        moved or not.
        """
        columns = _columns_of(state, changes or {})
        require_possible(expected, state, by, ends=columns.get("ended") is not None)
        sets = ", ".join(f"{name} = ?" for name in columns)
        states = ", ".join("?" * len(expected))
        statement = f"UPDATE intents SET {sets} WHERE id = ? AND ended IS NULL AND state IN ({states})"  # noqa: S608

        def work(database: sqlite3.Connection) -> bool:
            done = database.execute(statement, (*columns.values(), intent_id, *expected))
            if done.rowcount:
                _note_words(database, self._select(database, "id = ?", (intent_id,))[0])
            for heard in (*counted, answer):
                if heard is not None:
                    keep_answer(database, intent_id, heard)
            return done.rowcount == 1

        is_sent = State.NOT_SENT not in expected
        return self._write(work, is_sent=is_sent, hint=_NOT_TWICE if is_sent else "")

    def keep_answers(self, answers: Iterable[tuple[str, Answer]]) -> None:
        """Keep answers that move nothing, each with the id of its intent."""
        kept = list(answers)

        def work(database: sqlite3.Connection) -> None:
            for intent_id, answer in kept:
                keep_answer(database, intent_id, answer)

        self._write(work, is_sent=True)

    def wish_cancel(self, intent_id: str) -> bool:
        """Note that the user wants the job cancelled; whether the intent was still unresolved."""
        return self._change("ledger.cancel", "cancel_wished = 1 WHERE id = ? AND ended IS NULL", intent_id)

    def note_twin(self, intent_id: str, twin: TwinJob) -> None:
        """Another job of the intent: one more, or what became of it."""

        def work(database: sqlite3.Connection) -> None:
            (intent,) = self._select(database, "id = ?", (intent_id,))
            twins = {other.job_id: other for other in (*intent.twins, twin)}
            database.execute("UPDATE intents SET twins = ? WHERE id = ?", (write_twins(twins.values()), intent_id))
            _note_words(database, self._select(database, "id = ?", (intent_id,))[0])

        reach("ledger.twin.before")
        self._write(work, is_sent=True)
        reach("ledger.twin.committed")

    def want_result(self, intent_id: str, path: str) -> None:
        """Note where the file is wanted, unless that was said already."""
        self._change("ledger.result", "result_path = ? WHERE id = ? AND result_path = ''", path, intent_id)

    def choose_delivery(self, intent_id: str, path: str) -> None:
        """Note which file the result becomes, before it is made; whoever delivers holds ``delivery_lock``."""
        self._change("ledger.delivery", "delivered_path = ? WHERE id = ? AND delivered IS NULL", path, intent_id)

    def note_delivered(self, intent_id: str) -> None:
        """The chosen file is whole; once and for all."""
        self._change("ledger.delivered", "delivered = ? WHERE id = ? AND delivered IS NULL", self._now(), intent_id)

    def _change(self, point: str, sets: str, *values: object) -> bool:
        """Change one row; whether it was there to be changed."""
        statement = f"UPDATE intents SET {sets}"  # noqa: S608 (our own text)
        reach(f"{point}.before")
        done = self._write(lambda database: database.execute(statement, values).rowcount == 1, is_sent=True)
        reach(f"{point}.committed")
        return done

    def _write(self, work: Callable[[sqlite3.Connection], T], *, is_sent: bool = False, hint: str = "") -> T:
        """Do ``work`` in one transaction that is on the disk when this returns. ``hint`` is told, too, if it fails.

        Where something was sent (``is_sent``), a full disk is no reason to forget what became of it: the spare file
        is given up, and the work done once more.
        """
        self.require_ours()
        with self._guard, translated(self.path, say("write"), hint):
            try:
                done = self._transact(work)
            except sqlite3.Error as error:
                if not is_sent or not is_for_room(error, self.path.parent):
                    raise
                self._spare.give_up()
                return self._transact(work)
            self._spare.keep()
            return done

    def _transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        reach("ledger.write.before")
        self._database.execute("BEGIN IMMEDIATE")
        try:
            done = work(self._database)
            reach("ledger.write.changed")
            self._database.execute("COMMIT")
        except BaseException:
            self._database.rollback()
            raise
        reach("ledger.write.committed")
        return done


def _columns_of(state: State, changes: Mapping[str, object]) -> dict[str, object]:
    """The columns of a move; raises ``WrongUse`` for one that there is not."""
    columns = {"state": state, **changes}
    if "message" in columns:
        columns["said"] = pack(columns["message"])
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise WrongUse(say("The ledger has no column {name}.", name=", ".join(sorted(unknown))))
    return columns


def _note_words(database: sqlite3.Connection, intent: Intent) -> None:
    """Keep what ``intent`` is found by beside it."""
    keys = intent.output_bucket, intent.output_key, intent.result_key
    words = words_of(
        intent.id,
        intent.name,
        intent.job_id,
        intent.code,
        intent.message,
        *keys,
        intent.target.profile,
        *(twin.job_id for twin in intent.twins),
    )
    statement = "UPDATE intents SET words = ? WHERE id = ? AND words != ?"
    database.execute(statement, (words, intent.id, words))
