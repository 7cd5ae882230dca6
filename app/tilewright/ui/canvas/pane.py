"""The strip and the canvas below it: the middle of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..workbench import Workbench
from .strip import Strip
from .view import Canvas


class CanvasPane(QWidget):
    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = Strip(bench)
        self.canvas = Canvas(bench)
        column.addWidget(self.strip)
        column.addWidget(self.canvas, 1)
