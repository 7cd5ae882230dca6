"""A ring around what has the keyboard's focus; a click with the mouse leaves none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..theme import tokens

BY_KEYS = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
        Qt.FocusReason.OtherFocusReason,
    }
)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks about, and let the widget look anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()


# PySide crashes when a class has two bases that are both made by Qt: at run time the mixin is none.
if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class RingMixin(_Base):
    """For buttons: the property ``keyboardFocus`` while the focus came by keys."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        restyle(self, "keyboardFocus", event.reason() in BY_KEYS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        restyle(self, "keyboardFocus", False)

    @property
    def has_ring(self) -> bool:
        return bool(self.property("keyboardFocus")) and self.hasFocus()


def paint_ring(painter: QPainter, rect: QRectF, radius: float, token: str = "focus") -> None:  # noqa: S107
    """Draw the ring inside ``rect``."""
    painter.setPen(QPen(tokens.colour(token), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
