from __future__ import annotations

import json
from pathlib import Path

from support.cli import run
from support.many_jobs import LOCAL, fill


def test_that_jobs_are_found_filtered_and_exported(home: Path, tmp_path: Path) -> None:
    fill(home, 120, targets=(LOCAL,))
    found = run("jobs", "--find", "biology FAILED", "--json").expect().records
    assert [(record["name"], record["state"]) for record in found[:2]] == [
        ("Biology 103", "failed"),
        ("Biology 85", "failed"),
    ]
    assert len(run("jobs").expect().out.splitlines()) == 50
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
