"""Menus of the canvas: that of the right button, or of the menu key, and that of snapping."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from ..commands.guides import IDS as GUIDES
from ..commands.snapping import GRIDS, REACHES, kinds
from ..words import tr
from ..workbench import Workbench

_TILES = (
    ("edit.duplicate", "edit.delete", "edit.rename", "composition.replace-source"),
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


def snapping_menu(bench: Workbench, parent: QWidget) -> QMenu:
    """What tiles snap to, and how near; it belongs to ``parent``."""
    menu = QMenu(parent)
    menu.setTitle(tr("What tiles snap to"))
    menu.setAccessibleName(menu.title())
    menu.setToolTipsVisible(True)
    menu.addActions([bench.commands.action(f"view.snap-{kind}") for kind, _ in kinds()])
    menu.addSeparator()
    menu.addActions([bench.commands.action(f"view.{mode}") for mode in ("grid", "even")])
    menu.addSeparator()
    for ids in ([f"snap-reach-{pixels}" for pixels in REACHES], [f"grid-{pixels}" for pixels in GRIDS]):
        submenu = menu.addMenu(bench.commands.get(f"view.{ids[0]}").submenu)
        submenu.addActions([bench.commands.action(f"view.{one}") for one in ids])
    return menu


def guides_menu(bench: Workbench, parent: QWidget) -> QMenu:
    """What can be done about the user's own guides; it belongs to ``parent``."""
    menu = QMenu(parent)
    menu.setAccessibleName(tr("Guides"))
    menu.addActions([bench.commands.action(command_id) for command_id in GUIDES])
    menu.addSeparator()
    menu.addAction(bench.commands.action("view.rulers"))
    return menu
