"""All commands with their keys, to read and to search."""

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

from ..commands.registry import Commands
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.field import Field
from ..widgets.labels import Label
from ..words import tr
from .key_lines import of_commands, of_places
from .matching import Entry, find

ROW = 28


class KeysDialog(QDialog):
    """Stays open beside the work; Esc closes it."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setObjectName("keysDialog")
        self.setWindowTitle(tr("Keys"))
        self.setAccessibleName(tr("Keys"))
        self.resize(520, 600)
        self.field = Field(tr("Find a key or a command"), icon_name="search")
        self.field.setPlaceholderText(tr("Find a key or a command"))
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(tr("Commands and their keys"))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setProperty("panel", "raised")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 12, 12)
        column.setSpacing(10)
        column.addWidget(Label(tr("Keys"), "dialog_title"))
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        self.field.textEdited.connect(self.show_found)
        self.field.cancelled.connect(self.reject)
        self.show_found("")
        self.field.setFocus()

    def show_found(self, query: str) -> None:
        """Show the keys that fit ``query``, by menu and place."""
        lines = [*of_commands(self._commands), *of_places()]
        entries = [
            Entry(str(row), line.text, f"{line.more} {line.keys} {line.group}") for row, line in enumerate(lines)
        ]
        fitting = sorted(int(found.entry.id) for found in find(query, entries))
        self.table.setRowCount(0)
        group = ""
        for line in (lines[row] for row in fitting):
            if line.group != group:
                self._add(line.group, "", is_title=True)
            group = line.group
            self._add(line.text, line.keys)

    def _add(self, text: str, keys: str, *, is_title: bool = False) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        words, key = QTableWidgetItem(text), QTableWidgetItem(keys)
        words.setFont(font("section" if is_title else "body"))
        key.setFont(font("label"))
        key.setForeground(tokens.colour("text_2"))
        key.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if is_title:
            words.setForeground(tokens.colour("text_2"))
            words.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            self.table.setRowHeight(row, ROW + 8)
        else:
            words.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {keys}")
        self.table.setItem(row, 0, words)
        self.table.setItem(row, 1, key)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_found(self.field.text())  # its items have colours of the look

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # there is nothing to press here
            return
        super().keyPressEvent(event)
