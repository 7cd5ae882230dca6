"""The list on the page Watermarks: one row each, and the buttons that order and remove them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ...model.options import Watermark
from ...model.ranges import WATERMARKS_LIMIT
from ...model.spelling import spelled
from ...model.watermark_words import POSITIONS
from ..names import file_name
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.buttons import IconButton
from ..widgets.card import ICONS
from ..widgets.focus import RingMixin, paint_ring
from ..widgets.tips import set_tip
from ..windows.summary import clock
from ..words import tr
from .watermark_fields import places

ROW_HEIGHT = 48


def is_image(watermark: Watermark) -> bool:
    """By what it says it is, else by what it has."""
    if watermark.type:
        return watermark.type.lower() == "image"
    return watermark.image is not None and watermark.text is None


def title_of(watermark: Watermark) -> str:
    """The words, or the file's name."""
    if is_image(watermark):
        return file_name(watermark.image.url or "") if watermark.image and watermark.image.url else tr("No image yet")
    return (watermark.text.text if watermark.text else None) or tr("No words yet")


def facts_of(watermark: Watermark) -> str:
    """``Text · top left · whole video``"""
    kind = tr("Image") if is_image(watermark) else tr("Text")
    place = dict(places()).get(spelled(watermark.pos, POSITIONS) or "", watermark.pos or "")
    start, end = watermark.start_time, watermark.end_time
    if start is None and end is None:
        when = tr("whole video")
    elif end is None:
        when = tr("from {start}").format(start=clock(start or 0))
    else:
        when = tr("{start} to {end}").format(start=clock(start or 0), end=clock(end))
    return " · ".join(part for part in (kind, place, when) if part)


class _Row(RingMixin, QAbstractButton):
    """``walked(by)`` tells that an arrow key goes to the row before or after it."""

    walked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self._facts = self._icon = self._mark = ""
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(ROW_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_watermark(self, watermark: Watermark, number: int, mark: str) -> None:
        self._mark = mark
        self._title, self._facts = title_of(watermark), facts_of(watermark)
        self._icon = "image" if is_image(watermark) else "type"
        name = tr("Watermark {number}: {title}").format(number=number, title=self._title)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._facts)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.walked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        is_on, is_contrast = self.isChecked(), tokens.look() == "contrast"
        if is_on or self.underMouse():
            painter.setPen(QPen(tokens.colour("accent_text"), 1) if is_on and is_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if is_on else "hover"))
            radius = tokens.radius("row")
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            if is_on and is_contrast:
                painter.fillRect(QRectF(0, 4, 3, rect.height() - 8), tokens.colour("accent_text"))
        icons.paint(painter, self._icon, QRectF(8, rect.center().y() - 8, 16, 16), "icon")
        right = 8
        if self._mark:
            right = 30
            icons.paint(
                painter, ICONS[self._mark], QRectF(rect.right() - 24, rect.center().y() - 8, 16, 16), self._mark
            )
        words = QRectF(36, 7, rect.width() - 36 - right, 18)
        painter.setPen(tokens.colour("text"))
        painter.setFont(font("body_strong" if is_on else "body_medium"))
        metrics = painter.fontMetrics()
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, int(words.width())),
        )
        painter.setPen(tokens.colour("text_2"))
        painter.setFont(font("caption"))
        metrics = painter.fontMetrics()
        facts = metrics.elidedText(self._facts, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words.translated(0, 18), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, facts)
        if self.has_ring:
            paint_ring(painter, rect, tokens.radius("row"))


class WatermarkList(QWidget):
    """Shows watermarks and tells what is wished with them: ``chosen(n)``, ``moved(n, by)``, ``removed(n)``.

    Tab stops at the chosen one; arrow keys choose the one before or after it.
    """

    chosen = Signal(int)
    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._rows: list[_Row] = []
        self._current = 0
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        for _ in range(WATERMARKS_LIMIT):  # before the tools, so that Tab meets them in this order
            self._add_row()
        self.up = IconButton("arrow-up", tr("Watermark earlier"))
        self.down = IconButton("arrow-down", tr("Watermark later"))
        set_tip(self.up, tr("Earlier: drawn below those that follow"))
        set_tip(self.down, tr("Later: drawn above those before it"))
        self.remove = IconButton("trash-2", tr("Remove the watermark"))
        self.up.clicked.connect(lambda: self.moved.emit(self._current, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self._current, 1))
        self.remove.clicked.connect(lambda: self.removed.emit(self._current))
        self._tools = QWidget()
        line = QHBoxLayout(self._tools)
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(2)
        line.addStretch(1)
        for button in (self.up, self.down, self.remove):
            line.addWidget(button)
        self._column.addWidget(self._tools)

    def _add_row(self) -> _Row:
        row = _Row(self)
        row.hide()
        row.setAccessibleName(tr("Watermark {number}").format(number=len(self._rows) + 1))
        row.walked.connect(self._on_walked)
        self._group.addButton(row, len(self._rows))
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)
        return row

    def show_watermarks(self, watermarks: Sequence[Watermark], current: int, marks: Sequence[str]) -> None:
        """``marks``: the severity of the worst that is wrong with each, or empty."""
        self._current = current
        while len(self._rows) < len(watermarks):
            last = self._rows[-1]
            QWidget.setTabOrder(last, self._add_row())
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(watermarks))
            if number < len(watermarks):
                row.show_watermark(watermarks[number], number + 1, marks[number])
                row.setChecked(number == current)
            is_stop = number == current
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self._tools.setVisible(bool(watermarks))
        self.up.setEnabled(current > 0)
        self.down.setEnabled(current < len(watermarks) - 1)

    def _on_walked(self, by: int) -> None:
        number = self._current + by
        if 0 <= number < len(self._rows) and not self._rows[number].isHidden():
            self._rows[number].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(number)
