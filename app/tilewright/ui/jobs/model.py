"""The rows of the jobs' table, newest first; every cell has its text, which assistive tools read."""

from __future__ import annotations

import time
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ...jobs.intent import Intent
from ...model.states import State
from ..windows.summary import clock
from ..words import tell, tr
from . import wording
from .filters import kind_of
from .jobs import Jobs

Index = QModelIndex | QPersistentModelIndex

INTENT = Qt.ItemDataRole.UserRole


class Column(IntEnum):
    NAME = 0
    STATE = 1
    PROGRESS = 2
    ANSWER = 3
    STARTED = 4
    TOOK = 5
    ACTION = 6


class JobModel(QAbstractTableModel):
    """Shows those jobs whose name, place or state has the text that is looked for."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._looked_for = self._kind = ""
        self._rows: tuple[Intent, ...] = jobs.intents
        self._titles = {
            Column.NAME: tr("Name"),
            Column.STATE: tr("State"),
            Column.PROGRESS: tr("Progress"),
            Column.ANSWER: tr("Last answer"),
            Column.STARTED: tr("Started"),
            Column.TOOK: tr("Took"),
        }
        jobs.changed.connect(self._refresh)
        jobs.heard.connect(self.tick)

    # What there is

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The rows that are shown."""
        return self._rows

    def at(self, index: Index) -> Intent:
        return self._rows[index.row()]

    def row_of(self, intent_id: str) -> int:
        """The row of an intent; -1 when it is not shown."""
        return next((row for row, intent in enumerate(self._rows) if intent.id == intent_id), -1)

    def look_for(self, text: str) -> None:
        self._looked_for = text.strip().casefold()
        self._refresh()

    def show_kind(self, kind: str) -> None:
        """Show only jobs of a kind of ``filters.kinds``; empty shows all."""
        self._kind = kind
        self._refresh()

    def tick(self) -> None:
        """Time went on, or something was heard: words that depend on it are other ones now."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, Column.ACTION))

    # Changes

    def _refresh(self) -> None:
        rows = tuple(intent for intent in self._jobs.intents if self._is_wanted(intent))
        old = [intent.id for intent in self._rows]
        new = [intent.id for intent in rows]
        added = len(new) - len(old)
        if added > 0 and new[added:] == old:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
            before, self._rows = self._rows, rows
            self.endInsertRows()
            self._tell_changes(before, added)
        elif new == old:
            before, self._rows = self._rows, rows
            self._tell_changes(before, 0)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _tell_changes(self, before: tuple[Intent, ...], added: int) -> None:
        for place, intent in enumerate(before):
            if intent != self._rows[place + added]:
                row = place + added
                self.dataChanged.emit(self.index(row, 0), self.index(row, Column.ACTION))

    def _is_wanted(self, intent: Intent) -> bool:
        if self._kind and kind_of(intent) != self._kind:
            return False
        if not self._looked_for:
            return True
        contact = self._jobs.contact(intent.id)
        told = (
            wording.title_of(intent),
            wording.place_of(intent),
            wording.chip_of(intent, contact, time.monotonic()).text,
            intent.result_key,
            intent.job_id,
            tell(intent.message),
        )
        return any(self._looked_for in text.casefold() for text in told)

    # Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

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
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        intent, column = self.at(index), Column(index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._text(intent, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(intent, column)
        if role == INTENT:
            return intent
        return None

    def _text(self, intent: Intent, column: Column) -> str:
        now, contact = time.monotonic(), self._jobs.contact(intent.id)
        if column is Column.NAME:
            return f"{wording.title_of(intent)}, {wording.place_of(intent)}"
        if column is Column.STATE:
            return wording.state_in_words(intent, contact, now)
        if column is Column.PROGRESS:
            return wording.lines_of(intent, contact, self._jobs.left(intent.id, now), now).spoken
        if column is Column.ANSWER:
            return "" if intent.is_resolved else wording.age_text(contact, now)
        if column is Column.STARTED:
            return wording.started_text(wording.begun(intent))
        if column is Column.TOOK:
            took = wording.took_seconds(intent, time.time())
            return clock(took) if took is not None else ""
        return action_text(action_of(intent))

    def _tip(self, intent: Intent, column: Column) -> str:
        if column is Column.ACTION:
            return action_text(action_of(intent))
        now = time.monotonic()
        return wording.whole_story(intent, self._jobs.contact(intent.id), self._jobs.left(intent.id, now), now)


def action_of(intent: Intent) -> str:
    """The command that the row's one button runs; empty for none."""
    if intent.state is State.SUCCESS:
        return "jobs.open"
    if intent.is_resolved:
        return "" if intent.state is State.CANCELLED else "jobs.retry"
    is_too_late = intent.state in {State.SENDING, State.UNKNOWN, State.RUNNING}
    return "" if intent.cancel_wished or is_too_late else "jobs.cancel"


def action_text(action: str) -> str:
    return {"jobs.open": tr("Open"), "jobs.retry": tr("Retry"), "jobs.cancel": tr("Cancel the job")}.get(action, "")
