"""Opens the page Jobs on the home of the environment, scrolls and searches in it, and says in JSON what that cost.

``open`` and ``open_whole`` are CPU seconds of the UI thread and of the process until the list is there; ``scroll`` are
those of each step in the UI thread, ``found`` the CPU seconds of the process for each search; ``memory`` is the most
the process had, bytes.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tilewright.ui.application import make_application
from tilewright.ui.commands import groups
from tilewright.ui.jobs.list import JobList
from tilewright.ui.jobs.panel import JobsPanel
from tilewright.ui.jobs.table import JobTable
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Workplace

STEPS, JUMPS = 120, 40
TEXTS = ("algebra 99", "第一课", "failed", "nothing has this", "picture school", "vab")


class NoPanels:
    """What commands ask of a window that has one panel only."""

    def __getattr__(self, name: str) -> Callable[..., bool]:
        return lambda *_: False


def until(is_so: Callable[[], bool], dearest: list[float] | None = None) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        begin = time.thread_time()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        if dearest is not None:
            dearest.append(time.thread_time() - begin)
        time.sleep(0.001)


def most_memory() -> int:
    """Bytes that this process had at most. ``getrusage`` would count the process that started it as well."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main() -> None:
    application = make_application()
    bench = Workbench(Workplace.open(), Theme(application), None)
    for group in groups.commands(bench, NoPanels()):
        bench.commands.add(group)
    window = QWidget()
    window.resize(1100, 600)
    begin, whole = time.thread_time(), time.process_time()
    panel = JobsPanel(bench, JobList(bench, JobTable(bench)))
    column = QVBoxLayout(window)
    column.addWidget(panel.tools)
    column.addWidget(panel)
    window.show()
    rows, bar = panel.table.rows, panel.table.verticalScrollBar()
    until(lambda: rows.is_listed)
    window.grab()
    opened, opened_whole = time.thread_time() - begin, time.process_time() - whole

    def is_shown() -> bool:
        first, last = panel.table.rowAt(0), panel.table.rowAt(panel.table.viewport().height() - 1)
        return all(rows.at_row(row) is not None for row in range(max(0, first), last + 1))

    steps: list[float] = []
    dice = random.Random(1)
    places = [number * 300 for number in range(STEPS)] + [dice.randrange(max(1, bar.maximum())) for _ in range(JUMPS)]
    for place in places:
        begin = time.thread_time()
        bar.setValue(place)
        panel.table.viewport().repaint()
        steps.append(time.thread_time() - begin)
        until(is_shown, steps)
    found = []
    for text in TEXTS:
        heard: list[int] = []
        rows.listed.connect(lambda _, heard=heard: heard.append(rows.rowCount()))
        whole = time.process_time()
        panel.tools.field.setText(text)
        until(lambda heard=heard: bool(heard), steps)
        found.append((text, heard[0], time.process_time() - whole))
    told = {
        "rows": bench.jobs.total,
        "open": opened,
        "open_whole": opened_whole,
        "scroll": steps,
        "found": found,
        "memory": most_memory(),
    }
    bench.close(10)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
