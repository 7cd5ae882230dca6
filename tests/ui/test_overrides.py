"""What Qt calls of ours may fail in any way, and the process lives."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tilewright.ui.canvas.view import Canvas

FAILING = """
import sys
import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView
import tilewright.ui

gone = QObject()
shiboken6.delete(gone)
told = []

class Item(QGraphicsItem):
    def boundingRect(self):
        return QRectF(0, 0, 20, 20)

    def paint(self, painter, option, widget=None):
        told or {mistake}

class View(QGraphicsView):
    def paintEvent(self, event):
        super().paintEvent(event)  # and within it the item is painted: a call of ours in which Qt calls another one

application = QApplication([])
sys.excepthook = lambda kind, error, trace: told.append((kind.__name__, str(error)))
scene = QGraphicsScene()
scene.addItem(Item())
view = View(scene)
view.show()
for _ in range(3):
    view.viewport().update()
    application.processEvents()
print(told)
"""


@pytest.mark.parametrize(
    ("mistake", "kind", "text"),
    [
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("int('x')", "ValueError", "invalid literal"),
        ("gone.objectName()", "RuntimeError", "already deleted"),
        ("len(1, 2)", "TypeError", "exactly one argument"),
        ("{}['a']", "KeyError", "a"),
    ],
)
def test_that_a_mistake_within_a_call_of_qt_is_told_once_and_the_window_goes_on(
    mistake: str, kind: str, text: str
) -> None:
    code = FAILING.replace("{mistake}", mistake)
    ran = subprocess.run([sys.executable, "-c", code], check=False, timeout=60, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = ast.literal_eval(ran.stdout)
    assert [name for name, _ in told] == [kind]
    assert text in told[0][1]


def test_that_a_method_of_ours_is_still_what_it_says() -> None:
    assert Canvas.paintEvent.__name__ == "paintEvent"
    assert Canvas.paintEvent.__module__ == "tilewright.ui.canvas.view"
