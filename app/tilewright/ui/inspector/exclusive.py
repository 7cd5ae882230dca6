"""Buttons of which one is down, as editors: the nine places of a picture, and a few values side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ..theme import tokens
from ..theme.fonts import font
from ..widgets.focus import RingMixin, paint_ring
from ..widgets.tips import set_tip
from .kinds import Choice

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""What arrow keys mean in a field of buttons: across and down."""


def _paint_ground(painter: QPainter, rect: QRectF, *, is_on: bool) -> None:
    """Under what is chosen or hovered; in high contrast what is chosen has an outline too."""
    is_outlined = is_on and tokens.look() == "contrast"
    painter.setPen(QPen(tokens.colour("accent_text"), 1) if is_outlined else Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("accent_soft" if is_on else "hover"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if is_outlined else rect, 5, 5)
    painter.setPen(Qt.PenStyle.NoPen)


class _Stop(RingMixin, QToolButton):
    """One of the buttons of an `Exclusive`, which arrow keys walk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        owner = self.parent()
        if event.key() in _WAYS and isinstance(owner, Exclusive):
            owner.walk(self, *_WAYS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class _PlaceButton(_Stop):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        set_tip(self, name)
        self.setFixedSize(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_on, off = self.isChecked(), not self.isEnabled()
        if is_on or (self.underMouse() and not off):
            _paint_ground(painter, QRectF(self.rect()), is_on=is_on and not off)
        painter.setBrush(tokens.colour("text_disabled" if off else "accent_text" if is_on else "bar"))
        radius = 5 if is_on else 2
        painter.drawEllipse(QRectF(15 - radius, 15 - radius, 2 * radius, 2 * radius))
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 5)


class Exclusive(QWidget):
    """Some buttons of which one is down, in rows of ``columns``; Delete lets go where absence is allowed.

    Tab stops once, at the one that is down; arrow keys walk from there, and what they come to is picked, which is
    ``is_walked`` meanwhile.
    """

    picked = Signal(object)
    columns = 1

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._values = [option.value for option in kind.options]
        self.is_walked = False
        self.group = QButtonGroup(self)
        self.group.idClicked.connect(self._on_clicked)

    def show_value(self, value: Any, *, is_mixed: bool = False) -> None:
        wanted = self._values.index(value) if not is_mixed and value in self._values else -1
        self.group.setExclusive(False)
        for number, button in enumerate(self.group.buttons()):
            button.setChecked(number == wanted)
            is_stop = number == max(0, wanted)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self.group.setExclusive(True)

    def walk(self, button: QToolButton, across: int, down: int) -> None:
        """Go so many places on from ``button``, as far as there are any, and pick what is there."""
        row, column = divmod(self.group.id(button), self.columns)
        row, column = row + down, column + across
        number = row * self.columns + column
        if 0 <= column < self.columns and 0 <= number < len(self._values):
            self.group.button(number).setFocus(Qt.FocusReason.TabFocusReason)
            self.is_walked = True
            self.picked.emit(self._values[number])
            self.is_walked = False

    def _on_clicked(self, number: int) -> None:
        self.picked.emit(self._values[number])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.picked.emit(None)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Framed and filled as a line to type in is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.isEnabled()
        painter.setPen(QPen(tokens.colour("control_border" if is_on else "button_border"), 1))
        painter.setBrush(tokens.colour("field" if is_on else "disabled_fill"))
        radius = tokens.radius("control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class PlacePicker(Exclusive):
    """Nine places of a picture, three by three in reading order."""

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(name, kind, parent)
        self.columns = 3
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 2, 2, 2)
        grid.setSpacing(1)
        for number, option in enumerate(kind.options):
            button = _PlaceButton(f"{name}: {option.text}")
            self.group.addButton(button, number)
            grid.addWidget(button, number // 3, number % 3)
        self.setFixedSize(96, 96)


class _Segment(_Stop):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setText(text)
        self.setFont(font("body"))
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 16, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on, off = self.isChecked(), not self.isEnabled()
        if is_on or (self.underMouse() and not off):
            _paint_ground(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), is_on=is_on and not off)
        painter.setPen(tokens.colour("text_disabled" if off else "accent_text" if is_on else "text"))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 5)


class Segments(Exclusive):
    """Two or three values side by side in one frame."""

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(name, kind, parent)
        self.columns = len(kind.options)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for number, option in enumerate(kind.options):
            button = _Segment(option.text)
            self.group.addButton(button, number)
            row.addWidget(button, 1)
        self.setFixedHeight(tokens.size("field"))
