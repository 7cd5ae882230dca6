"""One tile in the hand: box, handles and size are pictures, made once, that go along with it.

To work out and to draw each line anew takes most of a frame of a drag, and nothing of it differs but its place.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from PySide6.QtGui import QPainter, QPixmap

from ...layout.rect import Rect
from ...layout.resize import bounding_box
from ..theme import tokens
from . import strokes
from .handle_places import boxed_handles
from .lens import Lens
from .shapes import Aids, Kind, Pill, Shapes, around, hull, size_place

LONGEST = 4096
"""Pixels of the screen: a box with a longer side is drawn line by line, as a picture of it would be too large."""

SMALL = 2**15
"""Pixels of the screen up to which one picture, with all that is seen through it, is drawn faster than several."""

APART = 4
"""Pixels from the canvas's edge from which on its size is not moved aside to stay in sight."""


Pictures = tuple[tuple[int, int, QPixmap], ...]
"""Each with its place, counted from the corner of a box."""


class Flight:
    """What the shapes say of one tile that is moved, wherever it is, as long as that is nothing else: its box, its
    handles, its size, and its label where that lies beside it. The labels of others stay.
    """

    def __init__(
        self, shapes: Shapes, grip: Rect, size: Pill, lens: Lens, room: tuple[int, int], goes: tuple[bool, ...]
    ) -> None:
        self._lens, self._room = lens, room
        self._at, self._size = grip, _usual(grip, size)
        self._labels = tuple(zip(goes, *zip(*shapes.labels, strict=True), strict=True)) if goes else ()
        (left, top, wide, high), (across, down) = self._all_of(grip, self._size), room
        before, above = left - grip.x, top - grip.y
        self._around = before, above, wide, high
        """All that is painted of it, counted from the corner of the box."""
        self._least = APART - before, APART - above
        self._most = across - APART - before - wide, down - APART - above - high
        """Where that corner lies as long as nothing is moved aside."""
        self._way = 0, 0
        self._aside: Pill | None = None
        """Its size near the canvas's edge, where that is moved aside."""
        self._made: _Made | None = None

    @classmethod
    def of(cls, shapes: Shapes, lens: Lens, room: tuple[int, int], goes: tuple[bool, ...]) -> Flight | None:
        """For the ``shapes`` as they are drawn now on a canvas as large as ``room``; ``None`` where there is more, or
        where the box is not in sight. ``goes`` tells of each label whether it goes along.
        """
        grip, size = shapes.grip, shapes.size
        if grip is None or size is None or max(grip.width, grip.height) > LONGEST:
            return None
        if len(shapes.labels) != len(goes) or not _is_plain(shapes):
            return None
        made = cls(shapes, grip, size, lens, room, goes)
        return made if made.go(grip.x, grip.y) is not None else None

    def is_at(self, shapes: Shapes, lens: Lens, room: tuple[int, int]) -> bool:
        """Whether these are the shapes where it is now, on a canvas that is the same."""
        if lens is not self._lens or room != self._room or not _is_plain(shapes) or shapes.size is None:
            return False
        dx, dy = self._way
        labels = tuple((_moved(rect, dx, dy) if is_own else rect, label) for is_own, rect, label in self._labels)
        is_same = shapes.labels == labels and shapes.size == self._told
        return is_same and shapes.grip == _moved(self._at, dx, dy)

    @property
    def _told(self) -> Pill:
        """Its size, where that is now."""
        return self._aside or self._size._replace(rect=_moved(self._size.rect, *self._way))

    def go(self, x: int, y: int) -> Rect | None:
        """Go where the corner of the box lies so; all that is painted of it there, ``None`` where not all of the box is
        in sight.
        """
        left, top, width, height = self._at
        if self._least[0] <= x <= self._most[0] and self._least[1] <= y <= self._most[1]:
            self._way, self._aside = (x - left, y - top), None
            before, above, wide, high = self._around
            return Rect(x + before, y + above, wide, high)
        grip, room = Rect(x, y, width, height), self._room
        if not Rect(0, 0, *room).contains(grip):
            return None
        self._way = x - left, y - top
        _, _, wide, high = self._size.rect
        self._aside = self._size._replace(rect=size_place(grip, wide, high, room))
        return self._all_of(grip, self._aside)

    def _all_of(self, grip: Rect, size: Pill) -> Rect:
        dx, dy = grip.x - self._at.x, grip.y - self._at.y
        labels = [_moved(rect, dx, dy) for is_own, rect, _ in self._labels if is_own]
        return bounding_box([around(grip, size), *labels]) or grip

    def paint(self, painter: QPainter, aids: Aids, ratio: float) -> None:
        dx, dy = self._way
        left, top, width, height = self._at
        left, top, draw, look, made = left + dx, top + dy, painter.drawPixmap, tokens.look(), self._made
        for is_own, (x, y, _, _), label in self._labels:
            draw(x + dx * is_own, y + dy * is_own, strokes.label(label, ratio, look))
        if ratio % 1:  # pictures of parts of a box need whole pixels
            self._paint_lines(painter, Rect(left, top, width, height), aids, ratio)
            return
        if made is None or made.ratio != ratio or made.look is not look:
            self._made = made = _made(self._at, self._size, ratio, look)
        aside = self._aside
        if aside is None and not (aids.guides or aids.beams):
            for x, y, picture in made.whole:
                draw(left + x, top + y, picture)
            return
        for x, y, picture in made.box:
            draw(left + x, top + y, picture)
        aids.paint(painter, ratio)
        for x, y, picture in made.handles:
            draw(left + x, top + y, picture)
        for _, _, (rect, text, token), _ in aids.beams:
            strokes.pill(painter, rect, text, token, ratio)
        x, y, picture = made.size
        if aside is None:
            draw(left + x, top + y, picture)
        else:
            draw(aside.rect.x, aside.rect.y, picture)

    def _paint_lines(self, painter: QPainter, grip: Rect, aids: Aids, ratio: float) -> None:
        strokes.outline(painter, grip, tokens.ink("selection"))
        aids.paint(painter, ratio)
        strokes.handles(painter, grip.x, grip.y, boxed_handles(grip.width, grip.height), ratio)
        for pill in (*(beam.pill for beam in aids.beams), self._told):
            strokes.pill(painter, *pill, ratio)


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
        self.is_ahead = False
        """Whether it has gone on from the shapes it began with."""

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
        x, y, width, height = grip
        flight = self._known.get((width, height)) if self._now is not None else None
        there = flight.go(x, y) if flight is not None else None
        if there is None:
            return None
        before, left = self._aids, self._area
        self._now, self._aids, self.is_ahead = flight, aids, True
        self._area = now = there if not aids.beams else _with(there, aids)
        areas = [left.joined(now)] if left.overlaps(now) else [left, now]
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
        if self._now is not None and (there := self._now.go(grip.x, grip.y)) is not None:
            self._known[grip[2:]] = self._now
            self._aids, self._area = shapes.aids, _with(there, shapes.aids)

    def end(self) -> None:
        self._now = None

    def paint(self, painter: QPainter, ratio: float) -> None:
        if self._now is not None:
            self._now.paint(painter, self._aids, ratio)


