"""The strip and the canvas below it: the middle of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from .strip import Strip
from .view import Canvas


class CanvasPane(QWidget):
    def __init__(self, strip: Strip, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = strip
        self.canvas = canvas
        column.addWidget(self.strip)
        column.addWidget(self.canvas, 1)
