"""The table of jobs: choose one, and do something about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QTableView, QWidget

from ...model.states import State
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.chip import chip_width
from ..widgets.focus import BY_KEYS
from ..words import tr
from ..workbench import Workbench
from .cells import Column, action_of
from .delegate import NAME_INDENT, JobDelegate, action_width
from .menu import open_menu
from .model import Index, JobModel
from .pictures import JobPictures

ALL_FROM = 1000
"""Width from which there is room for "Last answer" and "Took"."""

STARTED_FROM = 680
FRAMES_A_SECOND = 12
TURN_SECONDS = 0.9


class JobTable(QTableView):
    """One row a job. Nothing moves, and no time is spent, while no job that is shown is under way."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobTable")
        self.setAccessibleName(tr("Jobs"))
        self._bench, self._jobs = bench, bench.jobs
        self._pressed = ""
        self._is_current_going = False
        self.rows = JobModel(bench, self)
        self.pictures = JobPictures(bench, self)
        self._delegate = JobDelegate(bench.jobs, self.pictures, self)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self._dress()
        self._seconds = QTimer(self, interval=1000)
        self._seconds.timeout.connect(self.rows.tick)
        self._frames = QTimer(self, interval=1000 // FRAMES_A_SECOND)
        self._frames.timeout.connect(self._turn_loaders)
        self.pictures.arrived.connect(self.viewport().update)
        self.rows.modelReset.connect(self._choose_again)
        self.rows.listed.connect(self._on_listed)
        self.rows.dataChanged.connect(self._follow_current)
        self.rows.dataChanged.connect(self._run_timers)
        self.rows.modelReset.connect(self._run_timers)
        self.rows.rowsInserted.connect(self._run_timers)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        bench.jobs.current_changed.connect(self._choose_again)  # a notice shows the job that it was about
        bench.commands.attach_at(self)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(tokens.size("job_row"))
        header = JobHeader(self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(1)
        header.setFixedHeight(30)

    def sizeHint(self) -> QSize:
        return QSize(480, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 60)

    # Columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        self.setColumnHidden(Column.ANSWER, room < ALL_FROM)
        self.setColumnHidden(Column.TOOK, room < ALL_FROM)
        self.setColumnHidden(Column.STARTED, room < STARTED_FROM)
        widths = {
            Column.NAME: max(180, min(240, room * 27 // 100)),
            Column.STATE: round(chip_width(tr("Paused by the queue"))) + 14,
            Column.ANSWER: 92,
            Column.STARTED: 92 if room >= ALL_FROM else 80,
            Column.TOOK: 72,
            Column.ACTION: action_width(),
        }
        taken = sum(width for column, width in widths.items() if not self.isColumnHidden(column))
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.PROGRESS, max(80, room - taken))

    # The chosen job

    def _on_current(self, current: QModelIndex) -> None:
        if self._is_current_going:
            return
        intent = self.rows.at(current) if current.isValid() else None
        self._jobs.choose(intent.id if intent is not None else "")

    def _on_listed(self, is_new_question: bool) -> None:
        if is_new_question:
            self.scrollToTop()
            if self.currentIndex().isValid():
                self.scrollTo(self.currentIndex())

    def _follow_current(self) -> None:
        """The chosen row may have been read only now: by End, or a jump of the scroll bar and a key."""
        current = self.currentIndex()
        intent = self.rows.at(current) if current.isValid() else None
        if intent is not None and not self._jobs.current:
            self._jobs.choose(intent.id)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """The chosen job stays chosen when it no longer fits what is looked for; no other takes its place."""
        if start <= self.currentIndex().row() <= end:
            self._is_current_going = True
            self.selectionModel().clear()
            self._is_current_going = False
        self._stay(start, start - end - 1)
        super().rowsAboutToBeRemoved(parent, start, end)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._stay(start, end - start + 1)
        if not self.currentIndex().isValid():
            self._choose_again()

    def _stay(self, row: int, count: int) -> None:
        """Keep the rows in sight where they are when ``count`` rows come (or, below 0, go) above them. The top of the
        list shows what is new.
        """
        bar = self.verticalScrollBar()
        top = bar.value() // max(1, self.verticalHeader().defaultSectionSize())
        if bar.value() and row <= top:
            self.updateGeometries()
            bar.setValue(bar.value() + count * self.verticalHeader().defaultSectionSize())

    def _choose_again(self) -> None:
        row = self.rows.row_of(self._jobs.current)
        if row >= 0:
            self.choose_row(row)

    def choose_row(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows.index(row, 0), flags.ClearAndSelect | flags.Rows)

    # Keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setProperty("keyboardFocus", event.reason() in BY_KEYS)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.choose_row(0)

    # Mouse

    def _part_at(self, point: QPoint) -> str:
        index = self.indexAt(point)
        if not index.isValid() or index.column() != Column.ACTION:
            return ""
        intent = self.rows.at(index)
        return self._delegate.part_at(self.visualRect(index), intent, point) if intent is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setProperty("keyboardFocus", False)
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._part_at(event.position().toPoint()) if is_left else ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, ""
        point = event.position().toPoint()
        if not pressed or pressed != self._part_at(point):
            return
        if pressed == "more":
            self._open_menu(self.viewport().mapToGlobal(point))
        else:
            self._bench.commands.run(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid() and not self._part_at(point):
            intent = self.rows.at(index)
            has_result = intent is not None and action_of(intent) == "jobs.open"
            self._bench.commands.run("jobs.open" if has_result else "jobs.details")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def _hover(self, point: QPoint) -> None:
        before, self._delegate.hover = self._delegate.hover, point
        for row in {self.rowAt(before.y()), self.rowAt(point.y())} - {-1}:
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(row))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.currentIndex().isValid():
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.rows.index(self.currentIndex().row(), Column.ACTION))
            self._open_menu(self.viewport().mapToGlobal(rect.bottomLeft()))
        else:
            self._open_menu(event.globalPos())

    def _open_menu(self, place: QPoint) -> None:
        open_menu(self, self._bench.commands, place)

    # What moves

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_timers()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_timers()

    def _run_timers(self) -> None:
        is_shown = self.isVisible()
        _set_running(self._seconds, is_shown and self._jobs.open_count > 0)
        is_turning = is_shown and self._may_move() and bool(self._running_rows())
        _set_running(self._frames, is_turning)

    def _may_move(self) -> bool:
        """Whether the system wants movement at all."""
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0

    def _running_rows(self) -> list[int]:
        """The rows in sight whose job is running."""
        first, last = max(0, self.rowAt(0)), self.rowAt(self.viewport().height() - 1)
        rows = range(first, last + 1 if last >= 0 else self.rows.rowCount())
        shown = ((row, self.rows.at_row(row)) for row in rows)
        return [row for row, intent in shown if intent is not None and intent.state is State.RUNNING]

    def _turn_loaders(self) -> None:
        self._delegate.turn = (self._delegate.turn + 360 / (FRAMES_A_SECOND * TURN_SECONDS)) % 360
        for row in self._running_rows():
            self.viewport().update(self.visualRect(self.rows.index(row, Column.STATE)))


class JobHeader(QHeaderView):
    """The names of the columns, each above its words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        painter.save()
        painter.fillRect(rect, tokens.colour("panel"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.colour("divider"))
        painter.setFont(font("caption"))
        painter.setPen(tokens.colour("text_2"))
        text = str(self.model().headerData(index, Qt.Orientation.Horizontal) or "")
        indent = NAME_INDENT if index == Column.NAME else 6
        painter.drawText(
            rect.adjusted(indent, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text
        )
        painter.restore()


def _set_running(timer: QTimer, is_running: bool) -> None:
    if is_running != timer.isActive():
        if is_running:
            timer.start()
        else:
            timer.stop()
