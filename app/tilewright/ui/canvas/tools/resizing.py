"""Dragging a handle."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.move import movable
from ....layout.rect import Rect
from ....layout.resize import Handle, Pull, bounding_box, resize_rect, resize_snapped, resize_tiles
from ....layout.snap import Targets
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .tool import Tool

CORNERS: frozenset[Handle] = frozenset({"top-left", "top-right", "bottom-left", "bottom-right"})


class Resizing(Tool):
    """The chosen tiles that are not locked follow the handle. Ctrl or Alt keeps the centre.

    A corner keeps the proportion, as in programs for video, and a side where the user wants it so; Shift turns either
    round.
    """

    goes_beyond = True

    def __init__(self, hand: Hand, start: Pointer, handle: Handle, cursor: Qt.CursorShape) -> None:
        super().__init__(hand)
        self.cursor = cursor
        document = hand.session.document
        document.finish()
        self._start, self._handle, self._before = start, handle, document.composition
        self._rects = hand.rects()
        self._ids = frozenset(
            tile.id for tile in movable(self._before, hand.session.selection) if tile.id in self._rects
        )
        self._box = bounding_box(self._rects[tile_id] for tile_id in self._ids) or Rect(0, 0, 1, 1)
        hidden = {tile.id for tile in self._before.tiles if tile.hidden}
        others = (rect for tile_id, rect in self._rects.items() if tile_id not in self._ids and tile_id not in hidden)
        self._targets = Targets(hand.session.placement().frame, others)

    def move(self, pointer: Pointer) -> Tool:
        document = self.hand.session.document
        if document.committed is not self._before:
            return self.hand.rest()  # somebody else changed the composition: the gesture is void
        pull = Pull(
            self._handle,
            pointer.x - self._start.x,
            pointer.y - self._start.y,
            keeps_proportion=self._keeps_proportion(pointer),
            from_centre=pointer.ctrl or pointer.alt,
        )
        marks = Marks(shows_size=True)
        if self.hand.state.snaps:
            box, snap = resize_snapped(self._box, pull, self._targets, self.hand.reach)
            marks = Marks(snap.guides, snap.distances, shows_size=True)
        else:
            box = resize_rect(self._box, pull)
        self.hand.show(marks, resize_tiles(self._before, self._rects, box, self._ids))
        return self

    def _keeps_proportion(self, pointer: Pointer) -> bool:
        is_kept = self._handle in CORNERS or self.hand.bench.preferences.window.keeps_proportion
        return is_kept != pointer.shift

    def release(self, pointer: Pointer) -> Tool:
        count = len(self._ids)
        text = tr("Resize tile") if count == 1 else tr("Resize {count} tiles").format(count=count)
        if self.hand.session.document.committed is self._before:
            self.hand.session.document.commit(text)
        return self.hand.rest()

    def cancel(self) -> Tool:
        if self.hand.session.document.committed is self._before:
            self.hand.session.document.rollback()
        return self.hand.rest()
