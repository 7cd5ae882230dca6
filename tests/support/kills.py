"""What tests that kill the program share: a composition, and what the local cloud of a home was given."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from support.cli import run
from support.clips import clip


def make(folder: Path) -> Path:
    """A composition of two short videos that are in the bucket."""
    made = folder / "g.tilewright"
    run("new", clip("short"), clip("mono"), "--size", "320x240", "--layout", "side-by-side", "-o", made).expect()
    return made


def accepted_posts(home: Path) -> int:
    """How many POSTs of jobs the local cloud of this home has accepted."""
    address = f"file:{home / 'local-cloud' / 'store.sqlite3'}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as rows:
        return int(rows.execute("SELECT count(*) FROM job").fetchone()[0])
