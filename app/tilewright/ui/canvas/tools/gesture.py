"""What the gestures have in common that change the composition."""

from __future__ import annotations

from ....layout.lines import lines_of
from ....layout.move import movable
from ....layout.rect import Rect
from ....layout.resize import bounding_box
from ....layout.snap import Targets
from ....model.composition import Composition
from ..hand import Hand, Marks
from ..pointer import Pointer
from .tool import Tool


class Gesture(Tool):
    """Shows with each move what becomes of the composition it began with. Let go, that is one step; Esc takes it back.

    When somebody else changes the composition meanwhile, the gesture is void.
    """

    goes_beyond = True

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand)
        self._document = document = hand.session.document
        document.finish()
        self._start, self._before, self._committed = start, document.composition, document.committed

    @property
    def is_void(self) -> bool:
        """Whether somebody else changed the composition since: nothing comes of the gesture any more."""
        return self._document.committed is not self._committed

    @property
    def text(self) -> str:
        """The name of the step."""
        raise NotImplementedError

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        """What to draw and what becomes of the composition when the hand is there."""
        raise NotImplementedError

    def move(self, pointer: Pointer) -> Tool:
        if self.is_void:
            return self.hand.rest()
        self.hand.show(*self.follow(pointer))
        return self

    def release(self, pointer: Pointer) -> Tool:
        if not self.is_void:
            self._document.commit(self.text)
        return self.hand.rest()

    def cancel(self) -> Tool:
        if not self.is_void:
            self._document.rollback()
        return self.hand.rest()


class TileGesture(Gesture):
    """Takes hold of the chosen tiles that are not locked. They snap to the frame and to the others that are seen."""

    def __init__(self, hand: Hand, start: Pointer) -> None:
        super().__init__(hand, start)
        self._rects = hand.rects()
        self._ids = frozenset(tile.id for tile in movable(self._before, hand.session.selection))
        drawn = (self._rects[tile_id] for tile_id in self._ids if tile_id in self._rects)
        self._box = bounding_box(drawn) or Rect(0, 0, 1, 1)
        left = self._ids | {tile.id for tile in self._before.tiles if tile.hidden}
        others = (rect for tile_id, rect in self._rects.items() if tile_id not in left)
        self._targets = Targets(
            hand.session.placement().frame,
            others,
            hand.state.attraction,
            self._source(),
            lines_of(hand.session.composition.ruler_guides),
        )

    def _source(self) -> tuple[int, int] | None:
        """The size of the source of what is held; of several tiles there is none."""
        held = [tile for tile in self._before.tiles if tile.id in self._ids]
        source = self.hand.session.known.sources.get(held[0].url) if len(held) == 1 else None
        return (source.width, source.height) if source is not None and min(source.width, source.height) > 0 else None
