"""The ledger's file as it is read: whole intents, by their id or by what its user calls one."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any, Self

from ..durable import make_private
from ..errors import UnknownJob
from ..model.states import State
from ..model.target import Target, read_target
from ..text import say
from .answers import NEWEST_REPEATS, read_newest
from .intent import Answer, Intent
from .machine import Machine
from .owner import why_not_ours
from .said import unpack
from .schema import COLUMNS, open_database, open_read_only, translated
from .twins import read_twins

LEDGER_NAME = "ledger.sqlite3"

_NAMED = 4
"""Jobs that are named where several may be meant."""


class Rows:
    """An open ledger, for several threads at once. Each call sees what was committed before it.

    ``machine`` is where it is used: one that belongs to another is only looked at, and ``not_ours`` says why. Without a
    machine nobody asks whose it is.
    """

    def __init__(self, home: Path, machine: Machine | None = None) -> None:
        self.path = path = make_private(home) / LEDGER_NAME
        self.not_ours = why_not_ours(path, machine) if machine else None
        self._guard = threading.RLock()
        self._database = open_read_only(path) if self.not_ours else open_database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._guard:
            self._database.close()

    def get(self, intent_id: str) -> Intent:
        """The intent of that very id; raises ``UnknownJob``."""
        found = self._query("id = ?", (intent_id,))
        if not found:
            raise UnknownJob(say("The ledger has no intent {id}.", id=intent_id))
        return found[0]

    def find(self, name: str) -> Intent:
        """The intent that ``name`` means: its job id, its id, or a unique beginning of one. Raises ``UnknownJob``."""
        wanted = name.strip().lower()
        exact = self._query("id = ? OR lower(job_id) = ?", (wanted, wanted))
        if wanted and len(exact) == 1:
            return exact[0]
        like = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found = self._query(r"id LIKE ? ESCAPE '\' OR lower(job_id) LIKE ? ESCAPE '\'", (like, like)) if wanted else []
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(intent.job_id or intent.id[:12] for intent in found[:_NAMED])
            if len(found) > _NAMED:
                names += ", …"
            raise UnknownJob(
                say("{name} may mean {count} jobs: {names}.", name=name, count=len(found), names=names),
                "Give more of its beginning.",
            )
        raise UnknownJob(
            say("No job or intent is named {name}.", name=name or say("so")), "`tilewright jobs` lists them."
        )

    def request(self, intent_id: str) -> bytes:
        """The request of an intent, as it was or will be sent; raises ``UnknownJob``."""
        found = self._read("SELECT request FROM requests WHERE intent = ?", (intent_id,))
        if not found:
            raise UnknownJob(say("The ledger has no intent {id}.", id=intent_id))
        return bytes(found[0][0])

    def answers(self, intent_id: str, repeats: int = NEWEST_REPEATS) -> list[Answer]:
        """The newest answers to an intent, oldest first (`jobs.answers.read_newest`)."""
        with self._guard, translated(self.path, say("read")):
            return read_newest(self._database, intent_id, repeats)

    # What is open

    def unresolved(self, target: Target) -> list[Intent]:
        """Intents at the service of ``target`` that are not at their end, oldest first."""
        return at_service(target, self._query("ended IS NULL AND place = ? ORDER BY created, number", (target.place,)))

    def open_intents(self) -> list[Intent]:
        """Intents of all services that are not at their end, oldest first."""
        return self._query("ended IS NULL ORDER BY created, number", ())

    def undelivered(self) -> list[Intent]:
        """Fulfilled intents whose file is wanted and not there yet, oldest first."""
        where = "result_path != '' AND delivered IS NULL AND state = ? AND ended IS NOT NULL ORDER BY created, number"
        return self._query(where, (State.SUCCESS,))

    def with_waiting_twins(self) -> list[Intent]:
        """Intents of all services of which another job is to be cancelled, oldest first, at their end or not."""
        found = self._query("twins != '' ORDER BY created, number", ())
        return [intent for intent in found if intent.has_waiting_twin]

    def known_jobs(self, target: Target, since: float) -> frozenset[str]:
        """Ids of jobs that the service of ``target`` made not before ``since`` (service time) and still has."""
        where = "place = ? AND job_id != '' AND job_created >= ? AND state != ?"
        found = self._query(where, (target.place, since, State.LOST))
        return frozenset(intent.job_id for intent in at_service(target, found))

    def listed_at(self, intent_id: str) -> float | None:
        """When the service was last asked for its list for the sake of an intent, by our clock; ``None``: never, or the
        last answer was no list, as a page that wants a sign-in is none.
        """
        last = "WHERE intent = ? AND call = 'list' ORDER BY number DESC LIMIT 1"
        found = self._read(f"SELECT coalesce(latest, asked), status, told FROM answers {last}", (intent_id,))  # noqa: S608
        return next((float(asked) for asked, status, told in found if status == 200 and told.isdecimal()), None)

    # The database

    def version(self) -> tuple[int, int]:
        """Another value after every change of the ledger, whoever made it: this object, a thread, a process."""
        with self._guard, translated(self.path, say("read")):
            told = int(self._database.execute("PRAGMA data_version").fetchone()[0])
            return told, self._database.total_changes

    def _read(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._guard, translated(self.path, say("read")):
            return self._database.execute(query, values).fetchall()

    def _query(self, where: str, values: tuple[object, ...]) -> list[Intent]:
        with self._guard, translated(self.path, say("read")):
            return self._select(self._database, where, values)

    @staticmethod
    def _select(database: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[Intent]:
        rows = database.execute(f"SELECT {', '.join(COLUMNS)} FROM intents WHERE {where}", values)  # noqa: S608
        return [_intent_of(dict(zip(COLUMNS, row, strict=True))) for row in rows.fetchall()]


def _intent_of(row: dict[str, object]) -> Intent:
    row.pop("place")
    said = str(row.pop("said"))
    row |= {
        "message": unpack(said, str(row["message"])),
        "twins": read_twins(str(row["twins"])),
        "target": read_target(str(row["target"])),
        "state": State(str(row["state"])),
        "cancel_wished": bool(row["cancel_wished"]),
    }
    return Intent(**row)  # type: ignore[arg-type]  # columns and fields are compared by a test


def at_service(target: Target, found: list[Intent]) -> list[Intent]:
    """Those of ``found`` that are at the service of ``target``."""
    return [intent for intent in found if intent.target.is_same_service(target)]
