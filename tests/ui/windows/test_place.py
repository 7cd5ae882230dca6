"""The window on screens of several sizes, each in a process of its own: a screen is there from the start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect

from tilewright.ui.windows.place import fitted

Run = Callable[..., dict[str, Any]]

PROGRAM = """
import json, os, sys
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from tilewright import settings
from tilewright.ui.application import make_application, open_window
from tilewright.usecases.workplace import Workplace

application = make_application()
home = settings.home()
window = open_window(application, Workplace(home, settings.load(home), os.environ))
QTest.qWait(500)
exec(sys.argv[1])
QTest.qWait(100)
area = window.screen().availableGeometry()

def within(widget):
    return window.rect().contains(QRect(widget.mapTo(window, QPoint()), widget.size())) and widget.isVisible()

bar = window.toolbar
shown = [child for child in bar.findChildren(QWidget) if child.parent() is bar and child.isVisible()]
shown.sort(key=lambda child: child.x())
print(json.dumps({
    "frame": window.frameGeometry().getRect(),
    "size": (window.width(), window.height()),
    "is_within": area.contains(window.frameGeometry()),
    "is_maximised": window.isMaximized(),
    "reachable": within(bar.submit_button) and within(bar.profile_box),
    "overlaps": any(a.geometry().right() >= b.geometry().left() for a, b in zip(shown, shown[1:])),
    "canvas": (window.panels.centre.width(), window.panels.centre.height()),
}))
window.bench.files.ending.skip_question()
window.close()
application.processEvents()
"""


@pytest.fixture
def run(tmp_path: Path, home: Path) -> Run:
    """Opens the window on a screen of that size, runs ``code`` with it, and says how it stands then."""

    def start(width: int, height: int, code: str = "", ratio: int = 1) -> dict[str, Any]:
        screen = {"name": "a", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
        config = tmp_path / "screen.json"
        config.write_text(json.dumps({"screens": [screen]}))
        environment = os.environ | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
            "QT_SCALE_FACTOR": str(ratio),
            "TILEWRIGHT_HOME": str(home),
        }
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, code],
            env=environment,
            check=True,
            timeout=60,
            capture_output=True,
            text=True,
        )
        told: dict[str, Any] = json.loads(ran.stdout)
        return told

    return start


@pytest.mark.parametrize(
    ("width", "height", "ratio"), [(1366, 768, 1), (960, 540, 1), (1920, 1080, 2), (800, 600, 1), (1920, 1080, 1)]
)
def test_that_the_window_is_never_larger_than_its_screen(run: Run, width: int, height: int, ratio: int) -> None:
    told = run(width, height, ratio=ratio)
    assert told["is_within"], told
    assert told["reachable"], told
    assert not told["overlaps"]
    assert told["canvas"][0] >= 240
    assert told["canvas"][1] >= 200


def test_that_the_window_stands_where_it_stood(run: Run) -> None:
    told = run(1920, 1080, "window.resize(1300, 820); window.move(200, 100)")
    again = run(1920, 1080)
    assert again["frame"] == told["frame"]
    assert run(1600, 860)["is_within"]
    assert run(1024, 768)["is_within"]


def test_that_it_fills_the_screen_again(run: Run) -> None:
    assert not run(1920, 1080)["is_maximised"]
    assert run(1920, 1080, "window.showMaximized()")["is_maximised"]
    again = run(1920, 1080, "window.showNormal()")
    assert again["size"] == [1440, 900]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((100, 100, 300, 200), (100, 100, 300, 200)),
        ((-50, 20, 300, 200), (0, 20, 300, 200)),
        ((900, 700, 300, 200), (700, 600, 300, 200)),
        ((5000, -9000, 300, 200), (700, 0, 300, 200)),
        ((10, 10, 3000, 2000), (0, 0, 1000, 800)),
    ],
)
def test_that_a_place_is_brought_onto_the_screen(
    wanted: tuple[int, int, int, int], found: tuple[int, int, int, int]
) -> None:
    assert fitted(QRect(*wanted), QRect(0, 0, 1000, 800)) == QRect(*found)
