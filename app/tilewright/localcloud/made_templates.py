"""Templates that were made by calls: rows in the database, each of one bucket (ci-templates §10)."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from ..errors import BadInput, Refused
from ..model.template import CUSTOM, Template
from ..text import say
from ..wire.templates import read_template_file, spell_template
from .database import Database
from .store import Place

log = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes of a template as it is kept, here: one of a form's fields takes some thousand, and all are read for a list."""

STAYS: Final = 24 * 3600.0
"""Seconds from its last change in which a brought template stays: the rehearsal that needs it may be under way."""


class NameTaken(Exception):
    """Another template of the bucket has the name; nothing was changed."""


class Gone(Exception):
    """The template that was to be changed is there no more; nothing was changed."""


class MadeTemplates:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def all(self, place: Place) -> tuple[Template, ...]:
        """Those of a bucket, the oldest first; without any that cannot be read."""
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT * FROM template WHERE bucket = ? AND region = ? ORDER BY created, id", place
            ).fetchall()
        templates = []
        for row in found:
            try:
                templates.append(_read(row))
            except BadInput as error:  # one such must not hide the others
                log.warning("The template %s of %s is left out: %s", row["id"], place.bucket, error)
        return tuple(templates)

    def put(self, place: Place, template: Template, *, is_brought: bool = False, is_change: bool = False) -> Template:
        """Keep ``template`` by its id, also in the place of the one that has it; as it is kept now. One that
        ``is_brought`` is an account's own; what somebody made or changed here counts as theirs whatever is brought.

        Raises ``NameTaken`` where another one has its name and tag, if it is not brought, and with ``is_change``
        ``Gone`` where none has its id. Raises ``Refused``, ``Damaged`` where it could not be read again.
        """
        now = self._clock()
        kept = replace(template, category=CUSTOM, bucket=place.bucket, created=None, updated=None)
        spelled = spell_template(kept)
        if len(spelled) > LARGEST:
            raise Refused(say("The template takes more than {most} KiB as it is kept.", most=LARGEST >> 10))
        read_template_file(spelled, say("The template {name}", name=kept.name), kept.id)
        with self._database.write() as rows:
            if is_change and not _is_there(rows, place, kept.id):
                raise Gone
            if not is_brought and _others(rows, place, kept):
                raise NameTaken
            rows.execute(
                "INSERT INTO template (bucket, region, id, tag, name, body, created, updated, brought)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, region, id) DO UPDATE SET tag = excluded.tag,"
                " name = excluded.name, body = excluded.body, updated = excluded.updated,"
                " brought = MIN(template.brought, excluded.brought)",
                (*place, kept.id, kept.tag, kept.name, spelled, now, now, is_brought),
            )
            row = rows.execute(
                "SELECT * FROM template WHERE bucket = ? AND region = ? AND id = ?", (*place, kept.id)
            ).fetchone()
        return _read(row)

    def brought(self) -> dict[Place, list[str]]:
        """The ids of those that rehearsals brought, and that may go by their age, by bucket.

        Those that were brought before that was noted (format 6 of the database) are not among them, and stay: nothing
        tells them from such as somebody made here. Their ids have the same form, t1 and 32 hexadecimal digits, a call
        may make one in any bucket, and what somebody made is never deleted.
        """
        with self._database.read() as rows:
            found = rows.execute(
                "SELECT bucket, region, id FROM template WHERE brought AND updated <= ? ORDER BY id",
                (self._clock() - STAYS,),
            ).fetchall()
        ids = dict[Place, list[str]]()
        for row in found:
            ids.setdefault(Place(row["bucket"], row["region"]), []).append(row["id"])
        return ids

    def forget_brought(self, place: Place, template_id: str) -> bool:
        """Delete a template that a rehearsal brought, if its bucket is empty and nobody brought or changed it for a
        day; whether that was done.
        """
        with self._database.write() as rows:
            for table in ("object", "upload"):
                found = rows.execute(
                    f"SELECT 1 FROM {table} o JOIN bucket k ON k.id = o.bucket"  # noqa: S608 (our own text)
                    " WHERE k.name = ? AND k.region = ? LIMIT 1",
                    place,
                ).fetchone()
                if found is not None:
                    return False
            done = rows.execute(
                "DELETE FROM template WHERE bucket = ? AND region = ? AND id = ? AND brought AND updated <= ?",
                (*place, template_id, self._clock() - STAYS),
            )
        return done.rowcount > 0

    def delete(self, place: Place, template_id: str) -> bool:
        """Whether there was such a template."""
        with self._database.write() as rows:
            done = rows.execute(
                "DELETE FROM template WHERE bucket = ? AND region = ? AND id = ?", (*place, template_id)
            )
        return done.rowcount > 0


def _is_there(rows: sqlite3.Connection, place: Place, template_id: str) -> bool:
    found = rows.execute("SELECT 1 FROM template WHERE bucket = ? AND region = ? AND id = ?", (*place, template_id))
    return found.fetchone() is not None


def _others(rows: sqlite3.Connection, place: Place, template: Template) -> bool:
    found = rows.execute(
        "SELECT 1 FROM template WHERE bucket = ? AND region = ? AND tag = ? AND name = ? AND id != ?",
        (*place, template.tag, template.name, template.id),
    ).fetchone()
    return found is not None


def _read(row: sqlite3.Row) -> Template:
    template = read_template_file(bytes(row["body"]), say("The template {name}", name=row["name"]), row["id"])
    created, updated = (datetime.fromtimestamp(row[name], UTC) for name in ("created", "updated"))
    return replace(template, created=created, updated=updated)
