"""The one button with the accent's ground: Submit, and what would be sent."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.focus import RingMixin, paint_ring
from ..widgets.tips import set_tip
from ..words import tr
from .summary import Summary

HEIGHT = 40
MOST = 360
"""Pixels of width; the name of a profile can be long."""

Form = Literal["full", "short", "tight"]


class SubmitButton(RingMixin, QAbstractButton):
    """Shows a `Summary`; ``keys`` are its shortcut. It can be pressed also while it is off: the press then leads to the
    reason.
    """

    def __init__(self, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setObjectName("submitButton")
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._summary = Summary(tr("Submit"), "", "", tr("No tiles yet"))
        self._form: Form = "full"
        self.show_summary(self._summary)

    def show_keys(self, keys: str) -> None:
        """Its shortcut is another one; told with the next summary."""
        self._keys = keys

    @property
    def summary(self) -> Summary:
        return self._summary

    def show_summary(self, summary: Summary, goes: str = "") -> None:
        """``goes`` says where the video will be."""
        self._summary = summary
        self.setText(summary.title)
        self.setAccessibleName(summary.title)
        self.setAccessibleDescription(summary.line)
        title = f"{summary.title} ({self._keys})" if self._keys else summary.title
        told = (title, summary.line, "" if summary.off else goes)
        set_tip(self, "\n".join(filter(None, told)))
        self.updateGeometry()
        self.update()

    def set_form(self, form: Form) -> None:
        """How much room there is: for all, for the short line, or for the title alone."""
        self._form = form
        self.updateGeometry()
        self.update()

    @property
    def line(self) -> str:
        return {"full": self._summary.line, "short": self._summary.short_line, "tight": ""}[self._form]

    def sizeHint(self) -> QSize:
        title = QFontMetricsF(font("body_strong")).horizontalAdvance(self._summary.title)
        words = QFontMetricsF(font("caption")).horizontalAdvance(self.line)
        least, most = (96, 180) if self._form == "tight" else (180, MOST)
        return QSize(max(least, min(most, round(max(title, words)) + 14 + 48)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _ground(self) -> str:
        if self.isDown():
            return "accent_pressed"
        return "accent_hover" if self.underMouse() else "accent"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_off = bool(self._summary.off)
        rect = QRectF(self.rect())
        painter.setPen(QPen(tokens.colour("button_border"), 1) if is_off else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("disabled_fill" if is_off else self._ground()))
        inset = 0.5 if is_off else 0.0
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 8, 8)
        ink = "text_disabled" if is_off else "on_accent"
        painter.setPen(tokens.colour(ink))
        words = rect.adjusted(14, 4, -44, -4)
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(font("body_strong"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        title = painter.fontMetrics().elidedText(self._summary.title, Qt.TextElideMode.ElideMiddle, int(words.width()))
        painter.drawText(words, top if self.line else left, title)
        painter.setFont(font("caption"))
        painter.setPen(tokens.colour("text_3" if is_off else "on_accent"))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.line)
        icons.paint(painter, "send-horizontal", QRectF(rect.right() - 34, rect.center().y() - 9, 18, 18), ink)
        if self.has_ring:
            paint_ring(painter, rect, 7, "focus" if is_off else "on_accent")
