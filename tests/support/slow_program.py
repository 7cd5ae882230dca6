"""Tilewright with a clock on its UI thread, and a slot that holds it up: the clock has to say so."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import timed_program
from tilewright.ui.windows.main import MainWindow

BUSY = 0.08
"""Seconds of its own time that the UI thread spends in the slot."""

on_file = MainWindow._on_file


def slow_on_file(window: MainWindow) -> None:
    """Is called whenever title or state of the composition change."""
    end = time.thread_time() + BUSY
    while window.isEnabled() and time.thread_time() < end:
        pass
    on_file(window)


if __name__ == "__main__":
    MainWindow._on_file = slow_on_file
    sys.exit(timed_program.run(Path(sys.argv[1]), sys.argv[2:]))
