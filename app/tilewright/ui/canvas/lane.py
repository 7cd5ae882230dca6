"""The shortest way from a move of the mouse to its picture, for one tile that flies over the ground.

A frame takes as long as it takes to bring the code and the objects that it touches to the processor: after the pause
between two pictures others have used its caches. So what stays as it is from one move to the next is at hand in a lane.
What a move means is told by the same functions as on the usual way: `Moving.land`, `aids`, `Flights.go`.

A lane is made behind a move that went the usual way, and holds as long as nothing happens but moves: every key, button,
command and switch ends it, and so does whatever changes the composition, the choice, or what is seen, but the hand
itself. Where a single move is none of its matter, it does nothing, and the move goes the usual way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ...layout.rect import Rect
from .hand import CARRIED
from .pointer import Pointer
from .shapes import Aids, aids
from .tools.moving import Moving, marks_of

if TYPE_CHECKING:
    from .items import TileItem
    from .view import Canvas

_NOTHING_MET = Aids()


class Lane:
    """For a ``tool`` that moves the tile of an ``item`` from where it was ``at``, within the ``frame``, on a canvas as
    it is now.
    """

    __slots__ = (
        "_at", "_behind", "_flights", "_frame", "_hand", "_item", "_lens", "_reach", "_room", "_start", "_tool",
        "_update"
    )  # fmt: skip

    def __init__(self, canvas: Canvas, tool: Moving, item: TileItem, at: Rect, frame: Rect) -> None:
        hand = canvas.hand
        self._hand, self._tool, self._item, self._at, self._frame = hand, tool, item, (at.x, at.y), frame
        self._lens, self._room, self._start = hand.lens, canvas.room, tool.start
        self._reach = hand.reach if hand.state.snaps else None
        self._behind, self._flights, self._update = hand.behind, canvas.overlay.flights, canvas.paint_soon

    def go(self, across: float, down: float, now: float) -> Pointer | None:
        """Follow the hand to that point of the canvas, at ``now`` of the monotonic clock: its pointer there. ``None``
        where the move is to go the usual way, whatever was done of it.
        """
        zoom, left, top = self._lens
        wide, high = self._room
        if not (0 <= across <= wide and 0 <= down <= high):
            return None  # beyond the edge what is seen goes along
        hand, tool, (start_x, start_y), (x, y) = self._hand, self._tool, self._start, self._at
        pointer = Pointer((across - left) / zoom, (down - top) / zoom, across, down)
        snap, dx, dy = tool.land(pointer.x - start_x, pointer.y - start_y, self._reach)
        rect = self._item.carry_to(x + dx, y + dy)
        if not self._frame.contains(rect):
            return None  # what lies beyond it is veiled
        grip, marks, met = self._lens.pixels(rect), CARRIED, _NOTHING_MET
        if self._reach is not None:
            marks = marks_of(snap)
            hand.marks = marks
            met = aids(hand, grip, self._room) if marks is not CARRIED else _NOTHING_MET
        areas = self._flights.go(grip, met)
        if areas is None:
            return None
        tool.way = dx, dy
        for area in areas:
            self._update(*area)
        self._behind.moved(now)
        return pointer


class Lanes(QObject):
    """Makes the lanes of a canvas, and ends them."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        bench, document = canvas.bench, canvas.bench.session.document
        canvas.stage.ground.taken_up.connect(self.end)
        bench.canvas.changed.connect(self.end)
        document.changed.connect(self._on_changed)
        document.settled_now.connect(self.end)
        canvas.find_lane = self.find

    def end(self) -> None:
        self._canvas.lane = None

    def _on_changed(self) -> None:
        if not self._canvas.hand.is_following:
            self.end()

    def find(self, pointer: Pointer) -> Lane | None:
        """For the moves that follow one that went the usual way to that ``pointer``; ``None`` where they do so, too."""
        canvas, tool, (wide, high) = self._canvas, self._canvas.hand.tool, self._canvas.room
        if type(tool) is not Moving or tool.is_void:  # copies need more
            return None
        alone = tool.alone
        if alone is None or not (0 <= pointer.across <= wide and 0 <= pointer.down <= high):
            return None
        stage, frame, item = canvas.stage, canvas.bench.session.placement().frame, canvas.stage.tiles.get(alone[0])
        if not (stage.ground.is_laid and canvas.overlay.flies) or item is None or frame is None:
            return None
        if stage.sticks_out or canvas.bench.canvas.grid:
            return None
        return Lane(canvas, tool, item, alone[1], frame)
