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


FAILING_ONCE = """
import sys
from types import SimpleNamespace as Fake
from pathlib import Path
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
from tilewright.ui.application import _Guard

class Failing(QWidget):
    turns = 0
    def paintEvent(self, event):
        painter = QPainter(self)
        self.turns += 1
        if self.turns == 1:
            raise ValueError
        painter.end()

told = []
application = QApplication([])
sys.excepthook = _Guard(Fake(workplace=Fake(home=Path("x")), report=Fake(error=told.append)))
widget = Failing()
widget.resize(50, 50)
widget.show()
while widget.turns < 3:
    widget.update()
    application.processEvents()
print(len(told))
"""


def test_that_a_paint_event_that_fails_does_not_keep_its_widget_from_being_painted() -> None:
    ran = subprocess.run([sys.executable, "-c", FAILING_ONCE], check=False, timeout=60, capture_output=True, text=True)
    assert ran.stdout.strip() == "1"
    assert "QPainter" not in ran.stderr
