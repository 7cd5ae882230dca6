"""The user's own guides: dragged out of a ruler, moved, and dragged back into it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from ....layout.attraction import Kind
from ....layout.rect import Rect
from ....layout.snap import Targets
from ....model.composition import Composition
from ....model.ruler_guides import MOST_GUIDES, Axis, GuideName
from ...words import tr
from ..hand import Hand, Marks
from ..pointer import Pointer
from .gesture import Gesture
from .tool import Tool

_ATTRACTING: frozenset[Kind] = frozenset({"frame", "centre", "thirds", "quarters", "safe", "tiles", "grid"})
"""What a line can meet: it has no size of its own."""


def cursor_of(axis: Axis) -> Qt.CursorShape:
    return Qt.CursorShape.SplitHCursor if axis == "x" else Qt.CursorShape.SplitVCursor


class PressingGuide(Tool):
    """Pressed on a guide, not dragged yet. A click chooses it, and lets go of tiles."""

    def __init__(self, hand: Hand, start: Pointer, name: GuideName) -> None:
        super().__init__(hand)
        self._start, self._name = start, name
        self.cursor = cursor_of(name.axis)

    def move(self, pointer: Pointer) -> Tool:
        if not self.hand.is_drag(self._start, pointer):
            return self
        if not self._is_there():
            return self.hand.rest()
        self._choose()
        return self.go_on(MovingGuide(self.hand, self._start, self._name.axis, self._name.number), pointer)

    def release(self, pointer: Pointer) -> Tool:
        if self._is_there():
            self._choose()
        return self.hand.rest()

    def _is_there(self) -> bool:
        """Whether it still is: undo may have taken it away under the hand."""
        guides = self.hand.session.composition.ruler_guides
        return self._name.number < len(guides.on(self._name.axis))

    def _choose(self) -> None:
        self.hand.select(())
        self.hand.state.choose_guide(self._name)


class PressingRuler(Tool):
    """Pressed on a ruler: a drag onto the canvas makes a guide across ``axis``."""

    def __init__(self, hand: Hand, start: Pointer, axis: Axis) -> None:
        super().__init__(hand)
        self._start, self._axis = start, axis
        self.cursor = cursor_of(axis)

    def move(self, pointer: Pointer) -> Tool:
        if not self.hand.is_drag(self._start, pointer):
            return self
        return self.go_on(MovingGuide(self.hand, self._start, self._axis, None), pointer)

    def release(self, pointer: Pointer) -> Tool:
        return self.hand.rest()


class MovingGuide(Gesture):
    """A guide goes with the hand; a new one where ``number`` is ``None``. Over its ruler there is none. Ctrl does not
    snap.
    """

    goes_beyond = False

    def __init__(self, hand: Hand, start: Pointer, axis: Axis, number: int | None) -> None:
        super().__init__(hand, start)
        self._axis: Axis = axis
        self._number = number
        self.cursor = cursor_of(axis)
        self._is_there = True
        frame, attraction = hand.session.placement().frame, hand.state.attraction
        attraction = replace(attraction, kinds=attraction.kinds & _ATTRACTING, step=1)  # lines are of no size
        hidden = {tile.id for tile in self._before.tiles if tile.hidden}
        others = [rect for tile_id, rect in hand.rects().items() if tile_id not in hidden]
        self._targets = Targets(frame, others, attraction)

    @property
    def text(self) -> str:
        if not self._is_there:
            return tr("Remove guide")
        return tr("Add guide") if self._number is None else tr("Move guide")

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        before = self._before.ruler_guides
        self._is_there = (pointer.across if self._axis == "x" else pointer.down) >= 0
        if not self._is_there:
            after = before if self._number is None else before.without(self._axis, self._number)
            self.hand.state.choose_guide(None)
        else:
            at = self._at(pointer)
            if self._number is None:
                after = before.added(self._axis, at)
                places = after.on(self._axis)
                number = places.index(at) if at in places else None
            else:
                number, after = self._number, before.moved(self._axis, self._number, at)
            self.hand.state.choose_guide(None if number is None else GuideName(self._axis, number))
        return Marks(), self._before.replace(ruler_guides=after)

    def _at(self, pointer: Pointer) -> int:
        """The pixel of the frame."""
        at = round(pointer.x if self._axis == "x" else pointer.y)
        if not self.hand.state.snaps or pointer.ctrl:
            return at
        if self._axis == "x":
            return at + self._targets.snap(Rect(at, 0, 0, 1), self.hand.reach, ("start",), ()).dx
        return at + self._targets.snap(Rect(0, at, 1, 0), self.hand.reach, (), ("start",)).dy

    def release(self, pointer: Pointer) -> Tool:
        is_full = len(self._before.ruler_guides.on(self._axis)) >= MOST_GUIDES
        if is_full and self._number is None and self._is_there and self.hand.state.guide is None:
            told = tr("There are {count} guides on this axis already: that is the most.").format(count=MOST_GUIDES)
            self.hand.bench.report.say(told, tr("Drag one back to its ruler first."), about="guides")
        elif self._is_there and not self.is_void:
            self.hand.select(())  # keys are about the guide from now on, as after a click on one
        return super().release(pointer)

    def cancel(self) -> Tool:
        after = super().cancel()
        self.hand.state.choose_guide(None)
        return after
