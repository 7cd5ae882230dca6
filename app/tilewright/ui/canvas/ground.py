"""What the hand does not carry, as one picture: a frame of a drag costs hardly more with 500 tiles than with 16."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap, QRegion, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem

from ...layout.rect import Rect
from . import strokes
from .items import MARK_REACH, TileItem
from .lens import Outlook

MOST = 40
"""Tiles that are carried so. More are left to Qt, whose loop over them is not Python's."""

AFTER = 2
"""So often it is not laid anew after it was taken up in the midst of a drag: what changes once may change again."""

MOST_PIXELS = 2**22
"""Of the screen: the picture of a larger tile in the hand would cost more than it spares."""

MOST_PATCHES = 20
"""Tiles that change their looks between two pictures. Where more do the ground is laid anew."""

CELL = 128
"""Pixels of the canvas. Who lies over a carried tile is looked for in squares of that side."""


class _Part(NamedTuple):
    """One thing that Qt paints, and where and how Qt would paint it."""

    item: QGraphicsItem
    where: QTransform
    opacity: float


@dataclass(frozen=True, slots=True, eq=False)
class _Still:
    """A tile or a watermark that stays, and what it covers of the canvas."""

    item: QGraphicsItem
    z: float
    area: Rect
    parts: tuple[_Part, ...]
    solid: Rect | None
    """The whole pixels of the canvas through which nothing is seen; ``None`` where that is not certain."""


@dataclass(frozen=True, slots=True, eq=False)
class _Carried:
    """A tile in the hand, and where the scene has it. ``made`` is how it looks, painted once, at ``there``; without it
    the parts are painted with each picture.
    """

    z: float
    item: TileItem
    x: float
    y: float
    parts: tuple[_Part, ...]
    there: Rect
    made: QPixmap | None


_NOBODY: dict[QGraphicsItem, _Still] = {}


