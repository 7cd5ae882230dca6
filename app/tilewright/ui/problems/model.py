"""The problems as a list for Qt."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ...model.problem import Problem
from ..widgets.tips import plain_tip
from ..words import tell, tr
from ..workbench import Workbench
from .places import place_of

Index = QModelIndex | QPersistentModelIndex


class ProblemModel(QAbstractListModel):
    """Worst first, as the findings have them, then those that are suppressed. Reset when they change: all are new
    values.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._problems = self._newest()
        bench.findings.changed.connect(self._on_changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._problems)

    def _newest(self) -> tuple[Problem, ...]:
        findings = self._bench.findings
        return findings.problems + findings.suppressed

    def at(self, row: int) -> Problem:
        """The problem of a row; with the fix of the newest findings, which are told only when they differ."""
        findings = self._bench.findings
        many = len(findings.problems)
        newest = findings.problems if row < many else findings.suppressed
        row_there = row if row < many else row - many
        mine = self._problems[row]
        if row_there < len(newest) and _key(newest[row_there]) == _key(mine):
            return newest[row_there]
        return mine

    def row_of(self, problem: Problem) -> int:
        """The row of the same problem as it stands now, -1 if it is gone."""
        return self._bench.findings.index.row_of(*_key(problem))

    def place(self, row: int) -> str:
        """The second line: where it is, and whether it is only assumed."""
        problem = self._problems[row]
        place = place_of(problem.path, self._bench.session.composition)
        if problem.is_suppressed:
            return tr("Not told: {reason} · {place}").format(reason=problem.reason or tr("no reason"), place=place)
        if problem.severity == "note" and problem.assumption:
            return tr("Assumed ({number}) · {place}").format(number=problem.assumption, place=place)
        return place

    def words(self, row: int) -> str:
        """The row as it is heard."""
        problem = self._problems[row]
        kinds = {"error": tr("Error"), "warning": tr("Warning"), "note": tr("Note")}
        parts = [kinds[problem.severity], tell(problem.sentence).rstrip("."), self.place(row)]
        if problem.is_suppressed:
            parts.append(tr("Delete tells it again"))
        elif problem.fix:
            parts.append(tr("{fix} with Ctrl+Enter").format(fix=tell(problem.fix.text)))
        return ". ".join(parts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._problems):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            said = tell(self._problems[index.row()].sentence)
            return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.words(index.row())
        return None

    def _on_changed(self) -> None:
        self.beginResetModel()
        self._problems = self._newest()
        self.endResetModel()


def _key(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.path
