"""What the overlay draws, worked out in pixels of the screen: outlines, handles, guides, distances, pills.

All of it lies on whole pixels and is made anew with every move of the hand: plain numbers, which are compared many
times faster than objects of Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtGui import QPainter

from ...layout.distance import Distance
from ...layout.rect import Rect
from ...layout.resize import Handle, bounding_box
from ...layout.snap import Axis, Guide, Likeness
from ...layout.watermark_changes import can_be_resized
from ...model.options import Watermark
from ..words import tr
from . import group_marks, strokes
from .face import Face
from .guide_lines import GuideLine
from .hand import Hand, Marks
from .handle_places import corners, handles, handles_of, reach_of
from .hints import Arrow
from .lens import Lens, reachable_all

HALO = 4
"""How far an outline with its halo reaches beyond its box."""

PAST = 20
"""How far a guide runs past what it aligns."""

ASIDE = 30
"""Distances are drawn this far from the middle of a side, where the handle is."""

ROUNDED = 1
"""On a screen at 150 % or 175 % a bar that ends within a pixel of the screen gets all of it, and so reaches farther."""

EDGE = max(HALO, strokes.TICK + 1) + ROUNDED
"""How far a halo or a tick reaches beyond the box or line it belongs to, at most."""

LONG_BEAM = 160
"""Pixels of the screen."""

Kind = Literal["hover", "selected", "locked", "box", "focus"]


class Pill(NamedTuple):
    """A number on a ground of the colour ``token``: guide or selection."""

    rect: Rect
    text: str
    token: str


class Beam(NamedTuple):
    """A distance along ``axis``: a line one pixel wide with a tick at each end, and its number. One that ``is_long``
    reaches so far from the selection that it is painted by itself.
    """

    axis: Axis
    line: Rect
    pill: Pill
    is_long: bool

    def areas(self) -> tuple[Rect, Rect]:
        """What it covers."""
        return self.line.grown(EDGE), self.pill.rect.grown(1 + ROUNDED)


class Aids(NamedTuple):
    """What the tiles in the hand meet: distances, and lines."""

    beams: tuple[Beam, ...] = ()
    guides: tuple[Rect, ...] = ()

    def near(self) -> list[Rect]:
        """What is drawn of it at the tiles."""
        return [area for beam in self.beams if not beam.is_long for area in (beam.line, beam.pill.rect)]

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Without the numbers."""
        if self.guides or self.beams:
            strokes.guides(painter, self.guides, [(line, axis == "x") for axis, line, _, _ in self.beams], ratio)

    def changes(self, before: Aids) -> list[Rect]:
        """What has to be painted anew of the rest when these take the place of those ``before``."""
        areas: list[Rect] = []
        if self.beams != before.beams:
            changed = set(self.beams) ^ set(before.beams)
            areas += [area for beam in changed if beam.is_long for area in beam.areas()]
        if self.guides != before.guides:
            areas += [guide.grown(1 + ROUNDED) for guide in set(self.guides) ^ set(before.guides)]
        return areas


