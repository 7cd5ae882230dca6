"""A thousand tiles that are edited together: nothing is looked at more often than it has to be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtWidgets import QLineEdit

from support.builders import composition, source, tile
from tilewright.model.source import Known
from ui.inspector.conftest import OpenInspector

COUNT = 1000
TILES = tuple(tile(f"t{at}", at % 90, 7, 640, 360 + at % 2) for at in range(COUNT))


def calls_of(act: Callable[[], object]) -> int:
    """How often ``act`` calls anything that is written in Python: other than time, that is the same everywhere."""
    calls = 0

    def on_event(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(on_event)
    try:
        act()
    finally:
        sys.setprofile(None)
    return calls


def test_that_choosing_all_of_a_thousand_tiles_costs_little_for_each(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(composition(*TILES, size=(1920, 1080)), selection=("t0",))
    session = inspector.bench.session
    session.learn(Known(sources={one.url: source(640, 360) for one in TILES}))
    session.select(("t1",))
    everything = tuple(one.id for one in TILES)
    assert calls_of(lambda: session.select(everything)) < 50 * COUNT
    fields = {name: inspector.findChild(QLineEdit, name) for name in ("tileX", "tileY", "tileWidth", "tileHeight")}
    assert {name: field.text() for name, field in fields.items() if field} == {
        "tileX": "",
        "tileY": "7",
        "tileWidth": "640",
        "tileHeight": "",
    }
