"""The menu of a job: what can be done about the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QMenu, QWidget

from ..commands.registry import Commands
from ..widgets.tips import show_tip
from ..words import tr

MENU = (
    ("jobs.details",),
    ("jobs.open", "jobs.show-in-folder", "jobs.save-as", "jobs.stop-fetching"),
    (
        "jobs.show-field",
        "jobs.reopen",
        "jobs.duplicate",
        "jobs.compare",
        "jobs.retry",
        "jobs.send-anyway",
        "jobs.copy-id",
    ),
    ("jobs.cancel", "jobs.ask-now"),
)
"""The commands of the menu of a row."""


def open_menu(parent: QWidget, commands: Commands, place: QPoint) -> None:
    """Open it at ``place`` of the screen."""
    menu = ReasonMenu(parent)
    menu.setObjectName("jobMenu")
    menu.setAccessibleName(tr("What can be done about this job"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for number, section in enumerate(MENU):
        if number:
            menu.addSeparator()
        for command_id in section:
            menu.addAction(commands.action(command_id))
    menu.popup(place)


class ReasonMenu(QMenu):
    """A menu that says of each command that is off why it is."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            action = self.actionAt(event.pos())
            show_tip(event.globalPos(), action.statusTip() if action is not None else "", self)
            return True
        return super().event(event)
