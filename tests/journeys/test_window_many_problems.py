"""A whole window with thousands of problems: no event of its thread takes long, whatever is done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support import many_problems

MOST_MS = 50


@pytest.mark.full
def test_that_thousands_of_problems_hold_up_no_event_of_the_window(tmp_path: Path) -> None:
    report = tmp_path / "events.json"
    subprocess.run([sys.executable, many_problems.__file__, report], timeout=300, check=True)
    steps = json.loads(report.read_text("utf-8"))
    assert len(steps) == 10
    for name, step in steps.items():
        assert step["problems"] > 3 * many_problems.TILES, name
        assert [event for event in step["events"] if event[0] >= MOST_MS] == [], name
