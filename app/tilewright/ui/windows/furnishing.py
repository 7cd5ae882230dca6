"""Makes what belongs in a main window, and puts it in: in pieces, as all of it at once would hold the hand up."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..commands import groups
from ..files.desk import Desk
from ..words import tr
from ..workbench import Workbench
from .bottom import BottomPanel
from .docks import Docks
from .first_paint import FirstPaint
from .first_steps import FirstSteps
from .main import MainWindow
from .menus import MenuRow
from .notices import Notices
from .overlays import Overlays
from .panels import Panels
from .toasts import Toasts
from .toolbar import Toolbar


def furnish(window: MainWindow, bench: Workbench) -> Iterator[None]:
    """Yields where a turn of the loop may end. The window is told of nothing yet."""
    for group in groups.commands(bench, window):
        bench.commands.add(group)
        yield
    bench.commands.attach(window)
    bench.keyboard.watch(window)
    window.panels = Panels(bench, window)
    yield
    yield from window.panels.make_centre()
    yield
    window.first_paint = FirstPaint(window)
    window.first_paint.painted.connect(window.panels.fill)
    window.panels.filled.connect(bench.release)
    window.bottom = BottomPanel()
    window.docks = Docks(window, bench, window.panels.left, window.panels.right, window.bottom)
    yield
    window.bottom.add("jobs", tr("Jobs"), window.panels.jobs, window.panels.jobs_tools)
    window.bottom.add("problems", tr("Problems"), window.panels.problems)
    window.bottom.add("request", tr("Request"), window.panels.request, window.panels.request_tools)
    window.setCentralWidget(window.panels.centre)
    yield
    window.menu_row = MenuRow(bench.commands)
    window.desk = Desk(window, bench, window.menu_row.menu("File"))
    yield
    window.toolbar = Toolbar(bench, window.panels.chip)
    yield
    window.setMenuWidget(_head(window.menu_row, window.toolbar))
    window.overlays = Overlays(window, bench, window.toolbar, window.panels.centre.canvas)
    window.toasts = Toasts(bench.report, window.panels.centre)
    window.toasts.hold()
    window.panels.filled.connect(window.toasts.release)
    yield
    window.notices = Notices(window, bench)
    window.first_steps = FirstSteps(window)
    yield


def _head(*rows: QWidget) -> QWidget:
    """Menu bar and toolbar as one widget, so that the docks begin below both."""
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for row in rows:
        column.addWidget(row)
    head.setMinimumWidth(1)
    return head
