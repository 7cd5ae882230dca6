"""Turns events into pointers for the tool in use. Nothing is drawn here."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from ..widgets.focus import BY_KEYS
from ..workbench import Workbench
from .edges import EdgePan
from .guide_keys import guide_key
from .hand import Hand
from .keys import Walk
from .keys_view import KeysView
from .menu import context_menu
from .pointer import Button, Pointer, with_key
from .tools.idle import Idle
from .tools.tool import Tool

if TYPE_CHECKING:
    from .lane import Lane

_BUTTONS: dict[Qt.MouseButton, Button] = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}
Modifier = Literal["shift", "ctrl", "alt"]
_MODIFIERS: dict[int, Modifier] = {
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Control: "ctrl",
    Qt.Key.Key_Alt: "alt",
}
_X_META = (0xFFE7, 0xFFE8)
"""Keysyms that X sends for both Alt keys while Shift is held (Meta_L and Meta_R of keysymdef.h)."""

_NO_KEYS, _LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value
_CTRL = Qt.KeyboardModifier.ControlModifier.value
_ALT = Qt.KeyboardModifier.AltModifier.value

USUAL_RATE = 60.0
"""Pictures a second of a screen that does not say."""


class HandView(KeysView):
    """A view whose events go to the hand; `refresh` draws what the hand changed."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(bench, parent)
        self.hand = Hand(bench, self)
        self.hand.begin(Idle(self.hand))
        self.walk = Walk(self.hand)
        self._last = Pointer(0, 0, 0, 0)
        self.room = self.viewport().width(), self.viewport().height()
        """Pixels of the canvas that are seen. Asking Qt takes longer."""
        self._told: tuple[QPointF, Qt.KeyboardModifier, Qt.MouseButton] | None = None
        self._picture = 1 / USUAL_RATE
        """Seconds of one picture of the screen. A mouse tells up to a thousand moves a second: what comes sooner waits
        for the next picture, and only the last move counts.
        """
        self._followed_at = 0.0
        self._waits = False
        """For the next picture. Asking the timer takes longer."""
        self.lane: Lane | None = None
        """The shortest way, while there is one."""
        self.find_lane: Callable[[Pointer], Lane | None] = lambda _: None
        self._follow_soon = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._follow_soon.timeout.connect(self._follow)
        self._edge = EdgePan(self._pan_on, self)
        self.hand.cancelled.connect(self.zoom.go_back)
        bench.canvas.centre_switched.connect(self._on_centre)
        self._set_up()

    @property
    def is_in_hand(self) -> bool:
        return self.hand.is_busy

    def take_dropped(self, what: list[str], where: QPointF) -> None:
        x, y = self.hand.lens.point(where)
        self.bench.canvas.dropped.emit(what, round(x), round(y))

    def show_cursor(self, cursor: Qt.CursorShape) -> None:
        if self.viewport().cursor().shape() != cursor:
            self.viewport().setCursor(cursor)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else all its parents are painted first

    def _pointer(self, point: QPointF, modifiers: Qt.KeyboardModifier = _NO_KEYS, button: Button = "") -> Pointer:
        across, down = point.toTuple()
        zoom, left, top = self.hand.lens
        x, y, keys = (across - left) / zoom, (down - top) / zoom, modifiers.value
        if not keys:
            return Pointer(x, y, across, down, button)
        return Pointer(x, y, across, down, button, bool(keys & _SHIFT), bool(keys & _CTRL), bool(keys & _ALT))

    def _pointer_of(self, event: QMouseEvent) -> Pointer:
        return self._pointer(event.position(), event.modifiers(), _BUTTONS.get(event.button(), ""))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() not in _BUTTONS or self.hand.is_busy:
            return
        self.catch_up()
        screen = self.screen()
        self._picture = 1 / max(30.0, (screen.refreshRate() if screen else 0.0) or USUAL_RATE)
        self._set_by_keys(by_keys=False)
        self._last = self._pointer_of(event)
        self.zoom.keep()
        self.hand.press(self._last)

    def hold(self, tool: Tool, pointer: Pointer) -> None:
        """Go on with a tool that was taken beside the canvas."""
        self.catch_up()
        self._set_by_keys(by_keys=False)
        self._last = pointer
        self.zoom.keep()
        self.hand.hold(tool)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._waits:
            wait = self._followed_at + self._picture - time.monotonic()
            if wait <= 0:
                self._follow_to(event.position(), event.modifiers(), event.buttons())
                return
            self._waits = True
            self._follow_soon.start(max(1, round(wait * 1000)))
        self._told = event.position(), event.modifiers(), event.buttons()

    def _follow(self) -> None:
        self._waits = False
        if self._told is not None:
            told, self._told = self._told, None
            self._follow_to(*told)
        else:
            self._move()

    def _follow_to(self, point: QPointF, modifiers: Qt.KeyboardModifier, buttons: Qt.MouseButton) -> None:
        lane, hand = self.lane, self.hand
        if lane is not None and modifiers is _NO_KEYS and buttons is _LEFT:
            now = time.monotonic()
            went = lane.go(*point.toTuple(), now)
            if went is not None:
                self._last, self._followed_at = went, now
                return
        if not buttons and hand.is_busy:  # let go where nobody told us
            hand.take(hand.tool.release(self._last))
        self._last = self._pointer(point, modifiers)
        self._move()

    def _move(self) -> None:
        hand = self.hand
        tool = hand.tool.move(self._last)
        hand.take(tool)
        self._followed_at = time.monotonic()
        if tool.goes_beyond and not self.zoom.fits:
            self._edge.follow(self._last.across, self._last.down, self.room)
        self.look_for_lane()

    def look_for_lane(self) -> None:
        """Whether the next moves may take a shorter way."""
        self.lane = self.find_lane(self._last)

    def _pan_on(self, across: float, down: float) -> None:
        """Something is dragged beyond the edge: more is seen of what lies there, and the drag goes on."""
        if not self.hand.tool.goes_beyond:
            self._edge.stop()
            return
        self.zoom.pan(across, down)
        if self._told is None:
            x, y = self.hand.lens.point(QPointF(self._last.across, self._last.down))
            self._last = self._last._replace(x=x, y=y)
        self._follow()

    def catch_up(self) -> None:
        """Do now what the last move of the mouse asked for."""
        if self._waits:
            self._follow_soon.stop()
            self._follow()
        self.lane = None
        self.hand.catch_up()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.buttons():  # another button is still held: the gesture goes on
            return
        self.catch_up()
        self._last = self._pointer_of(event)
        self.hand.take(self.hand.tool.release(self._last))
        self.hand.take(self.hand.tool.move(self._pointer(event.position())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer_of(event)
        hit = self.hand.hit(pointer)
        if hit.kind == "tile" and pointer.button == "left" and not pointer.adds:
            self.hand.select([hit.tile_id], hit.tile_id, alone=True)  # one of a group, too
            self.bench.page_wanted.emit("tile", "")
        elif hit.kind == "watermark" and pointer.button == "left":
            self.bench.page_wanted.emit("watermarks", f"watermarks.{hit.index}")
        self.mousePressEvent(event)  # a drag may begin with the second press of a quick hand, too

    def leaveEvent(self, event: QEvent) -> None:
        self._follow_soon.stop()
        self._waits = False
        self._told = None
        self.hand.set_hover("")
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.hand.is_busy:  # whatever it does would be about what the gesture has not done yet
            return
        menu = context_menu(self.bench, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.catch_up()
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        modifier = _modifier_of(event)
        if event.key() == Qt.Key.Key_Space and not ctrl:
            self.hand.holds_space = True
            if not self.hand.is_busy:
                self.hand.set_cursor(Qt.CursorShape.OpenHandCursor)
        elif modifier:
            self._follow_modifier(modifier, pressed=True)
        elif not (guide_key(self.hand, event) or self.walk.key(event.key(), event.modifiers())):
            event.ignore()  # not ours: and Qt's own scrolling by arrows is not wanted
        self.refresh()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.catch_up()
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.hand.holds_space = False
            if not self.hand.is_busy:
                self.hand.take(self.hand.tool.move(self._last))
        elif modifier := _modifier_of(event):
            self._follow_modifier(modifier, pressed=False)

    def _follow_modifier(self, modifier: Modifier, *, pressed: bool) -> None:
        """Shift, Ctrl or Alt in the middle of a drag count at once, not with its next move."""
        if not self.hand.is_busy:
            return
        self._last = with_key(self._last, modifier, pressed=pressed)
        self.hand.take(self.hand.tool.move(self._last))
        self.hand.catch_up()

    def _on_centre(self) -> None:
        """Switched in the middle of a drag it counts at once, too."""
        if self.hand.is_busy:
            self.catch_up()
            self.hand.take(self.hand.tool.move(self._last))

    def focusNextPrevChild(self, forward: bool) -> bool:
        if self.hand.is_busy:
            return True
        self._set_by_keys(by_keys=True)
        if self.hasFocus() and self.walk.step(forward=forward):
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._set_by_keys(by_keys=event.reason() in BY_KEYS)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hand.holds_space = False
        self.bench.session.document.finish()
        self._set_by_keys(by_keys=False)
        self.viewport().update()

    def cancel_gesture(self) -> None:
        if self.hand.is_busy:
            self.hand.cancel()

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel_gesture()
        super().hideEvent(event)


def _modifier_of(event: QKeyEvent) -> Modifier | None:
    return "alt" if event.nativeVirtualKey() in _X_META else _MODIFIERS.get(event.key())