class Ground(QObject):
    """`paint` takes the place of Qt's own painting while it `is_laid`.

    The scene is not told meanwhile where the carried tiles are: it would look for what is to be painted, which is known
    here. A tile that changes its looks is said to `touch` it; with anything else that changes the ground is taken up,
    which ``taken_up`` tells, and Qt paints again until it is laid anew. ``looks_changed`` tells that something carried
    looks different: nobody else knows where it is to be painted.
    """

    taken_up = Signal()
    looks_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made: QPixmap | None = None
        self._above: QPixmap | None = None
        """Nothing but what lies over the one tile that is carried; without it nothing does."""
        self._veils: set[QGraphicsItem] = set()
        """What of that is seen through."""
        self._view, self._onto = Outlook(), QTransform()
        self._background: Callable[[QPainter], object] = bool
        self._carried: dict[QGraphicsItem, _Carried] = {}
        self._lowest = 0.0
        self._still: dict[QGraphicsItem, _Still] = {}
        self._cells: dict[tuple[int, int], dict[QGraphicsItem, _Still]] = {}
        """Which of them reach into a square of the canvas."""
        self._touched: dict[QGraphicsItem, None] = {}
        self._is_alone = False
        """Whether one tile is carried: of more of them no picture is made."""
        self._wait = 0
        self._option = QStyleOptionGraphicsItem()

    @property
    def is_laid(self) -> bool:
        return self._made is not None

    @property
    def ratio(self) -> float:
        """Pixels of the screen for one of the canvas's own, as it was laid."""
        return self._view.ratio

    def touch(self, item: TileItem) -> None:
        """A tile looks different from now on, or lies elsewhere."""
        if self._made is None:
            return
        carried = item in self._carried
        if carried and not item.is_opaque:
            self.take_up()
            return
        self._touched[item] = None
        if carried:  # the scene would have it painted where it lay
            self.looks_changed.emit()

    def begin(self) -> None:
        """Something is carried from now on."""
        self.take_up()
        self._wait = 0

    def take_up(self) -> None:
        """It is no longer true. Whatever was carried is put where it lies."""
        self._wait = AFTER
        if self._made is None:
            return
        self._made = self._above = None
        self._veils.clear()
        for carried in self._carried.values():
            carried.item.lie()
        self._carried.clear()
        self._still.clear()
        self._cells.clear()
        self._touched.clear()
        self.taken_up.emit()

    def lay(
        self,
        hand: Collection[TileItem],
        rest: Iterable[QGraphicsItem],
        view: Outlook,
        onto: QTransform,
        background: Callable[[QPainter], None],
    ) -> None:
        """Lay it for a canvas with that ``view``, ``onto`` which the scene is painted; or not yet.

        It is only where the tiles in the ``hand`` are opaque: what lies over them is in it, too. And only where a pixel
        of ours is so many whole ones of the screen: else the canvas may begin within one.
        """
        if self._wait:
            self._wait -= 1
            return
        if not 0 < len(hand) <= MOST or view.ratio % 1 or not all(item.is_opaque for item in hand):
            return
        self._view, self._onto, self._background = view, onto, background
        self._is_alone = len(hand) == 1
        for one in hand:
            self._carried[one] = self._held(one)
        self._lowest = min(carried.z for carried in self._carried.values())
        for item in rest:
            self._keep(item)
        self._made = _picture(view.sight, view.ratio)
        self._fill(view.sight, self._still.values())

    def paint(self, painter: QPainter) -> None:
        """The ground, and on it what is carried, where it is now, beneath what lies over it."""
        if self._touched:
            self._patch()
        assert self._made is not None  # noqa: S101 - `is_laid` was asked
        painter.drawPixmap(0, 0, self._made)
        carried = self._carried.values()
        if len(carried) == 1 and self._put(painter, *carried):
            return
        pixels, zoom = self._view.lens.pixels, self._view.lens.zoom
        areas = [pixels(one.item.face.rect).grown(1) for one in carried]
        over = {still for area in areas for still in self._near(area) if still.z > self._lowest}
        is_cut = False
        ordered: list[_Carried | _Still] = sorted([*carried, *over], key=attrgetter("z"))
        for one in ordered:
            if isinstance(one, _Carried):
                painter.setClipping(False)
                is_cut = False
                x, y, _, _ = one.item.face.rect
                self._draw(painter, one.parts, (x - one.x) * zoom, (y - one.y) * zoom)
            else:
                if not is_cut:  # beside it nothing is painted twice: it may be seen through
                    painter.resetTransform()
                    _cut(painter, areas)
                    is_cut = True
                self._draw(painter, one.parts)
        painter.resetTransform()
        painter.setClipping(False)

    def _put(self, painter: QPainter, one: _Carried) -> bool:
        """Put the picture of what is carried there, and over it that of what lies above; whether that is all there is
        to do.

        It is where the way is one of whole pixels, and nothing of what lies over it is seen through.
        """
        if one.made is None:
            return False
        zoom, there = self._view.lens.zoom, one.there
        x, y, _, _ = one.item.face.rect
        across, down = (x - one.x) * zoom, (y - one.y) * zoom
        first, second, width, height = there
        left, top = first + round(across), second + round(down)
        if left - first != across or top - second != down:
            return False
        if self._veils and any(still.item in self._veils for still in self._near(Rect(left, top, width, height))):
            return False
        painter.drawPixmap(left, top, one.made)
        if self._above is not None:
            ratio = int(self._view.ratio)
            painter.drawPixmap(left, top, self._above, left * ratio, top * ratio, width * ratio, height * ratio)
        return True

    def _draw(self, painter: QPainter, parts: Iterable[_Part], dx: float = 0.0, dy: float = 0.0) -> None:
        for item, where, opacity in parts:
            painter.setWorldTransform(where * QTransform.fromTranslate(dx, dy) if dx or dy else where)
            if opacity != 1:
                painter.setOpacity(opacity)
            item.paint(painter, self._option, None)
            if opacity != 1:
                painter.setOpacity(1)

    def _patch(self) -> None:
        """Those that look different now are painted anew; what is carried gets its looks."""
        touched = []
        for item in self._touched:
            if item in self._carried:
                self._carried[item] = self._held(self._carried[item].item)
            else:
                touched.append(item)
        self._touched.clear()
        for item in touched[:MOST_PATCHES]:
            for still in (self._leave(item), self._keep(item)):
                if still is not None:
                    self._fill(still.area, self._near(still.area))
        if len(touched) > MOST_PATCHES:
            for item in touched[MOST_PATCHES:]:
                self._leave(item)
                self._keep(item)
            self._fill(self._view.sight, self._still.values())

    def _fill(self, area: Rect, still: Collection[_Still]) -> None:
        """Paint that part of the ground, and what of it lies over what is carried."""
        assert self._made is not None  # noqa: S101 - there is nothing to fill else
        painter = QPainter(self._made)
        painter.setClipRect(*area)
        self._background(painter)
        for one in sorted(still, key=attrgetter("z")):
            self._draw(painter, one.parts)
        painter.end()
        if self._above is not None:
            self._lift(self._above, area, still)

    def _lift(self, above: QPixmap, area: Rect, still: Iterable[_Still]) -> None:
        assert self._made is not None  # noqa: S101 - it was just filled
        ratio, modes = int(self._view.ratio), QPainter.CompositionMode
        painter = QPainter(above)
        painter.setClipRect(*area)
        painter.setCompositionMode(modes.CompositionMode_Source)
        painter.fillRect(*area, Qt.GlobalColor.transparent)
        for one in still:
            if one.z > self._lowest and one.solid is not None:
                x, y, width, height = one.solid
                painter.drawPixmap(x, y, self._made, x * ratio, y * ratio, width * ratio, height * ratio)
        painter.end()

    def _held(self, item: TileItem) -> _Carried:
        parts, there = tuple(_parts(item, self._onto)), _whole(self._onto.mapRect(item.sceneBoundingRect()), item)
        made = None
        if self._is_alone and there is not None and there.area * self._view.ratio**2 <= MOST_PIXELS:
            made = _picture(there, self._view.ratio)
            painter = QPainter(made)
            away = QTransform.fromTranslate(-there.x, -there.y)
            self._draw(painter, [part._replace(where=part.where * away) for part in parts])
            painter.end()
        return _Carried(item.zValue(), item, item.x(), item.y(), parts, there or Rect(0, 0, 0, 0), made)

    def _keep(self, item: QGraphicsItem) -> _Still | None:
        """Note how the item looks; ``None`` where it is out of sight."""
        there = self._onto.mapRect(item.sceneBoundingRect())
        area = strokes.whole(there).grown(1).cut(self._view.sight)
        if area is None or not item.isVisible():
            return None
        solid = _whole(there, item) if isinstance(item, TileItem) and item.is_opaque else None
        self._still[item] = still = _Still(item, item.zValue(), area, tuple(_parts(item, self._onto)), solid)
        for cell in _cells(area):
            self._cells.setdefault(cell, {})[item] = still
        if still.z > self._lowest:
            if self._is_alone and self._above is None:  # maybe from now on
                self._above = _picture(self._view.sight, self._view.ratio, Qt.GlobalColor.transparent)
            if solid is None:
                self._veils.add(item)
        return still

    def _leave(self, item: QGraphicsItem) -> _Still | None:
        """Forget how it looked, which is told."""
        still = self._still.pop(item, None)
        self._veils.discard(item)
        for cell in _cells(still.area) if still is not None else ():
            self._cells[cell].pop(item, None)
        return still

    def _near(self, area: Rect) -> set[_Still]:
        """Who reaches into that part of the canvas."""
        seen = area.cut(self._view.sight)
        cells = _cells(seen) if seen is not None else ()
        return {one for cell in cells for one in self._cells.get(cell, _NOBODY).values() if one.area.overlaps(area)}


