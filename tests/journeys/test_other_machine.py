"""A home that was carried to another machine, and one on a network: looked at, nothing sent, until it is taken over."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from support.cli import Done, command, was_killed
from support.forker import run, run_killed_at
from support.home import end_processes_of, processes_of
from support.kills import accepted_posts, make
from tilewright.cli.main import run as run_here


def carry_away(home: Path) -> None:
    """As if another machine had made this ledger: its own name for itself is all that tells."""
    with closing(sqlite3.connect(home / "ledger.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE owner SET machine = 'another', boot = ''")


def leave_unsent(tmp_path: Path) -> Path:
    """A composition whose submission was killed when it was noted."""
    made = make(tmp_path)
    assert was_killed(run_killed_at("ledger.intend.committed", "submit", made))
    return made


def test_that_jobs_of_another_machine_are_shown_not_sent_and_can_be_taken_over(tmp_path: Path, home: Path) -> None:
    made = leave_unsent(tmp_path)
    carry_away(home)
    shown = run("jobs", "--json").expect()
    assert [job["state"] for job in shown.records] == ["not-sent"]
    assert "belong to another computer" in shown.err
    name = shown.records[0]["intent"]
    assert "belong to another computer" in run("status", name).expect().err
    for verb in (
        ("submit", made),
        ("render", made, "-o", tmp_path / "x.mp4"),
        ("cancel", name),
        ("status", name, "--wait"),
    ):
        refused = run(*verb).expect(6)
        assert "another computer" in refused.err
        assert "tilewright doctor --take-over" in refused.err
    run("submit", made, "--dry-run").expect()
    found = {finding["name"]: finding for finding in run("doctor", "--json").expect(6).records}
    assert found["jobs"]["state"] == "missing"
    assert accepted_posts(home) == 0
    assert [job["state"] for job in run("jobs", "--json").expect().records] == ["not-sent"]

    assert "1 of them" in run("doctor", "--take-over").expect().err
    done = run("submit", made, "--wait", "--json").expect()
    assert done.records[-1]["state"] == "success"
    assert accepted_posts(home) == 1
    assert "another computer" not in run("jobs").expect().err


def test_that_nothing_is_started_for_jobs_of_another_machine(tmp_path: Path, home: Path) -> None:
    made = leave_unsent(tmp_path)
    carry_away(home)
    end_processes_of(home)
    for verb in (("submit", made), ("status", list_one())):
        run(*verb)
        assert processes_of(home) == set(), verb


def list_one() -> str:
    (job,) = run("jobs", "--json").expect().records
    return str(job["intent"])


def run_on_another_machine(tmp_path: Path, *args: str | Path) -> Done:
    """In a namespace where the system's files tell another id and another start of the kernel."""
    machine, boot = tmp_path / "machine", tmp_path / "boot"
    machine.write_text(f"{uuid.uuid4().hex}\n", "ascii")
    boot.write_text(f"{uuid.uuid4()}\n", "ascii")
    if shutil.which("unshare") is None or not Path("/etc/machine-id").exists():
        pytest.skip("there is no unshare, or no /etc/machine-id that could be another")
    script = f"mount --bind {machine} /etc/machine-id && mount --bind {boot} /proc/sys/kernel/random/boot_id"
    if subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing may be mounted here, so that this machine cannot be made another")
    argv = ["unshare", "-rm", "sh", "-c", f'{script} && exec "$@"', "sh", *command(*args)]
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_that_a_home_that_is_really_used_on_another_machine_is_only_looked_at(tmp_path: Path, home: Path) -> None:
    made = leave_unsent(tmp_path)
    shown = run_on_another_machine(tmp_path, "jobs", "--json").expect()
    assert [job["state"] for job in shown.records] == ["not-sent"]
    assert "belong to another computer" in shown.err
    run_on_another_machine(tmp_path, "submit", made).expect(6)
    assert accepted_posts(home) == 0
    run("submit", made, "--wait").expect()
    assert accepted_posts(home) == 1


def test_that_nothing_is_sent_from_a_home_on_a_network(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = leave_unsent(tmp_path)
    table = tmp_path / "mountinfo"
    table.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {home.parent} rw - nfs4 server:/home rw\n", "utf-8")
    monkeypatch.setattr("tilewright.jobs.machine.MOUNTS", table)
    for verb, code in ((("submit", str(made)), 6), (("doctor", "--take-over"), 6), (("jobs",), 0)):
        assert run_here(verb) == code
        told = capsys.readouterr()
        assert "network file system (nfs4)" in told.err
        assert "TILEWRIGHT_HOME" in told.err
    assert accepted_posts(home) == 0
