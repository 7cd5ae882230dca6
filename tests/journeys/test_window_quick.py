"""Each journey fails when an event holds up the UI thread: here that this is noticed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support import many_sources, slow_program, timed_program
from support.seat import MOST_MS, Seat, require_quick

NAPS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from support import timed_program

def busy():
    end = time.thread_time() + 0.06
    while time.thread_time() < end:
        pass

def main(arguments):
    application = QApplication.instance()
    for number, slot in enumerate((busy, lambda: time.sleep(0.2), application.quit)):
        QTimer.singleShot(10 * number, slot)
    return application.exec()

timed_program.main = main
sys.exit(timed_program.run(Path(sys.argv[1]), []))
"""

GARBAGE = """
import gc, sys
from PySide6.QtCore import QTimer
from tilewright.__main__ import main
from tilewright.ui.windows.panels import Panels

fill = Panels.fill

def observed(panels):
    def look():
        sys.stdout.write(f"{len(gc.get_objects())} {gc.get_freeze_count()}")
        panels.parent().close()

    panels.filled.connect(lambda: QTimer.singleShot(0, look))
    fill(panels)

Panels.fill = observed
main([])
"""

TAB = """
import sys
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QTimer
from tilewright.__main__ import main
from tilewright.ui.windows.panels import Panels
from tilewright.ui.windows.tab_order import stops_of

fill = Panels.fill

def met():
    return sum(len(vars(module)) for module in (QtCore, QtGui, QtWidgets))

def observed(panels):
    window = panels.parent()

    def look():
        if window.bench.background.is_busy:
            return
        timer.stop()
        before = met()
        stops = len(list(stops_of(window)))
        sys.stdout.write(f"{stops} {met() - before}")
        window.close()

    timer = QTimer(window, interval=20)
    timer.timeout.connect(look)
    panels.filled.connect(timer.start)
    fill(panels)

Panels.fill = observed
main([])
"""


def test_that_a_slot_that_holds_up_the_window_is_told_by_its_name(seat: Seat) -> None:
    seat.starter = Path(slow_program.__file__)
    seat.start()
    seat.hands.keys("Escape", "ctrl+q")
    assert seat.wait_for_end() == 0
    events = seat.leave()
    assert events[0][0] >= 1000 * slow_program.BUSY
    with pytest.raises(AssertionError, match=r"held up: \d+\.\d ms: "):
        require_quick(events)


def test_that_own_work_counts_and_waiting_for_others_does_not(tmp_path: Path) -> None:
    report = tmp_path / "events.json"
    tests = Path(timed_program.__file__).parents[1]
    subprocess.run([sys.executable, "-c", NAPS, report], cwd=tests, check=True, timeout=60)
    (worst, what), (next_worst, _), *_ = json.loads(report.read_text("utf-8"))
    assert worst >= 60, what
    assert next_worst < MOST_MS


def test_that_what_is_imported_is_never_looked_at_for_garbage() -> None:
    """Looking at all of it takes 20 ms, and happens in whatever slot runs just then."""
    done = subprocess.run([sys.executable, "-c", GARBAGE], capture_output=True, text=True, timeout=60, check=True)
    watched, left_alone = map(int, done.stdout.split())
    assert watched < left_alone / 2


def test_that_the_first_tab_meets_no_class_of_qt_for_the_first_time() -> None:
    """PySide makes a class when it meets it, and a hundred of them when any may be meant: 30 ms in that slot."""
    done = subprocess.run([sys.executable, "-c", TAB], capture_output=True, text=True, timeout=60, check=True)
    stops, new = map(int, done.stdout.split())
    assert stops > 20
    assert new == 0


def test_that_a_thousand_videos_added_at_once_hold_up_no_event(tmp_path: Path) -> None:
    report = tmp_path / "events.json"
    subprocess.run([sys.executable, many_sources.__file__, report], timeout=120, check=True)
    require_quick(json.loads(report.read_text("utf-8"))["events"])
