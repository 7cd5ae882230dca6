"""Dragging one tile onto another, to exchange the two."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.align import swap
from ....layout.move import movable_at, move_at
from ....model.composition import Composition
from ...names import step_name
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .gesture import TileGesture


class Swapping(TileGesture):
    """Over another tile the two have changed place, size and order; elsewhere the tile goes with the hand."""

    cursor = Qt.CursorShape.DragMoveCursor

    def __init__(self, hand: Hand, start: Pointer, tile_id: str) -> None:
        super().__init__(hand, start)
        self._id, self._other = tile_id, ""
        self._places = movable_at(self._before, frozenset((tile_id,)))

    @property
    def text(self) -> str:
        return tr("Swap tiles") if self._other else step_name(self._before, (self._id,), tr("Move {tile}"), "")

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        self._other = self._below(pointer)
        if self._other:
            return Marks(), swap(self._before, self.hand.session.known, self._id, self._other)
        dx, dy = round(pointer.x - self._start.x), round(pointer.y - self._start.y)
        return Marks(shows_size=True), move_at(self._before, self._places, dx, dy)

    def _below(self, pointer: Pointer) -> str:
        """The uppermost tile where the hand is with which this one can change; none where it lay itself, on top."""
        for tile in reversed(self._before.tiles):
            rect = self._rects.get(tile.id)
            if rect is None or not rect.holds(pointer.x, pointer.y):
                continue
            if tile.id == self._id:
                return ""
            if not (tile.hidden or tile.locked):
                return tile.id
        return ""
