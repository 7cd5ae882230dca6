"""A line to type in: label inside at the left, unit at the right, arrow keys step, the wheel does nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from .focus import restyle

_PAD = 10


class Field(QLineEdit):
    """``name`` is what the field is called by assistive tools; ``inner`` the label shown in it, ``unit`` behind.

    ``accepted`` comes with Enter and when the focus leaves; ``cancelled`` with Esc; ``stepped(n)`` with the arrow
    keys, n is ±1 or, with Shift, ±10. What a value is and whether it is good is not the field's business.
    """

    accepted = Signal()
    cancelled = Signal()
    stepped = Signal(int)

    def __init__(
        self,
        name: str,
        inner: str = "",
        unit: str = "",
        *,
        right: bool = False,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._inner, self._unit, self._icon = inner, unit, icon_name
        self._steps = False
        self.setAccessibleName(name)
        self.setFont(font("body"))
        self.setFixedHeight(tokens.size("field"))
        self.setMinimumWidth(60)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._fit_margins()

    def _fit_margins(self) -> None:
        metrics = self.fontMetrics()
        left = 22 if self._icon else 0
        if self._inner:
            left += metrics.horizontalAdvance(self._inner) + 4
        right = metrics.horizontalAdvance(self._unit) + 2 if self._unit else 0
        self.setTextMargins(left, 0, right, 0)

    def set_unit(self, unit: str) -> None:
        self._unit = unit
        self._fit_margins()
        self.update()

    def set_steps(self, *, enabled: bool) -> None:
        """Whether the arrow keys up and down are told as steps."""
        self._steps = enabled

    def set_state(self, state: str) -> None:
        """``error``, ``warning`` or empty: how its frame looks."""
        restyle(self, "state", state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._steps and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            size = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.stepped.emit(size if key == Qt.Key.Key_Up else -size)
            event.accept()
            return
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit()
            self.selectAll()
            event.accept()
            return
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.accepted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; a value never changes under the hand

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._inner or self._unit or self._icon):
            return
        painter = QPainter(self)
        painter.setFont(font("label"))
        off = not self.isEnabled()
        box = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        if self._icon:
            place = QRectF(QPointF(box.x(), (self.height() - 16) / 2), QPointF(box.x() + 16, (self.height() + 16) / 2))
            icons.paint(painter, self._icon, place, "text_3")
            box.setLeft(box.left() + 22)
        painter.setPen(tokens.colour("text_disabled" if off else "text_2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._inner)
        painter.setPen(tokens.colour("text_disabled" if off else "text_3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)
