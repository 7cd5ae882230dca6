"""The dot at a field that differs from the preset."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ..theme import tokens
from ..widgets.field import Field
from ..widgets.tips import set_wrapped_tip

SIDE = 6
_ROOM = 12
"""What the words of a label give way."""


class DifferenceMark(QWidget):
    """Stands before the words of a label, or inside a field that has its label inside; no control moves for it."""

    def __init__(self, row: QWidget, label: QLabel, editor: QWidget) -> None:
        self._is_inner = not label.isVisibleTo(row)
        self._label = label
        self._ground = editor if self._is_inner and isinstance(editor, Field) else label
        super().__init__(self._ground)
        self.setFixedSize(SIDE, SIDE)
        self.setObjectName("differenceMark")
        self.hide()
        self._ground.installEventFilter(self)

    def say(self, text: str) -> None:
        """What it means, for tooltips and assistive tools; empty hides it."""
        if text == self.accessibleName() and self.isHidden() != bool(text):
            return
        self.setAccessibleName(text)
        set_wrapped_tip(self, text)
        self.setVisible(bool(text))
        if not self._is_inner:
            self._label.setIndent(_ROOM if text else -1)
        self._place()

    def _place(self) -> None:
        ground = self._ground
        left = 3 if self._is_inner else 0
        line = ground.height() if self._is_inner else min(ground.height(), ground.fontMetrics().height())
        self.move(left, (line - SIDE + 1) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.colour("accent_text"))
        painter.setBrush(tokens.colour("accent_text"))
        painter.drawEllipse(QRectF(QPointF(0.5, 0.5), QPointF(SIDE - 0.5, SIDE - 0.5)))