def _cut(painter: QPainter, areas: list[Rect]) -> None:
    """Paint nowhere else."""
    if len(areas) == 1:
        painter.setClipRect(*areas[0])
        return
    region = QRegion()
    for area in areas:
        region += QRect(*area)
    painter.setClipRegion(region)


def _picture(area: Rect, ratio: float, colour: Qt.GlobalColor | None = None) -> QPixmap:
    _, _, width, height = area
    made = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    made.setDevicePixelRatio(ratio)
    if colour is not None:
        made.fill(colour)
    return made


def _whole(there: QRectF, item: TileItem) -> Rect | None:
    """All that an opaque tile covers of the canvas, where it lies ``there``, if those are whole pixels and it is seen
    as it is.
    """
    if item.effectiveOpacity() != 1:
        return None
    rect = strokes.whole(there)
    if QRectF(*rect) != there or not rect.area:
        return None
    return rect.grown(MARK_REACH) if item.face.problem else rect


def _parts(item: QGraphicsItem, onto: QTransform) -> Iterator[_Part]:
    """The item, then what lies in it."""
    if isinstance(item, TileItem):  # of which all that is seen lies in it; to ask a thousand of them takes too long
        for child in item.childItems():
            if child.isVisible():
                yield _Part(child, child.deviceTransform(onto), child.effectiveOpacity())
        return
    for one in (item, *item.childItems()):
        if one.isVisible() and not one.flags() & QGraphicsItem.GraphicsItemFlag.ItemHasNoContents:
            yield _Part(one, one.deviceTransform(onto), one.effectiveOpacity())


def _cells(area: Rect) -> Iterator[tuple[int, int]]:
    x, y, width, height = area
    for column in range(x // CELL, (x + width - 1) // CELL + 1):
        for row in range(y // CELL, (y + height - 1) // CELL + 1):
            yield column, row
