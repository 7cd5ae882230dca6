"""The panel of tiles: its tab, the table, and the way to add more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ..theme import tokens
from ..widgets.buttons import CommandButton, IconButton
from ..widgets.card import EmptyState
from ..widgets.tabs import Tabs
from ..words import tr
from ..workbench import Workbench
from .geometry import Part
from .head import AddRow, ColumnHead
from .table import TileTable

ADD = "composition.add-videos"

ROW_MENU = (
    "edit.duplicate",
    "edit.delete",
    "composition.replace-source",
    "",
    "arrange.front",
    "arrange.forward",
    "arrange.backward",
    "arrange.back",
    "",
    "edit.lock",
    "edit.hide",
)
"""Commands of the menu of a row below those of the table itself; an empty one is a line."""

PANEL_MENU = (ADD, "", "edit.select-all", "edit.select-none", "", "layout.gallery")


class TilePanel(QWidget):
    """The table, or what to do while there is no tile. What is dropped on it goes on to the window."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands, self._session = bench.commands, bench.session
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.table = TileTable(bench)
        self.columns = ColumnHead()
        self.add_row = AddRow()
        self.empty = EmptyState(
            "film", tr("No tiles yet"), tr("Each video you add becomes a tile. The top row is drawn on top."), width=220
        )
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.columns)
        column.addSpacing(4)
        column.addWidget(self.table, 1000)
        below = QHBoxLayout()
        below.setContentsMargins(10, 4, 10, 8)
        below.setSpacing(0)
        below.addWidget(self.add_row)
        column.addLayout(below)
        column.addWidget(self.empty)
        column.addStretch(1)
        self.add_row.clicked.connect(self._on_add)
        self.table.menu_wanted.connect(self._on_row_menu)
        self.table.width_class_changed.connect(self._fit)
        self.table.model().rowsInserted.connect(self._fit)
        self.table.model().rowsRemoved.connect(self._fit)
        self.setFocusProxy(self.table)
        self._fit()

    def _head(self) -> QWidget:
        head = QWidget()
        head.setProperty("bar", "strip")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(tokens.size("bottom_tabs") + 1)
        row = QHBoxLayout(head)
        row.setContentsMargins(10, 0, 8, 0)
        row.setSpacing(2)
        self.tabs = Tabs(tr("Left panel"))
        self.tabs.addTab(tr("Tiles"))
        row.addWidget(self.tabs)
        row.addStretch(1)
        if ADD in {command.id for command in self._commands.all()}:
            row.addWidget(CommandButton(self._commands.get(ADD), self._commands.action(ADD)))
        self.more = IconButton("ellipsis", tr("More about tiles"))
        self.more.clicked.connect(self._on_more)
        row.addWidget(self.more)
        return head

    def _fit(self) -> None:
        is_empty = not self.table.model().rowCount()
        self.table.setVisible(not is_empty)
        self.add_row.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        self.columns.setVisible(self.table.is_wide and not is_empty)
        self.table.setMaximumHeight(max(1, self.table.content_height()))

    def _on_add(self) -> None:
        self._commands.run(ADD)

    def _on_more(self) -> None:
        self._open_menu(PANEL_MENU, self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _on_row_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        parts: tuple[tuple[str, str, Part], ...] = (
            (tr("Rename"), "F2", "name"),
            (tr("Type size and position"), "Return", "place"),
        )
        for text, keys, part in parts:
            action = menu.addAction(text, partial(self.table.edit_part, part))
            action.setShortcut(QKeySequence(keys))
            action.setEnabled(self.table.currentIndex().isValid())
        menu.addSeparator()
        self._open_menu(ROW_MENU, at, menu)

    def _open_menu(self, ids: tuple[str, ...], at: QPoint, menu: QMenu | None = None) -> None:
        menu = menu or QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        have = {command.id for command in self._commands.all()}
        for command_id in ids:
            if not command_id:
                menu.addSeparator()
            elif command_id in have:
                menu.addAction(self._commands.action(command_id))
        menu.popup(at)
