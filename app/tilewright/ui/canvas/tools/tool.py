"""What every tool is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ..hand import Hand
from ..pointer import Pointer


class Tool:
    """A state of the hand. Each method returns the state that follows; pressing and dragging are states of their own.

    A gesture computes from what was there when it began, never from its last move.
    """

    cursor: Qt.CursorShape = Qt.CursorShape.ArrowCursor
    goes_beyond = False
    """Whether the canvas shows more of what lies there when the pointer leaves it."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    def go_on(self, tool: Tool, pointer: Pointer) -> Tool:
        """The state that follows when ``tool`` takes over, and the pointer has moved already. It has the hand first:
        what its first move carries is not put down again.
        """
        self.hand.take(tool)
        return tool.move(pointer)

    def press(self, pointer: Pointer) -> Tool:
        return self

    def move(self, pointer: Pointer) -> Tool:
        return self

    def release(self, pointer: Pointer) -> Tool:
        return self

    def catch_up(self) -> None:
        """Bring the composition to where the hand is, if it was left behind."""

    def cancel(self) -> Tool:
        """Esc, or the canvas goes away: everything is as it was before the gesture."""
        return self.hand.rest()
