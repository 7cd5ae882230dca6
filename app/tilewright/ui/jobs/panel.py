"""The page Jobs: the table, what stands there without jobs, and the field to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ...model.states import Kind
from ..widgets.buttons import CommandButton
from ..widgets.card import EmptyState
from ..widgets.field import Field
from ..widgets.labels import Label, divider
from ..widgets.sizes import NO_LIMIT
from ..words import tr
from ..workbench import Workbench
from .filters import JobFilters
from .narrowing import Narrowing
from .table import JobTable

if TYPE_CHECKING:
    from .details import JobDetails

FOOT_FROM = 280
"""Height from which there is room for the kinds above the table, and the line below it."""

BESIDE_FROM = 900
"""Width from which the details of a job stand beside the list."""

FIND_MS = 120
"""What is typed is looked for so long after the last key."""

FIND_WIDTH = 160
WIDTH = 408


class JobsPanel(QWidget):
    """Watching begins with it."""

    def __init__(self, bench: Workbench, table: JobTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench, self._jobs = bench, bench.jobs
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
        self._foot = QWidget()
        self._foot.setProperty("bar", "foot")
        self._foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._foot.setFixedHeight(30)
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(0)
        self._said = Label("", "caption", "2")
        line.addWidget(self._said)
        line.addStretch(1)
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.filters = JobFilters()
        self.filters.chosen.connect(self._on_kind)
        self.narrowing = Narrowing(bench)
        self.narrowing.narrowed.connect(self.table.rows.narrow)
        self.filters.add(self.narrowing)
        column.addWidget(self.filters)
        column.addWidget(stack, 1)
        column.addWidget(self._foot)
        self._side = divider(vertical=True)
        self.details: JobDetails | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._list, 1)
        self._row.addWidget(self._side)
        self._side.hide()
        self.tools = JobTools(bench, self)  # until it is put beside the tabs
        bench.jobs.exporting.wanted = lambda: self.table.rows.wanted
        self._typed = QTimer(self, singleShot=True, interval=FIND_MS)
        self._typed.timeout.connect(self._on_find)
        self.tools.field.textChanged.connect(self._typed.start)
        self.table.rows.listed.connect(self._refresh)
        self.table.rows.rowsInserted.connect(self._refresh)
        self.table.rows.rowsRemoved.connect(self._refresh)
        bench.jobs.changed.connect(self._refresh)
        bench.jobs.details_changed.connect(self._arrange)
        bench.jobs.current_changed.connect(self._arrange)
        self._refresh()
        bench.jobs.start()

    def _on_find(self) -> None:
        self.table.rows.look_for(self.tools.field.text())

    def _on_kind(self, kind: Kind | None) -> None:
        self.table.rows.show_kind(kind)

    def _refresh(self) -> None:
        count, running = self._jobs.total, self._jobs.open_count
        is_known = self._jobs.is_read and (self.table.rows.is_listed or not count)
        if self.table.rows.rowCount() or not is_known:
            self._stack.setCurrentWidget(self.table)
        else:
            self._stack.setCurrentWidget(self._not_found if count else self._nothing)
        self.tools.setEnabled(bool(count))
        jobs = self._told_count(count)
        going = tr("{count} under way").format(count=running) if running else ""
        promise = tr("nothing is lost when you close the window")
        self._said.setText(" · ".join(filter(None, (jobs, self.narrowing.said, going, promise))))
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
        self._arrange()

    def _arrange(self) -> None:
        """Details stand beside the list where there is room for both, else in its place."""
        is_wanted = self._jobs.shows_details and bool(self._jobs.current)
        if is_wanted and self.details is None:
            self.details = self._make_details()
        if self.details is None:
            return
        is_beside = self.width() >= BESIDE_FROM
        focused = self.window().focusWidget()
        was_in_details = focused is not None and self.details.isAncestorOf(focused)
        was_in_list = focused is not None and self._list.isAncestorOf(focused)
        self.details.setMaximumWidth(WIDTH if is_beside else NO_LIMIT)
        self.details.setMinimumWidth(WIDTH if is_beside else 0)
        self._side.setVisible(is_wanted and is_beside)
        self._list.setVisible(not is_wanted or is_beside)
        self.details.setVisible(is_wanted)
        self.details.refresh()
        if was_in_details and not is_wanted:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif was_in_list and self._list.isHidden():  # else Qt gives it to whatever comes next in the window
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

    def _fit_foot(self) -> None:
        has_room = self.height() >= FOOT_FROM and bool(self._jobs.total)
        self._foot.setVisible(has_room)
        if self.filters.isVisibleTo(self) and not has_room:  # nothing is left out without a word
            self.narrowing.reset()
            if not self.filters.buttons[None].isChecked():
                self.filters.buttons[None].click()
        self.filters.setVisible(has_room)


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
