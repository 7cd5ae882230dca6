"""A thousand tiles that are edited together: nothing is looked at more often than it has to be."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from support.builders import composition, source, tile
from support.effort import calls_of
from tilewright.checks.registry import View
from tilewright.model.composition import Tile
from tilewright.model.source import Known
from tilewright.ui.inspector.binding import Binding
from tilewright.ui.inspector.bindings import LineBinding
from tilewright.ui.inspector.inspector import Inspector
from ui.inspector.conftest import OpenInspector

COUNT = 1000
TILES = tuple(tile(f"t{at}", at % 90, 7, 640, 360 + at % 2) for at in range(COUNT))


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


@pytest.fixture
def of_all(open_inspector: OpenInspector) -> Inspector:
    """An inspector with all of a thousand tiles chosen, of which sizes are known."""
    inspector = open_inspector(composition(*TILES, size=(1920, 1080)), selection=("t0",))
    session = inspector.bench.session
    session.learn(Known(sources={one.url: source(640, 360) for one in TILES}))
    session.select(one.id for one in TILES)
    return inspector


def test_that_what_is_done_to_a_thousand_tiles_costs_little_for_each(of_all: Inspector) -> None:
    def cost(name: str, text: str) -> int:
        field = of_all.findChild(QLineEdit, name)
        assert field is not None
        return calls_of(lambda: field.setText(text)) // COUNT

    assert cost("tileX", "5") < 45
    assert cost("tileX", "50%") < 45
    assert cost("tileX", "+=16") < 65
    assert cost("tileName", "a") < 45
    assert cost("tileAddress", "https://a.b/c.mp4") < 45
    for keeps in (False, True):
        of_all.bench.preferences.set("keeps_proportion", keeps)
        assert cost("tileWidth", "320") < 60
    document = of_all.bench.session.document
    document.rollback()
    button = next(one for one in of_all.findChildren(QAbstractButton) if one.text() == "Fit")
    assert calls_of(button.click) < 60 * COUNT
    assert {(one.x, one.y, one.width, one.height) for one in document.composition.tiles} == {(0, 0, 1920, 1080)}


def test_that_what_is_typed_is_looked_at_once(of_all: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    field = of_all.findChild(QLineEdit, "tileX")
    assert field is not None
    shown: list[Binding] = []
    show = LineBinding.show_values

    def count(self: LineBinding, view: View, paths: tuple[str, ...]) -> None:
        shown.append(self)
        show(self, view, paths)

    monkeypatch.setattr(LineBinding, "show_values", count)
    field.setText("5")
    assert len(set(shown)) == len(shown) > 1
    del shown[:]
    field.setText("5.0")  # the same number, so that no page looks
    assert len(shown) == 1


def test_that_what_is_typed_for_several_tiles_comes_to_what_it_does_to_each(open_inspector: OpenInspector) -> None:
    sizes = (None, None), (17, 1), (640, None)
    tiles = [tile(f"t{at}", at * 100 - 150 if at else None, 7, *size) for at, size in enumerate(sizes)]
    inspector = open_inspector(composition(*tiles, size=(1920, 1080)), selection=("t0",))
    session = inspector.bench.session
    session.learn(Known(sources={one.url: source(640 + at, 360) for at, one in enumerate(tiles)}))

    def typed(ids: tuple[str, ...], name: str, text: str) -> list[Tile]:
        session.select(ids)
        field = inspector.findChild(QLineEdit, name)
        assert field is not None
        field.setText(text)
        made = [session.composition.tile(tile_id) for tile_id in ids]
        session.document.rollback()
        return made

    ids = tuple(one.id for one in tiles)
    wishes = (
        ("tileX", "+=16", False),
        ("tileWidth", "w/3", True),
        ("tileHeight", "*=150%", True),
        ("tileWidth", "+=10%", False),
    )
    for name, text, keeps in wishes:
        inspector.bench.preferences.set("keeps_proportion", keeps)
        alone = [one for tile_id in ids for one in typed((tile_id,), name, text)]
        assert typed(ids, name, text) == alone != tiles
