"""The list of jobs: the table, kinds to choose from above it, and below it how many there are."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ...model.states import Kind
from ..widgets.card import EmptyState
from ..widgets.labels import Label
from ..words import tr
from ..workbench import Workbench
from .filters import JobFilters
from .narrowing import Narrowing
from .table import JobTable

FOOT_FROM = 280
"""Height from which there is room for the kinds above the table, and the line below it."""

FOOT_HEIGHT = 30


class JobList(QWidget):
    """Says in place of the table when there is nothing in it, and why."""

    def __init__(self, bench: Workbench, table: JobTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = bench.jobs
        self.table = table
        self.setFocusProxy(self.table)
        self._nothing = EmptyState(
            "clapperboard", tr("No jobs yet"), tr("Submit makes one. What becomes of it is shown here, also tomorrow.")
        )
        self._not_found = EmptyState("search", tr("No job fits"), tr("Try a part of its name, or its state."))
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        for page in (self.table, self._nothing, self._not_found):
            self._stack.addWidget(page)
        self.said = Label("", "caption", "2")
        self._foot = self._make_foot()
        self.filters = JobFilters()
        self.filters.chosen.connect(self._on_kind)
        self.narrowing = Narrowing(bench)
        self.narrowing.narrowed.connect(self.table.rows.narrow)
        self.filters.add(self.narrowing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(stack, 1)
        column.addWidget(self._foot)
        self.table.rows.listed.connect(self.refresh)
        self.table.rows.rowsInserted.connect(self.refresh)
        self.table.rows.rowsRemoved.connect(self.refresh)
        bench.jobs.changed.connect(self.refresh)
        self.refresh()

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("bar", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(FOOT_HEIGHT)
        line = QHBoxLayout(foot)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(0)
        line.addWidget(self.said)
        line.addStretch(1)
        return foot

    def _on_kind(self, kind: Kind | None) -> None:
        self.table.rows.show_kind(kind)

    def refresh(self) -> None:
        """Show what there is now."""
        count, running = self._jobs.total, self._jobs.open_count
        is_known = self._jobs.is_read and (self.table.rows.is_listed or not count)
        if self.table.rows.rowCount() or not is_known:
            self._stack.setCurrentWidget(self.table)
        else:
            self._stack.setCurrentWidget(self._not_found if count else self._nothing)
        jobs = self._told_count(count)
        going = tr("{count} under way").format(count=running) if running else ""
        promise = tr("nothing is lost when you close the window")
        self.said.setText(" · ".join(filter(None, (jobs, self.narrowing.said, going, promise))))
        self.filters.count(self._jobs.counts)
        self._fit_foot()

    def _told_count(self, count: int) -> str:
        """How many jobs there are, and how many of them fit."""
        jobs = tr("1 job") if count == 1 else tr("{count} jobs").format(count=QLocale().toString(count))
        if self.table.rows.wanted.is_all:
            return jobs
        shown = QLocale().toString(self.table.rows.rowCount())
        return tr("{shown} of {jobs}").format(shown=shown, jobs=jobs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        has_room = self.height() >= FOOT_FROM and bool(self._jobs.total)
        self._foot.setVisible(has_room)
        if self.filters.isVisibleTo(self) and not has_room:  # nothing is left out without a word
            self.narrowing.reset()
            if not self.filters.buttons[None].isChecked():
                self.filters.buttons[None].click()
        self.filters.setVisible(has_room)
