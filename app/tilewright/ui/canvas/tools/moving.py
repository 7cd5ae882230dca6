"""Dragging tiles."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.attraction import landed
from ....layout.move import movable_at, move_at, one_axis
from ....layout.snap import PARTS, Snap
from ....model.composition import Composition
from ...names import step_name
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .gesture import TileGesture


class Moving(TileGesture):
    """All chosen tiles that are not locked go with the hand. Shift keeps to one axis, Ctrl does not snap."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand, start)
        self._places = movable_at(self._before, self._ids)

    @property
    def text(self) -> str:
        return step_name(self._before, self._ids, tr("Move {tile}"), tr("Move {count} tiles"))

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        way = pointer.x - self._start.x, pointer.y - self._start.y
        across, down = one_axis(*way) if pointer.shift else way
        step = self.hand.state.step
        dx, dy = landed(self._box.x, across, step), landed(self._box.y, down, step)
        snap = Snap()
        if self.hand.state.snaps and not pointer.ctrl:
            there = self._box._replace(x=self._box.x + dx, y=self._box.y + dy)
            is_free = not pointer.shift
            snap = self._targets.snap(
                there, self.hand.reach, PARTS if across or is_free else (), PARTS if down or is_free else ()
            )
        after = move_at(self._before, self._places, dx + snap.dx, dy + snap.dy)
        return Marks(snap.guides, snap.distances, shows_size=True), after
