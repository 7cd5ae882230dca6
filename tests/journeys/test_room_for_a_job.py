"""What a job will take is told before it is submitted, with a warning when there is not so much."""

from __future__ import annotations

from pathlib import Path

from support.cli import run
from support.clips import clip
from support.local_cloud import keep_free


def test_that_the_room_for_a_local_job_is_told_before_it(tmp_path: Path, home: Path) -> None:
    made = tmp_path / "lesson.tilewright"
    run("new", clip("plain"), "--size", "640x360", "-o", made).expect()
    told = run("submit", made, "--dry-run", "--json").expect().records
    (room,) = [record for record in told if record.get("event") == "room"]
    assert (room["short"], room["needed"] < 5_000_000 < room["free"]) == (False, True)
    keep_free(home / "local-cloud", 1 << 60)
    warned = run("submit", made, "--dry-run").expect().err
    assert "Warning: The result will take about 1 MB, and " in warned
