"""Dragging copies of tiles."""

from __future__ import annotations

from ....layout.snap import Snap
from ....layout.stack import duplicate
from ...names import step_name
from ...words import tr
from ..hand import Hand
from ..pointer import Pointer
from .moving import Moving
from .tool import Tool


class Copying(Moving):
    """Copies of what is chosen go with the hand, which held Ctrl when it pressed; they are chosen from then on.

    That Ctrl asks for copies. Only when it was let go and is pressed anew does it suspend snapping.
    """

    def __init__(self, hand: Hand, start: Pointer) -> None:
        document = hand.session.document
        document.finish()
        with_copies, copies = duplicate(document.composition, hand.session.selection, 0)
        document.preview(with_copies)
        hand.select(copies, copies[-1])
        super().__init__(hand, start)
        self._copies, self._still_pressed = copies, True

    @property
    def text(self) -> str:
        return step_name(self._before, self._ids, tr("Duplicate {tile}"), tr("Duplicate {count} tiles"))

    def move(self, pointer: Pointer) -> Tool:
        after = super().move(pointer)
        if after is self and not self.hand.session.selection:  # undo took them away, and they are back
            self.hand.select(self._copies, self._copies[-1])
        return after

    def _aim(self, pointer: Pointer) -> tuple[Snap, int, int]:
        self._still_pressed = self._still_pressed and pointer.ctrl
        return super()._aim(pointer._replace(ctrl=pointer.ctrl and not self._still_pressed))
