"""The wheel, two fingers on a touchpad, and two on a touch screen change what is seen of the frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from .state import STEP
from .zoom import Zoom

WHEEL_STEP = 120

CLOSEST = 8.0
"""Pixels between two fingers, at least: nearer than that a hair's breadth would be half of the way."""

MORE = 1
"""Pixels at each side."""


class Fingers(NamedTuple):
    """Two of them on the screen, in pixels of the canvas."""

    middle: QPointF
    apart: float


def fingers_of(event: QTouchEvent) -> Fingers | None:
    """Those that touch the screen; ``None`` unless there are two at least."""
    points = [one.position() for one in event.points() if one.state() != QEventPoint.State.Released]
    if len(points) < 2:
        return None
    one, other = points[:2]
    return Fingers((one + other) / 2, max(CLOSEST, math.hypot(one.x() - other.x(), one.y() - other.y())))


class ZoomView(QGraphicsView):
    """A view that is scrolled and zoomed by hand; what else the hand does is not its business."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.paint_soon: Callable[[int, int, int, int], None]
        """Paints that part of the viewport anew: x, y, width and height."""
        self._fit_to_screen()
        self.zoom = Zoom(self)
        self._fingers: Fingers | None = None
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def _fit_to_screen(self) -> None:
        """Where a pixel of ours is no whole number of the screen's, an edge of what is painted anew may lie within one
        of these, and a part of it would stay as it was: so a little more is painted.
        """
        is_whole = self.devicePixelRatioF().is_integer()
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing, is_whole)
        self.paint_soon = self.viewport().update if is_whole else self._paint_more

    def _paint_more(self, x: int, y: int, width: int, height: int) -> None:
        self.viewport().update(x - MORE, y - MORE, width + 2 * MORE, height + 2 * MORE)

    def cancel_gesture(self) -> None:
        """Two fingers do not go on with what one began."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom.by(STEP ** (event.angleDelta().y() / WHEEL_STEP), event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not delta.x():
            self.zoom.pan(delta.y(), 0)
        else:
            self.zoom.pan(delta.x(), delta.y())
        event.accept()

    def touch(self, event: QTouchEvent) -> None:
        """For the scene, to which Qt gives them: fingers on a touch screen. One is a mouse, two zoom and scroll."""
        before, self._fingers = self._fingers, fingers_of(event)
        now = self._fingers
        if now is None:
            return
        if before is None:
            self.cancel_gesture()
            return
        way = now.middle - before.middle
        self.zoom.pan(way.x(), way.y())
        if now.apart != before.apart:
            self.zoom.by(now.apart / before.apart, now.middle)

    def event(self, event: QEvent) -> bool:
        """What the viewport leaves alone comes here, too; `viewportEvent` would come with every move and paint."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom.by(1 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit_to_screen()
            self.zoom.changed.emit()  # another screen shows another number of pixels
        return super().event(event)
