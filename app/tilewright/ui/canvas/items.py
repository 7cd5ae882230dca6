"""What lies in the scene. Pictures and names are drawn by Qt alone; only unusual states are painted here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from ...layout.rect import Rect
from ..theme import tokens
from ..theme.fonts import font
from . import strokes
from .face import Face
from .labels import USUAL, Place, Told, at_corner, tight, within
from .lens import Outlook
from .plate import LINE_STEP, PLATE_FROM, paint_plate, places_on, words_on
from .strokes import BADGE, Label

HIDDEN = 0.28
BADGE_APART = 4
"""How far the badge of a problem, which is also a target for the hand, lies from the corner."""

BADGE_FROM = BADGE + 2 * BADGE_APART
"""A tile lower or narrower than this on the screen has none."""

MARK_REACH = 1
"""How far the mark of a problem, all around a tile and opaque, reaches beyond it."""


class TileItem(QGraphicsRectItem):
    """One tile: its picture, its label, and marks where there is something to say."""

    def __init__(self, tile_id: str, face: Face, image: QImage | None, view: Outlook) -> None:
        super().__init__()
        self.tile_id = tile_id
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemContainsChildrenInShape)  # they need no look where it is not
        self.setPen(Qt.PenStyle.NoPen)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)  # what it has are its children
        self.face = face
        self._image = image
        self._view = view
        self._label_place = USUAL
        self._written: Label | None = None
        self._picture = QGraphicsPixmapItem(self)
        self._picture.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self._label = QGraphicsPixmapItem(self)
        self._marks: _Marks | None = None
        self._sharp: tuple[int, int, int] | None = None
        # What was given to Qt is kept here: asking for it, or giving it once more, takes as long as all else.
        self._size: tuple[int, ...] = (0, 0)
        self._pixels: tuple[int, int] | None = None
        self._opacity, self._is_told = 1.0, True
        self.touched: Callable[[TileItem], object] = bool
        """Whom to tell that it looks different, or lies elsewhere in the scene."""
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
            self.lie()
            return False
        self._place()
        self._show()
        return True

    def carry_to(self, x: int, y: int) -> Rect:
        """Be there, in the same size; the scene is told by `lie`."""
        _, _, width, height = self.face.rect
        rect = Rect(x, y, width, height)
        self.face = Face(rect, *self.face[1:])
        return rect

    def lie(self) -> None:
        """Lie in the scene where the face says."""
        self.touched(self)
        self.setPos(self.face.rect.x, self.face.rect.y)

    @property
    def is_opaque(self) -> bool:
        """Whether nothing is seen through it."""
        face = self.face
        return not (face.is_hidden or face.unplaced or self._image is None or self._image.hasAlphaChannel())

    def show_face(self, face: Face, image: QImage | None) -> None:
        """Look like ``face`` from now on; only what differs is touched."""
        before, self.face, self._image = self.face, face, image
        if before.rect[2:] == face.rect[2:] and before is not face:
            self.lie()
            if _same_but_place(before, face):
                return
        self._place()
        self._show()

    def look_through(self, view: Outlook) -> None:
        """The canvas shows things larger or smaller, or another part of them."""
        before, self._view = self._view, view
        if before.lens.zoom != view.lens.zoom or before.ratio != view.ratio:
            self._show()
        elif not (before.is_whole(self.face.rect) and view.is_whole(self.face.rect)):
            self._tell()

    def look_anew(self) -> None:
        """Colours are others now."""
        self._show()

    def told(self) -> Told:
        """What is to be written of it, and where it lies on the screen."""
        face = self.face
        badge = BADGE + BADGE_APART if face.problem else 0
        return Told(self.tile_id, self._view.lens.pixels(face.rect), face.name, face.size, face.icon, badge)

    @property
    def is_told(self) -> bool:
        """Whether its label is in it."""
        return self._is_told

    def label(self) -> tuple[Rect, Label] | None:
        """The label in it, and where it lies on the canvas."""
        if self._written is None or not self._is_told:
            return None
        lens, at, (x, y, _, _) = self._view.lens, self._label.pos(), self.face.rect
        left, top = round(lens.x(x + at.x())), round(lens.y(y + at.y()))
        return Rect(left, top, *strokes.label_size(self._written)), self._written

    def label_on(self, rect: QRectF, zoom: float) -> QRectF | None:
        """Where the label in it lies while it is painted at ``rect``."""
        if self._written is None or not self._is_told:
            return None
        at, (width, height) = self._label.pos(), strokes.label_size(self._written)
        return QRectF(rect.x() + at.x() * zoom, rect.y() + at.y() * zoom, width, height)

    def told_at(self) -> Iterator[Rect]:
        """Where its label and its badge lie on the canvas."""
        label = self.label()
        if label is not None:
            yield label[0]
        badge = badge_area(self.face, QRectF(*self._view.lens.pixels(self.face.rect))) if self.face.problem else None
        if badge is not None:
            yield Rect(round(badge.x()), round(badge.y()), BADGE, BADGE)

    def words(self) -> Iterator[Rect]:
        """Where its label lies on the canvas, and what is wrong with a source that failed."""
        label = self.label()
        if label is not None:
            yield label[0]
        if self.face.state == "failed" and (said := words_on(QRectF(*self._view.lens.pixels(self.face.rect)))):
            yield strokes.whole(said)

    def place_label(self, place: Place) -> None:
        """Write the label there; a tile that was moved may be in sight in another part."""
        is_there = place == self._label_place and self._view.is_whole(self.face.rect)
        self._label_place = place
        if not is_there:
            self._tell()

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
        self.touched(self)
        self._stretch()

    def _wanted(self) -> tuple[int, int, int] | None:
        """Which picture, and how many pixels of it the screen can show."""
        if self._image is None:
            return None
        scale = self._view.lens.zoom * self._view.ratio
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
        face = self.face
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
        self._tell()

    def _tell(self) -> None:
        """Write the label as large at every zoom, in that part of the tile which is in sight."""
        self.touched(self)
        lens, place = self._view.lens, self._label_place
        label, room = None, self._view.sight.cut(lens.pixels(self.face.rect))
        if room is not None and place.corner is not None:
            told = self.told()
            label = within(told, room) or tight(told, room)
        if (label is not None) != self._is_told:
            self._is_told = label is not None
            self._label.setVisible(self._is_told)
        if label is not None and room is not None:
            assert place.corner is not None  # noqa: S101 - else there is no label
            there = at_corner(place.corner, label, room, told.badge)
            self._written = label
            self._label.setPixmap(strokes.label(label, self._view.ratio, tokens.look()))
            self._label.setScale(1 / lens.zoom)
            self._label.setPos(
                (there.x - lens.left) / lens.zoom - self.face.rect.x,
                (there.y - lens.top) / lens.zoom - self.face.rect.y,
            )
        if self._marks is not None and self.face.state != "picture":
            self._marks.update()  # what it says keeps clear of the label

    def turn(self) -> None:
        """The loader goes on turning."""
        if self._marks is not None and self.face.state == "loading":
            self._marks.update()


def _same_but_place(one: Face, other: Face) -> bool:
    return one[1:] == other[1:]  # the place is the first of it


def _scaled(image: QImage, width: int, height: int) -> QImage:
    modes = Qt.TransformationMode
    return image.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, modes.SmoothTransformation)


class _Marks(QGraphicsItem):
    """Plate, hatching, dashes and badge of a tile, in pixels of the screen."""

    def __init__(self, parent: TileItem) -> None:
        super().__init__(parent)
        self._item = parent
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
            paint_plate(painter, rect, face, (self._item.label_on(rect, where.m11()), badge_area(face, rect)))
        if face.unplaced:
            _uncertain(painter, rect, face)
        if face.is_hidden:
            colour = tokens.colour("text_3", "dark")
            strokes.outline(painter, there.grown(-1), colour, 2, (3, 4), halo=False)
        if face.problem:
            _problem(painter, there, face.problem)
        painter.restore()


def retry_area(face: Face, rect: QRectF) -> QRectF | None:
    """Where "Try again" can be pressed on a tile that lies at ``rect`` on the screen."""
    line = places_on(rect).line
    if face.state != "failed" or line is None:
        return None
    return QRectF(line.center().x() - 40, line.y() + LINE_STEP - 4, 80, 24)


def badge_area(face: Face, rect: QRectF) -> QRectF | None:
    """Where the badge of a problem lies on a tile that lies at ``rect`` on the screen."""
    if not face.problem or rect.width() < BADGE_FROM or rect.height() < BADGE_FROM:
        return None
    return QRectF(rect.right() - BADGE_APART - BADGE, rect.top() + BADGE_APART, BADGE, BADGE)


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
    strokes.outline(painter, rect.grown(MARK_REACH - 2), tokens.ink(mark), 2, (8, 3))
    if rect.width >= BADGE_FROM and rect.height >= BADGE_FROM:
        made = strokes.badge(severity, painter.device().devicePixelRatio(), tokens.look())
        painter.drawPixmap(rect.right - BADGE_APART - BADGE, rect.y + BADGE_APART, made)
