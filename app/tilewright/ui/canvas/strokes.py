"""What is drawn on the canvas in pixels of the screen: lines with a halo, handles, pills, labels.

Every line is drawn twice, the halo below and wider: one of the two can be told from any picture.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from ...layout.rect import Rect
from ..theme import icons, tokens
from ..theme.fonts import font
from ..theme.theme import with_alpha
from .lens import reachable

PILL = 16
PILL_PAD = 5
LABEL, LABEL_TWO = 18, 32
"""The height of a label of one line, and of two."""

LABEL_PAD, LABEL_GAP, LABEL_ICON = 6, 6, 18
LABEL_GROUND = 0.78
BADGE = 24
"""The mark of a problem, also as a target for the hand."""

CHECK = 8
TICK = 5
"""At both ends of a distance, to each side of its line."""

LONG = 512
"""Pixels from which on a distance is drawn as bars: a picture of it would be too large."""

MOST_DASHES = 1000
"""On one side: a tile seen at 800 % is longer than any screen."""


def crisp(rect: QRectF) -> QRectF:
    """On whole pixels, so that lines of even width are sharp."""
    return QRectF(*whole(rect))


def whole(rect: QRectF) -> Rect:
    """The same in whole numbers, as far as can be drawn."""
    left, top = reachable(rect.x()), reachable(rect.y())
    return Rect(left, top, reachable(rect.right()) - left, reachable(rect.bottom()) - top)


def outline(
    painter: QPainter,
    rect: Rect,
    colour: QColor,
    width: int = 2,
    dashes: tuple[float, float] | None = None,
    *,
    halo: bool = True,
) -> None:
    """A box on whole pixels. ``dashes`` are lengths of lines and spaces in pixels."""
    if halo:
        _box(painter, rect, tokens.ink("halo"), width + 2)
    if dashes is None:
        _box(painter, rect, colour, width)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.translate(rect.x, rect.y)
    painter.drawRects(_dashes(rect.width, rect.height, width, *dashes))
    painter.translate(-rect.x, -rect.y)


@functools.lru_cache(maxsize=128)
def _dashes(wide: int, high: int, width: int, line: float, space: float) -> tuple[QRectF, ...]:
    """A dashed box as bars: a dashed stroke costs a millisecond a box. Each side begins and ends with a line."""
    return tuple(_bars(wide, high, width, line, space))


def _bars(wide: int, high: int, width: int, line: float, space: float) -> Iterator[QRectF]:
    outer = width // 2
    left, top, right, bottom = -outer, -outer, wide + outer, high + outer
    for start, end, is_across in ((left, right, True), (top, bottom, False)):
        count = max(1, round((end - start + space) / (line + space)))
        pitch = (end - start - line) / (count - 1) if count > 1 else 0.0
        for number in range(min(count, MOST_DASHES)):
            at = round(start + number * pitch)
            if is_across:
                yield QRectF(at, top, line, width)
                yield QRectF(at, bottom - width, line, width)
            else:
                yield QRectF(left, at, width, line)
                yield QRectF(right - width, at, width, line)


def _box(painter: QPainter, rect: Rect, colour: QColor, width: int) -> None:
    """Four bars: many times faster than a stroke while something is dragged."""
    outer = width // 2
    left, top = rect.x - outer, rect.y - outer
    wide, high = rect.width + width, rect.height + width
    painter.fillRect(left, top, wide, width, colour)
    painter.fillRect(left, top + high - width, wide, width, colour)
    painter.fillRect(left, top + width, width, high - 2 * width, colour)
    painter.fillRect(left + wide - width, top + width, width, high - 2 * width, colour)


def handles(painter: QPainter, left: int, top: int, rects: tuple[Rect, ...], ratio: float) -> None:
    """Handles at these places, counted from ``left`` and ``top``."""
    draw = painter.drawPixmap
    for x, y, made in handle_pictures(rects, ratio, tokens.look()):
        draw(left + x, top + y, made)


@functools.lru_cache(maxsize=16)
def handle_pictures(rects: tuple[Rect, ...], ratio: float, look: tokens.Look) -> tuple[tuple[int, int, QPixmap], ...]:
    """Pictures of the handles, and where they begin: a halo of one pixel lies around each."""
    return tuple([(x - 1, y - 1, _handle(width, height, ratio, look)) for x, y, width, height in rects])


@functools.lru_cache(maxsize=64)
def _handle(width: float, height: float, ratio: float, look: tokens.Look) -> QPixmap:
    """With a halo of one pixel around."""
    made, painter = _canvas(width + 2, height + 2, ratio)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("halo", look))
    painter.drawRoundedRect(QRectF(0, 0, width + 2, height + 2), 4.5, 4.5)
    painter.setPen(QPen(tokens.colour("selection", look), 2))
    painter.setBrush(tokens.colour("on_accent", look))
    painter.drawRoundedRect(QRectF(2, 2, width - 2, height - 2), 2.5, 2.5)
    painter.end()
    return made


def band(painter: QPainter, rect: Rect) -> None:
    """The rubber band: what lies in it is seen through it."""
    painter.fillRect(*rect, with_alpha("selection", 0.12))
    outline(painter, rect, tokens.ink("selection"), 1)


def _canvas(width: float, height: float, ratio: float) -> tuple[QPixmap, QPainter]:
    """A transparent picture, and a painter on it."""
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return made, painter


def canvas(area: Rect, ratio: float) -> tuple[QPixmap, QPainter]:
    """A transparent picture of that area, and a painter on it that counts from where the area does. Bars are sharp."""
    made, painter = _canvas(area.width, area.height, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.translate(-area.x, -area.y)
    return made, painter


@functools.lru_cache(maxsize=8)
def badge(severity: Literal["warning", "error"], ratio: float, look: tokens.Look) -> QPixmap:
    """The badge of a tile with a problem."""
    made, painter = _canvas(BADGE, BADGE, ratio)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour(f"{severity}_soft", look))
    painter.drawRoundedRect(QRectF(0, 0, BADGE, BADGE), 4, 4)
    name = "circle-alert" if severity == "error" else "triangle-alert"
    icons.paint_in(painter, name, QRectF(4, 4, BADGE - 8, BADGE - 8), tokens.colour(severity, look))
    painter.end()
    return made


def guides(painter: QPainter, bars: Sequence[Rect], beams: Sequence[tuple[Rect, bool]], ratio: float) -> None:
    """Thin lines: all halos first, then all lines. Beams are lines with a tick at each end, and whether they lie."""
    look = tokens.look()
    halo, colour = tokens.ink("halo", look), tokens.ink("guide", look)
    for x, y, width, height in bars:
        painter.fillRect(x - 1, y - 1, width + 2, height + 2, halo)
    for (x, y, width, height), is_across in beams:
        if width > LONG or height > LONG:
            guides(painter, _ticked(width, height, x, y, is_across=is_across), (), ratio)
        else:
            left, top = (1, TICK + 1) if is_across else (TICK + 1, 1)
            painter.drawPixmap(x - left, y - top, _beam(width, height, ratio, look, is_across=is_across))
    for x, y, width, height in bars:
        painter.fillRect(x, y, width, height, colour)


@functools.lru_cache(maxsize=128)
def _beam(width: int, height: int, ratio: float, look: tokens.Look, *, is_across: bool) -> QPixmap:
    """One picture for what would be six bars, and comes with every move of the hand."""
    left, top = (1, TICK + 1) if is_across else (TICK + 1, 1)
    made, painter = _canvas(width + 2 * left, height + 2 * top, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # bars are sharp on a screen at 125 %, too
    guides(painter, _ticked(width, height, left, top, is_across=is_across), (), ratio)
    painter.end()
    return made


def _ticked(width: int, height: int, x: int, y: int, *, is_across: bool) -> tuple[Rect, Rect, Rect]:
    """A line with a tick at each end, as bars."""
    line, long = Rect(x, y, width, height), 2 * TICK + 1
    if is_across:
        return line, Rect(x, y - TICK, 1, long), Rect(x + width - 1, y - TICK, 1, long)
    return line, Rect(x - TICK, y, long, 1), Rect(x - TICK, y + height - 1, long, 1)


@functools.lru_cache(maxsize=512)
def pill_width(text: str) -> int:
    return round(QFontMetricsF(font("caption_strong")).horizontalAdvance(text)) + 2 * PILL_PAD


def pill(painter: QPainter, rect: Rect, text: str, token: str, ratio: float) -> None:
    """A number on a ground of the colour ``token``: guide or selection."""
    x, y, width, height = rect
    painter.drawPixmap(x, y, pill_picture(width, height, text, token, ratio, tokens.look()))


@functools.lru_cache(maxsize=256)
def pill_picture(width: float, height: float, text: str, token: str, ratio: float, look: tokens.Look) -> QPixmap:
    made, painter = _canvas(width, height, ratio)
    rect = QRectF(0, 0, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour(token, look))
    painter.drawRoundedRect(rect, 3, 3)
    painter.setPen(tokens.colour(f"on_{token}", look))
    painter.setFont(font("caption_strong"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return made


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


class Label(NamedTuple):
    """The name of a tile with an ``icon`` before it and its ``size`` behind it, or with ``is_two`` below it. It is at
    most ``room`` wide: the name is cut. ``is_solid``: what lies beneath cannot be read.
    """

    name: str
    size: str
    icon: str
    room: int
    is_two: bool = False
    is_solid: bool = False


@functools.lru_cache(maxsize=2048)
def label_width(name: str, size: str, icon: str) -> int:
    """Pixels that a label of one line takes that says all of it."""
    metrics = QFontMetricsF(label_font())
    told = metrics.horizontalAdvance(name) + (metrics.horizontalAdvance(size) + LABEL_GAP if size else 0)
    return math.ceil(told + 2 * LABEL_PAD + (LABEL_ICON if icon else 0))


def label_size(label: Label) -> tuple[int, int]:
    """Width and height of its picture."""
    if label.is_two:
        wide = max(label_width(label.name, "", label.icon), label_width(label.size, "", ""))
        return min(label.room, wide), LABEL_TWO
    return min(label.room, label_width(label.name, label.size, label.icon)), LABEL


@functools.lru_cache(maxsize=512)
def label(told: Label, ratio: float, look: tokens.Look) -> QPixmap:
    """The picture of a label. A video may have any colour: labels look the same in every look."""
    metrics = QFontMetricsF(label_font())
    width, height = label_size(told)
    made, painter = _canvas(width, height, ratio)
    ground = tokens.colour("halo", "dark")
    ground.setAlphaF(1.0 if told.is_solid else LABEL_GROUND)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0, 0, width, height), 3, 3)
    left = LABEL_PAD + (LABEL_ICON if told.icon else 0)
    behind = metrics.horizontalAdvance(told.size) if told.size and not told.is_two else 0
    line = LABEL if not told.is_two else LABEL - 1
    if told.icon:
        icons.paint_in(painter, told.icon, QRectF(5, 3, 12, 12), tokens.colour("text", "dark"))
    painter.setFont(label_font())
    painter.setPen(tokens.colour("text", "dark"))
    room = width - left - LABEL_PAD - (behind + LABEL_GAP if behind else 0)
    name = metrics.elidedText(told.name, Qt.TextElideMode.ElideMiddle, room + 1)
    painter.drawText(QRectF(left, 0, room + 2, line), Qt.AlignmentFlag.AlignVCenter, name)
    painter.setPen(tokens.colour("text_2", "dark"))
    if told.is_two:
        below = QRectF(LABEL_PAD, height - line, width - LABEL_PAD, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, told.size)
    elif behind:
        painter.drawText(
            QRectF(width - LABEL_PAD - behind, 0, behind + 2, LABEL), Qt.AlignmentFlag.AlignVCenter, told.size
        )
    painter.end()
    return made


def labels(painter: QPainter, told: Sequence[tuple[Rect, Label]], ratio: float) -> None:
    look = tokens.look()
    for rect, one in told:
        painter.drawPixmap(rect.x, rect.y, label(one, ratio, look))
