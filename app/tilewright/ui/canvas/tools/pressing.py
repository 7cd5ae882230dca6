"""Pressed, not dragged yet: a click never becomes a drag of one pixel."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.resize import Handle
from ....model.composition import MOST_TILES
from ...clipboard import tell_no_room
from ..choosing import toggle
from ..hand import Hand
from ..pointer import Pointer
from .band import Band
from .copying import Copying
from .moving import Moving
from .resizing import Resizing
from .swapping import Swapping
from .tool import Tool


class PressingTile(Tool):
    """On a tile. A click chooses it and its group; a drag moves what is chosen, or copies of it where Ctrl was held;
    with Ctrl and Shift it exchanges this tile for another.

    When a chosen tile lies under the pointer, a drag moves it even if another one covers it there, so that a tile
    that was chosen in the table can be taken hold of.
    """

    def __init__(self, hand: Hand, start: Pointer, tile_id: str) -> None:
        super().__init__(hand)
        self._start, self._id = start, tile_id
        self._was = hand.session.selection
        self._waits = start.adds or tile_id in self._was or self._is_over_chosen()
        if not self._waits:
            hand.select([tile_id], tile_id)

    def _is_over_chosen(self) -> bool:
        x, y = self._start.x, self._start.y
        rects = self.hand.rects()
        chosen = (rects[tile_id] for tile_id in self._was if tile_id in rects)
        return any(rect.x <= x < rect.right and rect.y <= y < rect.bottom for rect in chosen)

    def move(self, pointer: Pointer) -> Tool:
        if not self.hand.is_drag(self._start, pointer):
            return self
        session, tiles = self.hand.session, {tile.id: tile for tile in self.hand.session.composition.tiles}
        if self._id not in tiles:
            return self.hand.rest()  # taken back since the press
        if self._start.ctrl and self._start.shift and not tiles[self._id].locked:
            self.hand.select([self._id], self._id, alone=True)
            return self.go_on(Swapping(self.hand, self._start, self._id), pointer)
        if self._start.ctrl and not self._start.shift:
            if self._id not in session.selection and not self._is_over_chosen():
                self.hand.select([self._id], self._id)
            if len(tiles) + len(session.selection) > MOST_TILES:
                tell_no_room(self.hand.bench, len(session.selection))
                return self.hand.rest()
            return self.go_on(Copying(self.hand, self._start), pointer)
        if self._start.adds and self._id not in session.selection:
            self.hand.select((*session.selection, self._id), self._id)
        if all(tile.locked for tile in session.selected()):
            return self.go_on(Band(self.hand, self._start), pointer)
        return self.go_on(Moving(self.hand, self._start), pointer)

    def release(self, pointer: Pointer) -> Tool:
        if self._start.adds:
            toggle(self.hand, self._id)
        elif self._waits:
            self.hand.select([self._id], self._id)
        return self.hand.rest()

    def cancel(self) -> Tool:
        self.hand.select(self._was, alone=True)
        return self.hand.rest()


class PressingHandle(Tool):
    """On a handle."""

    def __init__(self, hand: Hand, start: Pointer, handle: Handle, cursor: Qt.CursorShape) -> None:
        super().__init__(hand)
        self._start, self._handle = start, handle
        self.cursor = cursor

    def move(self, pointer: Pointer) -> Tool:
        if not self.hand.is_drag(self._start, pointer):
            return self
        return self.go_on(Resizing(self.hand, self._start, self._handle, self.cursor), pointer)

    def release(self, pointer: Pointer) -> Tool:
        return self.hand.rest()


class PressingNothing(Tool):
    """Beside all tiles. A click chooses nothing; a drag opens a rubber band."""

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand)
        self._start = start

    def move(self, pointer: Pointer) -> Tool:
        if not self.hand.is_drag(self._start, pointer):
            return self
        return self.go_on(Band(self.hand, self._start), pointer)

    def release(self, pointer: Pointer) -> Tool:
        if not self._start.adds:
            self.hand.select(())
            self.hand.state.choose_watermark(-1)
            self.hand.state.choose_guide(None)
            self.hand.set_focus("")
        return self.hand.rest()
