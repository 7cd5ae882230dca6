"""What a tile shows instead of its picture: that it comes, or why it does not. In pixels of the screen."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from ..theme import icons, tokens
from ..words import tr
from . import strokes
from .face import Face
from .labels import MARGIN
from .strokes import LABEL_TWO

PLATE_FROM = 28
"""A plate lower or narrower than this says nothing."""

WORDS_FROM = (72, 76)
"""Narrower or lower than this it has no words."""

ICON, ICON_GAP, LINE, LINE_STEP = 18, 4, 16, 17
HIGH = ICON + ICON_GAP + LINE_STEP + LINE
"""The icon, what is wrong, and the way to try again."""

BELOW_LABEL = MARGIN + LABEL_TWO + 2
"""Where it begins at the highest: the label of the tile may have two lines."""

TURN = 0.9
"""Seconds of one turn of the loader."""


class Places(NamedTuple):
    """``line`` is that of the reason; that of the way to try again is below. ``None`` where there is no room."""

    icon: QRectF | None
    line: QRectF | None


def places_on(rect: QRectF) -> Places:
    """Where icon and words lie on a tile at ``rect``: in its middle or below its label, the icon as long as it fits."""
    middle = rect.center()
    if rect.width() < WORDS_FROM[0] or rect.height() < WORDS_FROM[1]:
        return Places(QRectF(middle.x() - ICON / 2, middle.y() - ICON / 2, ICON, ICON), None)
    top = max(middle.y() - 27, rect.y() + BELOW_LABEL)
    line = QRectF(rect.x() + 4, top + ICON + ICON_GAP, rect.width() - 8, LINE)
    if top + HIGH > rect.bottom():
        line.moveTop(rect.y() + BELOW_LABEL)
        return Places(None, line)
    return Places(QRectF(middle.x() - ICON / 2, top, ICON, ICON), line)


def words_on(rect: QRectF) -> QRectF | None:
    """Where a tile at ``rect`` says what is wrong, and how to try again; ``None`` where there is no room."""
    line = places_on(rect).line
    return line.adjusted(0, 0, 0, LINE_STEP) if line is not None else None


def paint_plate(painter: QPainter, rect: QRectF, face: Face, covers: Iterable[QRectF | None]) -> None:
    """``covers`` are where label and badge of the tile lie in it; an icon that would be seen behind is left out."""
    painter.fillRect(rect, tokens.colour("panel", "dark"))
    if min(rect.height(), rect.width()) < PLATE_FROM:
        return
    icon, line = places_on(rect)
    if icon is not None and not any(cover is not None and cover.intersects(icon) for cover in covers):
        _paint_icon(painter, icon, is_loading=face.state == "loading")
    if line is None or face.state == "loading":
        return
    painter.setFont(strokes.label_font())
    metrics = QFontMetricsF(strokes.label_font())
    painter.setPen(tokens.colour("text", "dark"))
    centre = Qt.AlignmentFlag.AlignCenter
    painter.drawText(line, centre, metrics.elidedText(face.failure, Qt.TextElideMode.ElideMiddle, line.width()))
    underlined = strokes.label_font()
    underlined.setUnderline(True)
    painter.setFont(underlined)
    painter.setPen(tokens.colour("accent_text", "dark"))
    painter.drawText(line.translated(0, LINE_STEP), centre, tr("Try again"))


def _paint_icon(painter: QPainter, icon: QRectF, *, is_loading: bool) -> None:
    painter.save()
    if is_loading:
        painter.translate(icon.center())
        painter.rotate(time.monotonic() % TURN / TURN * 360)
        painter.translate(-icon.center())
    name, token = ("loader-circle", "text_2") if is_loading else ("circle-alert", "error")
    icons.paint_in(painter, name, icon, tokens.colour(token, "dark"))
    painter.restore()