class Shapes(NamedTuple):
    """In pixels of the canvas, ``extent`` alone in those of the frame: what the selection covers; ``covered`` is the
    same on the canvas. ``grip`` is what has handles, ``mark_grip`` the watermark that is being edited where it has.

    All that lies at the selection is painted as one, ``near``: that is faster, and worked out faster, than its parts.
    """

    outlines: tuple[tuple[Kind, Rect], ...] = ()
    grip: Rect | None = None
    mark_grip: Rect | None = None
    beams: tuple[Beam, ...] = ()
    size: Pill | None = None
    guides: tuple[Rect, ...] = ()
    band: Rect | None = None
    extent: Rect | None = None
    covered: Rect | None = None
    near: Rect | None = None
    labels: tuple[tuple[Rect, strokes.Label], ...] = ()
    overlaps: tuple[Rect, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    lines: tuple[GuideLine, ...] = ()
    groups: tuple[Rect, ...] = ()

    @property
    def aids(self) -> Aids:
        return Aids(self.beams, self.guides)

    @property
    def handles(self) -> tuple[tuple[Handle, Rect], ...]:
        return tuple(handles(self.grip)) if self.grip is not None else ()

    @property
    def mark_handles(self) -> tuple[tuple[Handle, Rect], ...]:
        return tuple(corners(self.mark_grip)) if self.mark_grip is not None else ()

    @property
    def pills(self) -> tuple[Pill, ...]:
        distances = tuple([beam.pill for beam in self.beams])
        return (*distances, self.size) if self.size else distances

    @property
    def told(self) -> Rect | None:
        """Where the size of the selection is told."""
        return self.size.rect if self.size else None

    def changes(self, before: Shapes) -> list[Rect]:
        """What has to be painted anew when these shapes take the place of those ``before``."""
        areas: list[Rect] = []
        if self[:_OF_SELECTION] != before[:_OF_SELECTION]:
            areas = _together(before._areas() + self._areas())
        areas += self.aids.changes(before.aids)
        if self[_BESIDE:] != before[_BESIDE:]:
            areas += self._beside(before)
        if self.groups != before.groups:
            areas += group_marks.changed(self.groups, before.groups, areas)
        if self.band != before.band:
            areas += [band.grown(2) for band in (self.band, before.band) if band is not None]
        return areas

    def _beside(self, before: Shapes) -> list[Rect]:
        """What has to be painted anew of labels, hints, and the user's own guides."""
        return [
            *(rect for rect, _ in set(self.labels) ^ set(before.labels)),
            *(rect.grown(1) for rect in set(self.overlaps) ^ set(before.overlaps)),
            *(arrow.rect for arrow in set(self.arrows) ^ set(before.arrows)),
            *(line.area for line in set(self.lines) ^ set(before.lines)),
        ]

    def _areas(self) -> list[Rect]:
        """Where the hover and the selection lie."""
        areas = [rect.grown(HALO) for kind, rect in self.outlines if kind == "hover"]
        return areas if self.near is None else [*areas, group_marks.joined(self.near, self.groups)]


_OF_SELECTION = Shapes._fields.index("guides")
"""So many fields, from the first on, are drawn within ``near``; of the distances those that are not long."""

_BESIDE = Shapes._fields.index("labels")
"""From this field on, what is no matter of `shapes`."""


def _together(areas: list[Rect]) -> list[Rect]:
    """The areas, those that overlap as one: a region of few rectangles is painted faster."""
    apart: list[Rect] = []
    for area in areas:
        joined, others = area, []
        for other in apart:
            if other.overlaps(joined):
                joined = joined.joined(other)
            else:
                others.append(other)
        apart = [*others, joined]
    return apart


def shapes(hand: Hand, face_of: Callable[[str], Face | None], room: tuple[int, int], *, shows_focus: bool) -> Shapes:
    """The shapes for the selection, the hover and the marks as they are; ``room`` is the size of the canvas."""
    lens, chosen, marks = hand.lens, hand.session.selection, hand.marks
    if len(chosen) == 1 and not (marks.guides or marks.distances or marks.band or shows_focus):
        face = face_of(chosen[0])
        is_alone = hand.hover in {"", chosen[0]} and hand.state.watermark < 0
        if face is not None and not face.is_locked and is_alone:
            return _of_one(face.rect, lens, room, _like(marks.likeness) if marks.shows_size else None)
    outlines: list[tuple[Kind, Rect]] = []
    free: list[Rect] = []
    stuck: list[Rect] = []
    near: list[Rect] = []
    for tile_id in chosen:
        face = face_of(tile_id)
        if face is not None:
            there = lens.pixels(face.rect)
            near.append(there)
            (stuck if face.is_locked else free).append(face.rect)
            outlines.append(("locked" if face.is_locked else "selected", there))
    hover, focus = hand.hover, hand.focus if shows_focus and hand.is_at_tiles else ""
    if hover not in chosen and (face := face_of(hover)) is not None:
        outlines.append(("hover", lens.pixels(face.rect)))
    if (face := face_of(focus)) is not None:
        near.append(lens.pixels(face.rect).grown(5))
        outlines.append(("focus", near[-1]))
    box = bounding_box(free)
    grip = lens.pixels(box) if box is not None else None
    if grip is not None:
        if len(free) > 1:
            outlines.insert(0, ("box", grip))  # below those of the tiles, where they lie on one line
        near.append(reach_of(grip))
    mark = _edited_watermark(hand)
    mark_grip = mark if mark is not None and can_be_resized(_watermark_of(hand)) else None
    if mark is not None:
        outlines.append(("selected", mark))
        near.append(reach_of(mark))
    clear = _Clear(room, grip, mark_grip)
    met = _aids(marks, lens, clear)
    near += met.near()
    size = _size_pill(box, grip, clear, _like(marks.likeness)) if marks.shows_size and box and grip else None
    if size is not None:
        near.append(size.rect)
    whole = hull(near)
    extent = bounding_box([*free, *stuck]) if stuck else box
    covered = grip if extent is box or extent is None else lens.pixels(extent)
    band = lens.pixels(marks.band) if marks.band else None
    return Shapes(tuple(outlines), grip, mark_grip, met.beams, size, met.guides, band, extent, covered, whole)


def aids(hand: Hand, grip: Rect, room: tuple[int, int]) -> Aids:
    """Those of the marks as they are, for tiles whose box lies there, on a canvas as large as ``room``."""
    return _aids(hand.marks, hand.lens, _Clear(room, grip))


def _aids(marks: Marks, lens: Lens, clear: _Clear) -> Aids:
    beams = tuple([_beam(gap, lens, clear) for gap in marks.distances])
    return Aids(beams, tuple([_guide(guide, lens) for guide in marks.guides]))


def around(grip: Rect, size: Pill) -> Rect:
    """All that is painted of a box with its handles and its size."""
    return hull([reach_of(grip), size.rect]) or grip


def _edited_watermark(hand: Hand) -> Rect | None:
    """Where the watermark is drawn that is being edited, if one is."""
    edited = hand.state.watermark
    rect = hand.watermark_rect(edited) if 0 <= edited < len(hand.session.composition.watermarks) else None
    return hand.lens.pixels(rect) if rect is not None else None


def _watermark_of(hand: Hand) -> Watermark:
    return hand.session.composition.watermarks[hand.state.watermark]


def _of_one(rect: Rect, lens: Lens, room: tuple[int, int], like: str | None) -> Shapes:
    """The same for one tile and nothing else, as most drags have it; ``like`` is told behind its size, ``None`` when
    that is not told.
    """
    grip = lens.pixels(rect)
    reach = reach_of(grip)
    if like is None:
        return Shapes((("selected", grip),), grip, extent=rect, covered=grip, near=hull([reach]))
    size = _size_pill(rect, grip, _Clear(room, grip), like)
    near = hull([reach, size.rect])
    return Shapes((("selected", grip),), grip, None, (), size, (), None, rect, grip, near)


def hull(rects: list[Rect]) -> Rect | None:
    """All that is painted of these boxes, with halos and ticks."""
    if not rects:
        return None
    left, top, width, height = rects[0]
    right, bottom = left + width, top + height
    for x, y, width, height in rects:  # with each move of a hand: `min` and `max` would take four times as long
        if x < left:
            left = x
        if y < top:
            top = y
        if x + width > right:
            right = x + width
        if y + height > bottom:
            bottom = y + height
    return Rect(left - EDGE, top - EDGE, right - left + 2 * EDGE, bottom - top + 2 * EDGE)


def _guide(guide: Guide, lens: Lens) -> Rect:
    axis, at, start, end = guide
    zoom, across, down = lens
    if axis == "x":
        left, top, bottom = reachable_all(across + at * zoom, down + start * zoom, down + end * zoom)
        return Rect(left, top - PAST, 1, bottom - top + 2 * PAST)
    top, left, right = reachable_all(down + at * zoom, across + start * zoom, across + end * zoom)
    return Rect(left - PAST, top, right - left + 2 * PAST, 1)


def _beam(gap: Distance, lens: Lens, clear: _Clear) -> Beam:
    axis, start, end, amid, _ = gap
    text = str(end - start)
    width, height = strokes.pill_width(text), strokes.PILL
    zoom, across, down = lens
    if axis == "y":
        left, top, bottom = reachable_all(across + amid * zoom - ASIDE, down + start * zoom, down + end * zoom)
        length = bottom - top
        line, pill = Rect(left, top, 1, length), Rect(left + 9, top + (length - height) // 2, width, height)
    else:
        top, left, right = reachable_all(down + amid * zoom + ASIDE, across + start * zoom, across + end * zoom)
        length = right - left
        above = top - height // 2 if length >= width + 8 else top + 8  # on the line where there is room
        line, pill = Rect(left, top, length, 1), Rect(left + (length - width) // 2, above, width, height)
    return Beam(axis, line, Pill(clear.place(pill), text, "guide"), length > LONG_BEAM)


def _like(likeness: Likeness) -> str:
    """What is told behind the size of a tile."""
    if not likeness:
        return ""
    return tr("size of the source") if likeness == "size" else tr("proportion of the source")


def _size_pill(box: Rect, around: Rect, clear: _Clear, like: str) -> Pill:
    text = f"{box.width} × {box.height}" + (f" · {like}" if like else "")
    return Pill(_size_place(around, strokes.pill_width(text) + 8, strokes.PILL + 2, clear), text, "selection")


def size_place(grip: Rect, width: int, height: int, room: tuple[int, int]) -> Rect:
    """Where a size that takes so many pixels is told of a box alone, on a canvas as large as ``room``."""
    return _size_place(grip, width, height, _Clear(room, grip))


def _size_place(around: Rect, width: int, height: int, clear: _Clear) -> Rect:
    top = around.bottom + 11
    if top + height > clear.room[1] - 4:
        top = around.y - 11 - height
    return clear.place(Rect(around.x + (around.width - width) // 2, top, width, height))


class _Clear:
    """Keeps pills within the canvas, whose size is ``room``, and off the handles of both boxes."""

    def __init__(self, room: tuple[int, int], *grips: Rect | None) -> None:
        self.room = room
        self._grips = [(grip, reach_of(grip)) for grip in grips if grip is not None]

    def place(self, pill: Rect) -> Rect:
        """Where the pill is drawn. One that would lie on a handle is moved down, or up from the lower half."""
        x, y, width, height = pill
        across, down = self.room
        if x < 4 or y < 4 or x > across - width - 4 or y > down - height - 4:
            x, y = max(4, min(x, across - width - 4)), max(4, min(y, down - height - 4))
        for grip, (reach_x, reach_y, reach_wide, reach_high) in self._grips:
            if not (reach_x - width < x < reach_x + reach_wide and reach_y - height < y < reach_y + reach_high):
                continue
            for _, before, above, wide, high in handles_of(grip.width, grip.height):
                left, top = grip.x + before, grip.y + above
                if x < left + wide and left < x + width and y < top + high and top < y + height:
                    y = top + high + 3 if y + height / 2 >= top + high / 2 else top - 3 - height
        return Rect(x, y, width, height)
