"""Dragging tiles."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.move import movable, move_tiles, one_axis
from ....layout.rect import Rect
from ....layout.resize import bounding_box
from ....layout.snap import PARTS, Snap, Targets
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .tool import Tool


class Moving(Tool):
    """All chosen tiles that are not locked go with the hand. Shift keeps to one axis, Ctrl does not snap."""

    cursor = Qt.CursorShape.SizeAllCursor
    goes_beyond = True

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand)
        document = hand.session.document
        document.finish()
        self._start, self._before = start, document.composition
        self._ids = frozenset(tile.id for tile in movable(self._before, hand.session.selection))
        rects = hand.rects()
        self._box = bounding_box(rects[tile_id] for tile_id in self._ids if tile_id in rects) or Rect(0, 0, 1, 1)
        hidden = {tile.id for tile in self._before.tiles if tile.hidden}
        others = (rect for tile_id, rect in rects.items() if tile_id not in self._ids and tile_id not in hidden)
        self._targets = Targets(hand.session.placement().frame, others)

    def move(self, pointer: Pointer) -> Tool:
        document = self.hand.session.document
        if document.committed is not self._before:
            return self.hand.rest()  # somebody else changed the composition: the gesture is void
        way = pointer.x - self._start.x, pointer.y - self._start.y
        across, down = one_axis(*way) if pointer.shift else way
        dx, dy = round(across), round(down)
        snap = Snap()
        if self.hand.state.snaps and not pointer.ctrl:
            there = self._box._replace(x=self._box.x + dx, y=self._box.y + dy)
            is_free = not pointer.shift
            snap = self._targets.snap(
                there, self.hand.reach, PARTS if across or is_free else (), PARTS if down or is_free else ()
            )
        after = move_tiles(self._before, self._ids, dx + snap.dx, dy + snap.dy)
        self.hand.show(Marks(snap.guides, snap.distances, shows_size=True), after)
        return self

    def release(self, pointer: Pointer) -> Tool:
        count = len(self._ids)
        text = tr("Move tile") if count == 1 else tr("Move {count} tiles").format(count=count)
        if self.hand.session.document.committed is self._before:
            self.hand.session.document.commit(text)
        return self.hand.rest()

    def cancel(self) -> Tool:
        if self.hand.session.document.committed is self._before:
            self.hand.session.document.rollback()
        return self.hand.rest()
