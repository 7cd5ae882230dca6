"""What lies in the scene. Pictures and names are drawn by Qt alone; only unusual states are painted here."""

from __future__ import annotations

import math
import time
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from ...layout.rect import Rect
from ..theme import icons, tokens
from ..theme.fonts import font
from ..words import tr
from . import strokes
from .face import Face

HIDDEN = 0.28
LABEL_FROM = 60
"""A tile narrower than this on the screen has no label."""

SIZE_FROM = 240
PLATE_FROM = 28
"""A plate lower or narrower than this on the screen says nothing."""

BADGE_FROM = 34
ROOMY = 10_000
TURN = 0.9
"""Seconds of one turn of the loader."""


class TileItem(QGraphicsRectItem):
    """One tile: its picture, its label, and marks where there is something to say."""

    def __init__(self, face: Face, image: QImage | None, zoom: float, ratio: float) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemContainsChildrenInShape)  # they need no look where it is not
        self.setPen(Qt.PenStyle.NoPen)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)  # what it has are its children
        self.face = face
        self._image = image
        self._zoom, self._ratio = zoom, ratio
        self._picture = QGraphicsPixmapItem(self)
        self._picture.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self._label = QGraphicsPixmapItem(self)
        self._marks: _Marks | None = None
        self._sharp: tuple[int, int, int] | None = None
        # What was given to Qt is kept here: asking for it, or giving it once more, takes as long as all else.
        self._size: tuple[int, ...] = (0, 0)
        self._pixels: tuple[int, int] | None = None
        self._opacity, self._is_told = 1.0, True
        self._place()
        self._show()

    @property
    def is_sharp(self) -> bool:
        """Whether the picture is there, in the pixels of the screen."""
        return self._sharp == self._wanted()

    def move_to(self, face: Face) -> bool:
        """Look like ``face``, which differs in nothing but where it lies; whether it has another size there."""
        self.face = face
        if face.rect[2:] == self._size:
            self.setPos(face.rect.x, face.rect.y)
            return False
        self._place()
        self._show()
        return True

    def carry_to(self, rect: Rect) -> None:
        """Lie there, in the same size."""
        self.face = Face(rect, *self.face[1:])
        self.setPos(rect.x, rect.y)

    def show_face(self, face: Face, image: QImage | None) -> None:
        """Look like ``face`` from now on; only what differs is touched."""
        before, self.face, self._image = self.face, face, image
        if before.rect[2:] == face.rect[2:] and before is not face:
            self.setPos(face.rect.x, face.rect.y)
            if _same_but_place(before, face):
                return
        self._place()
        self._show()

    def look_through(self, zoom: float, ratio: float) -> None:
        """The canvas shows things larger or smaller."""
        self._zoom, self._ratio = zoom, ratio
        self._show()

    def sharpen(self) -> None:
        """Scale the picture to the pixels of the screen once, not at every paint."""
        wanted = self._wanted()
        if wanted is None or self._image is None:
            self._picture.setPixmap(QPixmap())
            self._pixels = None
        elif wanted != self._sharp:
            _, width, height = wanted
            is_whole = (width, height) == (self._image.width(), self._image.height())
            image = self._image if is_whole else _scaled(self._image, width, height)
            self._picture.setPixmap(QPixmap.fromImage(image))
            self._pixels = (width, height)
            modes = Qt.TransformationMode
            self._picture.setTransformationMode(modes.SmoothTransformation if is_whole else modes.FastTransformation)
        self._sharp = wanted
        self._stretch()

    def _wanted(self) -> tuple[int, int, int] | None:
        """Which picture, and how many pixels of it the screen can show."""
        if self._image is None:
            return None
        scale = self._zoom * self._ratio
        width = min(self._image.width(), max(1, math.ceil(self.face.rect.width * scale)))
        height = min(self._image.height(), max(1, math.ceil(self.face.rect.height * scale)))
        return self.face.picture, width, height

    def _place(self) -> None:
        x, y, width, height = self.face.rect
        self.setPos(x, y)
        if self._size != (width, height):
            self._size = width, height
            self.setRect(0, 0, width, height)
            self._stretch()

    def _stretch(self) -> None:
        if self._pixels is not None:
            _, _, width, height = self.face.rect
            across, down = self._pixels
            self._picture.setTransform(QTransform.fromScale(width / across, height / down))

    def _show(self) -> None:
        face, zoom = self.face, self._zoom
        opacity = HIDDEN if face.is_hidden else 1.0
        if opacity != self._opacity:
            self._opacity = opacity
            self._picture.setOpacity(opacity)
        if face.needs_marks:
            if self._marks is None:
                self._marks = _Marks(self)
                self._marks.stackBefore(self._label)
            self._marks.show_face(face)
        elif self._marks is not None:
            self._marks.setVisible(False)
        width, height = face.rect.width * zoom, face.rect.height * zoom
        is_told = face.state == "picture" and width >= LABEL_FROM and height >= strokes.LABEL + 8
        if is_told != self._is_told:
            self._is_told = is_told
            self._label.setVisible(is_told)
        if is_told:
            room = int(width) - 8 - (24 if face.problem else 0)
            size = face.size if width >= SIZE_FROM and _room(face, face.size) <= room else ""
            if _room(face, size) <= room:
                room = ROOMY  # the same label at every zoom at which it fits
            self._label.setPixmap(strokes.label(face.name, size, face.icon, room, self._ratio, tokens.look()))
            self._label.setScale(1 / zoom)
            self._label.setPos(4 / zoom, 4 / zoom)

    def turn(self) -> None:
        """The loader goes on turning."""
        if self._marks is not None and self.face.state == "loading":
            self._marks.update()


