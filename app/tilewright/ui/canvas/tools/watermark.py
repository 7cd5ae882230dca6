"""Watermarks: a click opens their page, a drag moves one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.rect import Rect
from ....layout.snap import Targets
from ....layout.watermarks import move_watermark
from ....model.composition import Composition
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .gesture import Gesture
from .tool import Tool


class PressingWatermark(Tool):
    """Pressed on the watermark of that place in the list, not dragged yet."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer, index: int) -> None:
        super().__init__(hand)
        self._start, self._index = start, index

    def move(self, pointer: Pointer) -> Tool:
        rect, frame = self.hand.watermark_rect(self._index), self.hand.session.placement().frame
        if rect is None or frame is None or not self.hand.is_drag(self._start, pointer):
            return self
        return MovingWatermark(self.hand, self._start, self._index, rect, frame).move(pointer)

    def release(self, pointer: Pointer) -> Tool:
        self.hand.bench.page_wanted.emit("watermarks", f"watermarks.{self._index}")
        return self.hand.rest()


class MovingWatermark(Gesture):
    """The watermark goes with the hand; it snaps to the frame."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer, index: int, rect: Rect, frame: Rect) -> None:
        super().__init__(hand, start)
        self._index, self._rect, self._frame = index, rect, frame
        self._targets = Targets(frame, ())

    @property
    def text(self) -> str:
        return tr("Move watermark")

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        dx, dy = round(pointer.x - self._start.x), round(pointer.y - self._start.y)
        there = self._rect._replace(x=self._rect.x + dx, y=self._rect.y + dy)
        marks = Marks()
        if self.hand.state.snaps and not pointer.ctrl:
            snap = self._targets.snap(there, self.hand.reach)
            there = there._replace(x=there.x + snap.dx, y=there.y + snap.dy)
            marks = Marks(snap.guides, snap.distances)
        many = list(self._before.watermarks)
        many[self._index] = move_watermark(many[self._index], (self._frame.width, self._frame.height), there)
        return marks, self._before.replace(watermarks=tuple(many))
