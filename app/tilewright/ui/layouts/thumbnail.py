"""A layout as a small picture, drawn from its own geometry."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ...errors import WrongUse
from ...layout.applying import USUAL_PROPORTION
from ...layout.cells import fit
from ...layout.gallery import Layout, arrange
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

ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})

FEWEST, MOST = 2, 9
"""With so many tiles the picture of a layout for any number shows as many as there are."""


MOST_SHOWN = 100
"""Tiles in the picture of one of the user's own: of more, nobody sees each."""


def tiles_shown(layout: Layout, count: int) -> int:
    """How many tiles the picture of a layout shows in a composition of ``count``."""
    if layout.holds is not None:
        return min(layout.holds, MOST_SHOWN)
    if FEWEST <= count <= MOST:
        return count
    return next(number for start, number in TYPICAL.items() if layout.name.startswith(start))


def picture_of(layout: Layout, count: int, area: QSize, gap: int) -> list[Rect]:
    """The rectangles to draw in a picture of ``area`` pixels. It is asked while painting and never raises."""
    size = area.width(), area.height()
    usual = tiles_shown(layout, 0)
    for shown, between in ((tiles_shown(layout, count), gap), (usual, gap), (usual, 0)):
        with contextlib.suppress(WrongUse):  # too many for so small a picture
            rects = arrange(layout.name, size, [USUAL_PROPORTION] * shown, between, layouts=(layout,))
            return [seen for rect in rects if (seen := rect.cut(Rect(0, 0, *size)))]
    return [Rect(0, 0, *size)]  # a frame so flat or so narrow that one sees no tiles in it


def paint_layout(
    painter: QPainter, at: QPointF, layout: Layout, count: int, proportion: float, tone: str, ground: str
) -> None:
    """Draw the picture with its top left corner ``at``; the frame has ``proportion`` (width / height). It is seen in
    those of the user's own, which need not fill it, and their tiles have a thin edge, as they may touch.

    The geometry is computed in the screen's own pixels, so that every edge is sharp.
    """
    ratio = painter.device().devicePixelRatioF()
    box = fit(Rect(0, 0, round(PICTURE.width() * ratio), round(PICTURE.height() * ratio)), proportion)
    rects = picture_of(layout, count, QSize(box.width, box.height), max(1, round(ratio)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.translate(at)
    painter.scale(1 / ratio, 1 / ratio)
    painter.translate(box.x, box.y)
    edge = max(1, round(ratio))
    if layout.is_own:
        painter.fillRect(QRectF(0, 0, box.width, box.height), tokens.colour("divider"))
    for number, rect in enumerate(rects):
        around = QRectF(rect.x, rect.y, rect.width, rect.height)
        if number and (layout.is_own or rect.overlaps(rects[0])):
            painter.fillRect(around.adjusted(-edge, -edge, edge, edge), tokens.colour(ground))
        painter.fillRect(around, tokens.colour(tone))
    painter.restore()


class Thumbnail(RingMixin, QAbstractButton):
    """A layout to choose. ``entered`` and ``left`` tell that the pointer, or the keyboard's focus, came and went."""

    entered = Signal(str)
    left = Signal(str)

    def __init__(self, layout: Layout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_shown, self.name = layout, layout.name
        self._count, self._proportion, self._reason = 0, USUAL_PROPORTION, ""
        self.setCheckable(True)
        self._title = short_title(layout)
        self.setText(self._title.replace("&", "&&"))  # one alone would make the letter behind it a key
        self.setObjectName(f"layout.{self.name}")
        self.setAccessibleName(full_title(layout))
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
        title = full_title(self.layout_shown)
        set_tip(self, f"{title}\n{reason}" if reason else title)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:
            event.ignore()  # its grid knows where it stands; a button goes to whatever comes next by Tab
        else:
            super().keyPressEvent(event)

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
        paint_layout(painter, at, self.layout_shown, self._count, self._proportion, tone, ground or "panel")
        painter.setOpacity(1.0)
        painter.setFont(font("caption_strong" if is_chosen else "caption"))
        painter.setPen(tokens.colour("text_disabled" if is_off else ("accent_text" if is_chosen else "text_2")))
        words = QRectF(2, 37, rect.width() - 4, 16)
        text = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, text)
        if self.has_ring:
            paint_ring(painter, rect, 6)
