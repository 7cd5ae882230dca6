"""Dragging a handle."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.resize import Handle, Pull, least_box, resize_rect, resize_snapped, resize_tiles
from ....model.composition import Composition
from ...names import step_name
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .gesture import TileGesture


class Resizing(TileGesture):
    """The chosen tiles that are not locked follow the handle. Ctrl does not snap, Alt keeps the centre.

    Shift keeps the proportion; where the user wants it kept always, Shift frees it.
    """

    def __init__(self, hand: Hand, start: Pointer, handle: Handle, cursor: Qt.CursorShape) -> None:
        super().__init__(hand, start)
        self.cursor = cursor
        self._handle = handle
        self._least = least_box(self._rects[tile_id] for tile_id in self._ids if tile_id in self._rects)

    @property
    def text(self) -> str:
        ids = self._ids & self._rects.keys()
        return step_name(self._before, ids, tr("Resize {tile}"), tr("Resize {count} tiles"))

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        pull = Pull(
            self._handle,
            pointer.x - self._start.x,
            pointer.y - self._start.y,
            keeps_proportion=self._keeps_proportion(pointer),
            from_centre=pointer.alt or self.hand.state.from_centre,
            least=self._least,
            step=self.hand.state.step,
        )
        marks = Marks(shows_size=True)
        if self.hand.state.snaps and not pointer.ctrl:
            box, snap = resize_snapped(self._box, pull, self._targets, self.hand.reach)
            marks = Marks(snap.guides, snap.distances, shows_size=True, likeness=snap.likeness)
        else:
            box = resize_rect(self._box, pull)
        return marks, resize_tiles(self._before, self._rects, box, self._ids, self.hand.state.step)

    def _keeps_proportion(self, pointer: Pointer) -> bool:
        return self.hand.bench.preferences.window.keeps_proportion != pointer.shift
