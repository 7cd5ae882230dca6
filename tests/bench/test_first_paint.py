"""From the start of the process to the first picture of the window, against a bare window of the same size."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "support" / "first_paint.py"
LIMIT = 1.8
ROUNDS = 15


def first_paint(what: str, home: Path) -> float:
    """Seconds from the start of the process on; ``home`` is new, so that the sample is shown."""
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, SCRIPT, what],
        env={**os.environ, "TILEWRIGHT_HOME": str(home)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    told = json.loads(done.stdout)
    assert what == "bare" or told["tiles"] == 4
    return float(told["at"]) - begin


@pytest.mark.bench
@pytest.mark.timeout(600)
def test_that_the_sample_is_seen_soon(home: Path, record_property: pytest.RecordProperty) -> None:
    ours, theirs = [], []
    for number in range(ROUNDS):
        theirs.append(first_paint("bare", home))
        ours.append(first_paint("tilewright", home.with_name(f"home-{number}")))
    ratio = min(ours) / min(theirs)
    record_property("ratio", ratio)
    middle = statistics.median(ours) / statistics.median(theirs)
    sys.stdout.write(
        f"\nfirst paint {min(ours):.3f} s, bare {min(theirs):.3f} s, ratio {ratio:.2f} (of medians {middle:.2f})\n"
    )
    assert ratio <= LIMIT
