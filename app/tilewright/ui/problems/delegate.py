"""Draws the rows of the problem list; the button of a row is a widget of the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ...model.problem import Problem
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.card import ICONS
from ..widgets.focus import paint_ring
from ..words import tell, tr
from .model import ProblemModel

Index = QModelIndex | QPersistentModelIndex

LEFT, RIGHT = 40, 12
"""Where words begin, and how far they and buttons stay away from the right edge."""

BUTTON_GAP = 16
_LINE = 18

MOST_HEIGHTS = 20_000
"""Rows whose height is remembered."""


def button_width(text: str) -> int:
    """What a row's button takes."""
    return QFontMetrics(font("body_medium")).horizontalAdvance(text) + 26


def button_text(problem: Problem) -> str:
    """What the button of a row says; empty where there is none."""
    if problem.is_suppressed:
        return tr("Tell me again")
    return tell(problem.fix.text) if problem.fix else ""


def _icon(problem: Problem) -> tuple[str, str]:
    """The icon of a row, and its colour."""
    if problem.is_suppressed:
        return "eye-off", "icon"
    return ICONS[problem.severity], "warning_mark" if problem.severity == "warning" else problem.severity


class ProblemDelegate(QStyledItemDelegate):
    """A sentence that needs a second line gets it: the row is higher then. Heights are remembered: thousands of rows
    are laid out anew whenever one problem comes or goes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[int, str, str], int] = {}

    def _room(self, row_width: int, model: ProblemModel, row: int) -> int:
        text = button_text(model.at(row))
        button = button_width(text) + BUTTON_GAP if text else 0
        return max(80, row_width - LEFT - RIGHT - button)

    def height(self, row_width: int, model: ProblemModel, row: int) -> int:
        problem = model.at(row)
        key = row_width, str(problem.sentence), button_text(problem)
        height = self._heights.get(key)
        if height is None:
            if len(self._heights) >= MOST_HEIGHTS:
                self._heights.clear()
            height = self._heights[key] = self._measured(row_width, model, row)
        return height

    def forget_heights(self) -> None:
        """Letters look different now."""
        self._heights.clear()

    def _measured(self, row_width: int, model: ProblemModel, row: int) -> int:
        metrics = QFontMetrics(font("body_medium"))
        sentence = tell(model.at(row).sentence)
        room = self._room(row_width, model, row)
        usual = tokens.size("problem_row")
        if metrics.horizontalAdvance(sentence) <= room:
            return usual
        box = metrics.boundingRect(QRect(0, 0, room, 2000), Qt.TextFlag.TextWordWrap, sentence)
        lines = max(1, round(box.height() / metrics.lineSpacing()))
        return usual + _LINE * (min(lines, 4) - 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        if not isinstance(model, ProblemModel):
            return QSize(0, tokens.size("problem_row"))
        rect: QRect = option.rect
        widget = option.widget
        width = widget.viewport().width() if hasattr(widget, "viewport") else rect.width()
        return QSize(0, self.height(width, model, index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ProblemModel):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        problem = model.at(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.colour("accent_soft" if is_chosen else "hover"))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), tokens.colour("divider"))
        if is_chosen and tokens.look() == "contrast":
            painter.setPen(QPen(tokens.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -1.5))
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height() - 1), tokens.colour("accent"))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            paint_ring(painter, QRectF(rect).adjusted(1, 1, -1, -2), 6)
        name, colour = _icon(problem)
        middle = rect.y() + tokens.size("problem_row") / 2
        icons.paint(painter, name, QRectF(rect.x() + 13, middle - 8, 16, 16), colour)
        room = self._room(rect.width(), model, index.row())
        words = QRect(rect.x() + LEFT, rect.y() + 6, room, rect.height() - 30)
        painter.setFont(font("body_medium"))
        painter.setPen(tokens.colour("text_2" if problem.is_suppressed else "text"))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, tell(problem.sentence))
        painter.setFont(font("caption"))
        painter.setPen(tokens.colour("text_2"))
        place = QRect(rect.x() + LEFT, rect.bottom() - 24, room, 16)
        text = painter.fontMetrics().elidedText(model.place(index.row()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
