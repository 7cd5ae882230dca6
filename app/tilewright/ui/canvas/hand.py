"""What tools see and do. They get nothing else: neither the view nor its events."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from ...layout.distance import Distance
from ...layout.groups import whole
from ...layout.place import Placement, place
from ...layout.reading import reading_order
from ...layout.rect import Rect
from ...layout.resize import Handle
from ...layout.snap import Guide, Likeness
from ...model.composition import Composition
from ...model.ruler_guides import GuideName
from ..workbench import Workbench
from .carrying import Behind, Carrier
from .lens import Lens
from .pointer import Pointer

if TYPE_CHECKING:
    from .tools.tool import Tool

DRAG_FROM = 4
"""Pixels of the screen after which a press becomes a drag."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under the pointer. ``tile_id`` also for what belongs to a tile; ``index`` of a watermark, also when
    ``handle`` is one of its own; ``area`` is what the arrow leads to that was hit, `beyond` the canvas; ``guide``
    is one of the user's own.
    """

    kind: Literal["nothing", "tile", "handle", "badge", "retry", "watermark", "watermark-handle", "beyond", "guide"]
    tile_id: str = ""
    handle: Handle | None = None
    index: int = -1
    area: Rect | None = None
    guide: GuideName | None = None


NOTHING = Hit("nothing")


class Marks(NamedTuple):
    """What a gesture wants drawn: guides, distances, the rubber band, and the size of the selection, with what it has
    in common with its source.
    """

    guides: tuple[Guide, ...] = ()
    distances: tuple[Distance, ...] = ()
    band: Rect | None = None
    shows_size: bool = False
    likeness: Likeness = ""


CARRIED = Marks(shows_size=True)
"""Of what is carried while it meets nothing: the same one with every move, which is quickly told."""


class Hand(QObject):
    """The tool in use and what it works with. ``idle`` is the tool to which every gesture returns."""

    marks_changed = Signal()
    pan_wanted = Signal(float, float)
    area_wanted = Signal(object)
    sight_wanted = Signal(object)
    cursor_changed = Signal(object)
    focus_changed = Signal()
    retried = Signal(str)
    cancelled = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench, self.session, self.state = bench, bench.session, bench.canvas
        self.lens = Lens()
        self.hits: HitTest | None = None
        self.carrier: Carrier | None = None
        self.behind = Behind(self.catch_up, self)
        self.is_following = False
        """Whether the composition follows what is carried, just now."""
        self.holds_space = False
        self.marks = Marks()
        self._hover = ""
        self._focus = ""
        self._keeps_focus = False
        self._read: tuple[Placement, list[str]] | None = None
        self.session.selection_changed.connect(self._on_selection)
        self.session.changed.connect(self._on_changed)
        self.idle: Tool | None = None
        self._tool: Tool | None = None
        self._was: tuple[tuple[str, ...], str, int, GuideName | None] = ((), "", -1, None)

    # The tool

    @property
    def tool(self) -> Tool:
        assert self._tool is not None  # noqa: S101 - `begin` comes first
        return self._tool

    def begin(self, idle: Tool) -> None:
        self.idle = self._tool = idle

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is going on."""
        return self._tool is not self.idle

    def take(self, tool: Tool) -> None:
        """Go on with ``tool``. What the one before wanted drawn goes with it."""
        if tool is self._tool:
            return
        self._tool = tool
        self.behind.stop()
        self.put_down()
        if tool is self.idle:
            self.show(Marks())
        self.cursor_changed.emit(tool.cursor)

    def press(self, pointer: Pointer) -> None:
        """A gesture may begin."""
        self._note()
        self.take(self.tool.press(pointer))

    def hold(self, tool: Tool) -> None:
        """Go on with ``tool``, which was taken beside the canvas."""
        self._note()
        self.take(tool)

    def _note(self) -> None:
        self._was = self.session.selection, self._focus, self.state.watermark, self.state.guide

    def cancel(self) -> None:
        """Leave the gesture that is going on: all is as it was before the press. Without one, let go of what is
        chosen.
        """
        is_gesture = self.is_busy
        self.take(self.tool.cancel())
        if is_gesture:
            selection, focus, watermark, guide = self._was
            self.session.select(selection)
            self.set_focus(focus)
            if selection or self.state.watermark < 0:  # else the watermark that was taken keeps its handles
                self.state.choose_watermark(watermark)
            if guide is not None and self.state.watermark < 0:
                self.state.choose_guide(guide)
            self.cancelled.emit()

    def rest(self) -> Tool:
        """The tool after a gesture."""
        assert self.idle is not None  # noqa: S101
        return self.idle

    # What is there

    def hit(self, pointer: Pointer) -> Hit:
        return self.hits.hit(pointer) if self.hits else NOTHING

    def rect_of(self, tile_id: str) -> Rect | None:
        """Where a tile is drawn; ``None`` when nowhere, or when there is no such tile."""
        return self.rects().get(tile_id)

    def rects(self) -> dict[str, Rect]:
        """Where all tiles are drawn, in stacking order."""
        return {there.tile_id: rect for there in self.session.placement().tiles if (rect := there.drawn) is not None}

    def reading(self) -> list[str]:
        """The ids of all tiles in the order in which they are read; those that are drawn nowhere come last."""
        placement, read = self.session.placement(), self._read
        if read is None or read[0] is not placement:
            read = self._read = placement, _read(placement)
        return read[1]

    def watermark_rect(self, index: int) -> Rect | None:
        """Where a watermark is drawn; ``None`` while its picture is not there."""
        return self.hits.watermark_rect(index) if self.hits else None

    @property
    def reach(self) -> float:
        """How far a line attracts, in pixels of the frame."""
        return self.bench.preferences.window.snap_reach / self.lens.zoom

    def is_drag(self, start: Pointer, now: Pointer) -> bool:
        return max(abs(now.across - start.across), abs(now.down - start.down)) >= DRAG_FROM

    # What to draw

    def show(self, marks: Marks, composition: Composition | None = None) -> None:
        """Draw ``marks``, and preview ``composition`` with them: all of it is drawn once."""
        is_new = marks != self.marks
        self.marks = marks
        document = self.session.document
        before = document.composition
        if composition is not None and composition != before:
            document.preview(composition)  # tells the canvas, which draws the marks too
        if is_new and document.composition == before:
            self.marks_changed.emit()

    def carry(self, marks: Marks, tiles: Iterable[tuple[str, Rect]], dx: int, dy: int) -> None:
        """Draw ``marks``, and the ``tiles`` so far from these places. The composition follows by the tool's `catch_up`,
        in the gap behind a picture: for all that looks at it there is no time with every picture.
        """
        self.marks = marks
        if self.carrier is not None:
            self.carrier.carry(tiles, dx, dy)
        self.behind.moved(time.monotonic())

    def put_down(self) -> None:
        """Nothing is carried any more: tiles lie where the composition has them."""
        if self.carrier is not None:
            self.carrier.put_down()

    def catch_up(self) -> None:
        """The composition follows what is carried now."""
        self.behind.stop()
        self.is_following = True
        try:
            self.tool.catch_up()
        finally:
            self.is_following = False

    @property
    def hover(self) -> str:
        """The tile under the pointer."""
        return self._hover

    def set_hover(self, tile_id: str) -> None:
        if tile_id != self._hover:
            self._hover = tile_id
            self.marks_changed.emit()

    @property
    def focus(self) -> str:
        """The tile that keys are about; it need not be selected."""
        return self._focus

    @property
    def is_at_tiles(self) -> bool:
        """Whether keys are about tiles: not about a guide or a watermark that was chosen instead."""
        return bool(self.session.selection) or (self.state.guide is None and self.state.watermark < 0)

    def set_focus(self, tile_id: str) -> None:
        if tile_id != self._focus:
            self._focus = tile_id
            self.marks_changed.emit()
            self.focus_changed.emit()

    def set_cursor(self, cursor: Qt.CursorShape) -> None:
        self.cursor_changed.emit(cursor)

    def _on_selection(self) -> None:
        """Keys go on from what was chosen, wherever that was done."""
        chosen = self.session.selection
        if chosen and self._focus not in chosen and not self._keeps_focus:
            self.set_focus(chosen[-1])

    def _on_changed(self, before: Composition, after: Composition) -> None:
        """The tile that has the focus is gone: the one that was read after it has it, or the one before."""
        focus = self._focus
        if not focus or focus in self.session.selection or any(tile.id == focus for tile in after.tiles):
            return
        order = _read(place(before, self.session.known))
        at = order.index(focus) if focus in order else len(order)
        left = {tile.id for tile in after.tiles}
        near = [tile_id for tile_id in (*order[at:], *reversed(order[:at])) if tile_id in left]
        self.set_focus(near[0] if near else "")

    # What to do

    def whole(self, tile_id: str) -> frozenset[str]:
        """The tile and its group, unless only a part of the group is chosen: then the hand is within it."""
        return whole(self.session.composition, (tile_id,), self.session.selection)

    def select(self, ids: Iterable[str], focus: str = "", *, alone: bool = False) -> None:
        """Choose tiles and, unless ``alone``, the groups that they are in; as with `whole`. The one of ``focus`` has
        the focus, chosen or not.
        """
        wanted = frozenset(ids)
        self._keeps_focus = bool(focus)
        chosen = wanted if alone else whole(self.session.composition, wanted, self.session.selection)
        self.session.select(chosen, focus)
        self._keeps_focus = False
        if focus:
            self.set_focus(focus)

    def try_again(self, url: str) -> None:
        """Ask anew about a source that could not be had."""
        self.bench.sources.retry(url)
        self.bench.pictures.retry(url)
        self.retried.emit(url)

    def pan(self, across: float, down: float) -> None:
        """Move what is seen, in pixels of the screen."""
        self.pan_wanted.emit(across, down)

    def bring_into_view(self, area: Rect) -> None:
        """Show that part of the frame, no larger than it is seen now."""
        self.area_wanted.emit(area)

    def see(self, tile_id: str) -> None:
        """Where nothing of a tile is seen, bring it into view: keys must not be about what nobody sees."""
        rect = self.rect_of(tile_id)
        if rect is not None:
            self.sight_wanted.emit(rect)

    def pointer_at(self, point: QPointF) -> Pointer:
        x, y = self.lens.point(point)
        return Pointer(x, y, point.x(), point.y())


def _read(placement: Placement) -> list[str]:
    rects = {there.tile_id: rect for there in placement.tiles if (rect := there.drawn) is not None}
    return [*reading_order(rects), *(there.tile_id for there in placement.tiles if there.tile_id not in rects)]


class HitTest:
    """Tells what lies under a pointer; the canvas has one that knows what is drawn."""

    def hit(self, pointer: Pointer) -> Hit:
        raise NotImplementedError

    def watermark_rect(self, index: int) -> Rect | None:
        return None
