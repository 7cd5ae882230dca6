"""A short list of lines of text, of which the chosen one can be removed by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

_LINE = 26
"""Pixels of a line."""


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, _LINE)  # as wide as there is room: a long one is cut, and whole in its tooltip


class LineList(QListView):
    """As high as its lines, ``most`` of them at once; ``removed(number)`` when Delete is pressed on the chosen one."""

    removed = Signal(int)

    def __init__(self, name: str, letters: QFont, most: int, elided: Qt.TextElideMode) -> None:
        super().__init__()
        self._most = most
        self._model = QStringListModel(self)
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setFont(letters)
        self.setItemDelegate(_Rows(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("panel", "sunken")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(elided)
        self._fit()

    @property
    def lines(self) -> list[str]:
        return self._model.stringList()

    @property
    def chosen(self) -> int:
        """The number of the chosen line, -1 for none."""
        return self.currentIndex().row()

    def show_lines(self, lines: Sequence[str], *, chooses: bool = False) -> None:
        """The chosen line stays the chosen one, as far as there is one; with ``chooses`` one always is."""
        if list(lines) == self.lines:
            return
        row = max(0, self.chosen) if chooses else self.chosen
        self._model.setStringList(list(lines))
        if lines and row >= 0:
            self.setCurrentIndex(self._model.index(min(row, len(lines) - 1)))
        self._fit()

    def remove_chosen(self) -> None:
        """As Delete does."""
        if self.chosen >= 0:
            self.removed.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_chosen()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(_LINE * min(self._most, max(1, len(self.lines))) + 4)
