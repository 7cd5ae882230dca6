"""The answers of the service that the ledger keeps: all of them, bounded.

An answer that says the same as the one before is counted, and has the request ids of the first time and the last. Of
the steps of one state only the last that is news keeps its body. Beyond ``KEPT`` answers to questions about an intent
the oldest go; what was said to submitting and cancelling, and the last word, stay always.
"""

from __future__ import annotations

import sqlite3

from .intent import Answer

BODY_LIMIT = 64 * 1024
"""Bytes of an answer that are kept."""

KEPT = 60
"""Answers to the questions about an intent."""

_COLUMNS = "asked, request_id, status, body, call, told, times, latest, latest_id"


def keep_answer(database: sqlite3.Connection, intent_id: str, answer: Answer) -> None:
    """Keep ``answer``, which may stand for several in a row, within the transaction of the caller."""
    latest = answer.asked if answer.latest is None else answer.latest
    latest_id = answer.request_id if answer.times == 1 else answer.latest_id
    last = database.execute(
        "SELECT rowid, status, told FROM answers WHERE intent = ? AND call = ? ORDER BY rowid DESC LIMIT 1",
        (intent_id, answer.call),
    ).fetchone()
    is_same = last is not None and answer.told and last[1:] == (answer.status, answer.told)
    if is_same and answer.call != "submit":
        database.execute(
            "UPDATE answers SET times = times + ?, latest = ?, latest_id = ? WHERE rowid = ?",
            (answer.times, latest, latest_id, last[0]),
        )
        return
    state = answer.told.partition(" ")[0]
    if answer.call == "query" and state and answer.body:
        steps = "intent = ? AND call = 'query' AND status = ? AND (told = ? OR told LIKE ? || ' %')"
        database.execute(
            f"UPDATE answers SET body = x'' WHERE {steps}",  # noqa: S608 - our own text
            (intent_id, answer.status, state, state),
        )
    database.execute(
        f"INSERT INTO answers (intent, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own text
        (
            intent_id, answer.asked, answer.request_id, answer.status, answer.body[:BODY_LIMIT], answer.call,
            answer.told, answer.times, latest, latest_id,
        ),
    )  # fmt: skip
    database.execute(
        "DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers WHERE intent = ? "
        "AND call NOT IN ('submit', 'cancel', 'cancel-twin') ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
        (intent_id, KEPT),
    )


def read_answers(database: sqlite3.Connection, intent_id: str) -> list[Answer]:
    """The answers kept for an intent, oldest first."""
    query = f"SELECT {_COLUMNS} FROM answers WHERE intent = ? ORDER BY rowid"  # noqa: S608 - our own text
    return [Answer(*row) for row in database.execute(query, (intent_id,))]
