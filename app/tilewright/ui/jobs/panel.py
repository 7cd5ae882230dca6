"""The page Jobs: the list, the details of the job that was chosen in it, and the field to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..widgets.buttons import CommandButton
from ..widgets.field import Field
from ..widgets.labels import divider
from ..widgets.sizes import NO_LIMIT
from ..words import tr
from ..workbench import Workbench
from .list import JobList

if TYPE_CHECKING:
    from .details import JobDetails

BESIDE_FROM = 900
"""Width from which the details of a job stand beside the list."""

FIND_MS = 120
"""What is typed is looked for so long after the last key."""

FIND_WIDTH = 160
WIDTH = 408


class JobsPanel(QWidget):
    """Watching begins with it."""

    def __init__(self, bench: Workbench, jobs: JobList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._jobs = bench, bench.jobs
        self.list, self.table = jobs, jobs.table
        self.setFocusProxy(self.table)
        self._side = divider(vertical=True)
        self.details: JobDetails | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.list, 1)
        self._row.addWidget(self._side)
        self._side.hide()
        self.tools = JobTools(bench, self)  # until it is put beside the tabs
        bench.jobs.exporting.wanted = lambda: self.table.rows.wanted
        self._typed = QTimer(self, singleShot=True, interval=FIND_MS)
        self._typed.timeout.connect(self._on_find)
        self.tools.field.textChanged.connect(self._typed.start)
        bench.jobs.changed.connect(self._refresh)
        bench.jobs.details_changed.connect(self._arrange)
        bench.jobs.current_changed.connect(self._arrange)
        self._refresh()
        bench.jobs.start()

    def _on_find(self) -> None:
        self.table.rows.look_for(self.tools.field.text())

    def _refresh(self) -> None:
        self.tools.setEnabled(bool(self._jobs.total))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Details stand beside the list where there is room for both, else in its place."""
        is_wanted = self._jobs.shows_details and bool(self._jobs.current)
        if is_wanted and self.details is None:
            self.details = self._make_details()
        if self.details is None:
            return
        is_beside = self.width() >= BESIDE_FROM
        was_in_details, was_in_list = map(self._bench.keyboard.within, (self.details, self.list))
        self.details.setMaximumWidth(WIDTH if is_beside else NO_LIMIT)
        self.details.setMinimumWidth(WIDTH if is_beside else 0)
        self._side.setVisible(is_wanted and is_beside)
        self.list.setVisible(not is_wanted or is_beside)
        self.details.setVisible(is_wanted)
        self.details.refresh()
        if was_in_details and not is_wanted:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif was_in_list and self.list.isHidden():  # else Qt gives it to whatever comes next in the window
            self.details.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_details(self) -> JobDetails:
        from .details import JobDetails

        made = JobDetails(self._bench, self.table.pictures)
        made.closed.connect(self._close_details)
        self._row.addWidget(made)
        return made

    def _close_details(self) -> None:
        self._jobs.show_details(shown=False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class JobTools(QWidget):
    """What stands beside the tabs while the page is shown."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.field = Field(tr("Find in jobs"), icon_name="search")
        self.field.setPlaceholderText(tr("Find in jobs"))
        self.field.setClearButtonEnabled(True)
        self.field.setFixedWidth(FIND_WIDTH)
        self.field.cancelled.connect(self.field.clear)
        row.addWidget(self.field)
        export = bench.commands.get("jobs.export")
        row.addWidget(CommandButton(export, bench.commands.action("jobs.export")))
