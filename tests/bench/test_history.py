"""The page Jobs with 100,000 jobs, against one with an empty history, in processes of their own.

Whoever has jobs sees rows, and each costs its painting: opening is held against a history that fills the page, too.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.many_jobs import SCHOOL, fill

SCRIPT = Path(__file__).parents[1] / "support" / "history_run.py"
MANY, FEW = 100_000, 200
ROUNDS = 3

OPEN_RATIO = 1.5
NONE_RATIO = 3.5
"""Against an empty history, most of it is the painting of a page of rows."""
STEP_SECONDS = 0.02
"""What a step may cost beyond the dearest one of a short history. That one is the painting of a page, whose limit is
the journeys' (50 ms), and other programs at work make both dearer.
"""
FOUND_SECONDS = 0.3
MEMORY = 60_000_000


def run(home: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, SCRIPT],
        env={**os.environ, "TILEWRIGHT_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.bench
@pytest.mark.timeout(1200)
def test_that_100_000_jobs_are_as_quick_as_none(home: Path, record_property: pytest.RecordProperty) -> None:
    full = home.with_name("full")
    fill(full, MANY, targets=(SCHOOL,))
    some = home.with_name("some")
    fill(some, FEW, targets=(SCHOOL,))
    none, few, many = [], [], []
    for number in range(ROUNDS):
        none.append(run(home.with_name(f"none-{number}")))
        few.append(run(some))
        many.append(run(full))
    assert {one["rows"] for one in none} == {0}
    assert {one["rows"] for one in many} == {MANY}
    painted = min(max(one["scroll"]) for one in few)
    opened = [min(one["open"] for one in runs) for runs in (none, few, many)]
    ratio = opened[2] / opened[1]
    whole = min(one["open_whole"] for one in many) - min(one["open_whole"] for one in none)
    # Of several runs the quietest counts: other programs take turns on these cores, and caches go with them.
    step = min(max(one["scroll"]) for one in many)
    usual = statistics.median(many[0]["scroll"])
    found = min(max(seconds for *_, seconds in one["found"]) for one in many)
    memory = min(one["memory"] for one in many) - min(one["memory"] for one in none)
    for name, value in (("open", ratio), ("step", step), ("found", found), ("memory", memory)):
        record_property(name, value)
    searches = (f"  {text!r}: {rows} jobs, {seconds * 1000:.0f} ms\n" for text, rows, seconds in many[0]["found"])
    sys.stdout.write(
        f"\n{MANY} jobs: open in {opened[2] * 1000:.0f} ms of the UI thread, {FEW} in {opened[1] * 1000:.0f} ms, "
        f"none in {opened[0] * 1000:.0f} ms; all threads {whole * 1000:+.0f} ms against none; dearest step of "
        f"the UI thread {step * 1000:.1f} ms ({painted * 1000:.1f} ms with {FEW}), usual {usual * 1000:.2f} ms; "
        f"dearest search {found * 1000:.0f} ms CPU; memory {memory / 1e6:+.1f} MB\n{''.join(searches)}"
    )
    assert ratio <= OPEN_RATIO
    assert opened[2] <= opened[0] * NONE_RATIO
    assert step - painted <= STEP_SECONDS
    assert found <= FOUND_SECONDS
    assert memory <= MEMORY
