"""What is imported before the window is seen decides how soon that is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "support" / "first_paint.py"
HEAVY = ("requests", "av", "PIL", "keyring", "imageio_ffmpeg", "werkzeug", "lxml", "sqlite3")


def test_that_the_window_is_seen_before_anything_heavy_is_imported(home: Path) -> None:
    done = subprocess.run([sys.executable, SCRIPT, "tilewright", *HEAVY], capture_output=True, text=True, timeout=60)
    told = json.loads(done.stdout)
    assert told["modules"] == [], done.stderr
    assert told["tiles"] == 4
