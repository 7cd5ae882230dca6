"""Watermarks: a click opens their page, a drag moves one, a corner makes it larger or smaller."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Qt

from ....layout.lines import lines_of
from ....layout.rect import Rect
from ....layout.resize import Handle, Pull, resize_rect, resize_snapped
from ....layout.snap import Targets
from ....layout.watermark_changes import resize_watermark, takes_any_size
from ....layout.watermarks import locate, move_watermark, place_watermark
from ....model.composition import Composition
from ....model.options import Watermark
from ....model.ranges import moves_across
from ...words import tr
from ..hand import Hand, Hit, Marks
from ..pointer import Pointer
from .gesture import Gesture
from .tool import Tool


class Hold(NamedTuple):
    """The watermark that a hand has taken: its place in the list, where it is drawn, the frame, and the ``natural``
    size of an image: what is seen of it is rounded. ``None`` while that is not known.
    """

    number: int
    rect: Rect
    frame: Rect
    natural: tuple[int, int] | None


def take_hold(hand: Hand, number: int) -> Hold | None:
    """``None`` while the watermark cannot be moved: it is not drawn yet, or it moves across the picture by itself, so
    that it has no place that a hand could give it (ci-templates §8.5).
    """
    rect, frame = hand.watermark_rect(number), hand.session.placement().frame
    if rect is None or frame is None:
        return None
    watermark = hand.session.composition.watermarks[number]
    if moves_across(watermark):
        return None
    return Hold(number, rect, frame, hand.bench.stamps.own_size(watermark))


class PressingWatermark(Tool):
    """Pressed on the watermark of that place in the list, not dragged yet. It has the handles from then on."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer, index: int) -> None:
        super().__init__(hand)
        self._start, self._index = start, index

    def move(self, pointer: Pointer) -> Tool:
        hold = take_hold(self.hand, self._index)
        if hold is None or not self.hand.is_drag(self._start, pointer):
            return self
        self._choose()
        return self.go_on(MovingWatermark(self.hand, self._start, hold), pointer)

    def release(self, pointer: Pointer) -> Tool:
        self._choose()
        self.hand.bench.page_wanted.emit("watermarks", "")  # keys go on to be the canvas's: arrows move it
        return self.hand.rest()

    def _choose(self) -> None:
        self.hand.select(())
        self.hand.state.choose_watermark(self._index)


class PressingWatermarkHandle(Tool):
    """Pressed on a corner of the watermark that is being edited."""

    def __init__(self, hand: Hand, start: Pointer, hit: Hit, cursor: Qt.CursorShape) -> None:
        super().__init__(hand)
        self._start, self._hit = start, hit
        self.cursor = cursor

    def move(self, pointer: Pointer) -> Tool:
        hold, handle = take_hold(self.hand, self._hit.index), self._hit.handle
        if hold is None or handle is None or not self.hand.is_drag(self._start, pointer):
            return self
        return self.go_on(ResizingWatermark(self.hand, self._start, hold, handle, self.cursor), pointer)

    def release(self, pointer: Pointer) -> Tool:
        return self.hand.rest()


class WatermarkGesture(Gesture):
    """Changes one watermark, which snaps to the frame, the tiles that are seen and the user's own guides. Its page is
    shown when the hand lets go: not before, as that may change the canvas.
    """

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, hand: Hand, start: Pointer, hold: Hold) -> None:
        super().__init__(hand, start)
        self._hold = hold
        self._size = hold.frame.width, hold.frame.height
        hidden = {tile.id for tile in self._before.tiles if tile.hidden}
        tiles = [rect for tile_id, rect in hand.rects().items() if tile_id not in hidden]
        attraction = replace(hand.state.attraction, step=1)
        self._targets = Targets(hold.frame, tiles, attraction, lines=lines_of(self._before.ruler_guides))

    def snaps(self, pointer: Pointer) -> bool:
        return self.hand.state.snaps and not pointer.ctrl

    def changed(self, pointer: Pointer, watermark: Watermark) -> tuple[Marks, Watermark]:
        """What to draw, and what becomes of ``watermark`` when the hand is there."""
        raise NotImplementedError

    def follow(self, pointer: Pointer) -> tuple[Marks, Composition]:
        many = list(self._before.watermarks)
        marks, many[self._hold.number] = self.changed(pointer, many[self._hold.number])
        return marks, self._before.replace(watermarks=tuple(many))

    def release(self, pointer: Pointer) -> Tool:
        after = super().release(pointer)
        self.hand.bench.page_wanted.emit("watermarks", "")
        return after


class MovingWatermark(WatermarkGesture):
    """The watermark goes with the hand. Percent come in steps, and offsets end somewhere: what it seems to meet and
    would miss is not drawn.
    """

    @property
    def text(self) -> str:
        return tr("Move watermark")

    def changed(self, pointer: Pointer, watermark: Watermark) -> tuple[Marks, Watermark]:
        dx, dy = round(pointer.x - self._start.x), round(pointer.y - self._start.y)
        rect = self._hold.rect
        there = rect._replace(x=rect.x + dx, y=rect.y + dy)
        marks = Marks()
        if self.snaps(pointer):
            snap = self._targets.snap(there, self.hand.reach)
            there = there._replace(x=there.x + snap.dx, y=there.y + snap.dy)
            marks = Marks(snap.guides, snap.distances)
        moved = move_watermark(watermark, self._size, there)
        return marks if locate(moved, self._size, rect[2:]) == there else Marks(), moved


class ResizingWatermark(WatermarkGesture):
    """The corner follows the hand in the watermark's own proportion; the corner opposite to it stays. Only an image in
    pixels snaps: letters and percent come in steps, and would miss what they seem to meet.
    """

    def __init__(self, hand: Hand, start: Pointer, hold: Hold, handle: Handle, cursor: Qt.CursorShape) -> None:
        super().__init__(hand, start, hold)
        self._handle, self.cursor = handle, cursor

    @property
    def text(self) -> str:
        return tr("Resize watermark")

    def changed(self, pointer: Pointer, watermark: Watermark) -> tuple[Marks, Watermark]:
        before, natural = self._hold.rect, self._hold.natural
        pull = Pull(self._handle, pointer.x - self._start.x, pointer.y - self._start.y, keeps_proportion=True)
        if not (self.snaps(pointer) and takes_any_size(watermark)):
            return Marks(), resize_watermark(watermark, self._size, before, resize_rect(before, pull), natural)
        wish, snap = resize_snapped(before, pull, self._targets, self.hand.reach)
        changed = resize_watermark(watermark, self._size, before, wish, natural)
        is_met = natural is not None and place_watermark(changed, self._size, natural) == wish
        return Marks(snap.guides, snap.distances) if is_met else Marks(), changed
