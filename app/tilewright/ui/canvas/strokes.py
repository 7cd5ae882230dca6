"""What is drawn on the canvas in pixels of the screen: lines with a halo, handles, pills, labels.

Every line is drawn twice, the halo below and wider: one of the two can be told from any picture.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from ..theme import icons, tokens
from ..theme.fonts import font
from ..theme.theme import with_alpha

PILL = 16
PILL_PAD = 5
LABEL = 18
CHECK = 8


def crisp(rect: QRectF) -> QRectF:
    """On whole pixels, so that lines of even width are sharp."""
    left, top = round(rect.x()), round(rect.y())
    return QRectF(left, top, round(rect.right()) - left, round(rect.bottom()) - top)


def outline(
    painter: QPainter,
    rect: QRectF,
    colour: QColor,
    width: float = 2,
    dashes: tuple[float, ...] = (),
    *,
    halo: bool = True,
) -> None:
    """A box. ``dashes`` are lengths of lines and spaces in pixels."""
    if width % 2:
        rect = rect.translated(0.5, 0.5)  # a line of odd width is sharp between two pixels
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if halo:
        painter.setPen(_pen(tokens.colour("halo"), width + 2))
        painter.drawRect(rect)
    pen = _pen(colour, width)
    if dashes:
        pen.setDashPattern([length / width for length in dashes])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRect(rect)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def handle(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(QPen(tokens.colour("selection"), 2))
    painter.setBrush(tokens.colour("on_accent"))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 2.5, 2.5)


def guide(painter: QPainter, line: QLineF) -> None:
    """A thin line over its halo."""
    painter.setPen(QPen(with_alpha("halo", 0.55), 3))
    painter.drawLine(line)
    painter.setPen(QPen(tokens.colour("guide"), 1))
    painter.drawLine(line)


def beam(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """A distance: a line with a tick at each end."""
    is_down = start.x() == end.x()
    tick = QPointF(5, 0) if is_down else QPointF(0, 5)
    lines = [QLineF(start, end), QLineF(start - tick, start + tick), QLineF(end - tick, end + tick)]
    painter.setPen(QPen(with_alpha("halo", 0.55), 3))
    painter.drawLines(lines)
    painter.setPen(QPen(tokens.colour("guide"), 1))
    painter.drawLines(lines)


@functools.lru_cache(maxsize=512)
def pill_width(text: str) -> float:
    return float(round(QFontMetricsF(font("caption_strong")).horizontalAdvance(text))) + 2 * PILL_PAD


def pill(painter: QPainter, rect: QRectF, text: str, token: str) -> None:
    """A number on a ground of the colour ``token``: guide or selection."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour(token))
    painter.drawRoundedRect(rect, 3, 3)
    painter.setPen(tokens.colour(f"on_{token}"))
    painter.setFont(font("caption_strong"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


@functools.lru_cache(maxsize=8)
def _checks(look: tokens.Look, ratio: float) -> QPixmap:
    side = round(CHECK * ratio)
    made = QPixmap(2 * side, 2 * side)
    made.fill(tokens.colour("canvas", look))
    painter = QPainter(made)
    for x, y in ((0, 0), (side, side)):
        painter.fillRect(x, y, side, side, tokens.colour("check", look))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def checks(ratio: float) -> QBrush:
    """The checkerboard around the frame, as a brush for a screen with ``ratio``."""
    return QBrush(_checks(tokens.look(), ratio))


def hatch(painter: QPainter, rect: QRectF, colour: QColor, distance: int = 10) -> None:
    """Slanted lines all over ``rect``: its place is not certain."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(colour, 1))
    reach = rect.height()
    count = int((rect.width() + reach) / distance) + 1
    bottom, left = rect.bottom(), rect.left()
    painter.drawLines(
        [
            QLineF(left - reach + n * distance, bottom, left + n * distance, rect.top())
            for n in range(1, min(count, 2000) + 1)
        ]
    )
    painter.restore()


def label_font() -> QFont:
    made = font("caption")
    made.setWeight(QFont.Weight.Medium)
    return made


@functools.lru_cache(maxsize=512)
def label(name: str, size: str, icon: str, room: int, ratio: float, look: tokens.Look) -> QPixmap:
    """The name of a tile, ``size`` behind it where there is room, an ``icon`` before it; at most ``room`` wide."""
    metrics = QFontMetricsF(label_font())
    lead = 18 if icon else 0
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room - 12 - lead)
    width = metrics.horizontalAdvance(shown) + 12 + lead
    behind = metrics.horizontalAdvance(size) + 6 if size else 0
    made = QPixmap(round((width + behind) * ratio), round(LABEL * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = tokens.colour("halo", "dark")  # a picture may have any colour: labels look the same in every look
    ground.setAlphaF(0.78)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, width + behind, LABEL), 3, 3)
    if icon:
        icons.paint_in(painter, icon, QRectF(5, 3, 12, 12), tokens.colour("text", "dark"))
    painter.setFont(label_font())
    painter.setPen(tokens.colour("text", "dark"))
    painter.drawText(QRectF(6 + lead, 0, width, LABEL), Qt.AlignmentFlag.AlignVCenter, shown)
    if size:
        painter.setPen(tokens.colour("text_2", "dark"))
        painter.drawText(QRectF(width, 0, behind, LABEL), Qt.AlignmentFlag.AlignVCenter, size)
    painter.end()
    return made


def label_room(name: str, size: str, icon: str) -> float:
    """Pixels that a label with all of it takes."""
    metrics = QFontMetricsF(label_font())
    return metrics.horizontalAdvance(name) + 18 + (18 if icon else 0) + metrics.horizontalAdvance(size)
