"""Paints the rows of the jobs' table, and knows where their buttons are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...jobs.intent import Intent
from ...jobs.pace import ticks
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.chip import chip_width, paint_chip
from . import wording
from .cells import Column, action_of, action_text
from .jobs import Jobs
from .model import INTENT
from .pictures import JobPictures

Index = QModelIndex | QPersistentModelIndex

PICTURE = QSize(56, 32)
PAD = 12
NAME_INDENT = PAD + PICTURE.width() + PAD
BAR = 6
BUTTON = 28
STRIPE = 9.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ICONS = {"jobs.open": "play", "jobs.retry": "rotate-cw", "jobs.cancel": "x"}
_TONES = {"error": "error", "success": "success", "warning": "warning", "note": "note", "": "text"}


class JobDelegate(QStyledItemDelegate):
    """``hover`` is where the pointer is, in the table; ``turn`` the angle of the loader in degrees."""

    def __init__(self, jobs: Jobs, pictures: JobPictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs, self._pictures = jobs, pictures
        self._view = parent
        self.hover = QPoint(-1, -1)
        self.turn = 0.0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, tokens.size("job_row"))

    # Where the buttons are

    def part_at(self, rect: QRect, intent: Intent, point: QPoint) -> str:
        """What ``point`` hits in the last cell ``rect``: a command, ``more``, or nothing."""
        if _more_rect(rect).contains(point):
            return "more"
        action = action_of(intent)
        return action if action and _button_rect(rect, action).contains(point) else ""

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        intent = index.data(INTENT)
        if not isinstance(intent, Intent):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, state, index)
        cell = QRectF(rect).adjusted(0, 0, 0, -1)
        column = Column(index.column())
        if column is Column.NAME:
            self._paint_name(painter, cell, intent)
        elif column is Column.STATE:
            self._paint_state(painter, cell, intent, is_chosen=bool(state & QStyle.StateFlag.State_Selected))
        elif column is Column.PROGRESS:
            self._paint_progress(painter, cell, intent)
        elif column is Column.ACTION:
            self._paint_action(painter, rect, intent)
        else:
            painter.setFont(font("body"))
            painter.setPen(tokens.colour("text_2"))
            painter.drawText(cell.adjusted(6, 0, -6, 0), _LEFT, str(index.data() or ""))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, index: Index) -> None:
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_under = rect.top() <= self.hover.y() <= rect.bottom()
        if is_chosen or is_under:
            painter.fillRect(rect, tokens.colour("accent_soft" if is_chosen else "sunken"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, tokens.colour("divider"))
        is_first = index.column() == Column.NAME
        if is_chosen and is_first and tokens.look() == "contrast":
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), tokens.colour("accent"))
        if is_chosen and self._view.hasFocus() and self._view.property("keyboardFocus"):
            ring = tokens.colour("focus")
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), ring)
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), ring)

    def _paint_name(self, painter: QPainter, cell: QRectF, intent: Intent) -> None:
        picture = QRectF(cell.x() + PAD, cell.center().y() - PICTURE.height() / 2, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, picture, intent)
        words = cell.adjusted(NAME_INDENT, 5, -6, -5)
        painter.setFont(font("body_medium"))
        painter.setPen(tokens.colour("text"))
        _draw(painter, words, _TOP, wording.title_of(intent))
        second = QRectF(words.x(), words.bottom() - 15, words.width(), 15)
        icon = "hard-drive" if intent.target.local else "cloud"
        icons.paint(painter, icon, QRectF(second.x(), second.center().y() - 6, 12, 12), "text_2")
        painter.setFont(font("caption"))
        painter.setPen(tokens.colour("text_2"))
        _draw(painter, second.adjusted(16, 0, 0, 0), _LEFT, wording.place_of(intent))

    def _paint_picture(self, painter: QPainter, place: QRectF, intent: Intent) -> None:
        radius = tokens.radius("mark")
        image = self._pictures.of(intent)
        if image is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("track"))
            painter.drawRoundedRect(place, radius, radius)
            icons.paint(painter, "clapperboard", _around(place.center(), 16), "text_3")
            return
        outline = QPainterPath()
        outline.addRoundedRect(place, radius, radius)
        painter.save()
        painter.setClipPath(outline)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = max(place.width() / image.width(), place.height() / image.height())
        width, height = place.width() / scale, place.height() / scale
        shown = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
        painter.drawImage(place, image, shown)
        painter.restore()

    def _paint_state(self, painter: QPainter, cell: QRectF, intent: Intent, *, is_chosen: bool) -> None:
        chip = wording.chip_of(intent, self._jobs.contact(intent.id), ticks())
        height = tokens.size("chip")
        width = min(chip_width(chip.text), cell.width() - 8)
        place = QRectF(cell.x() + 4, cell.center().y() - height / 2, width, height)
        ground = "panel" if is_chosen and chip.tone == "accent_text" else ""
        if chip.icon != "loader-circle":
            paint_chip(painter, place, chip.text, chip.icon, chip.tone, ground=ground)
            return
        paint_chip(painter, place, chip.text, "", chip.tone, indent=18, ground=ground)
        painter.save()
        painter.translate(place.x() + 15, place.center().y())
        painter.rotate(self.turn)
        icons.paint(painter, chip.icon, QRectF(-7, -7, 14, 14), chip.tone)
        painter.restore()

    def _paint_progress(self, painter: QPainter, cell: QRectF, intent: Intent) -> None:
        now = ticks()
        lines = wording.lines_of(intent, self._jobs.contact(intent.id), self._jobs.left(intent.id, now), now)
        place = cell.adjusted(6, 0, -14, 0)
        if not lines.first and lines.bar is None and not lines.is_striped:
            painter.setFont(font("caption"))
            painter.setPen(tokens.colour("text_2"))
            _draw(painter, place, _LEFT, lines.second)
            return
        top = QRectF(place.x(), place.y() + 5, place.width(), 17)
        if lines.first:
            painter.setFont(font("label"))
            painter.setPen(tokens.colour(_TONES[lines.tone]))
            _draw(painter, top, _LEFT, lines.first)
        else:
            bar = QRectF(place.x(), place.y() + 12, place.width(), BAR)
            paint_bar(painter, bar, lines.bar, is_striped=lines.is_striped)
        painter.setFont(font("caption"))
        painter.setPen(tokens.colour("text_2"))
        _draw(painter, QRectF(place.x(), place.bottom() - 21, place.width(), 16), _LEFT, lines.second)

    def _paint_action(self, painter: QPainter, cell: QRect, intent: Intent) -> None:
        action = action_of(intent)
        if action:
            self._paint_button(painter, _button_rect(cell, action), action)
        more = _more_rect(cell)
        if more.contains(self.hover):
            _paint_flat(painter, more)
        icons.paint(painter, "ellipsis", _around(QRectF(more).center(), 16), "icon")

    def _paint_button(self, painter: QPainter, rect: QRect, action: str) -> None:
        is_under = rect.contains(self.hover)
        if action == "jobs.cancel":
            if is_under:
                _paint_flat(painter, rect)
            icons.paint(painter, "x", _around(QRectF(rect).center(), 16), "icon")
            return
        painter.setPen(QPen(tokens.colour("button_border"), 1))
        painter.setBrush(tokens.colour("hover" if is_under else "button"))
        frame = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, tokens.radius("control"), tokens.radius("control"))
        icons.paint(painter, _ICONS[action], QRectF(rect.x() + 10, rect.y() + 7, 14, 14), "icon")
        painter.setFont(font("body_medium"))
        painter.setPen(tokens.colour("text"))
        painter.drawText(QRectF(rect).adjusted(30, 0, -4, 0), _LEFT, action_text(action))


def paint_bar(painter: QPainter, rect: QRectF, fraction: float | None, *, is_striped: bool) -> None:
    """A bar of progress; striped, and not moving, when nobody knows how far it is."""
    radius = rect.height() / 2
    painter.setPen(QPen(tokens.colour("control_border"), 1) if tokens.look() == "contrast" else Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("track"))
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    if is_striped:
        outline = QPainterPath()
        outline.addRoundedRect(rect, radius, radius)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        left = rect.x()
        while left < rect.right():
            painter.fillRect(QRectF(left, rect.y(), STRIPE, rect.height()), tokens.colour("bar"))
            left += STRIPE * 1.6
        painter.restore()
    elif fraction:
        painter.setBrush(tokens.colour("accent_text" if tokens.look() == "dark" else "accent"))
        width = max(rect.height(), rect.width() * min(1.0, fraction))
        painter.drawRoundedRect(QRectF(rect.x(), rect.y(), width, rect.height()), radius, radius)


def action_width() -> int:
    """What the last column needs for its widest button and "…"."""
    return max(_button_width(action) for action in _ICONS) + BUTTON + 6 + 2 * PAD


def _button_width(action: str) -> int:
    if not _is_wide(action):
        return BUTTON
    return round(QFontMetricsF(font("body_medium")).horizontalAdvance(action_text(action))) + 42


def _is_wide(action: str) -> bool:
    return action != "jobs.cancel"


def _more_rect(cell: QRect) -> QRect:
    return QRect(cell.right() - PAD - BUTTON + 1, cell.center().y() - BUTTON // 2, BUTTON, BUTTON)


def _button_rect(cell: QRect, action: str) -> QRect:
    more, width = _more_rect(cell), _button_width(action)
    return QRect(more.left() - 4 - width, more.top(), width, BUTTON)


def _around(centre: QPointF, side: float) -> QRectF:
    return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)


def _paint_flat(painter: QPainter, rect: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("hover"))
    painter.drawRoundedRect(QRectF(rect), tokens.radius("control"), tokens.radius("control"))


def _draw(painter: QPainter, rect: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:
    """One line, cut at the end when there is no room."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.drawText(rect, flags, shown)
