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
        self._start = start
        self._done = (0, 0)

    def move(self, pointer: Pointer) -> Tool:
        across, down = round(pointer.across - self._start.across), round(pointer.down - self._start.down)
        self.hand.pan(across - self._done[0], down - self._done[1])
        self._done = (across, down)
        return self

    def release(self, pointer: Pointer) -> Tool:
        return self.hand.rest()
