"""The rows of the command palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..commands.command import Command
from ..commands.registry import shortcut
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.keycap import KEYCAP_HEIGHT, keycap_width, paint_keycap
from ..words import tr

Index = QModelIndex | QPersistentModelIndex

ROW = 36


class Row:
    """A command as the palette shows it. ``reason`` says why it cannot run now."""

    __slots__ = ("command", "letters", "reason")

    def __init__(self, command: Command, letters: Sequence[int], reason: str) -> None:
        self.command, self.letters, self.reason = command, frozenset(letters), reason

    @property
    def text(self) -> str:
        return self.command.text

    @property
    def keys(self) -> str:
        return shortcut(self.command)

    @property
    def words(self) -> str:
        """As it is heard."""
        parts = [self.text.rstrip("…"), group_words(self.command), self.reason or self.keys]
        return ", ".join(part for part in parts if part)


def group_words(command: Command) -> str:
    """The menu in which the command stands, translated."""
    titles = {
        "File": tr("File"),
        "Edit": tr("Edit"),
        "View": tr("View"),
        "Arrange": tr("Arrange"),
        "Composition": tr("Composition"),
        "Jobs": tr("Jobs"),
        "Help": tr("Help"),
    }
    return titles.get(command.menu, "")


class PaletteModel(QAbstractListModel):
    """What was found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.rows[index.row()].words
        return None


class PaletteDelegate(QStyledItemDelegate):
    """Icon, words with the letters that fit in 600, group and key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, PaletteModel):
            return
        row = model.rows[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.colour("accent_soft" if is_chosen else "hover"))
        if is_chosen and tokens.look() == "contrast":
            painter.setPen(QPen(tokens.colour("accent"), 1))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), tokens.colour("accent"))
        tone = "text_disabled" if row.reason else "text"
        if row.command.icon:
            box = QRectF(rect.x() + 14, rect.center().y() - 7.5, 16, 16)
            icons.paint(painter, row.command.icon, box, "text_disabled" if row.reason else "icon")
        right = self._paint_right(painter, rect, row)
        self._paint_words(painter, QRectF(rect.x() + 40, rect.y(), right - rect.x() - 56, rect.height()), row, tone)
        painter.restore()

    def _paint_right(self, painter: QPainter, rect: QRect, row: Row) -> float:
        """Draw what stands at the right edge, and tell where it begins."""
        right = rect.right() - 13.0
        if row.keys and not row.reason:
            width = keycap_width(row.keys)
            key = QRectF(right - width, rect.center().y() - KEYCAP_HEIGHT / 2 + 0.5, width, KEYCAP_HEIGHT)
            paint_keycap(painter, key, row.keys)
            right = key.x() - 10
        painter.setFont(font("label"))
        text = row.reason or group_words(row.command)
        width = min(QFontMetricsF(font("label")).horizontalAdvance(text) + 1, rect.width() * 0.5)
        place = QRectF(right - width, rect.y(), width, rect.height())
        painter.setPen(tokens.colour("text_3" if not row.reason else "text_2"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        return place.x()

    def _paint_words(self, painter: QPainter, place: QRectF, row: Row, tone: str) -> None:
        usual, strong = font("body"), font("body_strong")
        painter.setPen(tokens.colour(tone))
        painter.setClipRect(place)
        left = place.x()
        for text, is_fitting in _runs(row.text, row.letters):
            role: QFont = strong if is_fitting else usual
            painter.setFont(role)
            width = QFontMetricsF(role).horizontalAdvance(text)
            spot = QRectF(left, place.y(), width + 2, place.height())
            painter.drawText(spot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            left += width


def _runs(text: str, letters: frozenset[int]) -> list[tuple[str, bool]]:
    """``text`` cut where letters that fit and others meet."""
    runs: list[tuple[str, bool]] = []
    for place, letter in enumerate(text):
        is_fitting = place in letters
        if runs and runs[-1][1] == is_fitting:
            runs[-1] = runs[-1][0] + letter, is_fitting
        else:
            runs.append((letter, is_fitting))
    return runs
