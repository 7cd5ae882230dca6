"""A layout as a small picture, drawn from its own geometry."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ...errors import WrongUse
from ...layout.applying import USUAL_PROPORTION
from ...layout.cells import fit
from ...layout.gallery import arrange, find_layout
from ...layout.rect import Rect
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.focus import BY_KEYS, RingMixin, paint_ring
from ..widgets.tips import set_tip
from .names import full_title, short_title

PICTURE = QSize(48, 27)
CELL_HEIGHT = 58

TYPICAL = {"pip": 2, "speaker-bottom": 3, "speaker": 2, "film-strip": 5, "portrait-stack": 3, "row": 4, "auto": 5}
"""Tiles in the picture of a layout that takes any number, by the beginning of its name, while there are few or many."""

FEWEST, MOST = 2, 9
"""With so many tiles the picture of a layout for any number shows as many as there are."""


def tiles_shown(name: str, count: int) -> int:
    """How many tiles the picture of a layout shows in a composition of ``count``."""
    holds = find_layout(name).holds
    if holds is not None:
        return holds
    if FEWEST <= count <= MOST:
        return count
    return next(number for start, number in TYPICAL.items() if name.startswith(start))


def picture_of(name: str, count: int, area: QSize, gap: int) -> list[Rect]:
    """The rectangles to draw in a picture of ``area`` pixels. It is asked while painting and never raises."""
    size = area.width(), area.height()
    for shown, between in ((tiles_shown(name, count), gap), (tiles_shown(name, 0), gap), (tiles_shown(name, 0), 0)):
        with contextlib.suppress(WrongUse):  # too many for so small a picture
            return arrange(name, size, [USUAL_PROPORTION] * shown, between)
    return [Rect(0, 0, *size)]  # a frame so flat or so narrow that one sees no tiles in it


def paint_layout(
    painter: QPainter, at: QPointF, name: str, count: int, proportion: float, tone: str, ground: str
) -> None:
    """Draw the picture with its top left corner ``at``; the frame has ``proportion`` (width / height).

    The geometry is computed in the screen's own pixels, so that every edge is sharp.
    """
    ratio = painter.device().devicePixelRatioF()
    box = fit(Rect(0, 0, round(PICTURE.width() * ratio), round(PICTURE.height() * ratio)), proportion)
    rects = picture_of(name, count, QSize(box.width, box.height), max(1, round(ratio)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.translate(at)
    painter.scale(1 / ratio, 1 / ratio)
    painter.translate(box.x, box.y)
    edge = max(1, round(ratio))
    for number, rect in enumerate(rects):
        around = QRectF(rect.x, rect.y, rect.width, rect.height)
        if number and rect.cut(rects[0]):
            painter.fillRect(around.adjusted(-edge, -edge, edge, edge), tokens.colour(ground))
        painter.fillRect(around, tokens.colour(tone))
    painter.restore()


class Thumbnail(RingMixin, QAbstractButton):
    """A layout to choose. ``entered`` and ``left`` tell that the pointer, or the keyboard's focus, came and went."""

    entered = Signal(str)
    left = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._count, self._proportion, self._reason = 0, USUAL_PROPORTION, ""
        self.setCheckable(True)
        self.setText(short_title(name))
        self.setObjectName(f"layout.{name}")
        self.setAccessibleName(full_title(name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(CELL_HEIGHT)
        self.setMinimumWidth(64)
        self.set_state(0, USUAL_PROPORTION, "", is_chosen=False)

    def set_state(self, count: int, proportion: float, reason: str, *, is_chosen: bool) -> None:
        """Show it for ``count`` tiles in a frame of ``proportion``; ``reason`` says why it cannot be taken."""
        self._count, self._proportion, self._reason = count, proportion, reason
        self.setEnabled(not reason)
        self.setChecked(is_chosen)
        self.setAccessibleDescription(reason)
        set_tip(self, f"{full_title(self.name)}\n{reason}" if reason else full_title(self.name))
        self.update()

    @property
    def reason(self) -> str:
        return self._reason

    def sizeHint(self) -> QSize:
        return QSize(80, CELL_HEIGHT)

    def nextCheckState(self) -> None:
        """A press does not check it: it is checked while the tiles lie in its layout."""

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit(self.name)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit(self.name)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in BY_KEYS:
            self.entered.emit(self.name)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(self.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        is_chosen, is_off = self.isChecked(), not self.isEnabled()
        ground = "accent_soft" if is_chosen else ("hover" if self.underMouse() and not is_off else "")
        if ground:
            has_line = tokens.look() == "contrast"
            painter.setPen(QPen(tokens.colour("accent_text"), 1) if has_line else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour(ground))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if has_line else rect, 6, 6)
        at = QPointF(round((rect.width() - PICTURE.width()) / 2), 7)
        painter.setOpacity(0.45 if is_off else 1.0)
        tone = "bar_sel" if is_chosen else "bar"
        paint_layout(painter, at, self.name, self._count, self._proportion, tone, ground or "panel")
        painter.setOpacity(1.0)
        painter.setFont(font("caption_strong" if is_chosen else "caption"))
        painter.setPen(tokens.colour("text_disabled" if is_off else ("accent_text" if is_chosen else "text_2")))
        words = QRectF(2, 37, rect.width() - 4, 16)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)
        if self.has_ring:
            paint_ring(painter, rect, 6)
