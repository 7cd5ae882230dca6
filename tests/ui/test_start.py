"""What starting the window brings along."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("requests", "urllib3", "av", "PIL", "keyring", "imageio_ffmpeg", "werkzeug")


@pytest.mark.parametrize("module", HEAVY)
def test_that_a_heavy_library_is_not_imported_on_the_way_to_the_window(module: str) -> None:
    code = f"import sys, tilewright.ui.application; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
