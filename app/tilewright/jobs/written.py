"""How an intent stands in the tables of the ledger: as a new row, as the columns of a move, as words it is found by."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from ..errors import WrongUse
from ..model.states import State
from ..model.target import Target, write_target
from ..text import say
from .intent import Intent
from .migrations import words_of
from .said import pack
from .schema import COLUMNS
from .twins import write_twins
from .wish import Wish


def new_intent(wish: Wish, target: Target, name: str, result_path: str, machine: str, now: float) -> Intent:
    """The intent of ``wish``, of which nothing was sent yet."""
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
        machine=machine,
        naming=wish.naming,
        reserved=wish.reserved,
        length=wish.length,
    )


def insert(database: sqlite3.Connection, intent: Intent, request: bytes) -> Intent:
    """Write ``intent`` and its ``request``, within the transaction of the caller; as it stands there."""
    columns = [name for name in COLUMNS if name not in {"number", "changed"}]
    values = {name: getattr(intent, name) for name in columns if name not in {"target", "place", "said"}}
    values |= {"target": write_target(intent.target), "place": intent.target.place}
    values |= {"said": pack(intent.message), "twins": write_twins(intent.twins)}
    marks = ", ".join(f":{name}" for name in columns)
    made = database.execute(f"INSERT INTO intents ({', '.join(columns)}) VALUES ({marks})", values)  # noqa: S608
    database.execute("INSERT INTO requests (intent, request) VALUES (?, ?)", (intent.id, request))
    note_words(database, intent)
    return replace(intent, number=made.lastrowid or 0)


def columns_of(state: State, changes: Mapping[str, object]) -> dict[str, object]:
    """The columns of a move; raises ``WrongUse`` for one that there is not."""
    columns = {"state": state, **changes}
    if "message" in columns:
        columns["said"] = pack(columns["message"])
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise WrongUse(say("The ledger has no column {name}.", name=", ".join(sorted(unknown))))
    return columns


def note_words(database: sqlite3.Connection, intent: Intent) -> None:
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
