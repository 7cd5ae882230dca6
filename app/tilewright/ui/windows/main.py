"""The main window: puts the panels where they belong. It shows nothing itself and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from ...model.composition import Composition
from .outlines import Outlines
from .place import Place

if TYPE_CHECKING:
    from ..commands.view import Side
    from ..workbench import Workbench
    from .panels import Panels

SMALLEST = (1024, 700)
USUAL = (1440, 900)


class MainWindow(QMainWindow):
    """The window of one workbench. Without one it shows outlines, until it is furnished: it is seen before everything
    that belongs in it has been imported and made, so those imports stand in `furnish`.
    """

    closed = Signal()

    def __init__(self, bench: Workbench | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.place = Place(self, SMALLEST)
        self.is_furnished = False
        if bench is not None:
            self.furnish(bench)

    def show_outlines(self, composition: Composition) -> None:
        """What is seen until the window is furnished."""
        self.setCentralWidget(Outlines(composition))

    def furnish(self, bench: Workbench, panels: Panels | None = None) -> None:
        """Put in everything there is, and the ``panels`` if `prepare` has made them already."""
        from ..files.desk import Desk
        from ..words import tr
        from .bottom import BottomPanel
        from .docks import Docks
        from .first_paint import FirstPaint
        from .first_steps import FirstSteps
        from .menus import MenuRow
        from .notices import Notices
        from .overlays import Overlays
        from .toasts import Toasts
        from .toolbar import Toolbar

        self.bench = bench
        self.panels = panels or prepare(self, bench)
        self.first_paint = FirstPaint(self)
        self.first_paint.painted.connect(self.panels.fill)
        self.panels.filled.connect(bench.release)
        self.bottom = BottomPanel()
        self.docks = Docks(self, bench, self.panels.left, self.panels.right, self.bottom)
        self.bottom.add("jobs", tr("Jobs"), self.panels.jobs, self.panels.jobs_tools)
        self.bottom.add("problems", tr("Problems"), self.panels.problems)
        self.bottom.add("request", tr("Request"), self.panels.request, self.panels.request_tools)
        self.setCentralWidget(self.panels.centre)
        self.menu_row = MenuRow(bench.commands)
        self.desk = Desk(self, bench, self.menu_row.menu("File"))
        bench.files.state_changed.connect(self._on_file)
        self._on_file()
        self.toolbar = Toolbar(bench, self.panels.chip)
        self.setMenuWidget(_head(self.menu_row, self.toolbar))
        self.overlays = Overlays(self, bench, below=self.toolbar)
        self.toasts = Toasts(bench.report, self.panels.centre)
        self.notices = Notices(self, bench)
        self.first_steps = FirstSteps(self)
        bench.session.document.history_changed.connect(self._on_history)
        bench.findings.changed.connect(self._on_findings)
        bench.page_wanted.connect(self._on_page_wanted)
        bench.jobs.changed.connect(self._on_jobs)
        self.docks.changed.connect(bench.commands.refresh)
        self.bottom.collapsed_changed.connect(self._on_collapsed)
        self._on_findings()
        self.is_furnished = True
        if self.isVisible():
            # Qt shows new children of a window that is there at the next turn of the loop; docks take no size before.
            for part in (self.panels.centre, *self.docks.all()):
                part.show()
            self._arrange()
            self.panels.fill()

    # What the commands of the view ask for

    def is_open(self, side: Side) -> bool:
        return self.docks.is_open(side)

    def toggle(self, side: Side) -> None:
        """Open or close a panel; the bottom one collapses to its tabs instead."""
        self.docks.set_open(side, is_open=not self.docks.is_open(side))

    def step(self, side: Side, pixels: int) -> None:
        self.docks.step(side, pixels)

    def reset(self) -> None:
        self.docks.reset()

    def show_page(self, name: str) -> None:
        self.docks.set_open("bottom", is_open=True)
        self.bottom.show_page(name)

    # Events

    def _on_history(self) -> None:
        from ..commands import edit

        edit.name_steps(self.bench)

    def _on_file(self) -> None:
        self.menu_row.show_state(self.bench.files.title, self.bench.files.state_text)

    def _on_findings(self) -> None:
        found = self.bench.findings.worth_telling
        tone = ("error" if self.bench.findings.errors else "warning") if found else ""
        self.bottom.tabs.set_count(self.bottom.index("problems"), str(len(found)) if found else "", tone)

    def _on_jobs(self) -> None:
        self.bottom.tabs.set_count(self.bottom.index("jobs"), self.bench.jobs.count_text)

    def _on_page_wanted(self) -> None:
        self.docks.set_open("right", is_open=True)

    def _on_collapsed(self) -> None:
        self.bench.commands.refresh()

    def focusNextPrevChild(self, forward: bool) -> bool:
        from . import tab_order

        return tab_order.go(self, forward=forward)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self.is_furnished:
            self._arrange()

    def _arrange(self) -> None:
        self.docks.fit()
        # Where the work is; a tab would have it otherwise. No key was pressed yet, so no ring is shown.
        self.panels.centre.canvas.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and self.is_furnished:
            self.docks.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_furnished and not self.desk.may_close(event):
            return
        if not self.is_furnished:
            event.accept()
            self.closed.emit()
            return
        self.bench.preferences.set("place", self.place.state)
        self.hide()  # the work in the background may take a moment to end
        self.bench.close()
        event.accept()
        self.closed.emit()


def prepare(window: MainWindow, bench: Workbench) -> Panels:
    """The first half of furnishing, for another turn of the loop than the rest: either is dear."""
    from ..commands import groups
    from .panels import Panels

    bench.commands.add(groups.commands(bench, window))
    bench.commands.attach(window)
    return Panels(bench, window)


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
