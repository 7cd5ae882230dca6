"""A short word with an icon on a soft ground: a state, or how many problems there are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from .focus import RingMixin, paint_ring

GROUNDS = {
    "error": "error_soft",
    "warning": "warning_soft",
    "note": "note_soft",
    "success": "success_soft",
    "accent_text": "accent_soft",
    "text_2": "hover",
}
"""Ground for each tone of the words."""


def chip_width(text: str, *, with_icon: bool = True) -> float:
    """Device-independent pixels that a chip with ``text`` takes."""
    return QFontMetricsF(font("chip")).horizontalAdvance(text) + (18 if with_icon else 0) + 18


def paint_chip(
    painter: QPainter, rect: QRectF, text: str, icon_name: str, tone: str, *, indent: float = 0, ground: str = ""
) -> None:
    """Draw a chip; ``tone`` is a key of ``GROUNDS``. In high contrast it has an outline instead of a ground. ``indent``
    leaves room for an icon that the caller draws; ``ground`` is for a place that has the usual one itself.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_outlined = tokens.look() == "contrast"
    painter.setPen(QPen(tokens.colour(tone), 1) if is_outlined else Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("panel" if is_outlined else ground or GROUNDS[tone]))
    radius = rect.height() / 2
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if is_outlined else rect, radius, radius)
    left = rect.x() + 8 + indent
    if icon_name:
        icons.paint(painter, icon_name, QRectF(left, rect.center().y() - 7, 14, 14), tone)
        left += 18
    painter.setPen(tokens.colour(tone))
    painter.setFont(font("chip"))
    words = QRectF(left, rect.y(), rect.right() - left - 6, rect.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


class Chip(RingMixin, QAbstractButton):
    """A chip that can be pressed: 24 high in a target of 28."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = "", "text_2"
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(28)

    def show_state(self, text: str, icon_name: str, tone: str) -> None:
        """What it says, and in which tone (a key of ``GROUNDS``)."""
        self.setText(text)
        self._icon, self._tone = icon_name, tone
        self.setFixedWidth(self.sizeHint().width())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self.text(), with_icon=bool(self._icon))) + 4, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        paint_chip(painter, rect, self.text(), self._icon, self._tone)
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 13)
