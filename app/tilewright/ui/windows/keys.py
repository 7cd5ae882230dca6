"""All commands with their keys, to read, to search and to change."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..theme import tokens
from ..theme.fonts import font
from ..widgets.field import Field
from ..widgets.labels import Label
from ..words import tr
from ..workbench import Workbench
from .key_change import KeyChange
from .key_lines import Line, of_commands, of_places
from .key_steps import KeySteps
from .matching import Entry, find

ROW = 28
_ID = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Stays open beside the work; Esc closes it."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = bench.commands
        self.setObjectName("keysDialog")
        self.setWindowTitle(tr("Keys"))
        self.setAccessibleName(tr("Keys"))
        self.resize(560, 680)
        self.field = Field(tr("Find a key or a command"), icon_name="search")
        self.field.setPlaceholderText(tr("Find a key or a command"))
        self.table = _table()
        self.change = KeyChange(bench)
        self.steps = KeySteps(bench.preferences)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 12, 12)
        column.setSpacing(10)
        column.addWidget(Label(tr("Keys"), "dialog_title"))
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        column.addWidget(self.change)
        column.addWidget(self.steps)
        self.field.textEdited.connect(self.show_found)
        self.field.cancelled.connect(self.reject)
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.table.itemDoubleClicked.connect(self.change.begin)
        self._commands.keys_changed.connect(self._on_keys)
        self.show_found("")
        self.field.setFocus()

    def show_found(self, query: str) -> None:
        """Show the keys that fit ``query``, by menu and place; with a query also the commands without keys."""
        lines = [*of_commands(self._commands, with_all=bool(query.strip())), *of_places()]
        entries = [
            Entry(str(row), line.text, f"{line.more} {line.keys} {line.group}") for row, line in enumerate(lines)
        ]
        fitting = sorted(int(found.entry.id) for found in find(query, entries))
        chosen = self.change.command_id
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        group = ""
        for line in (lines[row] for row in fitting):
            if line.group != group:
                self._add(Line(line.group, line.group, ""), is_title=True)
            group = line.group
            self._add(line)
            if line.command_id and line.command_id == chosen:
                self.table.selectRow(self.table.rowCount() - 1)
        self.table.blockSignals(False)
        self._on_selected()

    def choose(self, command_id: str) -> None:
        """Choose the line of a command, if it is shown."""
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None and item.data(_ID) == command_id:
                self.table.setCurrentCell(row, 0)

    def _add(self, line: Line, *, is_title: bool = False) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        words, key = QTableWidgetItem(line.text), QTableWidgetItem(line.keys)
        words.setFont(font("section" if is_title else "body"))
        words.setData(_ID, line.command_id)
        key.setFont(font("label"))
        key.setForeground(tokens.colour("text_2"))
        key.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if is_title:
            words.setForeground(tokens.colour("text_2"))
            words.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            self.table.setRowHeight(row, ROW + 8)
        else:
            words.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.text}, {line.keys}")
        for item in (words, key):
            if is_title:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(row, 0, words)
        self.table.setItem(row, 1, key)

    def _on_selected(self) -> None:
        items = self.table.selectedItems()
        self.change.show_command(str(items[0].data(_ID) or "") if items else "")

    def _on_keys(self) -> None:
        self.show_found(self.field.text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_found(self.field.text())  # its items have colours of the look

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            if self.table.hasFocus():
                self.change.begin()
            return
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.table.selectedItems() and self.table.rowCount() > 1:
                self.table.setCurrentCell(1, 0)  # above it stands the name of its group
            event.accept()
            return
        super().keyPressEvent(event)


def _table() -> QTableWidget:
    table = QTableWidget(0, 2)
    table.setAccessibleName(tr("Commands and their keys"))
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setProperty("panel", "raised")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.horizontalHeader().hide()
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return table
