"""The menu of the right button, or of the menu key: what can be done to the chosen tiles."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from ..words import tr
from ..workbench import Workbench

_TILES = (
    ("edit.duplicate", "edit.delete", "edit.rename"),
    ("edit.cut", "edit.copy", "composition.paste-videos", "edit.paste-geometry"),
    ("arrange.front", "arrange.forward", "arrange.backward", "arrange.back"),
    ("arrange.fit", "arrange.fill", "arrange.source"),
    ("edit.group", "edit.ungroup"),
    ("edit.lock", "edit.hide"),
)
_NOTHING = (
    ("composition.add-videos", "composition.paste-videos"),
    ("edit.select-all",),
    ("view.fit", "view.snap", "view.rulers"),
)


def context_menu(bench: Workbench, parent: QWidget) -> QMenu:
    """A menu of the commands that make sense for the selection; it belongs to ``parent``."""
    menu = QMenu(parent)
    menu.setAccessibleName(tr("What can be done here"))
    there = {command.id for command in bench.commands.all()}
    for group in _TILES if bench.session.selection else _NOTHING:
        actions = [bench.commands.action(command_id) for command_id in group if command_id in there]
        if actions and menu.actions():
            menu.addSeparator()
        menu.addActions(actions)
    return menu
