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
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wanted import Wanted, terms_of
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.settings import Settings
from tilewright.usecases.export_jobs import export_jobs
from tilewright.usecases.job_records import FIELDS, records_of
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
    assert found == list(records_of(list_jobs(workplace), workplace))
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


BEFORE = (
    "intent", "job", "name", "state", "progress", "profile", "bucket", "region", "output", "result", "code", "message",
    "failure", "twins", "created", "ended",
)  # fmt: skip
"""What programs that read exports know since the first one."""


def test_that_new_columns_stand_behind_those_that_were_there() -> None:
    assert (*BEFORE, "sent", "attempts", "request_id", "delivered") == FIELDS


def sent(ledger: Ledger, name: str, *answers: Answer, attempts: int = 1, **changes: object) -> Intent:
    """A job that was sent, with what was answered."""
    made = ledger.intend(make_wish(composition(user_data=name)), LOCAL, name=name).intent
    columns = {"attempts": attempts, "sending_clock": 1_800_000_000.0, "ended": 1_800_000_060.0, **changes}
    bring_to(ledger, made.id, State.SUCCESS, columns)
    ledger.keep_answers([(made.id, answer) for answer in answers])
    return ledger.get(made.id)


def test_that_the_way_of_each_job_to_the_service_and_back_is_told(workplace: Workplace, tmp_path: Path) -> None:
    with Ledger(workplace.home) as ledger:
        lost = Answer(1.0, "first", 503, b"", "submit", "SlowDown"), Answer(2.0, "", 0, b"", "submit", "NoAnswer")
        whole = (
            Answer(3.0, "last", 200, b"<Response/>" * 9000, "submit", "submitted"),
            Answer(4.0, "asked", 200, b"", "query", "success"),
        )
        path = "/videos/lesson.mp4"
        sent(ledger, "done", *lost, *whole, attempts=2, delivered_path=path, delivered=1_800_000_099.0)
        sent(ledger, "on its way", *lost, delivered_path=path)
        ledger.intend(make_wish(composition(user_data="wish")), LOCAL, name="wish")
    found = {record["name"]: record for record in json.loads(exported(tmp_path / "jobs.json", workplace))}
    new = FIELDS[len(BEFORE) :]
    told = "2027-01-15T08:00:00+00:00", 2, "last", path
    assert tuple(found["done"][name] for name in new) == told
    assert [found["on its way"][name] for name in new[1:]] == [1, "first", None]
    assert [found["wish"][name] for name in new] == [None, 0, None, None]
    rows = list(csv.DictReader(exported(tmp_path / "jobs.csv", workplace).removeprefix("\ufeff").splitlines()))
    (row,) = (row for row in rows if row["name"] == "done")
    assert tuple(row[name] for name in new) == tuple(map(str, told))


def test_that_what_was_answered_is_read_for_many_jobs_at_a_time(
    workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(workplace.home, 520)
    with Ledger(workplace.home) as ledger:
        ledger._database.execute("UPDATE answers SET call = 'submit'")
    asked: list[int] = []
    read = History.sending_ids
    monkeypatch.setattr(History, "sending_ids", lambda self, ids: (asked.append(len(ids)), read(self, ids))[1])
    found = json.loads(exported(tmp_path / "jobs.json", workplace))
    assert asked == [500, 20]
    assert [record["request_id"] for record in found] == [f"{number:08d}" for number in reversed(range(520))]


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
    assert "<Request" not in text
    assert "tw1:" not in text