def _usual(grip: Rect, size: Pill) -> Pill:
    """The size of a box where nothing is moved aside."""
    _, _, wide, high = size.rect
    amid = size_place(Rect(LONGEST, LONGEST, *grip[2:]), wide, high, (3 * LONGEST, 3 * LONGEST))
    return size._replace(rect=_moved(amid, grip.x - LONGEST, grip.y - LONGEST))


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


class _Made(NamedTuple):
    """A box with its handles and its size in pictures, for screens with that ``ratio`` and look: the ``whole`` of it,
    or in parts where something lies between them.
    """

    ratio: float
    look: tokens.Look
    whole: Pictures
    box: Pictures
    handles: Pictures
    size: tuple[int, int, QPixmap]


def _made(grip: Rect, size: Pill, ratio: float, look: tokens.Look) -> _Made:
    width, height = grip[2:]
    told = strokes.pill_picture(size.rect.width, size.rect.height, size.text, size.token, ratio, look)
    pill = size.rect.x - grip.x, size.rect.y - grip.y, told
    all_of_it = _moved(around(grip, size), -grip.x, -grip.y)
    box, parts = (box_pictures(width, height, ratio, look, part) for part in ("box", "handles"))
    if all_of_it.area * ratio**2 > SMALL:
        return _Made(ratio, look, (*box_pictures(width, height, ratio, look), pill), box, parts, pill)
    whole, painter = strokes.canvas(all_of_it, ratio)
    for x, y, picture in (*box_pictures(width, height, ratio, look), pill):
        painter.drawPixmap(x, y, picture)
    painter.end()
    return _Made(ratio, look, ((all_of_it.x, all_of_it.y, whole),), box, parts, pill)


@functools.lru_cache(maxsize=24)
def box_pictures(
    width: int, height: int, ratio: float, look: tokens.Look, part: Literal["", "box", "handles"] = ""
) -> Pictures:
    """The box of a selection and its handles, or one ``part`` of it, as pictures around what is seen through it, and
    where they begin: few if it is small, as each takes its time.
    """
    handles = boxed_handles(width, height)
    drawn = [one.grown(1) for one in handles]
    whole = bounding_box([Rect(0, 0, width, height).grown(2), *drawn]) or Rect(0, 0, width, height)
    is_small = whole.area * ratio**2 <= SMALL
    if part == "handles" and not is_small:
        return strokes.handle_pictures(handles, ratio, look)
    made = []
    for area in [whole] if is_small else _strips(width, height, whole, drawn if part != "box" else []):
        picture, painter = strokes.canvas(area, ratio)
        if part != "handles":
            strokes.outline(painter, Rect(0, 0, width, height), tokens.ink("selection", look))
        if part != "box":
            strokes.handles(painter, 0, 0, handles, ratio)
        painter.end()
        made.append((area.x, area.y, picture))
    return tuple(made)


def _strips(width: int, height: int, whole: Rect, drawn: Sequence[Rect]) -> Iterator[Rect]:
    """What a box and the handles that are ``drawn`` cover of the ``whole``: above, below, and on both sides of a hole;
    all of it where there is none.
    """
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
