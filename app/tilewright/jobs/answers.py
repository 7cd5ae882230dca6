"""The answers of the service that the ledger keeps: every one, with its request id.

An answer that says the same as the one before is counted, and of each time its request id is kept. Bodies are bounded:
of the steps of one state, and of equal failures, only the last that is news keeps its own, and of answers to questions
about an intent the newest ``NEWEST``. What was said to submitting keeps it always, what was said to a wish to cancel
until the same is said again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .intent import Answer, Repeat

BODY_LIMIT = 64 * 1024
"""Bytes of an answer that are kept."""

NEWEST = 60
"""Answers to the questions about an intent that have bodies, and that are read when not all are wanted."""

NEWEST_REPEATS = 100
"""Times of each of them that are read then."""

ALWAYS = ("submit", "cancel", "cancel-twin")
"""Calls whose answers are no answers to questions: however many there are, they are read, and do not lose their bodies
to newer ones that say something else.
"""

_IN_VAIN = "(call != 'submit' AND (status = 0 OR status = 429 OR status >= 500))"
"""A wish to cancel that got no word is told again, for as long as it takes: it counts among the questions."""

_IS_QUESTION = f"(call NOT IN (?, ?, ?) OR {_IN_VAIN})"

_COLUMNS = "asked, request_id, status, body, call, told, times, latest"


def keep_answer(database: sqlite3.Connection, intent_id: str, answer: Answer) -> None:
    """Keep ``answer``, which may stand for several in a row, within the transaction of the caller."""
    latest = answer.asked if answer.latest is None else answer.latest
    last = database.execute(
        "SELECT number, status, told FROM answers WHERE intent = ? AND call = ? ORDER BY number DESC LIMIT 1",
        (intent_id, answer.call),
    ).fetchone()
    is_same = last is not None and answer.told and last[1:] == (answer.status, answer.told)
    if is_same and answer.call != "submit":
        database.execute(
            "UPDATE answers SET times = times + ?, latest = ? WHERE number = ?", (answer.times, latest, last[0])
        )
        _keep_repeats(database, last[0], answer.repeats)
        return
    state = answer.told.partition(" ")[0]
    if answer.call != "submit" and state and answer.body:
        steps = "intent = ? AND body != x'' AND call = ? AND status = ? AND (told = ? OR told LIKE ? || ' %')"
        database.execute(
            f"UPDATE answers SET body = x'' WHERE {steps}",  # noqa: S608 - our own text
            (intent_id, answer.call, answer.status, state, state),
        )
    number = database.execute(
        f"INSERT INTO answers (intent, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own text
        (
            intent_id, answer.asked, answer.request_id, answer.status, answer.body[:BODY_LIMIT], answer.call,
            answer.told, answer.times, latest,
        ),
    ).lastrowid  # fmt: skip
    _keep_repeats(database, number or 0, answer.again)
    database.execute(  # the one that is beyond the newest now
        f"UPDATE answers SET body = x'' WHERE body != x'' AND number = (SELECT number FROM answers WHERE intent = ? "  # noqa: S608
        f"AND {_IS_QUESTION} ORDER BY number DESC LIMIT 1 OFFSET ?)",
        (intent_id, *ALWAYS, NEWEST),
    )


def _keep_repeats(database: sqlite3.Connection, number: int, repeats: tuple[Repeat, ...]) -> None:
    database.executemany(
        "INSERT OR IGNORE INTO repeats (answer, asked, request_id) VALUES (?, ?, ?)",
        [(number, repeat.asked, repeat.request_id) for repeat in repeats],
    )


def read_newest(database: sqlite3.Connection, intent_id: str, repeats: int = NEWEST_REPEATS) -> list[Answer]:
    """The answers to an intent as somebody looks at them, oldest first: of those to questions the newest ``NEWEST``,
    each with as many of the last times that it was said as ``repeats``.
    """
    newest = f"SELECT number FROM answers WHERE intent = ? AND {_IS_QUESTION} ORDER BY number DESC LIMIT ?"  # noqa: S608
    rows = database.execute(
        f"SELECT number, {_COLUMNS} FROM answers WHERE number IN ({newest}) "  # noqa: S608 - our own text
        f"OR (intent = ? AND call IN (?, ?, ?) AND NOT {_IN_VAIN}) ORDER BY number",
        (intent_id, *ALWAYS, NEWEST, intent_id, *ALWAYS),
    ).fetchall()
    last = "SELECT asked, request_id FROM repeats WHERE answer = ? ORDER BY asked DESC, request_id DESC LIMIT ?"
    return [_answer(row, database.execute(last, (row[0], repeats)).fetchall()[::-1]) for row in rows]


def read_each(database: sqlite3.Connection, intent_id: str) -> Iterator[Answer]:
    """All answers to an intent, oldest first, each with all times that it was said."""
    rows = f"SELECT number, {_COLUMNS} FROM answers WHERE intent = ? ORDER BY number"  # noqa: S608 - our own text
    each = "SELECT asked, request_id FROM repeats WHERE answer = ? ORDER BY asked, request_id"
    for row in database.execute(rows, (intent_id,)).fetchall():
        yield _answer(row, database.execute(each, (row[0],)).fetchall())


def count_of(database: sqlite3.Connection, intent_id: str) -> int:
    """How many answers to an intent are kept; those that said the same in a row are one."""
    return int(database.execute("SELECT count(*) FROM answers WHERE intent = ?", (intent_id,)).fetchone()[0])


def _answer(row: tuple[Any, ...], repeats: list[tuple[float, str]]) -> Answer:
    return replace(Answer(*row[1:]), again=tuple(Repeat(*repeat) for repeat in repeats))
