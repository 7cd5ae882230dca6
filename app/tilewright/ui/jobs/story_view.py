"""What happened, one moment below the other."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..theme import tokens
from ..widgets.labels import Label
from .story import Moment


class StoryView(QWidget):
    """Moments one below the other, with a dot each, on a line."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(0)
        self._rows: list[QWidget] = []

    def show_moments(self, moments: tuple[Moment, ...]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_MomentRow(moment, is_last=moment is moments[-1]) for moment in moments]
        while self._column.count():
            self._column.takeAt(0)
        for row in self._rows:
            self._column.addWidget(row)
        self._column.addStretch(1)


class _MomentRow(QWidget):
    def __init__(self, moment: Moment, *, is_last: bool) -> None:
        super().__init__()
        self._is_last = is_last
        self._tone = moment.tone
        self._is_open = moment.is_now
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 10)
        row.setSpacing(12)
        clock = Label(moment.clock, "caption", "2")
        clock.setFixedWidth(clock.fontMetrics().horizontalAdvance("00:00:00") + 4)
        row.addWidget(clock, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(Label(moment.title, "body_medium", wraps=True))
        if moment.detail:
            detail = Label(moment.detail, "caption", "2", wraps=True)
            detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(detail)
        row.addLayout(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_last:
            painter.fillRect(QRectF(5, 12, 1, self.height() - 7), tokens.colour("divider"))
        painter.setPen(tokens.colour(self._tone))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._is_open else tokens.colour(self._tone))
        painter.drawEllipse(QRectF(2, 5, 7, 7))
