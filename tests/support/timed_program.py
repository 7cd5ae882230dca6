"""Tilewright with a clock on its UI thread: when it ends, the file named first holds the dearest events, worst first.

An event is what Qt's loop delivers; whatever it sets off by the way is counted with it. The time is that of the
thread's own work, not of waiting for others.
"""

from __future__ import annotations

import heapq
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QKeyCombination, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from tilewright.__main__ import main
from tilewright.ui.words import load_translations

KEPT = 20


class TimedApplication(QApplication):
    def __init__(self) -> None:
        super().__init__(["tilewright"])
        self.worst: list[tuple[float, int, str]] = []
        self._number = 0
        self._is_within = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._is_within:
            return super().notify(receiver, event)
        self._is_within = True
        kind, begin = event.type(), time.thread_time()
        keys = event.keyCombination() if isinstance(event, QKeyEvent) else None
        try:
            return super().notify(receiver, event)
        finally:
            spent = time.thread_time() - begin
            self._is_within = False
            if len(self.worst) < KEPT or spent > self.worst[0][0]:
                self._keep(spent, kind, receiver, keys)

    def _keep(self, spent: float, kind: QEvent.Type, receiver: QObject, keys: QKeyCombination | None) -> None:
        self._number += 1
        what = f"{kind.name} of {type(receiver).__name__}"
        if keys is not None:
            what += f" {QKeySequence(keys).toString()}"
        if shiboken6.isValid(receiver):  # it may have gone with its event
            what += f" {receiver.objectName()}"
            if isinstance(receiver, QWidget):
                what += f" “{receiver.accessibleName()}”"
            if isinstance(receiver, QTimer):
                what += f" of {type(receiver.parent()).__name__}, {receiver.interval()} ms"
        heapq.heappush(self.worst, (spent, self._number, what))
        if len(self.worst) > KEPT:
            heapq.heappop(self.worst)


def run(report: Path, arguments: Sequence[str]) -> int:
    """The program as it is, and its report; the exit code."""
    application = TimedApplication()
    load_translations(application)  # as the program does for an application of its own
    code = main(arguments)
    found = [(round(1000 * spent, 1), what) for spent, _, what in sorted(application.worst, reverse=True)]
    report.write_text(json.dumps(found), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
