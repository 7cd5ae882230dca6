"""What is dragged over the canvas from outside, and dropped on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ..files.incoming import is_welcome
from ..workbench import Workbench
from .drops import dropped, odd_line
from .zooming import ZoomView


class DropView(ZoomView):
    """A view that takes drops. ``is_target`` while something welcome is over it, which its subclass shows."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.is_target = False

    def take_dropped(self, what: list[str], where: QPointF) -> None:
        """Paths, addresses or one text, dropped at a point of the view."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._target(is_welcome(event.mimeData()), event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._target(self.is_target, event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.is_target = False
        self.viewport().update()

    def _target(self, is_target: bool, event: QDropEvent) -> None:
        self.is_target = is_target
        self.viewport().update()
        event.setAccepted(is_target)
        if is_target:
            event.setDropAction(Qt.DropAction.CopyAction)

    def dropEvent(self, event: QDropEvent) -> None:
        self.is_target = False
        self.viewport().update()
        what, odd = dropped(event.mimeData()), odd_line(event.mimeData())
        if what:
            event.acceptProposedAction()
            self.take_dropped(what, event.position())
        elif odd:
            event.acceptProposedAction()
            self.bench.adding.refuse(odd)
