"""Flat tabs at the top of a panel, with a count behind the words where one is wanted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ..theme import tokens
from ..theme.fonts import font
from .focus import paint_ring

_PILL = 6


class Tabs(QTabBar):
    """``counts`` show as a small pill behind a tab's words; a tone of ``warning`` or ``error`` colours it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[int, tuple[str, str]] = {}
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFont(font("body_medium"))
        self.setFixedHeight(tokens.size("bottom_tabs"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUsesScrollButtons(False)

    def set_count(self, index: int, text: str, tone: str = "") -> None:
        """Show ``text`` behind the tab's words; empty shows nothing."""
        if self._counts.get(index) != (text, tone):
            self._counts[index] = (text, tone)
            self.setTabText(index, self.tabText(index))  # makes Qt ask for sizes anew
            self.updateGeometry()
            self.update()

    def _pill_width(self, index: int) -> float:
        text = self._counts.get(index, ("", ""))[0]
        return QFontMetricsF(font("caption_strong")).horizontalAdvance(text) + 2 * _PILL if text else 0.0

    def tabSizeHint(self, index: int) -> QSize:
        hint = super().tabSizeHint(index)
        pill = self._pill_width(index)
        return QSize(round(hint.width() + (pill + 6 if pill else 0)), hint.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        rect = QRectF(self.tabRect(index)).adjusted(2, 0, -12, 0)
        is_current = index == self.currentIndex()
        painter.setFont(font("body_strong" if is_current else "body_medium"))
        painter.setPen(tokens.colour("text" if is_current else "text_2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tabText(index))
        self._paint_pill(painter, index, rect)
        if is_current:
            painter.fillRect(QRectF(rect.x(), rect.bottom() - 2, rect.width(), 2), tokens.colour("accent"))
            if self.hasFocus():
                paint_ring(painter, rect.adjusted(-4, 3, 4, -4), 5)

    def _paint_pill(self, painter: QPainter, index: int, rect: QRectF) -> None:
        text, tone = self._counts.get(index, ("", ""))
        if not text:
            return
        width = self._pill_width(index)
        pill = QRectF(rect.right() - width, rect.center().y() - 9, width, 18)
        colour, is_outlined = tokens.colour(tone or "text_2"), tokens.look() == "contrast"
        painter.setPen(QPen(colour, 1) if is_outlined else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("panel" if is_outlined else f"{tone}_soft" if tone else "hover"))
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5) if is_outlined else pill, 9, 9)
        painter.setPen(colour)
        painter.setFont(font("caption_strong"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