def _room(face: Face, size: str) -> float:
    return strokes.label_room(face.name, size, face.icon)


def _same_but_place(one: Face, other: Face) -> bool:
    return one[1:] == other[1:]  # the place is the first of it


def _scaled(image: QImage, width: int, height: int) -> QImage:
    modes = Qt.TransformationMode
    return image.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, modes.SmoothTransformation)


class _Marks(QGraphicsItem):
    """Plate, hatching, dashes and badge of a tile, in pixels of the screen."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self._face: Face | None = None
        self._is_bare = False
        """Whether there is nothing but the plate."""
        self._is_problem = False
        """Whether there is nothing but the mark of a problem."""
        self._area = QRectF()

    def show_face(self, face: Face) -> None:
        self.setVisible(True)
        if self._face is None or self._face.rect[2:] != face.rect[2:]:
            self.prepareGeometryChange()
        self._face = face
        self._area = QRectF(0, 0, face.rect.width, face.rect.height)
        self._is_bare = face.state != "picture" and not (face.unplaced or face.is_hidden or face.problem)
        self._is_problem = face.state == "picture" and not (face.unplaced or face.is_hidden)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        face = self._face
        if face is None:
            return
        where = painter.worldTransform()
        if self._is_bare and min(face.rect.width, face.rect.height) * where.m11() < PLATE_FROM:
            painter.fillRect(self._area, tokens.ink("panel", "dark"))  # there may be a thousand of them
            return
        there = strokes.whole(where.mapRect(self._area))
        if self._is_problem and face.problem:  # with every move of a hand some of them are painted
            painter.resetTransform()  # Qt puts it back
            _problem(painter, there, face.problem)
            return
        rect = QRectF(*there)
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if face.state != "picture":
            _plate(painter, rect, face)
        if face.unplaced:
            _uncertain(painter, rect, face)
        if face.is_hidden:
            colour = tokens.colour("text_3", "dark")
            strokes.outline(painter, there.grown(-1), colour, 2, (3, 4), halo=False)
        if face.problem:
            _problem(painter, there, face.problem)
        painter.restore()


def _plate(painter: QPainter, rect: QRectF, face: Face) -> None:
    """Instead of a picture: that it comes, or why it does not."""
    painter.fillRect(rect, tokens.colour("panel", "dark"))
    if min(rect.height(), rect.width()) < PLATE_FROM:
        return
    is_loading = face.state == "loading"
    icon = QRectF(rect.center().x() - 9, _plate_top(rect), 18, 18)
    painter.save()
    if is_loading:
        painter.translate(icon.center())
        painter.rotate(time.monotonic() % TURN / TURN * 360)
        painter.translate(-icon.center())
    name, token = ("loader-circle", "text_2") if is_loading else ("circle-alert", "error")
    icons.paint_in(painter, name, icon, tokens.colour(token, "dark"))
    painter.restore()
    if rect.height() < 76 or rect.width() < 72:
        return
    sentence = face.name if is_loading else face.failure
    painter.setFont(strokes.label_font())
    metrics = QFontMetricsF(strokes.label_font())
    painter.setPen(tokens.colour("text", "dark"))
    line = QRectF(rect.x() + 4, icon.bottom() + 4, rect.width() - 8, 16)
    centre = Qt.AlignmentFlag.AlignCenter
    painter.drawText(line, centre, metrics.elidedText(sentence, Qt.TextElideMode.ElideMiddle, line.width()))
    if is_loading:
        painter.setPen(tokens.colour("text_3", "dark"))
        painter.drawText(line.translated(0, 17), centre, face.size)
        return
    underlined = strokes.label_font()
    underlined.setUnderline(True)
    painter.setFont(underlined)
    painter.setPen(tokens.colour("accent_text", "dark"))
    painter.drawText(line.translated(0, 17), centre, tr("Try again"))


def _plate_top(rect: QRectF) -> float:
    return rect.center().y() - 27 if rect.height() >= 76 and rect.width() >= 72 else rect.center().y() - 9


def retry_area(face: Face, rect: QRectF) -> QRectF | None:
    """Where "Try again" can be pressed on a tile that lies at ``rect`` on the screen."""
    if face.state != "failed" or rect.height() < 76 or rect.width() < 72:
        return None
    middle = QPointF(rect.center().x(), _plate_top(rect) + 18 + 4 + 17 + 8)
    return QRectF(middle.x() - 40, middle.y() - 12, 80, 24)


def badge_area(face: Face, rect: QRectF) -> QRectF | None:
    """Where the badge of a problem lies on a tile that lies at ``rect`` on the screen."""
    if not face.problem or rect.width() < BADGE_FROM or rect.height() < BADGE_FROM:
        return None
    return QRectF(rect.right() - 27, rect.top() + 5, 22, 22)


def _uncertain(painter: QPainter, rect: QRectF, face: Face) -> None:
    """Hatched, with the reason at the foot."""
    strokes.hatch(painter, rect, tokens.colour("text_3", "dark"))
    strokes.outline(painter, strokes.whole(rect).grown(-1), tokens.colour("text_3", "dark"), 2, (6, 4), halo=False)
    if rect.width() < 120 or rect.height() < 100:
        return
    metrics = QFontMetricsF(font("caption"))
    text = metrics.elidedText(face.unplaced, Qt.TextElideMode.ElideRight, rect.width() - 24)
    width = metrics.horizontalAdvance(text) + 12
    ground = QRectF(rect.center().x() - width / 2, rect.bottom() - 26, width, strokes.LABEL)
    colour = tokens.colour("halo", "dark")
    colour.setAlphaF(0.86)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(ground, 3, 3)
    painter.setFont(font("caption"))
    painter.setPen(tokens.colour("text", "dark"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)


def _problem(painter: QPainter, rect: Rect, severity: Literal["warning", "error"]) -> None:
    mark = "error" if severity == "error" else "warning_mark"
    strokes.outline(painter, rect.grown(-1), tokens.ink(mark), 2, (8, 3))
    if rect.width >= BADGE_FROM and rect.height >= BADGE_FROM:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect.right - 27, rect.y + 5, strokes.badge(severity, ratio, tokens.look()))
