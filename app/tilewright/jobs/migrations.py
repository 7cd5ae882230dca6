"""The tables of the ledger, version by version, and the way from each to the next (sending-once; issue: History)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ..errors import NewerFormat
from ..model.target import read_target
from ..points import reach
from ..text import say

_FIRST = """
CREATE TABLE intents (
  id TEXT PRIMARY KEY, short_id TEXT NOT NULL, mark TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL, place TEXT NOT NULL, request BLOB NOT NULL, wish TEXT NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL, cancel_wished INTEGER NOT NULL, created REAL NOT NULL, attempts INTEGER NOT NULL,
  sending_at REAL, sending_clock REAL, signature_end INTEGER,
  job_id TEXT NOT NULL, job_created REAL, progress INTEGER, code TEXT NOT NULL, message TEXT NOT NULL,
  output_bucket TEXT NOT NULL, output_region TEXT NOT NULL, output_key TEXT NOT NULL,
  result_bucket TEXT NOT NULL, result_region TEXT NOT NULL, result_key TEXT NOT NULL, result_path TEXT NOT NULL,
  machine TEXT NOT NULL, ended REAL
);
CREATE INDEX intents_by_wish ON intents (place, wish);
CREATE INDEX intents_by_job ON intents (job_id);
CREATE INDEX intents_unresolved ON intents (created) WHERE ended IS NULL;
CREATE TABLE answers (
  intent TEXT NOT NULL REFERENCES intents (id), asked REAL NOT NULL, request_id TEXT NOT NULL,
  status INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX answers_by_intent ON answers (intent);
"""

_DELIVERY = """
ALTER TABLE intents ADD COLUMN delivered_path TEXT NOT NULL DEFAULT '';
ALTER TABLE intents ADD COLUMN delivered REAL;
CREATE INDEX intents_undelivered ON intents (created) WHERE result_path != '' AND delivered IS NULL
"""

_KEPT = """short_id, mark, target, place, wish, name, state, cancel_wished, created, attempts,
  sending_at, sending_clock, signature_end, job_id, job_created, progress, code, message,
  output_bucket, output_region, output_key, result_bucket, result_region, result_key, result_path,
  machine, ended, delivered_path, delivered"""

_HISTORY = f"""
CREATE TABLE new_intents (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, short_id TEXT NOT NULL, mark TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL, place TEXT NOT NULL, wish TEXT NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL, cancel_wished INTEGER NOT NULL, created REAL NOT NULL, attempts INTEGER NOT NULL,
  sending_at REAL, sending_clock REAL, signature_end INTEGER,
  job_id TEXT NOT NULL, job_created REAL, progress INTEGER, code TEXT NOT NULL, message TEXT NOT NULL,
  output_bucket TEXT NOT NULL, output_region TEXT NOT NULL, output_key TEXT NOT NULL,
  result_bucket TEXT NOT NULL, result_region TEXT NOT NULL, result_key TEXT NOT NULL, result_path TEXT NOT NULL,
  machine TEXT NOT NULL, ended REAL, delivered_path TEXT NOT NULL DEFAULT '', delivered REAL,
  request_size INTEGER NOT NULL, words TEXT NOT NULL DEFAULT '', changed INTEGER NOT NULL DEFAULT 0
);
INSERT INTO new_intents (number, id, {_KEPT}, request_size, words, changed)
  SELECT rowid, id, {_KEPT}, length(request),
    words_of(id, name, job_id, code, message, output_bucket, output_key, result_key, target), rowid
  FROM intents ORDER BY rowid;
CREATE TABLE requests (intent TEXT PRIMARY KEY REFERENCES new_intents (id), request BLOB NOT NULL);
INSERT INTO requests SELECT id, request FROM intents ORDER BY rowid;
CREATE TABLE new_answers (
  intent TEXT NOT NULL REFERENCES new_intents (id), asked REAL NOT NULL, request_id TEXT NOT NULL,
  status INTEGER NOT NULL, body BLOB NOT NULL,
  call TEXT NOT NULL DEFAULT '', told TEXT NOT NULL DEFAULT '', times INTEGER NOT NULL DEFAULT 1, latest REAL NOT NULL
);
INSERT INTO new_answers (intent, asked, request_id, status, body, latest)
  SELECT intent, asked, request_id, status, body, asked FROM answers ORDER BY rowid;
DROP TABLE answers;
DROP TABLE intents;
ALTER TABLE new_intents RENAME TO intents;
ALTER TABLE new_answers RENAME TO answers;
CREATE INDEX intents_by_wish ON intents (place, wish);
CREATE INDEX intents_by_job ON intents (job_id);
CREATE INDEX intents_unresolved ON intents (created) WHERE ended IS NULL;
CREATE INDEX intents_undelivered ON intents (created) WHERE result_path != '' AND delivered IS NULL;
CREATE INDEX intents_listed ON intents (created, state, ended, words);
CREATE INDEX intents_by_state ON intents (state, ended);
CREATE INDEX intents_by_change ON intents (changed);
CREATE INDEX answers_by_intent ON answers (intent);
CREATE TRIGGER intents_made AFTER INSERT ON intents BEGIN
  UPDATE intents SET changed = (SELECT max(changed) + 1 FROM intents) WHERE number = NEW.number; END;
CREATE TRIGGER intents_changed AFTER UPDATE ON intents WHEN NEW.changed = OLD.changed BEGIN
  UPDATE intents SET changed = (SELECT max(changed) + 1 FROM intents) WHERE number = NEW.number; END
"""  # noqa: S608 - our own text
"""Requests lie beside the intents: a list of jobs reads none of them. What is looked for stands folded in ``words`` and
once more in the index that lists are read from; ``changed`` grows with every change of any row. Tables are made anew:
SQLite can drop a column only since 3.35.
"""

_OWNER = """
CREATE TABLE owner (
  one INTEGER PRIMARY KEY CHECK (one = 1), machine TEXT NOT NULL, boot TEXT NOT NULL,
  path BLOB NOT NULL, inode INTEGER NOT NULL
)
"""

_NAMES = """
ALTER TABLE intents ADD COLUMN naming TEXT NOT NULL DEFAULT 'numbered';
ALTER TABLE intents ADD COLUMN reserved TEXT NOT NULL DEFAULT '';
CREATE INDEX intents_by_name ON intents (reserved) WHERE reserved != ''
"""
"""The names of results are reserved. Those of earlier versions have numbers that nobody else has."""


_TALLIES = """
DROP INDEX intents_by_state;
DROP INDEX intents_listed;
CREATE INDEX intents_listed ON intents (created, number, state, ended, words);
CREATE TABLE tallies (
  state TEXT NOT NULL, is_resolved INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (state, is_resolved)
);
INSERT INTO tallies SELECT state, ended IS NOT NULL, count(*) FROM intents GROUP BY 1, 2;
DROP TRIGGER intents_made;
CREATE TRIGGER intents_made AFTER INSERT ON intents BEGIN
  INSERT INTO tallies VALUES (NEW.state, NEW.ended IS NOT NULL, 1)
    ON CONFLICT (state, is_resolved) DO UPDATE SET jobs = jobs + 1;
  UPDATE intents SET changed = (SELECT max(changed) + 1 FROM intents) WHERE number = NEW.number; END;
CREATE TRIGGER intents_moved AFTER UPDATE OF state, ended ON intents
  WHEN NEW.state != OLD.state OR (NEW.ended IS NULL) != (OLD.ended IS NULL) BEGIN
  UPDATE tallies SET jobs = jobs - 1 WHERE state = OLD.state AND is_resolved = (OLD.ended IS NOT NULL);
  INSERT INTO tallies VALUES (NEW.state, NEW.ended IS NOT NULL, 1)
    ON CONFLICT (state, is_resolved) DO UPDATE SET jobs = jobs + 1; END
"""
"""``tallies`` count the rows of each state; the index that lists are read from has their whole order: nothing is
sorted.
"""

_TWINS = """
ALTER TABLE intents ADD COLUMN said TEXT NOT NULL DEFAULT '';
ALTER TABLE intents ADD COLUMN twins TEXT NOT NULL DEFAULT '';
DROP INDEX intents_listed;
CREATE INDEX intents_listed ON intents (created, number, state, ended, place, words)
"""
"""``said`` is what ``message`` is made of, where that is a sentence of ours; ``twins`` are other jobs of an intent. The
places stand in the index that lists are read from.
"""

_LENGTHS = """
ALTER TABLE intents ADD COLUMN length REAL
"""
"""Seconds of the result, where all sources were known when it was submitted."""

_LATEST = """
ALTER TABLE answers ADD COLUMN latest_id TEXT NOT NULL DEFAULT '';
UPDATE answers SET latest_id = request_id;
CREATE INDEX intents_with_twins ON intents (created) WHERE twins != ''
"""
"""Answers that say the same have the request ids of the first and the last; earlier versions kept that of the last.
Other jobs of an intent may still have to be cancelled.
"""

_TICKS = """
ALTER TABLE intents ADD COLUMN sending_ticks REAL;
ALTER TABLE intents ADD COLUMN sending_boot TEXT NOT NULL DEFAULT ''
"""
"""When it was sent by the clock that nobody can set, and in which run of the machine that clock counts."""

_REPEATS = """
CREATE TABLE new_answers (
  number INTEGER PRIMARY KEY, intent TEXT NOT NULL REFERENCES intents (id), asked REAL NOT NULL,
  request_id TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL,
  call TEXT NOT NULL DEFAULT '', told TEXT NOT NULL DEFAULT '', times INTEGER NOT NULL DEFAULT 1, latest REAL NOT NULL
);
INSERT INTO new_answers
  SELECT rowid, intent, asked, request_id, status, body, call, told, times, latest FROM answers ORDER BY rowid;
CREATE TABLE repeats (
  answer INTEGER NOT NULL REFERENCES new_answers (number), asked REAL NOT NULL, request_id TEXT NOT NULL,
  PRIMARY KEY (answer, asked, request_id)
) WITHOUT ROWID;
INSERT INTO repeats SELECT rowid, latest, latest_id FROM answers WHERE times > 1 AND latest_id NOT IN ('', request_id);
DROP TABLE answers;
ALTER TABLE new_answers RENAME TO answers;
CREATE INDEX answers_by_intent ON answers (intent);
CREATE INDEX answers_with_body ON answers (intent) WHERE body != x''
"""
"""Each time that an answer was said once more has its request id. Earlier versions kept those of the first and the last
time, and of answers to questions the newest 60.
"""

MIGRATIONS = (_FIRST, _DELIVERY, _HISTORY, _OWNER, _NAMES, _TALLIES, _TWINS, _LENGTHS, _LATEST, _TICKS, _REPEATS)
"""The n-th brings a ledger of version n to n + 1; ``user_version`` says where it is."""


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring the ledger to today's version, in one transaction. Raises ``NewerFormat`` when it is beyond that."""
    if is_of_today(database, path):
        return
    database.create_function("words_of", 9, _words_of_row, deterministic=True)
    reach("ledger.migrate.before")
    database.execute("BEGIN IMMEDIATE")
    version = _version(database)  # another process may have been here meanwhile
    try:
        is_of_today(database, path)
    except NewerFormat:
        database.rollback()
        raise
    for number in range(version, len(MIGRATIONS)):
        for statement in _statements(MIGRATIONS[number]):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {number + 1}")
        reach("ledger.migrate.changed")
    database.execute("COMMIT")
    reach("ledger.migrate.committed")


def is_of_today(database: sqlite3.Connection, path: Path) -> bool:
    """Whether the ledger needs no migration. Raises ``NewerFormat`` when it is beyond today's version."""
    version = _version(database)
    if version > len(MIGRATIONS):
        raise NewerFormat(
            say("The ledger {path} was written by a later Tilewright (version {version}).", path=path, version=version),
            "Use that one.",
        )
    return version == len(MIGRATIONS)


def _statements(script: str) -> Iterator[str]:
    """One after another: those of a trigger belong together. ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _words_of_row(*values: str) -> str:
    *texts, target = values
    return words_of(*texts, read_target(target).profile)


def words_of(*texts: str) -> str:
    """What an intent is found by, folded, one text a line."""
    return "\n".join(dict.fromkeys(text.casefold() for text in texts if text))
