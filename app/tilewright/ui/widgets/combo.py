"""A list to choose from that the wheel does not turn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from .focus import restyle


class Combo(QComboBox):
    """``name`` is what it is called by assistive tools. The wheel scrolls the page, whether it has the focus or not."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setView(QListView(self))  # without it the style's own list ignores the sheet
        self.setAccessibleName(name)
        self.setFont(font("body"))
        self.setFixedHeight(tokens.size("field"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def set_state(self, state: str) -> None:
        restyle(self, "state", state)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QRectF(self.width() - 26, (self.height() - 16) / 2, 16, 16)
        icons.paint(painter, "chevron-down", place, "icon" if self.isEnabled() else "text_disabled")
