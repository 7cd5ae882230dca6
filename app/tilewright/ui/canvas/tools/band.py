"""The rubber band: choosing tiles by an area."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from ....layout.rect import Rect
from ..hand import Hand, Marks
from ..pointer import Pointer
from .tool import Tool


class Band(Tool):
    """Chooses every tile that the band touches, and its group. Shift or Ctrl adds to what was chosen before."""

    cursor = Qt.CursorShape.CrossCursor
    goes_beyond = True

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand)
        self._start = start
        self._was = hand.session.selection
        self._kept = self._was if start.adds else ()

    def move(self, pointer: Pointer) -> Tool:
        band = _between(self._start, pointer)
        touched = [tile_id for tile_id, rect in self.hand.rects().items() if rect.cut(band)]
        self.hand.select((*self._kept, *touched))
        self.hand.show(Marks(band=band))
        return self

    def release(self, pointer: Pointer) -> Tool:
        return self.hand.rest()

    def cancel(self) -> Tool:
        self.hand.select(self._was, alone=True)
        return self.hand.rest()


def _between(one: Pointer, other: Pointer) -> Rect:
    x, y = math.floor(min(one.x, other.x)), math.floor(min(one.y, other.y))
    return Rect(x, y, math.ceil(max(one.x, other.x)) - x or 1, math.ceil(max(one.y, other.y)) - y or 1)
