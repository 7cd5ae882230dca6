"""Watermarks: a click opens their page, a drag moves one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ....layout.rect import Rect
from ....layout.snap import Targets
from ....layout.watermarks import move_watermark
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .tool import Tool


class PressingWatermark(Tool):
    """Pressed on the watermark of that place in the list, not dragged yet."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer, index: int) -> None:
        super().__init__(hand)
        self._start, self._index = start, index

    def move(self, pointer: Pointer) -> Tool:
        rect = self.hand.watermark_rect(self._index)
        if rect is None or not self.hand.is_drag(self._start, pointer):
            return self
        return MovingWatermark(self.hand, self._start, self._index, rect).move(pointer)

    def release(self, pointer: Pointer) -> Tool:
        self.hand.bench.page_wanted.emit("watermarks", f"watermarks.{self._index}")
        return self.hand.rest()


class MovingWatermark(Tool):
    """The watermark goes with the hand; it snaps to the frame."""

    cursor = Qt.CursorShape.SizeAllCursor
    goes_beyond = True

    def __init__(self, hand: Hand, start: Pointer, index: int, rect: Rect) -> None:
        super().__init__(hand)
        document = hand.session.document
        document.finish()
        self._start, self._index, self._rect, self._before = start, index, rect, document.composition
        self._frame = hand.session.placement().frame
        self._targets = Targets(self._frame, ())

    def move(self, pointer: Pointer) -> Tool:
        document = self.hand.session.document
        if self._frame is None or document.committed is not self._before:
            return self.hand.rest()
        dx, dy = round(pointer.x - self._start.x), round(pointer.y - self._start.y)
        there = self._rect._replace(x=self._rect.x + dx, y=self._rect.y + dy)
        marks = Marks()
        if self.hand.state.snaps and not pointer.ctrl:
            snap = self._targets.snap(there, self.hand.reach)
            there = there._replace(x=there.x + snap.dx, y=there.y + snap.dy)
            marks = Marks(snap.guides, snap.distances)
        many = list(self._before.watermarks)
        many[self._index] = move_watermark(many[self._index], (self._frame.width, self._frame.height), there)
        self.hand.show(marks, self._before.replace(watermarks=tuple(many)))
        return self

    def release(self, pointer: Pointer) -> Tool:
        if self.hand.session.document.committed is self._before:
            self.hand.session.document.commit(tr("Move watermark"))
        return self.hand.rest()

    def cancel(self) -> Tool:
        if self.hand.session.document.committed is self._before:
            self.hand.session.document.rollback()
        return self.hand.rest()
