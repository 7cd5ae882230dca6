"""Moving what is seen: the middle button, or Space and the left one."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ..hand import Hand
from ..pointer import Pointer
from .tool import Tool


class Panning(Tool):
    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand)
        self._last = start

    def move(self, pointer: Pointer) -> Tool:
        self.hand.pan(pointer.across - self._last.across, pointer.down - self._last.down)
        self._last = pointer
        return self

    def release(self, pointer: Pointer) -> Tool:
        return self.hand.rest()
