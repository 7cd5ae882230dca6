"""A hand at the canvas of a main window, which counts in pixels of the screen, so that one way holds for every zoom."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import Qt

from support.canvas import NO_BUTTON, NONE, CanvasHand
from tilewright.layout.attraction import KINDS, Kind
from tilewright.layout.rect import Rect
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.windows.main import MainWindow


class WindowHand(CanvasHand):
    """Mouse and keyboard at the canvas of ``window``. The frame and its tiles grow as the zoom shrinks: see `grown`."""

    def __init__(self, window: MainWindow, zoom: float) -> None:
        canvas = window.findChild(Canvas)
        assert isinstance(canvas, Canvas)
        self.window, self.canvas = window, canvas
        self.bench, self.session = window.bench, window.bench.session
        self.document = self.session.document
        self.pages: list[tuple[str, str]] = []
        self._button = NO_BUTTON
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.at(zoom, 20, 20)

    def only(self, *wanted: Kind) -> Self:
        """Let these kinds attract and no others."""
        self.bench.preferences.set("snaps_not", tuple(sorted(set(KINDS) - {*wanted})))
        return self

    def move(self, dx: float, dy: float, keys: Qt.KeyboardModifier = NONE, steps: int = 4) -> Self:
        """Drag by so many pixels of the screen."""
        return self.drag(dx / self.zoom, dy / self.zoom, keys, steps)

    def spots(self) -> tuple[Rect, ...]:
        """Where all tiles lie, in pixels of the frame."""
        return tuple(self.rect(tile.id) for tile in self.session.composition.tiles)

    def expect(self, tile_id: str, x: float, y: float, width: float, height: float) -> Self:
        """The tile covers these pixels of the screen, counted from the corner of the frame."""
        assert self.rect(tile_id) == grown(Rect(round(x), round(y), round(width), round(height)), self.zoom)
        return self


def grown(rect: Rect, zoom: float) -> Rect:
    """What is seen as ``rect`` at that zoom, in pixels of the frame."""
    return Rect(*(round(side / zoom) for side in rect))
