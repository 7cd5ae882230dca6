"""One tile in the hand: box, handles and size are pictures, made once, that go along with it.

To work out and to draw each line anew takes most of a frame of a drag, and nothing of it differs but its place.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from ...layout.rect import Rect
from ...layout.resize import bounding_box
from ..theme import tokens
from . import strokes
from .handle_places import boxed_handles
from .lens import Lens
from .shapes import Aids, Kind, Pill, Shapes, around, hull

LONGEST = 4096
"""Pixels of the screen: a box with a longer side is drawn line by line, as a picture of it would be too large."""

APART = 4
"""Pixels from the canvas's edge from which on nothing of it is moved aside to stay in sight."""


class Flight:
    """What the shapes say of one tile that is moved, wherever it is, as long as that is nothing else: its box, its
    handles, its size, and its label where that lies beside it. The labels of others stay.
    """

    def __init__(
        self, shapes: Shapes, grip: Rect, size: Pill, lens: Lens, room: tuple[int, int], goes: tuple[bool, ...]
    ) -> None:
        self._lens, self._room = lens, room
        self._at, self._size = grip, size
        self._labels = tuple(zip(goes, *zip(*shapes.labels, strict=True), strict=True)) if goes else ()
        drawn = [around(grip, size), *(rect for is_own, rect, _ in self._labels if is_own)]
        self._whole = whole = bounding_box(drawn) or grip
        """All that is painted of it where it began."""
        (left, top, wide, high), (across, down) = whole, room
        self._from = APART - left, APART - top
        self._to = across - APART - left - wide, down - APART - top - high
        self._way = 0, 0

    @classmethod
    def of(cls, shapes: Shapes, lens: Lens, room: tuple[int, int], goes: tuple[bool, ...]) -> Flight | None:
        """For the ``shapes`` as they are drawn now on a canvas as large as ``room``; ``None`` where there is more, or
        where something of it would be moved aside. ``goes`` tells of each label whether it goes along.
        """
        grip, size = shapes.grip, shapes.size
        if grip is None or size is None or max(grip.width, grip.height) > LONGEST:
            return None
        if len(shapes.labels) != len(goes) or not _is_plain(shapes) or size.rect.y < grip.y:
            return None
        made = cls(shapes, grip, size, lens, room, goes)
        return made if made._is_in_sight(0, 0) else None

    def is_at(self, shapes: Shapes, lens: Lens, room: tuple[int, int]) -> bool:
        """Whether these are the shapes where it is now, on a canvas that is the same."""
        if lens is not self._lens or room != self._room or not _is_plain(shapes) or shapes.size is None:
            return False
        dx, dy = self._way
        labels = tuple((_moved(rect, dx, dy) if is_own else rect, label) for is_own, rect, label in self._labels)
        is_same = shapes.labels == labels and shapes.size.text == self._size.text
        return is_same and shapes.grip == _moved(self._at, dx, dy)

    def go(self, grip: Rect) -> bool:
        """Go where the box lies so, which is as large; whether all of it is in sight there as it is."""
        dx, dy = grip.x - self._at.x, grip.y - self._at.y
        if not self._is_in_sight(dx, dy):
            return False
        self._way = dx, dy
        return True

    @property
    def area(self) -> Rect:
        """All that is painted of it now."""
        return _moved(self._whole, *self._way)

    def _is_in_sight(self, dx: int, dy: int) -> bool:
        return self._from[0] <= dx <= self._to[0] and self._from[1] <= dy <= self._to[1]

    def paint(self, painter: QPainter, aids: Aids, ratio: float) -> None:
        dx, dy = self._way
        left, top, width, height = self._at
        left, top, draw, look = left + dx, top + dy, painter.drawPixmap, tokens.look()
        for is_own, (x, y, _, _), label in self._labels:
            draw(x + dx * is_own, y + dy * is_own, strokes.label(label, ratio, look))
        if aids.guides or aids.beams or ratio % 1:  # they lie over the box, below its handles; strips need whole pixels
            strokes.outline(painter, Rect(left, top, width, height), tokens.ink("selection", look))
            aids.paint(painter, ratio)
            strokes.handles(painter, left, top, boxed_handles(width, height), ratio)
        else:
            for x, y, made in box_pictures(width, height, ratio, look):
                draw(left + x, top + y, made)
        for _, _, (rect, text, token) in aids.beams:
            strokes.pill(painter, rect, text, token, ratio)
        rect, text, token = self._size
        strokes.pill(painter, _moved(rect, dx, dy), text, token, ratio)


