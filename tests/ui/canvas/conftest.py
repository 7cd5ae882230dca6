"""A canvas for each test, with a hand at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from support.canvas import CanvasHand
from tilewright.model.composition import Composition
from tilewright.ui.canvas import zoom
from ui.conftest import OpenBench

OpenCanvas = Callable[[Composition], CanvasHand]


@pytest.fixture
def open_canvas(make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenCanvas]:
    """Opens canvases without a service behind them; nothing moves by itself on them."""
    monkeypatch.setattr(zoom, "moves", lambda _: False)
    opened: list[CanvasHand] = []

    def make(composition: Composition) -> CanvasHand:
        hand = CanvasHand(make_bench(composition))
        opened.append(hand)
        return hand

    yield make
    for hand in opened:
        hand.close()
