"""Tilewright with a clock on its UI thread: the file named first holds the dearest events, worst first."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.event_clock import EventClock
from tilewright.__main__ import main
from tilewright.ui.words import load_translations


def run(report: Path, arguments: Sequence[str]) -> int:
    """The program as it is, and its report; the exit code."""
    application = QApplication(["tilewright"])
    load_translations(application)  # as the program does for an application of its own
    clock = EventClock(application)
    code = main(arguments)
    report.write_text(json.dumps(clock.worst), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
