"""A card that says what is wrong, or what a state means, with few buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionButton, QStylePainter, QVBoxLayout, QWidget

from ..theme import icons, tokens
from .buttons import PlainButton
from .flow import Flow
from .labels import Label, Sentences
from .tips import set_tip

ICONS = {"error": "circle-alert", "warning": "triangle-alert", "note": "info", "success": "circle-check"}
"""The icon of each severity, everywhere."""

_MARKS = {"warning": "warning_mark"}


class _Button(PlainButton):
    """Its words are cut where the card has no room for them, and whole in its tooltip."""

    @property
    def _is_cut(self) -> bool:
        return self.width() < self.sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_cut or self.toolTip() == self.text():
            set_tip(self, self.text() if self._is_cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_cut:
            super().paintEvent(event)
            return
        around = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - around)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Card(QWidget):
    """``severity``: error, warning, note or success. ``pressed`` comes from its first button, ``button``."""

    pressed = Signal()

    def __init__(self, severity: str, sentence: str, *buttons: str) -> None:
        super().__init__()
        self._severity = severity
        self.setAccessibleName(sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(38, 10, 12, 12)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row.addLayout(column)
        self.words = Sentences(sentence)
        self._top = QHBoxLayout()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(6)
        self._top.addWidget(self.words, 1)
        column.addLayout(self._top)
        self.buttons = tuple(_Button(text, height=tokens.size("button_small")) for text in buttons if text)
        self.button = self.buttons[0] if self.buttons else None
        if self.button is not None:
            self.button.clicked.connect(self.pressed)
            column.addWidget(Flow(self.buttons, 8))

    def add_corner(self, button: QWidget) -> None:
        """Put a small button at the top, behind the words."""
        self._top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        mark = tokens.colour(_MARKS.get(self._severity, self._severity))
        painter.setPen(QPen(mark, 1) if tokens.look() == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour(f"{self._severity}_soft"))
        radius = tokens.radius("card")
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setClipRect(QRectF(0, 0, 3, rect.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mark)
        painter.drawRoundedRect(rect, radius, radius)
        painter.setClipping(False)
        icons.paint(painter, ICONS[self._severity], QRectF(13, 12, 16, 16), self._severity)


class EmptyState(QWidget):
    """An icon, a title, one sentence and at most two buttons: what is not there, and what to do."""

    def __init__(
        self, icon_name: str, title: str, sentence: str, buttons: tuple[PlainButton, ...] = (), width: int = 320
    ) -> None:
        super().__init__()
        self._icon = icon_name
        self.setAccessibleName(f"{title}. {sentence}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 56, 16, 16)
        column.setSpacing(4)
        heading = Label(title, "title")
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words = Label(sentence, tone="2", wraps=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(width)
        middle = QHBoxLayout()  # centred, and as wide as it may be: a label that wraps would be as narrow as it can
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addStretch(1)
        middle.addWidget(words, 1000)
        middle.addStretch(1)
        column.addWidget(heading)
        column.addLayout(middle)
        if buttons:
            line = QHBoxLayout()
            line.setContentsMargins(0, 12, 0, 0)
            line.setSpacing(8)
            line.addStretch(1)
            for each in buttons:
                line.addWidget(each)
            line.addStretch(1)
            column.addLayout(line)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, QRectF(self.width() / 2 - 12, 24, 24, 24), "text_2")
