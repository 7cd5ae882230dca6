"""Dragging one tile onto another, to exchange the two."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.move import movable_at, move_at
from ....layout.swapping import swap_in_layout
from ....model.composition import Composition
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .gesture import TileGesture
from .tool import Tool


class Swapping(TileGesture):
    """Over another tile the two have changed place, size and order; elsewhere the tile goes with the hand, and lies
    where it was when that lets go: who aims at a tile and misses it means no other place.
    """

    cursor = Qt.CursorShape.DragMoveCursor

    def __init__(self, hand: Hand, start: Pointer, tile_id: str) -> None:
        super().__init__(hand, start)
        self._id, self._other = tile_id, ""
        self._places = movable_at(self._before, frozenset((tile_id,)))
        self._swapped: dict[str, Composition] = {}
        """What it comes to with each of those that the hand was over."""

    @property
    def text(self) -> str:
        return tr("Swap tiles")

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        self._other = self._below(pointer)
        if self._other:
            return Marks(), self._with(self._other)
        dx, dy = round(pointer.x - self._start.x), round(pointer.y - self._start.y)
        return Marks(shows_size=True), move_at(self._before, self._places, dx, dy)

    def release(self, pointer: Pointer) -> Tool:
        return super().release(pointer) if self._other else self.cancel()

    def _with(self, other: str) -> Composition:
        if other not in self._swapped:
            known, spacing = self.hand.session.known, self.hand.bench.arranging.spacing
            self._swapped[other] = swap_in_layout(self._before, known, self._id, other, spacing)
        return self._swapped[other]

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
