"""The line below the text of the request: why it cannot be read, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..theme import icons
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label, breakable
from ..widgets.tips import set_tip
from ..words import tr


class TroubleLine(QWidget):
    """Takes no room while there is nothing wrong."""

    go_wanted = Signal()
    take_back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("", "caption", "error", wraps=True)
        self.go = PlainButton(tr("Go to the line"), "link", height=24)
        self.take_back = PlainButton(tr("Take back my text"), "link", height=24)
        set_tip(self.take_back, tr("The request of the composition again; what you typed since it was read is gone"))
        self.go.clicked.connect(self.go_wanted)
        self.take_back.clicked.connect(self.take_back_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 5, 10, 5)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.go)
        row.addWidget(self.take_back)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show it; nothing with an empty one."""
        self.words.setText(breakable(sentence))
        self.words.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleEvent(self.words, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), "circle-alert", QRectF(16, (self.height() - 14) / 2, 14, 14), "error")
