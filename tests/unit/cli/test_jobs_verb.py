from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from support.builders import composition
from support.forker import run
from support.many_jobs import LOCAL, fill
from tilewright.cli.jobs import as_line
from tilewright.jobs.intent import Fate, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish


def test_that_jobs_are_found_filtered_and_exported(home: Path, tmp_path: Path) -> None:
    fill(home, 120, targets=(LOCAL,))
    found = run("jobs", "--find", "biology FAILED", "--json").expect().records
    assert [(record["name"], record["state"]) for record in found[:2]] == [
        ("Biology 103", "failed"),
        ("Biology 85", "failed"),
    ]
    assert len(run("jobs").expect().out.splitlines()) == 50
    whole = run("jobs", "--since", "0001-01-01", "--until", "9999-12-31").expect().out
    assert len(whole.splitlines()) == 50
    path = tmp_path / "jobs.json"
    told = run("jobs", "--state", "needs-you", "--since", "2023-11-15", "--export", path).expect()
    exported = json.loads(path.read_text("utf-8"))
    assert f"{len(exported)} jobs are in {path}." in told.out
    assert {record["state"] for record in exported} == {"failed"}
    assert min(record["created"] for record in exported) >= "2023-11-14T"
    assert "already exists" in run("jobs", "--export", path).expect(2).err
    assert json.loads(path.read_text("utf-8")) == exported
    assert run("jobs", "--export", path, "--force", "--json").expect().records == [{"file": str(path), "jobs": 120}]


def test_that_what_makes_no_sense_is_refused_in_a_sentence(home: Path, tmp_path: Path) -> None:
    assert ".csv or .json" in run("jobs", "--export", tmp_path / "jobs.xlsx").expect(2).err
    assert "is no day" in run("jobs", "--since", "yesterday").expect(2).err
    assert "No job fits" in run("jobs", "--find", "nothing").expect().err


@pytest.mark.parametrize(
    ("others", "told"),
    [(("j1",), "(the service has it twice: j1)"), (("j1", "j2"), "(the service has it 3 times: j1, j2)")],
)
def test_that_other_jobs_of_one_wish_are_counted_and_named(tmp_path: Path, others: tuple[str, ...], told: str) -> None:
    with Ledger(tmp_path) as ledger:
        made = ledger.intend(make_wish(composition()), LOCAL).intent
    assert as_line(replace(made, twins=tuple(TwinJob(job_id, Fate.STAYS) for job_id in others))).endswith(told)
