"""The main window: puts the panels where they belong. It shows nothing itself and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from ...model.composition import Composition
from .outlines import Outlines
from .place import Place

if TYPE_CHECKING:
    from ..commands.view import Side
    from ..files.desk import Desk
    from ..workbench import Workbench
    from .bottom import BottomPanel
    from .docks import Docks
    from .first_paint import FirstPaint
    from .first_steps import FirstSteps
    from .menus import MenuRow
    from .notices import Notices
    from .overlays import Overlays
    from .panels import Panels
    from .toasts import Toasts
    from .toolbar import Toolbar

SMALLEST = (1024, 700)
USUAL = (1440, 900)


class MainWindow(QMainWindow):
    """The window of one workbench. Without one it shows outlines, until it is furnished: it is seen before everything
    that belongs in it has been imported and made, so those imports stand in `furnishing`.
    """

    closed = Signal()

    bench: Workbench
    panels: Panels
    docks: Docks
    bottom: BottomPanel
    menu_row: MenuRow
    desk: Desk
    toolbar: Toolbar
    overlays: Overlays
    toasts: Toasts
    notices: Notices
    first_steps: FirstSteps
    first_paint: FirstPaint

    def __init__(self, bench: Workbench | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.place = Place(self, SMALLEST)
        self.is_furnished = False
        if bench is not None:
            for _ in self.furnish(bench):
                pass

    def show_outlines(self, composition: Composition) -> None:
        """What is seen until the window is furnished."""
        self.setCentralWidget(Outlines(composition))

    def furnish(self, bench: Workbench) -> Iterator[None]:
        """Put in everything there is, yielding where a turn of the loop may end."""
        from .furnishing import furnish

        self.bench = bench
        yield from furnish(self, bench)
        bench.session.document.history_changed.connect(self._on_history)
        bench.commands.refreshed.connect(self._on_history)
        bench.files.state_changed.connect(self._on_file)
        bench.findings.changed.connect(self._on_findings)
        bench.page_wanted.connect(self._on_page_wanted)
        bench.jobs.changed.connect(self._on_jobs)
        self.docks.changed.connect(bench.commands.refresh)
        self.bottom.collapsed_changed.connect(self._on_collapsed)
        self._on_file()
        self._on_findings()
        yield
        if self.isVisible():
            # Qt shows new children of a window that is there at the next turn of the loop; docks take no size before.
            for part in (self.panels.centre, *self.docks.all()):
                part.show()
                yield
            self._arrange()
            self.panels.fill()
        self.is_furnished = True

    def unveil(self) -> Iterator[None]:
        """Paint what was made while nothing was painted, a part at a time: all at once it would hold the hand up."""
        centre = self.panels.centre
        parts = (self.menu_row, self.toolbar, centre.strip, *self.docks.all(), centre.canvas)
        for part in parts:
            part.setUpdatesEnabled(False)
        self.setUpdatesEnabled(True)
        for part in parts:
            part.setUpdatesEnabled(True)
            part.repaint()
            yield

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

        return tab_order.go(self, self.bench.keyboard if self.is_furnished else None, forward=forward)

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
