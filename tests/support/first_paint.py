"""Starts Tilewright, or a bare window of the same size, and says in JSON when the first picture of it was complete.

``at`` is the time of the monotonic clock, which this process shares with the one that started it; ``modules`` are
those of the names given that were imported by then; ``tiles`` is how many tiles the window showed.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

if TYPE_CHECKING:
    from tilewright.model.composition import Composition

SIZE = (1440, 900)


class FirstPaint(QObject):
    """Waits for the widget's first paint and for the end of the pass that it belongs to: all of the window is painted
    in one pass, and the first event that is no paint comes after it.
    """

    def __init__(self, widget: QWidget, tell: Callable[[], None]) -> None:
        super().__init__()
        self._widget, self._tell, self._is_painting = widget, tell, False
        QCoreApplication.instance().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_paint = event.type() == QEvent.Type.Paint
        if is_paint and watched is self._widget:
            self._is_painting = True
        elif self._is_painting and not is_paint:
            self._is_painting = False
            QCoreApplication.instance().removeEventFilter(self)
            self._tell()
        return False


def say(modules: list[str], tiles: int) -> None:
    found = {"at": time.monotonic(), "modules": [name for name in modules if name in sys.modules], "tiles": tiles}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def bare(modules: list[str]) -> None:
    application = QApplication([])
    window = QMainWindow()
    centre = QWidget()
    window.setCentralWidget(centre)
    window.resize(*SIZE)

    def done() -> None:
        say(modules, 0)
        QTimer.singleShot(0, application.quit)

    watch = FirstPaint(centre, done)
    window.show()
    application.exec()
    del watch


def tilewright(modules: list[str]) -> None:
    """The program's own ``main``, with an observer of its window."""
    from tilewright.__main__ import main
    from tilewright.layout.place import Placed
    from tilewright.ui.windows.main import MainWindow

    watches: list[FirstPaint] = []
    show_outlines = MainWindow.show_outlines

    def observed(window: MainWindow, composition: Composition) -> None:
        show_outlines(window, composition)
        outlines = window.centralWidget()

        def done() -> None:
            drawn = sum(isinstance(placed, Placed) for placed in outlines.placement.tiles)
            say(modules, drawn)
            QTimer.singleShot(0, window.close)

        watches.append(FirstPaint(outlines, done))

    MainWindow.show_outlines = observed
    main([])


if __name__ == "__main__":
    {"bare": bare, "tilewright": tilewright}[sys.argv[1]](sys.argv[2:])
    sys.stdout.flush()
    os._exit(0)
