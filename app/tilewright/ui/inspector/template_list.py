"""The templates that can be chosen, as a list: name, kind, frame and id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ...model.contents import told_frame
from ...model.template import OFFICIAL, Template
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.focus import paint_ring
from ..widgets.tips import plain_tip
from ..words import tell, tr

Index = QModelIndex | QPersistentModelIndex

ROW = 48
_LEFT, _RIGHT = 14, 12
_MARK = 16


def title_of(template: Template) -> str:
    """What it is called; its id where it has no name."""
    return template.name or template.id


def whose(template: Template) -> str:
    """Whether it comes with the service or is the account's own."""
    return tr("Official") if template.category == OFFICIAL else tr("Own")


def size_of(template: Template) -> str:
    """The frame that it sets, as the list says it; empty for a watermark."""
    frame = template.frame
    return tell(told_frame(frame.width, frame.height)) if template.transcode is not None else ""


class TemplateModel(QAbstractListModel):
    """Those that were listed and fit what is looked for."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: list[Template] = []
        self.shown: list[Template] = []
        self._find = ""

    def clear(self) -> None:
        self.beginResetModel()
        self.all, self.shown = [], []
        self.endResetModel()

    def add(self, templates: Iterable[Template]) -> None:
        """More of them came."""
        new = list(templates)
        self.all += new
        fitting = [template for template in new if self._fits(template)]
        if fitting:
            first = len(self.shown)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self.shown += fitting
            self.endInsertRows()

    def find(self, text: str) -> None:
        """Show only those with ``text`` in name or id."""
        self._find = text.strip().casefold()
        self.beginResetModel()
        self.shown = [template for template in self.all if self._fits(template)]
        self.endResetModel()

    def _fits(self, template: Template) -> bool:
        return self._find in template.name.casefold() or self._find in template.id.casefold()

    def row_of(self, template_id: str) -> int:
        """Where that template stands; -1 when it is not shown."""
        return next((row for row, one in enumerate(self.shown) if one.id == template_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        template = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(template)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            said = ", ".join(filter(None, (title_of(template), whose(template), size_of(template), template.id)))
            return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None


class TemplateDelegate(QStyledItemDelegate):
    """Two lines: the name; whose it is, its frame, its id. One without a whole frame has a mark."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TemplateModel):
            return
        template, rect = model.shown[index.row()], QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, option.state)
        words = rect.adjusted(_LEFT, 6, -_RIGHT, -6)
        if template.transcode is not None and template.frame.size is None:
            mark = QRectF(words.right() - _MARK, rect.center().y() - _MARK / 2, _MARK, _MARK)
            icons.paint(painter, "triangle-alert", mark, "warning_mark")
            words.setRight(words.right() - _MARK - 8)
        half = words.height() // 2
        _line(painter, QRect(words.x(), words.y(), words.width(), half), title_of(template), "body_medium", "text")
        second = " · ".join(filter(None, (whose(template), size_of(template), template.id)))
        _line(painter, QRect(words.x(), words.y() + half, words.width(), half), second, "caption", "text_2")
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
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


def _line(painter: QPainter, place: QRect, text: str, role: str, tone: str) -> None:
    painter.setFont(font(role))
    painter.setPen(tokens.colour(tone))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
