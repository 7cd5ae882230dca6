"""A canvas for each test, alone or in a main window, with a hand at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.canvas import CanvasHand
from support.window_hand import WindowHand, grown
from tilewright.layout.rect import Rect
from tilewright.model.composition import Composition
from tilewright.ui.canvas import zoom
from tilewright.ui.windows.main import MainWindow
from ui.conftest import OpenBench

A, B, C = Rect(40, 40, 120, 80), Rect(240, 140, 100, 60), Rect(480, 40, 160, 100)
OpenCanvas = Callable[[Composition], CanvasHand]
OpenWindowHand = Callable[[Composition, float], WindowHand]

ZOOMS = pytest.mark.parametrize(
    "zoom", [1.0, pytest.param(0.25, marks=pytest.mark.full), pytest.param(4.0, marks=pytest.mark.full)]
)
"""Of gestures in the window: 100 % always, 25 % and 400 % in the full run."""


@pytest.fixture
def open_canvas(make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenCanvas]:
    """Opens canvases without a service behind them; nothing moves by itself on them."""
    monkeypatch.setattr(zoom, "moves", lambda _: False)
    opened: list[CanvasHand] = []

    def make(start: Composition) -> CanvasHand:
        hand = CanvasHand(make_bench(start))
        opened.append(hand)
        return hand

    yield make
    for hand in opened:
        hand.close()


@pytest.fixture
def open_window_hand(make_bench: OpenBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenWindowHand]:
    """Opens main windows without a service behind them, with the canvas at that zoom."""
    monkeypatch.setattr(zoom, "moves", lambda _: False)
    opened: list[MainWindow] = []

    def make(start: Composition, at: float) -> WindowHand:
        window = MainWindow(make_bench(start))
        opened.append(window)
        window.resize(1440, 900)
        window.show()
        window.activateWindow()  # without it no shortcut is heard
        qtbot.waitUntil(window.isActiveWindow)
        window.panels.fill_now()
        return WindowHand(window, at)

    yield make
    for window in opened:
        window.bench.files.ending.skip_question()
        window.close()
        window.deleteLater()


class OpenThree:
    """Opens a window with three tiles, and whatever else is wished, all in pixels of the screen. The frame attracts.

    ┌─(0, 0)──────────────────────────────────────
    │   ┌─a─┐              ┌──c──┐                   a: 120 × 80 at 40, 40      c: 160 × 100 at 480, 40
    │   └───┘   ┌─b─┐      └─────┘                   b: 100 × 60 at 240, 140    the frame: 1600 × 900
    │           └───┘
    """

    def __init__(self, open_window_hand: OpenWindowHand) -> None:
        self._open = open_window_hand

    def __call__(self, zoom: float, **more: Rect) -> WindowHand:
        rects = {"a": A, "b": B, "c": C, **more}
        tiles = [tile(name, *grown(rect, zoom)) for name, rect in rects.items()]
        return self._open(composition(*tiles, size=(round(1600 / zoom), round(900 / zoom))), zoom).only("frame")


@pytest.fixture
def open_three(open_window_hand: OpenWindowHand) -> OpenThree:
    return OpenThree(open_window_hand)
