"""What the overlay draws, worked out in pixels of the screen: outlines, handles, guides, distances, pills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from ...layout.distance import Distance
from ...layout.rect import Rect
from ...layout.resize import HANDLES, Handle, bounding_box
from ...layout.snap import Guide
from ..theme import tokens
from . import strokes
from .hand import Hand
from .lens import Lens

OUTWARD = 48
"""A selection shorter than this on the screen has its handles outside, so that it can still be taken hold of."""

AWAY = 12
PAST = 20
"""How far a guide runs past what it aligns."""

ASIDE = 30
"""Distances are drawn this far from the middle of a side, where the handle is."""

CORNER = tokens.size("handle_corner")
HIT = tokens.size("handle_hit")

Kind = Literal["hover", "selected", "locked", "box", "focus"]


@dataclass(frozen=True, slots=True)
class Shapes:
    outlines: tuple[tuple[Kind, QRectF], ...] = ()
    handles: tuple[tuple[Handle, QRectF], ...] = ()
    guides: tuple[QLineF, ...] = ()
    beams: tuple[tuple[QPointF, QPointF], ...] = ()
    pills: tuple[tuple[QRectF, str, str], ...] = ()
    band: QRectF | None = None
    extent: Rect | None = field(default=None)

    def areas(self, other: Shapes) -> Iterator[QRectF]:
        """What has to be painted anew when these shapes go and ``other`` come, or the other way round."""
        if self.outlines != other.outlines or self.handles != other.handles:
            yield from self._chosen()
        for line in self.guides:
            if line not in other.guides:
                yield QRectF(line.p1(), line.p2()).normalized().adjusted(-2, -2, 3, 3)
        for beam in self.beams:
            if beam not in other.beams:
                yield QRectF(*beam).normalized().adjusted(-7, -7, 7, 7)
        for pill in self.pills:
            if pill not in other.pills:
                yield pill[0].adjusted(-1, -1, 1, 1)
        if self.band is not None and self.band != other.band:
            yield self.band.adjusted(-2, -2, 2, 2)

    def _chosen(self) -> Iterator[QRectF]:
        around = QRectF()
        for kind, rect in self.outlines:
            if kind == "hover":
                yield rect.adjusted(-3, -3, 3, 3)
            else:
                around |= rect
        for _, rect in self.handles:
            around |= rect
        if not around.isEmpty():
            yield around.adjusted(-4, -4, 4, 4)


def shapes(hand: Hand, room: QSizeF, *, shows_focus: bool) -> Shapes:
    """The shapes for the selection, the hover and the marks as they are; ``room`` is the size of the canvas."""
    lens, session, marks = hand.lens, hand.session, hand.marks
    chosen = frozenset(session.selection)
    hover, focus = hand.hover, hand.focus if shows_focus else ""
    outlines: list[tuple[Kind, QRectF]] = []
    free: list[Rect] = []
    extent: list[Rect] = []
    for tile, there in zip(session.composition.tiles, session.placement().tiles, strict=True):
        tile_id = tile.id
        if tile_id not in chosen and tile_id != hover and tile_id != focus:
            continue
        rect = there.drawn
        if rect is None:
            continue
        on_screen = strokes.crisp(lens.rect(rect))
        if tile_id in chosen:
            extent.append(rect)
            outlines.append(("locked" if tile.locked else "selected", on_screen))
            if not tile.locked:
                free.append(rect)
        elif tile_id == hover:
            outlines.append(("hover", on_screen))
        if tile_id == focus and (tile_id not in chosen or len(chosen) > 1):
            outlines.append(("focus", on_screen.adjusted(-5, -5, 5, 5)))
    box = bounding_box(free)
    handles: tuple[tuple[Handle, QRectF], ...] = ()
    if box is not None:
        around = strokes.crisp(lens.rect(box))
        if len(free) > 1:
            outlines.append(("box", around))
        handles = tuple(_handles(around))
    guides = tuple(_guide(guide, lens) for guide in marks.guides)
    beams, pills = _distances(marks.distances, lens, room)
    if marks.shows_size and box is not None:
        pills.append(_size_pill(box, strokes.crisp(lens.rect(box)), room))
    return Shapes(
        tuple(outlines),
        handles,
        guides,
        tuple(beams),
        tuple(_apart(pills, [rect for _, rect in handles])),
        lens.rect(marks.band) if marks.band else None,
        bounding_box(extent),
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


def _handles(box: QRectF) -> Iterator[tuple[Handle, QRectF]]:
    """Where the handles are drawn; those of a side only where they do not lie upon those of the corners."""
    width, height = box.width(), box.height()
    across = AWAY if width < OUTWARD else 0
    down = AWAY if height < OUTWARD else 0
    left, top, width, height = box.left() - across, box.top() - down, width + 2 * across, height + 2 * down
    for name, along, below, wide, high in _PLACES:
        if (along == 0.5 and width < 2 * HIT) or (below == 0.5 and height < 2 * HIT):
            continue
        yield name, QRectF(round(left + along * width - wide / 2), round(top + below * height - high / 2), wide, high)


def handle_at(shapes: Shapes, x: float, y: float) -> Handle | None:
    """The handle whose 24 × 24 pixels hold the point; corners before sides."""
    half = HIT / 2
    found: Handle | None = None
    for name, rect in shapes.handles:
        middle = rect.center()
        if abs(middle.x() - x) <= half and abs(middle.y() - y) <= half:
            if "-" in name:
                return name
            found = found or name
    return found


def _guide(guide: Guide, lens: Lens) -> QLineF:
    if guide.axis == "x":
        x = round(lens.x(guide.at))
        return QLineF(x, lens.y(guide.start) - PAST, x, lens.y(guide.end) + PAST)
    y = round(lens.y(guide.at))
    return QLineF(lens.x(guide.start) - PAST, y, lens.x(guide.end) + PAST, y)


def _distances(
    distances: Sequence[Distance], lens: Lens, room: QSizeF
) -> tuple[list[tuple[QPointF, QPointF]], list[tuple[QRectF, str, str]]]:
    beams: list[tuple[QPointF, QPointF]] = []
    pills: list[tuple[QRectF, str, str]] = []
    for gap in distances:
        text = str(gap.length)
        width = strokes.pill_width(text)
        if gap.axis == "y":
            x = round(lens.x(gap.across) - ASIDE)
            start, end = QPointF(x, round(lens.y(gap.start))), QPointF(x, round(lens.y(gap.end)))
            pill = QRectF(x + 9, (start.y() + end.y() - strokes.PILL) / 2, width, strokes.PILL)
        else:
            y = round(lens.y(gap.across) + ASIDE)
            start, end = QPointF(round(lens.x(gap.start)), y), QPointF(round(lens.x(gap.end)), y)
            middle = (start.x() + end.x() - width) / 2
            pill = QRectF(middle, y + 8, width, strokes.PILL)
            if end.x() - start.x() >= width + 8:
                pill.moveTop(y - strokes.PILL / 2)
        beams.append((start, end))
        pills.append((_inside(pill, room), text, "guide"))
    return beams, pills


def _size_pill(box: Rect, rect: QRectF, room: QSizeF) -> tuple[QRectF, str, str]:
    text = f"{box.width} × {box.height}"
    width = strokes.pill_width(text) + 8
    pill = QRectF(rect.center().x() - width / 2, rect.bottom() + 11, width, strokes.PILL + 2)
    if pill.bottom() > room.height() - 4:
        pill.moveBottom(rect.top() - 11)
    return _inside(pill, room), text, "selection"


def _inside(pill: QRectF, room: QSizeF) -> QRectF:
    """A pill is never cut off by the edge of the canvas."""
    pill.moveLeft(max(4.0, min(pill.left(), room.width() - pill.width() - 4)))
    pill.moveTop(max(4.0, min(pill.top(), room.height() - pill.height() - 4)))
    return strokes.crisp(pill)


def _apart(pills: Sequence[tuple[QRectF, str, str]], handles: Sequence[QRectF]) -> Iterator[tuple[QRectF, str, str]]:
    """No pill lies on a handle: those that would are moved down, or up from the lower half."""
    for rect, text, token in pills:
        for handle in handles:
            if rect.intersects(handle):
                if rect.center().y() >= handle.center().y():
                    rect.moveTop(handle.bottom() + 3)
                else:
                    rect.moveBottom(handle.top() - 3)
        yield rect, text, token
