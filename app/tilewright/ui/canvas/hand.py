"""What tools see and do. They get nothing else: neither the view nor its events."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal

from ...layout.distance import Distance
from ...layout.rect import Rect
from ...layout.resize import Handle
from ...layout.snap import Guide
from ...model.composition import Composition
from ..workbench import Workbench
from .lens import Lens
from .pointer import Pointer

if TYPE_CHECKING:
    from .tools.tool import Tool

ATTRACTION = 6
"""Pixels of the screen within which a line attracts; the same at every zoom."""

DRAG_FROM = 4
"""Pixels of the screen after which a press becomes a drag."""

BEHIND = 0.025
"""Seconds after which the composition follows what is carried: fields, tables and checks show no more of it anyway."""

GAP = 0.005
"""Seconds after a move of the hand by which its picture is painted, and the next move is not there yet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under the pointer. ``tile_id`` also for what belongs to a tile; ``index`` of a watermark, also when
    ``handle`` is one of its own.
    """

    kind: Literal["nothing", "tile", "handle", "badge", "retry", "watermark", "watermark-handle"]
    tile_id: str = ""
    handle: Handle | None = None
    index: int = -1


NOTHING = Hit("nothing")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a gesture wants drawn: guides, distances, the rubber band, and the size of the selection."""

    guides: tuple[Guide, ...] = ()
    distances: tuple[Distance, ...] = ()
    band: Rect | None = None
    shows_size: bool = False


class Hand(QObject):
    """The tool in use and what it works with. ``idle`` is the tool to which every gesture returns."""

    marks_changed = Signal()
    pan_wanted = Signal(float, float)
    cursor_changed = Signal(object)
    focus_changed = Signal()
    retried = Signal(str)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench, self.session, self.state = bench, bench.session, bench.canvas
        self.lens = Lens()
        self.hits: HitTest | None = None
        self.carrier: Carrier | None = None
        self._follow = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._follow.timeout.connect(self.catch_up)
        self._waits: Literal["", "follows", "put off"] = ""
        """Whether the composition will follow what is carried, which was put off at most once."""
        self._due = 0.0
        self.holds_space = False
        self._marks = Marks()
        self._hover = ""
        self._focus = ""
        self.idle: Tool | None = None
        self._tool: Tool | None = None

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
        self._stop_waiting()
        self.put_down()
        if tool is self.idle:
            self.show(Marks())
        self.cursor_changed.emit(tool.cursor)

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

    def watermark_rect(self, index: int) -> Rect | None:
        """Where a watermark is drawn; ``None`` while its picture is not there."""
        return self.hits.watermark_rect(index) if self.hits else None

    @property
    def reach(self) -> float:
        """How far a line attracts, in pixels of the frame."""
        return ATTRACTION / self.lens.zoom

    def is_drag(self, start: Pointer, now: Pointer) -> bool:
        return max(abs(now.across - start.across), abs(now.down - start.down)) >= DRAG_FROM

    # What to draw

    @property
    def marks(self) -> Marks:
        return self._marks

    def show(self, marks: Marks, composition: Composition | None = None) -> None:
        """Draw ``marks``, and preview ``composition`` with them: all of it is drawn once."""
        is_new = marks != self._marks
        self._marks = marks
        document = self.session.document
        if composition is not None and composition != document.composition:
            document.preview(composition)  # tells the canvas, which draws the marks too
        elif is_new:
            self.marks_changed.emit()

    def carry(self, marks: Marks, tiles: Iterable[tuple[str, Rect]], dx: int, dy: int) -> None:
        """Draw ``marks``, and the ``tiles`` so far from these places. The composition follows by the tool's `catch_up`,
        in the gap behind a picture: for all that looks at it there is no time with every picture.
        """
        self._marks = marks
        if self.carrier is not None:
            self.carrier.carry(tiles, dx, dy)
        now = time.monotonic()
        if not self._waits:
            self._waits, self._due = "follows", now + BEHIND
            self._follow.start(round(1000 * BEHIND))
        elif self._waits == "follows" and self._due - now < GAP:  # it would come before this move is painted
            self._waits = "put off"
            self._follow.start(round(1000 * GAP))

    def put_down(self) -> None:
        """Nothing is carried any more: tiles lie where the composition has them."""
        if self.carrier is not None:
            self.carrier.put_down()

    def catch_up(self) -> None:
        """The composition follows what is carried now."""
        self._stop_waiting()
        self.tool.catch_up()

    def _stop_waiting(self) -> None:
        if self._waits:
            self._waits = ""
            self._follow.stop()

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

    def set_focus(self, tile_id: str) -> None:
        if tile_id != self._focus:
            self._focus = tile_id
            self.marks_changed.emit()
            self.focus_changed.emit()

    def set_cursor(self, cursor: Qt.CursorShape) -> None:
        self.cursor_changed.emit(cursor)

    # What to do

    def select(self, ids: Iterable[str], focus: str = "") -> None:
        self.session.select(ids)
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

    def pointer_at(self, point: QPointF) -> Pointer:
        x, y = self.lens.point(point)
        return Pointer(x, y, point.x(), point.y())


class HitTest:
    """Tells what lies under a pointer; the canvas has one that knows what is drawn."""

    def hit(self, pointer: Pointer) -> Hit:
        raise NotImplementedError

    def watermark_rect(self, index: int) -> Rect | None:
        return None


class Carrier(Protocol):
    """Draws tiles where the hand carries them: the canvas."""

    def carry(self, tiles: Iterable[tuple[str, Rect]], dx: int, dy: int) -> None: ...

    def put_down(self) -> None: ...
