"""On or off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..theme import tokens
from .focus import RingMixin, paint_ring


class Switch(RingMixin, QAbstractButton):
    """A switch of 32 × 18 in a target of 40 × 28. While it ``is_mixed`` some of what it stands for is on, some off."""

    is_mixed = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(40, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(4, 5, 32, 18)
        is_on = self.isChecked() and not self.is_mixed
        off = not self.isEnabled()
        edge = "text_disabled" if off else ("accent" if is_on else "control_border")
        painter.setPen(QPen(tokens.colour(edge), 1))
        painter.setBrush(tokens.colour("accent" if is_on and not off else "field"))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("text_disabled" if off else ("on_accent" if is_on else "control_border")))
        if self.is_mixed:  # a bar in the middle: neither side, and no knob that lies at one
            painter.drawRoundedRect(QRectF(track.center().x() - 6, track.center().y() - 1.5, 12, 3), 1.5, 1.5)
        else:
            painter.drawEllipse(QRectF(track.right() - 15 if is_on else track.x() + 3, track.y() + 3, 12, 12))
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 12)
