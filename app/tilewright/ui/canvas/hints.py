"""Hints about what is chosen: which part of it overlaps other tiles, and where it is when it is out of sight."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap, QRegion

from ...layout.rect import Rect
from ...layout.resize import bounding_box
from ...model.composition import Tile
from ..theme import tokens
from . import strokes
from .face import Face
from .lens import Lens

MOST_CHOSEN, MOST_TILES = 8, 200
"""With more of them nobody is told about overlaps: it is looked for with every move of the hand."""

ARROW = 28
INSET = 8
"""Of an arrow from the edge of the canvas."""

PITCH = 16
"""Of the hatching, in pixels of the screen: what lies beneath is still seen."""

RIM = 14
"""So far from its edges, in pixels of the screen, an overlap is hatched: the picture that is being placed is seen."""

Side = Literal["left", "right", "top", "bottom"]
FaceOf = Callable[[str], Face | None]


class Arrow(NamedTuple):
    """It leads to what is chosen and out of sight at that side: ``extent``, in pixels of the frame."""

    side: Side
    rect: Rect
    extent: Rect


def overlaps(tiles: Sequence[Tile], chosen: Sequence[str], face_of: FaceOf, lens: Lens) -> Iterator[Rect]:
    """The parts of the ``chosen`` tiles that lie over other tiles or below them, in pixels of the canvas.

    A tile that lies wholly in one beneath it is a picture in the picture, and meant so. Hidden tiles are in no result.
    """
    if not chosen or len(chosen) > MOST_CHOSEN or len(tiles) > MOST_TILES:
        return
    faces = [(tile.id in chosen, face.rect) for tile in tiles if not tile.hidden and (face := face_of(tile.id))]
    for number, (is_chosen, rect) in enumerate(faces):
        if not is_chosen:
            continue
        for place, (is_other_chosen, other) in enumerate(faces):
            if place == number or (is_other_chosen and place < number) or not rect.overlaps(other):
                continue
            lower, upper = (rect, other) if place > number else (other, rect)
            shared = None if lower != upper and lower.contains(upper) else rect.cut(other)
            if shared is not None:
                yield lens.pixels(shared)


def arrows(
    chosen: Sequence[str], face_of: FaceOf, lens: Lens, room: tuple[int, int], size: Rect | None = None
) -> Iterator[Arrow]:
    """One for each side of the canvas, whose size is ``room``, beyond which chosen tiles lie wholly out of sight. They
    keep clear of where the ``size`` of what is chosen is told.
    """
    wide, high = room
    sight = Rect(0, 0, wide, high)
    beyond: dict[Side, list[Rect]] = {}
    for tile_id in chosen:
        face = face_of(tile_id)
        there = lens.pixels(face.rect) if face is not None else sight
        if face is not None and not there.overlaps(sight):
            ways: dict[Side, int] = {
                "left": -there.right,
                "right": there.x - wide,
                "top": -there.bottom,
                "bottom": there.y - high,
            }
            beyond.setdefault(max(ways, key=ways.__getitem__), []).append(face.rect)
    for side, rects in beyond.items():
        extent = bounding_box(rects)
        if extent is None:
            continue
        x, y, width, height = lens.pixels(extent)
        left, top = x + (width - ARROW) // 2, y + (height - ARROW) // 2
        left = max(INSET, min(left, wide - INSET - ARROW))
        top = max(INSET, min(top, high - INSET - ARROW))
        arrow = _clear_of(size, Rect(left, top, ARROW, ARROW), room, along=side in {"top", "bottom"})
        yield Arrow(side, arrow, extent)


def _clear_of(size: Rect | None, arrow: Rect, room: tuple[int, int], *, along: bool) -> Rect:
    """Before the ``size`` that it would cover, or behind that where there is no room; ``along`` a line, else above.
    Where there is none on either side, it covers a part of that: the arrow is what the hand needs.
    """
    if size is None or not arrow.overlaps(size):
        return arrow
    start, end = (size.x, size.right) if along else (size.y, size.bottom)
    at = start - INSET - ARROW if start >= 2 * INSET + ARROW else end + INSET
    at = min(at, (room[0] if along else room[1]) - INSET - ARROW)
    return arrow._replace(x=at) if along else arrow._replace(y=at)


def paint_overlaps(painter: QPainter, rects: Sequence[Rect], words: Iterable[Rect], ratio: float) -> None:
    """Hatched along the edges, and with a line around; ``words`` can still be read."""
    if not rects:
        return
    painter.save()
    clear = QRegion(painter.viewport())
    for told in words:
        clear -= QRegion(*told)
    painter.setClipRegion(clear, Qt.ClipOperation.IntersectClip)
    brush = QBrush(_hatching(tokens.look(), ratio))
    for rect in rects:
        painter.setBrushOrigin(rect.x, rect.y)
        for part in rim(rect):
            painter.fillRect(*part, brush)
        strokes.outline(painter, rect.grown(-1), tokens.ink("selection"), 1)
    painter.restore()


def rim(rect: Rect) -> tuple[Rect, ...]:
    """The parts of ``rect`` that are hatched: all of it where little would be left."""
    x, y, width, height = rect
    wide, high = width - 2 * RIM, height - 2 * RIM
    if min(wide, high) < RIM:
        return (rect,)
    return (
        Rect(x, y, width, RIM),
        Rect(x, y + RIM + high, width, RIM),
        Rect(x, y + RIM, RIM, high),
        Rect(x + RIM + wide, y + RIM, RIM, high),
    )


def paint_arrows(painter: QPainter, told: Sequence[Arrow], ratio: float) -> None:
    for arrow in told:
        painter.drawPixmap(arrow.rect.x, arrow.rect.y, _arrow(arrow.side, tokens.look(), ratio))


@functools.lru_cache(maxsize=8)
def _hatching(look: tokens.Look, ratio: float) -> QPixmap:
    """Slanted lines with their halo beside them, as a picture that is repeated."""
    side = round(PITCH * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    line = max(1, round(ratio))
    for name, first in (("selection", 0), ("halo", line)):
        for step in range(side):
            for wide in range(line):
                painter.fillRect((first + wide - step) % side, step, 1, 1, tokens.colour(name, look))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


_TURNS: dict[Side, int] = {"right": 0, "bottom": 90, "left": 180, "top": 270}


@functools.lru_cache(maxsize=16)
def _arrow(side: Side, look: tokens.Look, ratio: float) -> QPixmap:
    made = QPixmap(round(ARROW * ratio), round(ARROW * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for name, inset in (("halo", 0.0), ("selection", 2.0)):
        painter.setBrush(tokens.colour(name, look))
        area = QRectF(inset, inset, ARROW - 2 * inset, ARROW - 2 * inset)
        painter.drawRoundedRect(area, ARROW / 2, ARROW / 2)
    painter.translate(ARROW / 2, ARROW / 2)
    painter.rotate(_TURNS[side])
    pen = QPen(tokens.colour("on_selection", look), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLine(QPointF(-6, 0), QPointF(6, 0))
    painter.drawPolyline([QPointF(1, -5), QPointF(6, 0), QPointF(1, 5)])
    painter.end()
    return made