class Flights:
    """The flight of one tile: it may be some pixels larger or smaller where it lies between two of them. What it meets
    is drawn with it.
    """

    def __init__(self) -> None:
        self._now: Flight | None = None
        self._aids = Aids()
        self._area = Rect(0, 0, 0, 0)
        self._known: dict[tuple[int, ...], Flight] = {}
        self._for: object = None

    @property
    def is_on(self) -> bool:
        return self._now is not None

    @property
    def areas(self) -> list[Rect]:
        """All that is painted of it now."""
        return [self._area, *self._aids.changes(Aids())] if self.is_on else []

    def go(self, grip: Rect, aids: Aids) -> list[Rect] | None:
        """What has to be painted anew when the box lies there and meets that; ``None`` where nobody knows how it looks
        there.
        """
        flight, left = self._known.get(grip[2:]), self._area
        if self._now is None or flight is None or not flight.go(grip):
            return None
        before, self._now, self._aids = self._aids, flight, aids
        self._area = _with(flight.area, aids)
        areas = [left.joined(self._area)] if left.overlaps(self._area) else [left, self._area]
        return areas if before is aids else [*areas, *aids.changes(before)]

    def is_at(self, shapes: Shapes, lens: Lens, room: tuple[int, int]) -> bool:
        """Whether these are the shapes where it is now, on a canvas that is the same."""
        return self._now is not None and shapes.aids == self._aids and self._now.is_at(shapes, lens, room)

    def begin(
        self, shapes: Shapes, chosen: tuple[str, ...], lens: Lens, room: tuple[int, int], goes: tuple[bool, ...]
    ) -> None:
        """From now on those ``shapes`` of what is ``chosen`` go along, if they are such; see `Flight.of`."""
        size, grip = shapes.size, shapes.grip or Rect(0, 0, 0, 0)
        labels = [
            (label, _moved(rect, -grip.x, -grip.y) if is_own else rect)
            for (rect, label), is_own in zip(shapes.labels, goes, strict=False)
        ]
        ground = chosen, lens, room, goes, labels, size.text if size is not None else ""
        if ground != self._for:
            self._for = ground
            self._known.clear()
        self._now = Flight.of(shapes, lens, room, goes)
        if self._now is not None and shapes.grip is not None:
            self._known[shapes.grip[2:]] = self._now
            self._aids, self._area = shapes.aids, _with(self._now.area, shapes.aids)

    def end(self) -> None:
        self._now = None

    def paint(self, painter: QPainter, ratio: float) -> None:
        if self._now is not None:
            self._now.paint(painter, self._aids, ratio)


def _with(area: Rect, aids: Aids) -> Rect:
    return area if not aids.beams else (hull([area, *aids.near()]) or area)


def _moved(rect: Rect, dx: int, dy: int) -> Rect:
    x, y, width, height = rect
    return Rect(x + dx, y + dy, width, height)


def _is_plain(shapes: Shapes) -> bool:
    """Whether there is nothing but the box of one tile with its handles and its size, what it meets, and labels."""
    _, grip, _, beams, size, guides, _, extent, covered, near, labels, *_ = shapes
    boxes: tuple[tuple[Kind, Rect], ...] = (("selected", grip),) if grip is not None else ()
    return shapes == Shapes(boxes, grip, None, beams, size, guides, None, extent, covered, near, labels)


@functools.lru_cache(maxsize=8)
def box_pictures(width: int, height: int, ratio: float, look: tokens.Look) -> tuple[tuple[int, int, QPixmap], ...]:
    """The box of a selection and its handles, as pictures around what is seen through it, and where they begin."""
    handles = boxed_handles(width, height)
    made = []
    for area in _strips(width, height, handles):
        picture = QPixmap(round(area.width * ratio), round(area.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.translate(-area.x, -area.y)
        strokes.outline(painter, Rect(0, 0, width, height), tokens.ink("selection", look))
        strokes.handles(painter, 0, 0, handles, ratio)
        painter.end()
        made.append((area.x, area.y, picture))
    return tuple(made)


def _strips(width: int, height: int, handles: tuple[Rect, ...]) -> Iterator[Rect]:
    """What box and handles cover: above, below, and on both sides of a hole; all of it where there is none."""
    drawn = [one.grown(1) for one in handles]
    whole = bounding_box([Rect(0, 0, width, height).grown(2), *drawn]) or Rect(0, 0, width, height)
    left = max([2, *(one.right for one in drawn if one.x + one.right < width / 2)])
    right = min([width - 2, *(one.x for one in drawn if one.x + one.right > width * 3 / 2)])
    top = max([2, *(one.bottom for one in drawn if one.y + one.bottom < height / 2)])
    bottom = min([height - 2, *(one.y for one in drawn if one.y + one.bottom > height * 3 / 2)])
    if left >= right or top >= bottom:
        yield whole
        return
    yield Rect(whole.x, whole.y, whole.width, top - whole.y)
    yield Rect(whole.x, bottom, whole.width, whole.bottom - bottom)
    yield Rect(whole.x, top, left - whole.x, bottom - top)
    yield Rect(right, top, whole.right - right, bottom - top)
