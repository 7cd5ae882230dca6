"""A job at a glance: picture, name, place and state."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ...jobs.intent import Intent
from ..theme import icons, tokens
from ..widgets.buttons import IconButton
from ..widgets.chip import chip_width, paint_chip
from ..widgets.labels import ElidedLabel
from ..words import tr
from . import wording

PICTURE = QSize(128, 72)


class JobHead(QWidget):
    """Picture, name, place and state."""

    def __init__(self) -> None:
        super().__init__()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 10, 12)
        row.setSpacing(12)
        self._picture = _Picture()
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self._column = column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._name, self._place = ElidedLabel("", "title"), ElidedLabel("", "caption", "2")
        self._key = ElidedLabel("", "caption", "2")
        self._state = _State()
        for widget in (self._name, self._place, self._key, self._state):
            column.addWidget(widget)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.back = IconButton("x", tr("Back to the list"))
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)

    def show_large(self, *, is_large: bool) -> None:
        """All of it, or where there is little room only name and state."""
        for part in (self._picture, self._place, self._key):
            part.setVisible(is_large)
        self._column.setDirection(QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight)
        self._column.setStretch(0, 0 if is_large else 1)
        self._column.setStretch(self._column.count() - 1, 1 if is_large else 0)
        self._row.setContentsMargins(16, 12 if is_large else 4, 10, 12 if is_large else 4)

    def show_job(self, intent: Intent, chip: wording.Chip, image: QImage | None) -> None:
        self._name.set_whole(wording.title_of(intent))
        self._place.set_whole(f"{wording.place_of(intent)} · {intent.output_bucket}")
        self._key.set_whole(intent.result_key or intent.output_key)
        self._state.show_chip(chip)
        self.show_picture(image)

    def show_picture(self, image: QImage | None) -> None:
        self._picture.image = image
        self._picture.update()


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setFixedSize(PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), tokens.radius("mark"), tokens.radius("mark"))
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), tokens.colour("track"))
        if self.image is None:
            icons.paint(
                painter, "clapperboard", QRectF(self.width() / 2 - 12, self.height() / 2 - 12, 24, 24), "text_3"
            )
            return
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self.image)


class _State(QWidget):
    """The chip, alone."""

    def __init__(self) -> None:
        super().__init__()
        self._chip: wording.Chip | None = None
        self.setFixedHeight(tokens.size("chip") + 6)

    def show_chip(self, chip: wording.Chip) -> None:
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.setMinimumWidth(math.ceil(chip_width(chip.text)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip is not None:
            place = QRectF(0, 4, chip_width(self._chip.text), tokens.size("chip"))
            paint_chip(QPainter(self), place, self._chip.text, self._chip.icon, self._chip.tone)
