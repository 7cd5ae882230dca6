from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from support.ledgers import bring_to
from support.many_jobs import fill
from tilewright.errors import OutputExists, WrongUse
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wanted import Wanted, terms_of
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.settings import Settings
from tilewright.usecases.export_jobs import export_jobs
from tilewright.usecases.job_records import FIELDS, as_record
from tilewright.usecases.jobs import list_jobs
from tilewright.usecases.workplace import Workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "home", Settings(), {})


def noted(workplace: Workplace, *names: str) -> None:
    with Ledger(workplace.home) as ledger:
        for name in names:
            made = ledger.intend(make_wish(composition(user_data=name)), LOCAL, name=name).intent
            bring_to(ledger, made.id, State.FAILED, {"code": "X", "message": f"={name}", "ended": 1.0})


def exported(path: Path, workplace: Workplace, wanted: Wanted | None = None) -> str:
    *_, last = export_jobs(path, wanted or Wanted(), workplace)
    assert last.is_whole
    return path.read_bytes().decode()


def test_that_a_json_file_holds_what_the_command_line_prints(workplace: Workplace, tmp_path: Path) -> None:
    noted(workplace, "first", "第二课")
    found = json.loads(exported(tmp_path / "jobs.json", workplace))
    assert found == [as_record(intent) for intent in list_jobs(workplace)]
    assert [tuple(record) for record in found] == [FIELDS, FIELDS]
    assert "第二课" in (tmp_path / "jobs.json").read_text("utf-8")


def test_that_a_csv_file_opens_in_a_spreadsheet_and_runs_nothing_there(workplace: Workplace, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@x", "＝1", 'plain, "quoted"', "two\nlines", "第二课"]
    noted(workplace, *names)
    text = exported(tmp_path / "jobs.csv", workplace)
    assert text.startswith("\ufeffintent,job,name,")
    rows = list(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True)))
    told = [row["name"] for row in rows][::-1]
    assert [name.removeprefix("'") for name in told] == [intent.name for intent in list_jobs(workplace)][::-1]
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@＝"]
    assert told[:5] == ["'=1+1", "'+1", "'-1", "'@x", "'＝1"]
    assert {row["message"][:2] for row in rows} == {"'="}


def test_that_no_jobs_are_a_file_too(workplace: Workplace, tmp_path: Path) -> None:
    assert json.loads(exported(tmp_path / "a.json", workplace)) == []
    assert exported(tmp_path / "a.csv", workplace) == "\ufeff" + ",".join(FIELDS) + "\r\n"


def test_that_only_what_fits_is_written(workplace: Workplace, tmp_path: Path) -> None:
    noted(workplace, "first", "second")
    found = json.loads(exported(tmp_path / "jobs.json", workplace, Wanted(terms_of("second"))))
    assert [record["name"] for record in found] == ["second"]


def test_that_nothing_is_replaced_unasked_and_nothing_left_of_what_is_stopped(
    workplace: Workplace, tmp_path: Path
) -> None:
    fill(workplace.home, 1200)
    path = tmp_path / "jobs.csv"
    path.write_text("mine")
    with pytest.raises(OutputExists):
        exported(path, workplace)
    assert path.read_text() == "mine"
    writing = export_jobs(tmp_path / "other.csv", Wanted(), workplace)
    assert (next(writing).count, next(writing).count) == (500, 1000)
    writing.close()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["home", "jobs.csv"]
    assert list(export_jobs(path, Wanted(), workplace, replace=True))[-1].count == 1200
    assert len(path.read_text("utf-8").splitlines()) == 1201


def test_that_another_ending_is_refused_before_anything_is_written(workplace: Workplace, tmp_path: Path) -> None:
    for name in ("jobs.xlsx", "jobs", "jobs.csv.exe"):
        with pytest.raises(WrongUse, match=r"\.csv or \.json"):
            exported(tmp_path / name, workplace)
    assert not list(tmp_path.iterdir())


def test_that_many_jobs_are_written_without_being_held(workplace: Workplace, tmp_path: Path) -> None:
    fill(workplace.home, 6000)
    tracemalloc.start()
    try:
        *_, last = export_jobs(tmp_path / "jobs.json", Wanted(), workplace)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert last.count == 6000
    assert most < 6_000_000, f"{most} bytes"  # 500 rows of some 2 kB, and what Python has besides


def test_that_nothing_secret_is_in_it(workplace: Workplace, tmp_path: Path) -> None:
    fill(workplace.home, 4)
    text = exported(tmp_path / "jobs.json", workplace)
    assert "ab" * 32 not in text  # the hash of the key's id
    assert "tw1:" not in text
