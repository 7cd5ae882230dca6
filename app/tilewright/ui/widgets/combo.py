"""A list to choose from that the wheel does not turn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from .focus import restyle

_PAD = 10
"""Between the edge and the words, as in a line to type in."""


class Combo(QComboBox):
    """``name`` is what it is called by assistive tools. The wheel scrolls the page, whether it has the focus or not.

    ``is_walked`` while a key of the closed list comes to another line: more of them may follow.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_list = self._is_greyed = self.is_walked = False
        self.setAccessibleName(name)
        self.setFont(font("body"))
        self.setFixedHeight(tokens.size("field"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def set_state(self, state: str) -> None:
        restyle(self, "state", state)

    def set_greyed(self, is_greyed: bool) -> None:
        """Whether what it shows is nobody's choice, as a default."""
        if is_greyed != self._is_greyed:
            self._is_greyed = is_greyed
            self.update()

    def showPopup(self) -> None:
        if not self._has_list:  # most lists are never opened, and each is half as dear as the rest of a page's row
            self._has_list = True
            self.setView(QListView(self))  # without it the style's own list ignores the sheet
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.is_walked = True
        super().keyPressEvent(event)
        self.is_walked = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole = option.currentText
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.width() - 38)
        if self.currentIndex() < 0 and self.placeholderText():
            option.palette.setBrush(QPalette.ColorRole.ButtonText, self.palette().placeholderText())
            option.currentText = self.placeholderText()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if self._is_greyed and self.isEnabled():  # the sheet has one colour for what stands in a list
            painter.setPen(tokens.colour("text_3"))
            box = self.rect().adjusted(_PAD, 0, -26, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, option.currentText)
        else:
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        place = QRectF(self.width() - 26, (self.height() - 16) / 2, 16, 16)
        icons.paint(painter, "chevron-down", place, "icon" if self.isEnabled() else "text_disabled")
