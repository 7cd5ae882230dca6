"""The durable record of intents. Every change is one transaction that is on the disk when the call returns.

States move by compare-and-set: ``move`` changes an unresolved intent only while it is in one of the states expected,
so of two processes one wins and the other learns it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ..durable import FileLock, make_private
from ..model.states import State
from ..model.target import Target
from ..model.transitions import Who, require_possible
from ..points import reach
from ..text import say
from .answers import keep_answer
from .intent import Answer, TwinJob
from .keeping import keep_heard
from .machine import Machine
from .owner import claim
from .reserved import NOT_LOOKED, Look, heard_of_name
from .schema import translated
from .spare import Spare, is_for_room
from .twins import write_twins
from .wish import Wish
from .wished import SAME_WISH_SECONDS, Intended, Wished
from .written import columns_of, insert, new_intent, note_words

T = TypeVar("T")

_NOT_TWICE = say("No job is sent twice by that: what became of this one is found out next time.")


class Ledger(Wished):
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
        passed_over: str = "",
        look: Look = NOT_LOOKED,
        earlier: Sequence[Look] = (),
    ) -> Intended:
        """Make the wish durable, or find the equal one at the same service: under way, or fulfilled in the last day.

        With ``again`` a fulfilled one does not count, nor one whose outcome is unknown: that is the user's "send
        anyway, may pay twice" (rule 5). The one in doubt is then wished cancelled. One under way always counts.
        ``instead_of`` is the intent in doubt that the user saw, wherever it was sent; if its outcome became known
        meanwhile, that is the answer. ``passed_over`` is a fulfilled intent that does not count, nor do those that were
        wished before it; whatever is under way or in doubt does.

        A new intent reserves the name of its result; ``look`` is what the bucket said of it, ``earlier`` what it said
        when the same wish was to be noted before. All of that is kept with the intent that is the answer. Raises
        ``NameTaken``.
        """
        now, looks = self._now(), (*earlier, look)

        def work(database: sqlite3.Connection) -> Intended:
            since = now - SAME_WISH_SECONDS
            found, doubtful = self._equal(
                wish, target, since, again=again, instead_of=instead_of, passed_over=passed_over
            )
            if found is not None:
                return found
            for intent in doubtful:  # the user sends anyway: the one in doubt is not wanted any more
                database.execute("UPDATE intents SET cancel_wished = 1 WHERE id = ?", (intent.id,))
            self._require_free(wish, target, look, doubtful)
            intent = new_intent(wish, target, name, result_path, self._machine, now)
            made = Intended(insert(database, intent, wish.request), "new")
            for heard in heard_of_name(intent, looks):
                keep_answer(database, intent.id, heard)
            return made

        reach("ledger.intend.before")
        intended = self._write(work)
        reach("ledger.intend.committed")
        if intended.how != "new":  # it is there already: what the bucket said of the name is kept where there is room
            keep_heard(self, [intended.intent.id], *heard_of_name(intended.intent, looks))
        return intended

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
        columns = columns_of(state, changes or {})
        require_possible(expected, state, by, ends=columns.get("ended") is not None)
        sets = ", ".join(f"{name} = ?" for name in columns)
        states = ", ".join("?" * len(expected))
        statement = f"UPDATE intents SET {sets} WHERE id = ? AND ended IS NULL AND state IN ({states})"  # noqa: S608

        def work(database: sqlite3.Connection) -> bool:
            done = database.execute(statement, (*columns.values(), intent_id, *expected))
            if done.rowcount:
                note_words(database, self._select(database, "id = ?", (intent_id,))[0])
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

        reach("ledger.answers.before")
        self._write(work, is_sent=True)
        reach("ledger.answers.committed")

    def wish_cancel(self, intent_id: str) -> bool:
        """Note that the user wants the job cancelled; whether the intent was still unresolved."""
        return self._change("ledger.cancel", "cancel_wished = 1 WHERE id = ? AND ended IS NULL", intent_id)

    def note_twin(self, intent_id: str, twin: TwinJob) -> None:
        """Another job of the intent: one more, or what became of it."""

        def work(database: sqlite3.Connection) -> None:
            (intent,) = self._select(database, "id = ?", (intent_id,))
            twins = {other.job_id: other for other in (*intent.twins, twin)}
            database.execute("UPDATE intents SET twins = ? WHERE id = ?", (write_twins(twins.values()), intent_id))
            note_words(database, self._select(database, "id = ?", (intent_id,))[0])

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

    def note_fetched(self, intent_id: str, path: str) -> None:
        """The user has the whole result in the file ``path`` now. Of one that has a place of its own (``result_path``)
        whoever puts it there notes that.
        """
        statement = (
            "UPDATE intents SET delivered_path = ?, delivered = ? WHERE id = ? AND state = ? AND result_path = ''"
        )
        values = path, self._now(), intent_id, State.SUCCESS
        self._write(lambda database: database.execute(statement, values), is_sent=True)

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
