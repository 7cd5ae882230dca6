"""All commands with their keys, to read and to search."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
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

from ..commands.command import MENUS, Command
from ..commands.registry import Commands
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.field import Field
from ..widgets.labels import Label
from ..words import tr
from .matching import Entry, find
from .palette_list import group_words

ROW = 28


class Line(NamedTuple):
    """One row. ``more`` are words that it is also found by."""

    group: str
    text: str
    keys: str
    more: str = ""


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
        lines = [*_of_commands(self._commands), *_of_places()]
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


def _of_commands(commands: Commands) -> list[Line]:
    """The commands that have keys, by menu."""
    with_keys = [command for command in commands.all() if command.keys]
    with_keys.sort(key=lambda command: (*MENUS, "").index(command.menu))
    return [
        Line(group_words(command) or tr("Elsewhere"), command.text.rstrip("…"), keys_text(command), command.names)
        for command in with_keys
    ]


def _of_places() -> list[Line]:
    """Keys that are no commands, since they act on what has the focus."""
    tiles, problems, gallery = tr("In the tile table"), tr("In the list of problems"), tr("In the layouts")
    request = tr("In the text of the request")
    return [
        Line(tiles, tr("Rename"), _native("F2")),
        Line(tiles, tr("Type size and position"), _native("Return")),
        Line(tiles, tr("Move up or down in the list"), f"{_native('Alt+Up')} · {_native('Alt+Down')}"),
        Line(tiles, tr("Hide or show"), _native("Space")),
        Line(problems, tr("Go to the field"), _native("Return")),
        Line(problems, tr("Mend it"), _native("Ctrl+Return")),
        Line(request, tr("Take over what is typed"), _native("Ctrl+Return")),
        Line(request, tr("Find"), _native("Ctrl+F")),
        Line(gallery, tr("From one to the next"), tr("Arrow keys")),
        Line(gallery, tr("Take the layout"), _native("Return")),
    ]


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def keys_text(command: Command) -> str:
    """All shortcuts of a command as the system writes them."""
    return " · ".join(_native(keys) for keys in command.keys)
