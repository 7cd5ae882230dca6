"""What the overlay draws, worked out in pixels of the screen: outlines, handles, guides, distances, pills.

All of it lies on whole pixels and is made anew with every move of the hand: plain numbers, which are compared many
times faster than objects of Qt.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ...layout.distance import Distance
from ...layout.rect import Rect
from ...layout.resize import HANDLES, Handle, bounding_box
from ...layout.snap import Axis, Guide, Likeness
from ...layout.watermark_changes import can_be_resized
from ..theme import tokens
from ..words import tr
from . import strokes
from .face import Face
from .guide_lines import GuideLine
from .hand import Hand
from .hints import Arrow
from .lens import Lens, reachable

OUTWARD = 48
"""A selection shorter than this on the screen has its handles outside, so that it can still be taken hold of."""

AWAY = 12
"""How far outside, at least: farther where the handles of the sides would otherwise lie upon those of the corners."""

HALO = 4
"""How far an outline with its halo reaches beyond its box."""

PAST = 20
"""How far a guide runs past what it aligns."""

ASIDE = 30
"""Distances are drawn this far from the middle of a side, where the handle is."""

CORNER = tokens.size("handle_corner")
HIT = tokens.size("handle_hit")

EDGE = max(HALO, strokes.TICK + 1)
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
    """A distance along ``axis``: a line one pixel wide with a tick at each end, and its number."""

    axis: Axis
    line: Rect
    pill: Pill

    @property
    def is_long(self) -> bool:
        """Whether it reaches so far from the selection that it is painted by itself."""
        return self.line.width > LONG_BEAM or self.line.height > LONG_BEAM

    def areas(self) -> tuple[Rect, Rect]:
        """What it covers."""
        return self.line.grown(EDGE), self.pill.rect.grown(1)


@dataclass(frozen=True, slots=True)
class Shapes:
    """In pixels of the canvas, ``extent`` alone in those of the frame: what the selection covers. ``mark_handles`` are
    those of the watermark that is being edited.

    All that lies at the selection is painted as one, ``near``: that is faster, and worked out faster, than its parts.
    """

    outlines: tuple[tuple[Kind, Rect], ...] = ()
    handles: tuple[tuple[Handle, Rect], ...] = ()
    mark_handles: tuple[tuple[Handle, Rect], ...] = ()
    guides: tuple[Rect, ...] = ()
    beams: tuple[Beam, ...] = ()
    size: Pill | None = None
    band: Rect | None = None
    extent: Rect | None = None
    near: Rect | None = None
    labels: tuple[tuple[Rect, strokes.Label], ...] = ()
    overlaps: tuple[Rect, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    lines: tuple[GuideLine, ...] = ()

    @property
    def pills(self) -> tuple[Pill, ...]:
        distances = tuple(beam.pill for beam in self.beams)
        return (*distances, self.size) if self.size else distances

    def changes(self, before: Shapes) -> Iterator[Rect]:
        """What has to be painted anew when these shapes take the place of those ``before``."""
        if (self.outlines, self.mark_handles, self.beams, self.size) != (
            before.outlines,
            before.mark_handles,
            before.beams,
            before.size,
        ):
            yield from _together([*before._areas(), *self._areas()])
        yield from (guide.grown(1) for guide in set(self.guides) ^ set(before.guides))
        yield from (rect for rect, _ in set(self.labels) ^ set(before.labels))
        yield from (rect.grown(1) for rect in set(self.overlaps) ^ set(before.overlaps))
        yield from (arrow.rect for arrow in set(self.arrows) ^ set(before.arrows))
        yield from (line.area for line in set(self.lines) ^ set(before.lines))
        yield from (area for beam in set(self.beams) ^ set(before.beams) if beam.is_long for area in beam.areas())
        if self.band != before.band:
            yield from (band.grown(2) for band in (self.band, before.band) if band is not None)

    def _areas(self) -> Iterator[Rect]:
        """Where the hover and the selection lie."""
        yield from [rect.grown(HALO) for kind, rect in self.outlines if kind == "hover"]
        if self.near is not None:
            yield self.near


def _together(areas: Iterable[Rect]) -> list[Rect]:
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
    outlines: list[tuple[Kind, Rect]] = []
    free: list[Rect] = []
    stuck: list[Rect] = []
    for tile_id in chosen:
        face = face_of(tile_id)
        if face is not None:
            (stuck if face.is_locked else free).append(face.rect)
            outlines.append(("locked" if face.is_locked else "selected", lens.pixels(face.rect)))
    hover, focus = hand.hover, hand.focus if shows_focus else ""
    if hover not in chosen and (face := face_of(hover)) is not None:
        outlines.append(("hover", lens.pixels(face.rect)))
    if (focus not in chosen or len(chosen) > 1) and (face := face_of(focus)) is not None:
        outlines.append(("focus", lens.pixels(face.rect).grown(5)))
    box = bounding_box(free)
    around = lens.pixels(box) if box is not None else None
    if around is not None and len(free) > 1:
        outlines.insert(0, ("box", around))  # below those of the tiles, where they lie on one line
    handles = tuple(_handles(around)) if around is not None else ()
    mark_handles: tuple[tuple[Handle, Rect], ...] = ()
    marks_there, edited = hand.session.composition.watermarks, hand.state.watermark
    mark = hand.watermark_rect(edited) if edited < len(marks_there) else None
    if mark is not None:
        outlines.append(("selected", lens.pixels(mark)))
        if can_be_resized(marks_there[edited]):
            mark_handles = tuple(one for one in _handles(lens.pixels(mark)) if "-" in one[0])
    boxes = [rect for _, rect in (*handles, *mark_handles)]
    clear = _Clear(room, boxes)
    beams = tuple([_beam(gap, lens, clear) for gap in marks.distances])
    size = None
    if marks.shows_size and box is not None and around is not None:
        size = _size_pill(box, around, clear, _like(marks.likeness))
    near = [*boxes, *(rect for kind, rect in outlines if kind != "hover")]
    for beam in [beam for beam in beams if not beam.is_long]:
        near += (beam.line, beam.pill.rect)
    if size is not None:
        near.append(size.rect)
    whole = bounding_box(near)
    return Shapes(
        tuple(outlines),
        handles,
        mark_handles,
        tuple([_guide(guide, lens) for guide in marks.guides]),
        beams,
        size,
        lens.pixels(marks.band) if marks.band else None,
        bounding_box([*free, *stuck]) if stuck else box,
        whole.grown(EDGE) if whole is not None else None,
    )


_PLACES: tuple[tuple[Handle, float, float, int, int], ...] = tuple(
    (
        name,
        0.0 if "left" in name else 1.0 if "right" in name else 0.5,
        0.0 if "top" in name else 1.0 if "bottom" in name else 0.5,
        CORNER if "-" in name else 8 if name in {"left", "right"} else 16,
        CORNER if "-" in name else 16 if name in {"left", "right"} else 8,
    )
    for name in HANDLES
)
"""Name, place along both sides of the box, and size of each handle."""


def _handles(box: Rect) -> Iterator[tuple[Handle, Rect]]:
    """Where the handles are drawn."""
    x, y, width, height = box
    for name, across, down, wide, high in _handles_of(width, height):
        yield name, Rect(x + across, y + down, wide, high)


def outward(side: int) -> int:
    """How far beyond both ends of a side its handles lie, so that each has the pixels of its hit box for itself, and
    the tile has as many between them.
    """
    return max(AWAY, (2 * HIT - side + 1) // 2) if side < OUTWARD else 0


@functools.lru_cache(maxsize=64)
def _handles_of(width: int, height: int) -> tuple[tuple[Handle, int, int, int, int], ...]:
    """Name, place and size of the handles of a box of that size, which stays while something is moved."""
    left, top = -outward(width), -outward(height)
    width, height = width - 2 * left, height - 2 * top
    return tuple(
        (name, round(left + along * width - wide / 2), round(top + below * height - high / 2), wide, high)
        for name, along, below, wide, high in _PLACES
    )


def handle_at(handles: Iterable[tuple[Handle, Rect]], x: float, y: float) -> Handle | None:
    """The handle whose 24 × 24 pixels hold the point; corners before sides."""
    half = HIT / 2
    found: Handle | None = None
    for name, rect in handles:
        if abs(rect.x + rect.width / 2 - x) <= half and abs(rect.y + rect.height / 2 - y) <= half:
            if "-" in name:
                return name
            found = found or name
    return found


def _guide(guide: Guide, lens: Lens) -> Rect:
    if guide.axis == "x":
        top, bottom = reachable(lens.y(guide.start)) - PAST, reachable(lens.y(guide.end)) + PAST
        return Rect(reachable(lens.x(guide.at)), top, 1, bottom - top)
    left, right = reachable(lens.x(guide.start)) - PAST, reachable(lens.x(guide.end)) + PAST
    return Rect(left, reachable(lens.y(guide.at)), right - left, 1)


def _beam(gap: Distance, lens: Lens, clear: _Clear) -> Beam:
    text = str(gap.length)
    width, height = strokes.pill_width(text), strokes.PILL
    zoom, across, down = lens
    if gap.axis == "y":
        top = reachable(down + gap.start * zoom)
        length = reachable(down + gap.end * zoom) - top
        left = reachable(across + gap.across * zoom - ASIDE)
        line, pill = Rect(left, top, 1, length), Rect(left + 9, top + (length - height) // 2, width, height)
    else:
        left = reachable(across + gap.start * zoom)
        length = reachable(across + gap.end * zoom) - left
        top = reachable(down + gap.across * zoom + ASIDE)
        above = top - height // 2 if length >= width + 8 else top + 8  # on the line where there is room
        line, pill = Rect(left, top, length, 1), Rect(left + (length - width) // 2, above, width, height)
    return Beam(gap.axis, line, Pill(clear.place(pill), text, "guide"))


def _like(likeness: Likeness) -> str:
    """What is told behind the size of a tile."""
    if not likeness:
        return ""
    return tr("size of the source") if likeness == "size" else tr("proportion of the source")


def _size_pill(box: Rect, around: Rect, clear: _Clear, like: str) -> Pill:
    text = f"{box.width} × {box.height}" + (f" · {like}" if like else "")
    width, height = strokes.pill_width(text) + 8, strokes.PILL + 2
    top = around.bottom + 11
    if top + height > clear.room[1] - 4:
        top = around.y - 11 - height
    rect = Rect(around.x + (around.width - width) // 2, top, width, height)
    return Pill(clear.place(rect), text, "selection")


class _Clear:
    """Keeps pills within the canvas, whose size is ``room``, and off the handles."""

    def __init__(self, room: tuple[int, int], handles: Sequence[Rect]) -> None:
        self.room = room
        self._handles, self._around = handles, bounding_box(handles)

    def place(self, pill: Rect) -> Rect:
        """Where the pill is drawn. One that would lie on a handle is moved down, or up from the lower half."""
        x, y, width, height = pill
        across, down = self.room
        x, y = max(4, min(x, across - width - 4)), max(4, min(y, down - height - 4))
        if self._around is not None and self._around.overlaps(Rect(x, y, width, height)):
            for left, top, wide, high in self._handles:
                if x < left + wide and left < x + width and y < top + high and top < y + height:
                    y = top + high + 3 if y + height / 2 >= top + high / 2 else top - 3 - height
        return Rect(x, y, width, height)
