"""Draws over the tiles, in pixels of the screen, and knows what lies under the pointer."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPen

from ...layout.rect import Rect
from ..theme import tokens
from ..theme.theme import with_alpha
from . import strokes
from .hand import NOTHING, Hand, Hit, HitTest
from .items import badge_area, retry_area
from .pointer import Pointer
from .shapes import Kind, Shapes, boxed_handles, handle_at, shapes
from .stage import Stage


class Overlay(HitTest):
    """The shapes as they are now."""

    def __init__(self, hand: Hand, stage: Stage) -> None:
        self._hand, self._stage = hand, stage
        self.shapes = Shapes()

    def refresh(self, room: tuple[int, int], *, shows_focus: bool) -> list[Rect] | None:
        """Work the shapes out anew; what has to be painted again, ``None`` when they are as they were."""
        before = self.shapes
        now = shapes(self._hand, self._stage.face_of, room, shows_focus=shows_focus)
        if now == before:
            return None
        self.shapes = now
        return now.changes(before)

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Draw on a painter without transformation, for a screen with so many pixels in each of ours."""
        now = self.shapes
        for kind, rect in now.outlines:
            _outline(painter, kind, rect)
        if now.guides or now.beams:
            strokes.guides(painter, now.guides, [(line, axis == "x") for axis, line, _ in now.beams], ratio)
        if now.grip is not None:
            x, y, width, height = now.grip
            strokes.handles(painter, x, y, boxed_handles(width, height), ratio)
        if now.mark_grip is not None:
            strokes.handles(painter, 0, 0, tuple([rect for _, rect in now.mark_handles]), ratio)
        if now.band is not None:
            _band(painter, now.band)
        for rect, text, token in now.pills:
            strokes.pill(painter, rect, text, token, ratio)

    def hit(self, pointer: Pointer) -> Hit:
        """First the handles, then what lies on top."""
        handle = handle_at(self.shapes.mark_handles, pointer.across, pointer.down)
        if handle is not None:
            return Hit("watermark-handle", handle=handle, index=self._hand.state.watermark)
        handle = handle_at(self.shapes.handles, pointer.across, pointer.down)
        if handle is not None:
            return Hit("handle", handle=handle)
        x, y = pointer.x, pointer.y
        mark = self._stage.watermarks.at(x, y)
        if mark is not None:
            return Hit("watermark", index=mark)
        for tile_id, rect in reversed(self._hand.rects().items()):
            if rect.x <= x < rect.right and rect.y <= y < rect.bottom:
                return self._on_tile(tile_id, pointer)
        return NOTHING

    def _on_tile(self, tile_id: str, pointer: Pointer) -> Hit:
        item = self._stage.tiles.get(tile_id)
        if item is not None:
            rect = strokes.crisp(self._hand.lens.rect(item.face.rect))
            badge = badge_area(item.face, rect)
            if badge is not None and badge.contains(pointer.across, pointer.down):
                return Hit("badge", tile_id)
            retry = retry_area(item.face, rect)
            if retry is not None and retry.contains(pointer.across, pointer.down):
                return Hit("retry", tile_id)
        return Hit("tile", tile_id)

    def watermark_rect(self, index: int) -> Rect | None:
        return self._stage.watermarks.rect(index)


def _outline(painter: QPainter, kind: Kind, rect: Rect) -> None:
    colour = tokens.ink("focus" if kind == "focus" else "selection")
    width = 1 if kind in {"hover", "box"} else 2
    strokes.outline(painter, rect, colour, width, (6, 4) if kind == "locked" else None)


def _band(painter: QPainter, rect: Rect) -> None:
    painter.setPen(QPen(tokens.colour("selection"), 1))
    painter.setBrush(with_alpha("selection", 0.12))
    painter.drawRect(*rect)
