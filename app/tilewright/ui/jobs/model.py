"""The rows of the jobs' table, newest first. It knows the numbers of all rows; what is in sight is read when it is."""

from __future__ import annotations

from array import array
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ...jobs.intent import Intent
from ...jobs.wanted import Wanted
from ...model.states import Kind
from ..widgets.tips import plain_tip
from ..words import tr
from ..workbench import Workbench
from .cells import Column, text_of, tip_of, titles
from .finding import terms_of
from .period import ANY_TIME, Period
from .reading import Reading
from .steps import Step, steps_between

Index = QModelIndex | QPersistentModelIndex

INTENT = Qt.ItemDataRole.UserRole

AGAIN_MS = 250
"""A list that depends on more than what was told is read anew so long after a change."""

AROUND = 32
"""Rows that are read before and after those in sight."""

AT_MOST = 256
"""Rows that are read at a time."""


class JobModel(QAbstractTableModel):
    """Shows those jobs of the history that fit what is looked for. ``listed`` when the list was read; it tells whether
    it answers a new question.

    A row that was not read yet has no text and no intent; it is read as soon as somebody asks for it.
    """

    listed = Signal(bool)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = bench.jobs
        self._reading = Reading(bench, self)
        self._reading.listed.connect(self._on_listed)
        self._reading.read.connect(self._on_read)
        self._numbers: array[int] = array("q")
        self._head: tuple[float, int] = (0.0, 0)
        self._highest = 0
        self._wanted = Wanted()
        self._period = ANY_TIME
        self._missing: list[int] = []
        self.is_listed = False
        self._is_new_question = False
        self._titles = titles()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read_missing)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.list_anew)
        bench.jobs.told.connect(self._on_told)
        bench.jobs.heard.connect(self.tick)

    # What there is

    def at(self, index: Index) -> Intent | None:
        """The job of a row; ``None`` while it is being read."""
        return self.at_row(index.row())

    def at_row(self, row: int) -> Intent | None:
        if not 0 <= row < len(self._numbers):
            return None
        found = self._jobs.at(self._numbers[row])
        if found is None:
            self._missing.append(row)
            if not self._reading.is_reading and not self._soon.isActive():
                self._soon.start()
        return found

    def row_of(self, intent_id: str) -> int:
        """The row of an intent that was read; -1 when it is not shown."""
        intent = self._jobs.get(intent_id)
        return self.row_of_number(intent.number) if intent is not None else -1

    def row_of_number(self, number: int) -> int:
        try:
            return self._numbers.index(number)
        except ValueError:
            return -1

    def number_at(self, row: int) -> int:
        return self._numbers[row]

    @property
    def wanted(self) -> Wanted:
        """What is asked of the history. Days are those of now: with a new day they are other ones."""
        since, until = self._period.span()
        return replace(self._wanted, since=since, until=until, without_keys=self._jobs.lost_numbers)

    def look_for(self, text: str) -> None:
        self._ask(replace(self._wanted, terms=terms_of(text)))

    def show_kind(self, kind: Kind | None) -> None:
        """Show only jobs of that kind; ``None`` shows all."""
        self._ask(replace(self._wanted, kind=kind))

    def narrow(self, period: Period, place: str) -> None:
        """Show only jobs of that time for that place (empty: for any)."""
        self._ask(replace(self._wanted, places=frozenset([place] if place else [])), period)

    def _ask(self, wanted: Wanted, period: Period | None = None) -> None:
        period = self._period if period is None else period
        if (wanted, period) != (self._wanted, self._period):
            self._wanted, self._period = wanted, period
            self._is_new_question = True
            self.list_anew()

    def tick(self) -> None:
        """Time went on, or something was heard: words that depend on it are other ones now."""
        if self._numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, Column.ACTION))

    # Reading

    def list_anew(self) -> None:
        """Ask the history which jobs fit."""
        self._again.stop()
        self._reading.list(self.wanted)

    def _read_missing(self) -> None:
        missing, self._missing = self._missing, []
        if not missing:
            return
        first, last = min(missing), max(missing)
        if last - first > AT_MOST // 2:  # scrolled on meanwhile: what was asked for last is in sight
            first = last = missing[-1]
        near = self._numbers[max(0, first - AROUND) : last + AROUND + 1][:AT_MOST]
        self._reading.read_rows([number for number in near if self._jobs.at(number) is None])

    def _on_read(self, intents: tuple[Intent, ...]) -> None:
        self._jobs.keep(intents)
        self.tick()
        if self._missing:
            self._soon.start()

    def _on_told(self, intents: tuple[Intent, ...]) -> None:
        """Rows of the ledger were made or changed."""
        if not self.is_listed and not self._reading.is_listing:
            self.list_anew()
        if not self.wanted.is_all:
            self._again.start()
        else:
            self._take_new([intent for intent in intents if intent.number > self._highest])
        self.tick()

    def _take_new(self, made: list[Intent]) -> None:
        """Jobs that were made since the list was read stand before all others, unless a clock was put back."""
        if not made:
            return
        if (made[-1].created, made[-1].number) < self._head:
            self._again.start()
            return
        self.beginInsertRows(QModelIndex(), 0, len(made) - 1)
        self._numbers = array("q", (intent.number for intent in made)) + self._numbers
        self._set_head(made[0])
        self._highest = max(self._highest, *(intent.number for intent in made))
        self.endInsertRows()

    def _set_head(self, intent: Intent) -> None:
        self._head = (intent.created, intent.number)

    def _on_listed(self, numbers: array[int], first: tuple[Intent, ...], highest: int) -> None:
        self.is_listed = True
        self._jobs.keep(first)
        if self.wanted.is_all:  # what was told after the list was read is in no list yet
            later = [number for number in self._numbers[:AT_MOST] if number > highest]
            numbers = array("q", later) + numbers
            if first and not later:
                self._set_head(first[0])
            self._highest = max(self._highest, highest)
        self._become(numbers)
        self.tick()
        is_new, self._is_new_question = self._is_new_question, False
        self.listed.emit(is_new)

    def _become(self, numbers: array[int]) -> None:
        steps = steps_between(self._numbers, numbers)
        if steps is None:
            self.beginResetModel()
            self._numbers = numbers
            self.endResetModel()
            return
        for step in steps:
            self._take_step(step)

    def _take_step(self, step: Step) -> None:
        last = step.row + len(step.numbers) - 1
        if step.is_removal:
            self.beginRemoveRows(QModelIndex(), step.row, last)
            self._numbers = self._numbers[: step.row] + self._numbers[last + 1 :]
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), step.row, last)
            self._numbers = self._numbers[: step.row] + step.numbers + self._numbers[step.row :]
            self.endInsertRows()

    # Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles.get(Column(section), "")
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return self._titles.get(Column(section), tr("Action"))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        intent = self.at(index) if index.isValid() else None
        if intent is None:
            return None
        column = Column(index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return text_of(intent, column, self._jobs)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(tip_of(intent, column, self._jobs))
        if role == INTENT:
            return intent
        return None
