"""Draws the rows of the tile table."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..pictures import Pictures
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.focus import paint_ring
from .geometry import COLUMNS, PICTURE_SIZE, Parts, parts_of
from .model import Row, TileModel
from .words import place_words

Index = QModelIndex | QPersistentModelIndex

KEPT = 300
"""Small pictures kept, of 50 × 29."""

_HIDDEN = 0.28
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TileDelegate(QStyledItemDelegate):
    """``hover`` is where the pointer is, in the view, so that the eye under it can be seen to be a button."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._small: OrderedDict[tuple[str, float], QPixmap] = OrderedDict()
        self.hover: QPoint | None = None
        self.row_height = tokens.size("tile_row")
        pictures.arrived.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TileModel):
            return
        row = model.at(index.row())
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        parts = parts_of(rect)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, parts, state, is_chosen=is_chosen)
        self._paint_picture(painter, parts.picture, row)
        self._paint_words(painter, parts, row, is_chosen=is_chosen)
        self._paint_eye(painter, parts.eye, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, parts: Parts, state: QStyle.StateFlag, *, is_chosen: bool) -> None:
        rect = QRectF(parts.ground)
        is_under = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if is_chosen else "hover"))
            if is_chosen and tokens.look() == "contrast":
                painter.setPen(QPen(tokens.colour("accent"), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if is_chosen and tokens.look() == "contrast":
            painter.fillRect(QRectF(rect.x(), rect.y() + 4, 3, rect.height() - 8), tokens.colour("accent"))
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            paint_ring(painter, rect, 6)

    def _paint_picture(self, painter: QPainter, rect: QRect, row: Row) -> None:
        ratio = painter.device().devicePixelRatioF()
        small = self._picture(row.tile.url, ratio)
        path = QPainterPath()
        radius = tokens.radius("mark")
        path.addRoundedRect(QRectF(rect), radius, radius)
        painter.save()
        painter.setOpacity(_HIDDEN if row.tile.hidden else 1.0)
        painter.setClipPath(path)
        if small is not None:
            painter.drawPixmap(rect, small)
        else:
            painter.fillRect(rect, tokens.colour("track"))
            has_failed = self._pictures.has_failed(row.tile.url) or not row.tile.url
            centre = QRectF(rect).center()
            box = QRectF(centre.x() - 8, centre.y() - 8, 16, 16)
            icons.paint(painter, "circle-alert" if has_failed else "film", box, "text_3")
        painter.restore()

    def _picture(self, url: str, ratio: float) -> QPixmap | None:
        """The source's picture cut to the row's proportion, in the screen's pixels."""
        key = url, ratio
        found = self._small.get(key)
        if found is not None:
            self._small.move_to_end(key)
            return found
        image = self._pictures.of(url)
        if image is None:
            return None
        made = QPixmap.fromImage(_cover(image, round(PICTURE_SIZE[0] * ratio), round(PICTURE_SIZE[1] * ratio)))
        made.setDevicePixelRatio(ratio)
        self._small[key] = made
        if len(self._small) > KEPT:
            self._small.popitem(last=False)
        return made

    def _forget(self, urls: frozenset[str]) -> None:
        for key in [key for key in self._small if key[0] in urls]:
            del self._small[key]

    def _paint_words(self, painter: QPainter, parts: Parts, row: Row, *, is_chosen: bool) -> None:
        painter.setFont(font("caption"))
        painter.setPen(tokens.colour("text_2" if is_chosen else "text_3"))
        painter.drawText(parts.number, Qt.AlignmentFlag.AlignCenter, str(row.number))
        marks = _marks(row)
        role = font("body_strong" if is_chosen else "body_medium")
        metrics = QFontMetrics(role)
        group = str(row.group) if row.group else ""
        room = parts.name.width() - 18 * len(marks) - (metrics.horizontalAdvance(group) + 20 if group else 0)
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideMiddle, max(0, room))
        painter.setFont(role)
        painter.setPen(tokens.colour("text_3" if row.tile.hidden else "text"))
        painter.drawText(parts.name, _LEFT, title)
        left = parts.name.x() + metrics.horizontalAdvance(title) + 5
        middle = parts.name.center().y() + 1
        for number, (name, token) in enumerate(marks):
            icons.paint(painter, name, QRectF(left + 18 * number, middle - 7, 14, 14), token)
        if group:
            left += 18 * len(marks)
            icons.paint(painter, "group", QRectF(left, middle - 7, 14, 14), "text_2")
            painter.drawText(parts.name.translated(left + 16 - parts.name.x(), 0), _LEFT, group)
        if parts.columns:
            self._paint_columns(painter, parts, row)
        else:
            painter.setFont(font("caption"))
            painter.setPen(tokens.colour("text_2"))
            text = painter.fontMetrics().elidedText(
                place_words(row.placed), Qt.TextElideMode.ElideRight, parts.place.width()
            )
            painter.drawText(parts.place, _LEFT, text)

    def _paint_columns(self, painter: QPainter, parts: Parts, row: Row) -> None:
        painter.setFont(font("label"))
        painter.setPen(tokens.colour("text_2"))
        rect = row.rect
        for column, place in zip(COLUMNS, parts.columns, strict=True):
            text = str(getattr(rect, column)) if rect else "–"
            painter.drawText(place.adjusted(0, 0, -4, 0), _RIGHT, text)

    def _paint_eye(self, painter: QPainter, rect: QRect, row: Row) -> None:
        if self.hover is not None and rect.contains(self.hover):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("pressed"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        centre = QRectF(rect).center()
        box = QRectF(centre.x() - 8, centre.y() - 8, 16, 16)
        icons.paint(painter, "eye-off" if row.tile.hidden else "eye", box, "text_3" if row.tile.hidden else "icon")


def _marks(row: Row) -> list[tuple[str, str]]:
    """Icons behind the name, with their colours."""
    found = [("lock", "text_2")] if row.tile.locked else []
    if row.mark.errors:
        found.append(("circle-alert", "error"))
    elif row.mark.warnings:
        found.append(("triangle-alert", "warning_mark"))
    return found


def _cover(image: QImage, width: int, height: int) -> QImage:
    """``image`` scaled so that it fills ``width`` × ``height``, cut at the sides that reach over."""
    scaled = image.scaled(
        QSize(width, height),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    return scaled.copy((scaled.width() - width) // 2, (scaled.height() - height) // 2, width, height)
