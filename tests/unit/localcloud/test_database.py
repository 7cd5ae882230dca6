"""The store's database: its identity, and the way from an earlier format to this one."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from tilewright.localcloud.database import FORMAT, STEPS, Database


def identity_of(path: Path) -> str:
    database = Database(path)
    try:
        return database.identity
    finally:
        database.close()


def test_that_a_database_keeps_its_identity_and_another_has_another(tmp_path: Path) -> None:
    first = identity_of(tmp_path / "a.sqlite3")
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert identity_of(tmp_path / "a.sqlite3") == first
    assert identity_of(tmp_path / "b.sqlite3") != first


def test_that_a_database_of_the_first_format_is_brought_to_this_one_with_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    old = sqlite3.connect(path)
    old.executescript(f"{STEPS[0]}PRAGMA user_version=1;")
    old.execute("INSERT INTO bucket (name, region, created) VALUES ('films-1250000000', 'local', 5)")
    old.commit()
    old.close()

    first = identity_of(path)

    assert identity_of(path) == first
    database = Database(path)
    with database.read() as rows:
        assert rows.execute("PRAGMA user_version").fetchone()[0] == FORMAT
        assert rows.execute("SELECT name FROM bucket").fetchone()["name"] == "films-1250000000"
    database.close()
