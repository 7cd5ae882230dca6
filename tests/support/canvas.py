"""A hand for the canvas: ``canvas.press("a", handle="right").drag(40, 0).release()``.

Ways and places are pixels of the frame, whatever the zoom; the events are those of a mouse and a keyboard.
"""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QMainWindow

from tilewright.layout.rect import Rect
from tilewright.layout.resize import Handle
from tilewright.ui.canvas.pane import CanvasPane
from tilewright.ui.canvas.strip import Strip
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.commands import arrange, clipboard, composition, edit, grouping, layouts, relations, tiles, zoom
from tilewright.ui.workbench import Workbench

_KEYS = Qt.KeyboardModifier
NONE = _KEYS.NoModifier
SHIFT, CTRL, ALT = _KEYS.ShiftModifier, _KEYS.ControlModifier, _KEYS.AltModifier
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_BUTTON = Qt.MouseButton.NoButton


def plain(colour: str) -> QImage:
    """The picture of a video that shows one colour."""
    made = QImage(64, 36, QImage.Format.Format_RGB888)
    made.fill(QColor(colour))
    return made


class CanvasHand:
    """Mouse and keyboard at a canvas of 900 × 600 pixels in a window of its own, at 100 % unless ``at`` says else."""

    def __init__(self, bench: Workbench) -> None:
        self.bench, self.session, self.document = bench, bench.session, bench.session.document
        for group in (edit, clipboard, grouping, tiles, zoom, arrange, relations, layouts, composition):
            bench.commands.add(group.commands(bench))
        self.window = QMainWindow()
        self.pane = CanvasPane(Strip(bench), Canvas(bench))
        self.canvas = self.pane.canvas
        self.window.setCentralWidget(self.pane)
        layout = self.window.layout()
        assert layout is not None
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the platform of the tests has none
        bench.commands.attach(self.window)
        self.window.resize(900, 600)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.at(1.0)
        self._where = QPointF()
        self._button = NO_BUTTON
        self.pages: list[tuple[str, str]] = []
        bench.page_wanted.connect(self._on_page)

    def _on_page(self, name: str, path: str) -> None:
        self.pages.append((name, path))

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()

    # Where things are

    def at(self, zoom: float, left: float = 60, top: float = 60) -> Self:
        """Show the frame at that zoom, its corner ``left`` and ``top`` of the canvas's own."""
        self.canvas.zoom.fits = False
        self.canvas.zoom.show(zoom, QPointF(0, 0), QPointF(left, top))
        return self

    @property
    def zoom(self) -> float:
        return self.canvas.hand.lens.zoom

    def spot(self, x: float, y: float) -> QPointF:
        """The point of the canvas that shows a point of the frame."""
        lens = self.canvas.hand.lens
        return QPointF(lens.x(x), lens.y(y))

    def rect(self, tile_id: str) -> Rect:
        rect = self.session.placement().of(tile_id).drawn
        assert rect is not None
        return rect

    def handle(self, name: Handle) -> QRectF:
        """Where a handle is drawn."""
        return QRectF(*dict(self.canvas.overlay.shapes.handles)[name])

    # The mouse

    def press(
        self,
        what: str | tuple[float, float],
        handle: Handle | None = None,
        keys: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
    ) -> Self:
        """Press in the middle of a tile, on a handle of the selection, or at a point of the frame."""
        if handle is not None:
            assert isinstance(what, str)
            if what not in self.session.selection:
                self.session.select([what])
            self._where = self.handle(handle).center()
        elif isinstance(what, str):
            rect = self.rect(what)
            self._where = self.spot(rect.x + rect.width / 2, rect.y + rect.height / 2)
        else:
            self._where = self.spot(*what)
        self._send(QEvent.Type.MouseMove, NO_BUTTON, keys)
        self._button = button
        self._send(QEvent.Type.MouseButtonPress, button, keys)
        return self

    def drag(self, dx: float, dy: float, keys: Qt.KeyboardModifier = NONE, steps: int = 4) -> Self:
        """Move by so many pixels of the frame, in some steps."""
        zoom, start = self.zoom, QPointF(self._where)
        for step in range(1, steps + 1):
            self._where = start + QPointF(dx * zoom, dy * zoom) * step / steps
            self._send(QEvent.Type.MouseMove, NO_BUTTON, keys)
        self.canvas.catch_up()
        return self

    def release(self, keys: Qt.KeyboardModifier = NONE) -> Self:
        button, self._button = self._button, NO_BUTTON
        self._send(QEvent.Type.MouseButtonRelease, button, keys)
        return self

    def click(self, what: str | tuple[float, float], keys: Qt.KeyboardModifier = NONE) -> Self:
        return self.press(what, keys=keys).release(keys)

    def double_click(self, what: str) -> Self:
        return self.double_press(what).release()

    def double_press(self, what: str) -> Self:
        """Click, and press again at once."""
        self.click(what)
        self._button = LEFT
        self._send(QEvent.Type.MouseButtonDblClick, LEFT, NONE)
        return self

    def hover(self, what: str | tuple[float, float]) -> Self:
        if isinstance(what, str):
            rect = self.rect(what)
            what = (rect.x + rect.width / 2, rect.y + rect.height / 2)
        self._where = self.spot(*what)
        self._send(QEvent.Type.MouseMove, NO_BUTTON, NONE)
        self.canvas.catch_up()
        return self

    def wheel(self, x: float, y: float, notches: int, keys: Qt.KeyboardModifier = NONE) -> Self:
        """Turn the wheel over a point of the frame."""
        point = self.spot(x, y)
        viewport = self.canvas.viewport()
        turn = QPointF(0, 120 * notches).toPoint()
        event = QWheelEvent(
            point,
            viewport.mapToGlobal(point),
            QPointF().toPoint(),
            turn,
            NO_BUTTON,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
        return self

    def pinch(self, x: float, y: float, more: float) -> Self:
        """Move two fingers of a touchpad apart over a point of the frame."""
        point, viewport = self.spot(x, y), self.canvas.viewport()
        kind, delta = Qt.NativeGestureType.ZoomNativeGesture, QPointF()
        where = (point, point, viewport.mapToGlobal(point))
        event = QNativeGestureEvent(kind, QPointingDevice.primaryPointingDevice(), 2, *where, more, delta)
        QApplication.sendEvent(viewport, event)
        return self

    def _send(self, kind: QEvent.Type, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
        viewport = self.canvas.viewport()
        event = QMouseEvent(kind, self._where, viewport.mapToGlobal(self._where), button, self._button, keys)
        QApplication.sendEvent(viewport, event)

    # The keyboard

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE, times: int = 1) -> Self:
        QApplication.processEvents()  # commands learn in the next turn of the loop whether they can run
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.canvas, key, keys)
        return self

    # What became of it

    def expect_rect(self, tile_id: str, x: int, y: int, width: int, height: int) -> Self:
        assert self.rect(tile_id) == Rect(x, y, width, height)
        return self

    def expect_selected(self, *ids: str) -> Self:
        assert self.session.selection == ids
        return self

    def expect_steps(self, *texts: str) -> Self:
        """The names of the steps that can be undone, the last first; they are undone by it."""
        found = []
        while self.document.can_undo:
            found.append(self.document.undo_text)
            self.document.undo()
        assert found == list(texts)
        return self

    def guides(self) -> set[tuple[str, float]]:
        return {(guide.axis, guide.at) for guide in self.canvas.hand.marks.guides}
