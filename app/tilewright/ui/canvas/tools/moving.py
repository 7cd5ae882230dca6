"""Dragging tiles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ....layout.attraction import landed
from ....layout.even import even_rect
from ....layout.move import movable_at, move_at, one_axis
from ....layout.rect import Rect
from ....layout.snap import PARTS, Part, Snap
from ...names import step_name
from ...words import tr
from ..hand import CARRIED, Hand, Marks
from ..pointer import Pointer
from .gesture import TileGesture
from .tool import Tool

_FREE = Snap()


def marks_of(snap: Snap) -> Marks:
    """What is to be drawn of that."""
    if snap.guides or snap.distances:
        return Marks(snap.guides, snap.distances, shows_size=True)
    return CARRIED


class Moving(TileGesture):
    """All chosen tiles that are not locked go with the hand. Shift keeps to one axis, Ctrl does not snap.

    They are drawn where it is with each picture, and the composition follows a little later.
    """

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand, start)
        self._places = movable_at(self._before, self._ids)
        self._carried = [(tile_id, rect) for tile_id, rect in self._rects.items() if tile_id in self._ids]
        self.start = start.x, start.y
        self.way = (0, 0)
        self._seen = self._before

    @property
    def text(self) -> str:
        return step_name(self._before, self._ids, tr("Move {tile}"), tr("Move {count} tiles"))

    def move(self, pointer: Pointer) -> Tool:
        if self.is_void:
            return self.hand.rest()
        snap, dx, dy = self._aim(pointer)
        hand, document = self.hand, self._document
        self.way, self._seen = (dx, dy), document.composition
        marks = marks_of(snap)
        if self._targets.step == 1:
            hand.carry(marks, self._carried, dx, dy)
        else:
            hand.carry(marks, self._even_places(dx, dy), 0, 0)
        if hand.tool is not self or not document.is_previewing:
            self.catch_up()  # a gesture is going on: all who ask are told from its first move on
        return self

    def _even_places(self, dx: int, dy: int) -> list[tuple[str, Rect]]:
        """Where the composition has what is carried so far: each tile by itself goes to even pixels."""
        return [
            (tile_id, even_rect(Rect(x + dx, y + dy, width, height)))
            for tile_id, (x, y, width, height) in self._carried
        ]

    def _aim(self, pointer: Pointer) -> tuple[Snap, int, int]:
        """How far all of them go, and what they meet there."""
        way = pointer.x - self._start.x, pointer.y - self._start.y
        across, down = one_axis(*way) if pointer.shift else way
        if not self.hand.state.snaps or pointer.ctrl:
            return self.land(across, down, None)
        is_free = not pointer.shift
        return self.land(
            across, down, self.hand.reach, PARTS if across or is_free else (), PARTS if down or is_free else ()
        )

    def land(
        self,
        across: float,
        down: float,
        reach: float | None,
        parts_across: Sequence[Part] = PARTS,
        parts_down: Sequence[Part] = PARTS,
    ) -> tuple[Snap, int, int]:
        """How far all of them go with a hand that went so far, and what those parts of them meet there within
        ``reach``; they meet nothing where that is ``None``.
        """
        x, y, width, height = self._box
        targets, step = self._targets, self._targets.step
        dx, dy = landed(x, across, step), landed(y, down, step)
        if reach is None:
            return _FREE, dx, dy
        snap = targets.snap(Rect(x + dx, y + dy, width, height), reach, parts_across, parts_down)
        return snap, dx + snap.dx, dy + snap.dy

    @property
    def alone(self) -> tuple[str, Rect] | None:
        """The one tile that is carried, and where it lay; ``None`` where there are more, or only even pixels count."""
        return self._carried[0] if len(self._carried) == 1 and self._targets.step == 1 else None

    def catch_up(self) -> None:
        document = self._document  # that an equal composition took the other's place is told to nobody
        if self.is_void or document.composition != self._seen:
            return  # it was taken back meanwhile: it stays so until the hand moves on
        document.preview(move_at(self._before, self._places, *self.way))
        self._seen = document.composition

    def release(self, pointer: Pointer) -> Tool:
        self.hand.catch_up()
        return super().release(pointer)
