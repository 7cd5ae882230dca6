"""The menu bar: a view of the commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QWidget

from ..commands.command import MENUS, Command
from ..commands.registry import Commands
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.labels import ElidedLabel, Label
from ..words import tr


def menu_titles() -> dict[str, str]:
    """The words of each menu, with its mnemonic."""
    return {
        "File": tr("&File"),
        "Edit": tr("&Edit"),
        "View": tr("&View"),
        "Arrange": tr("&Arrange"),
        "Composition": tr("&Composition"),
        "Jobs": tr("&Jobs"),
        "Help": tr("&Help"),
    }


class MenuRow(QWidget):
    """The menu bar, and at its right the name of the composition and whether it is saved."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "menu")
        self.setFixedHeight(tokens.size("menu_bar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 16, 0)
        row.setSpacing(6)
        self.bar = QMenuBar()
        self.bar.setNativeMenuBar(False)  # the corner belongs to the composition's name
        self.bar.setAccessibleName(tr("Menus"))
        self.bar.setFont(font("body"))
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)  # Qt puts its words at the top of a higher one
        row.addStretch(1)
        self._title = Label("", "body_medium")
        self._state = ElidedLabel("", "body", "2")
        # An ignored width would count as none beside the stretch, and the words would leave the window.
        self._state.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self._title)
        row.addWidget(self._state)
        self._menus: dict[str, QMenu] = {}
        titles = menu_titles()
        for name in MENUS:
            menu = self.bar.addMenu(titles[name])
            menu.setAccessibleName(titles[name].replace("&", ""))
            fill_menu(menu, commands, name)
            self._menus[name] = menu

    def menu(self, name: str) -> QMenu:
        return self._menus[name]

    def show_state(self, title: str, state: str) -> None:
        """``title`` of the composition, and in words whether it is saved."""
        self._title.setText(title)
        self._state.setFixedWidth(min(260, self._state.fontMetrics().horizontalAdvance(state) + 8))
        self._state.set_whole(state)


def fill_menu(menu: QMenu, commands: Commands, name: str) -> None:
    """Put the commands of the menu ``name`` in: sections in the order of their first commands, submenus likewise."""
    menu.setToolTipsVisible(True)
    sections: dict[str, list[Command]] = {}
    for command in commands.all():
        if command.menu == name:
            sections.setdefault(command.section, []).append(command)
    submenus: dict[str, QMenu] = {}
    for section in sections.values():
        if not menu.isEmpty():
            menu.addSeparator()
        for command in section:
            action: QAction = commands.action(command.id)
            if not command.submenu:
                menu.addAction(action)
                continue
            if command.submenu not in submenus:
                submenus[command.submenu] = menu.addMenu(command.submenu)
            submenus[command.submenu].addAction(action)
