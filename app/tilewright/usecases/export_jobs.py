"""The history as a file for other programs: CSV for spreadsheets, or JSON. It is read page by page, however long."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..durable import aside, usual_mode
from ..errors import WrongUse
from ..files.compositions import require_free
from ..jobs.wanted import Wanted
from ..text import say
from .job_records import FIELDS, records_of
from .jobs import shown_with_keys, with_lost
from .workplace import Workplace

STEP = 500
"""Jobs after which it is told how far the writing is."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula. A cell that begins so gets an apostrophe before it: names of jobs come from anywhere, and a
spreadsheet would run them (security 6).
"""


@dataclass(frozen=True)
class Exported:
    """``count`` jobs are written; with ``is_whole`` all of them, and the file is in its place."""

    path: Path
    count: int
    is_whole: bool

    def describe(self) -> str:
        if self.is_whole:
            return say("{count} jobs are in {path}.", count=self.count, path=self.path)
        return say("{count} jobs are written.", count=self.count)

    def as_record(self) -> dict[str, object]:
        return {"event": "exported", "file": str(self.path), "jobs": self.count, "is_whole": self.is_whole}


def export_jobs(
    path: Path, wanted: Wanted, workplace: Workplace, *, replace: bool = False
) -> Generator[Exported, None, None]:
    """Write the jobs that are ``wanted``, newest first, to ``path``, which ends in .csv or .json; whole or not at all.

    Raises ``WrongUse`` for another ending, ``OutputExists`` unless ``replace``, and ``StorageError``.
    """
    form = _form_of(path)
    require_free(path, replace=replace)
    count = 0
    with workplace.history() as history, aside(path, replace=replace) as temporary:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            asked = with_lost(wanted, history, workplace)
            file.write(form.begin)
            for record in records_of(shown_with_keys(history.each(asked), workplace), workplace):
                file.write(form.line(record, count))
                count += 1
                if count % STEP == 0:
                    yield Exported(path, count, False)
            file.write(form.end)
        temporary.chmod(usual_mode(path))
    yield Exported(path, count, True)


@dataclass(frozen=True)
class _Form:
    """``line`` is given a record and how many came before it."""

    begin: str
    line: Callable[[dict[str, Any], int], str]
    end: str


def _form_of(path: Path) -> _Form:
    forms = {
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        ".csv": _Form("\ufeff" + _csv_line(FIELDS), lambda record, _: _csv_line(record.values()), ""),
        ".json": _Form("[", _json_line, "\n]\n"),
    }
    try:
        return forms[path.suffix.lower()]
    except KeyError:
        raise WrongUse(
            say("{path} does not say what the jobs are written as.", path=path), "Let its name end in .csv or .json."
        ) from None


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(map(cell, values))
    return line.getvalue()


def _json_line(record: dict[str, Any], before: int) -> str:
    return (",\n" if before else "\n") + json.dumps(record, ensure_ascii=False)


def cell(value: object) -> object:
    """``value`` as a spreadsheet may have it."""
    if isinstance(value, list):
        value = " ".join(value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
