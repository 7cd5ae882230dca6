"""The name and the size of a tile can be read at every zoom."""

from __future__ import annotations

import itertools

import pytest
from pytestqt.qtbot import QtBot

from support.builders import composition, known, tile, url
from support.canvas import CanvasHand, plain
from tilewright.layout.rect import Rect
from tilewright.model.composition import Tile
from tilewright.model.source import Trouble
from tilewright.ui.canvas import strokes
from tilewright.ui.canvas.items import badge_area
from tilewright.ui.canvas.labels import Told, tight
from ui.canvas.conftest import OpenCanvas

FRAME = (1920, 1080)


def opened(open_canvas: OpenCanvas, *tiles: Tile, zoom: float = 1.0) -> CanvasHand:
    canvas = open_canvas(composition(*tiles, size=FRAME))
    for one in tiles:
        canvas.bench.pictures.put(one.url, plain("#3060a0"))
    return canvas.at(zoom)


def labels(canvas: CanvasHand) -> dict[str, tuple[Rect, strokes.Label]]:
    """Where labels lie on the canvas, by the names they tell, and what they say."""
    canvas.canvas.captions.settle()
    found = {label.name: (rect, label) for rect, label in canvas.canvas.overlay.shapes.labels}
    for item in canvas.canvas.stage.tiles.values():
        there = item.label()
        if there is not None:
            assert there[1].name not in found
            found[there[1].name] = there
    return found


@pytest.mark.parametrize("zoom", [0.25, 1.0, 4.0])
@pytest.mark.parametrize("size", [(640, 360), (200, 120), (40, 40)])
def test_that_name_and_size_are_told_at_every_zoom(open_canvas: OpenCanvas, size: tuple[int, int], zoom: float) -> None:
    canvas = opened(open_canvas, tile("a", 40, 60, *size), zoom=zoom)
    rect, label = labels(canvas)["a.mp4"]
    assert label.size == f"{size[0]} × {size[1]}"
    metrics = strokes.label_width("a.mp4", "", "")
    assert rect.width >= metrics
    viewport = canvas.canvas.viewport()
    assert Rect(0, 0, viewport.width(), viewport.height()).contains(rect)


def test_that_a_label_stays_in_that_part_of_its_tile_which_is_in_sight(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 100, 100, 640, 360))
    canvas.at(4.0, -1200, -900)  # the middle of the tile
    there, label = labels(canvas)["a.mp4"]
    assert (there.x, there.y) == (4, 4)
    assert label.size == "640 × 360"
    canvas.canvas.zoom.pan(900, 200)
    there, _ = labels(canvas)["a.mp4"]
    left = canvas.canvas.hand.lens.pixels(canvas.rect("a"))
    assert (there.x, there.y) == (left.x + 4, 4)


def test_that_a_label_has_two_lines_where_one_is_too_long(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 100, 100, 100, 80))
    rect, label = labels(canvas)["a.mp4"]
    assert label.is_two
    assert canvas.canvas.hand.lens.pixels(canvas.rect("a")).contains(rect)


def test_that_a_name_that_is_cut_loses_its_ending_first(open_canvas: OpenCanvas) -> None:
    """Small tiles in a crowd, as in a wall of cameras."""
    wall = [tile(f"cam{n + 100}", 100 + 56 * (n % 8), 100 + 32 * (n // 8), 55, 31) for n in range(80)]
    canvas = opened(open_canvas, *wall)
    canvas.canvas.captions.settle()
    told = [item.label() for item in canvas.canvas.stage.tiles.values()]
    names = {one[1].name for one in told if one is not None}
    assert "cam120" in names
    assert not any(name.endswith(".mp4") for name in names)
    label = tight(Told("v", Rect(0, 0, 60, 30), "clip_v1.25", "", ""), Rect(0, 0, 60, 30))
    assert label is not None
    assert label.name == "clip_v1.25"


def test_that_labels_beside_small_tiles_overlap_no_other_label(open_canvas: OpenCanvas) -> None:
    tiles = [tile(f"t{n}", 60 + 90 * (n % 4), 60 + 70 * (n // 4), 30, 30) for n in range(12)]
    canvas = opened(open_canvas, tile("wide", 0, 0, 1000, 600), *tiles)
    found = labels(canvas)
    assert {f"t{n}.mp4" for n in range(12)} <= found.keys()
    for one, other in itertools.combinations([rect for rect, _ in found.values()], 2):
        assert not one.overlaps(other)


def test_that_a_tile_above_does_not_cover_a_label(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 0, 0, 600, 400), tile("b", 0, 0, 200, 120))
    found = labels(canvas)
    above = canvas.canvas.hand.lens.pixels(canvas.rect("b"))
    assert not found["a.mp4"][0].overlaps(above)
    assert above.contains(found["b.mp4"][0])


def test_that_what_lies_under_the_pointer_is_named_even_in_a_crowd(open_canvas: OpenCanvas) -> None:
    tiles = [tile(f"t{n}", 18 * (n % 30), 14 * (n // 30), 18, 14) for n in range(240)]
    canvas = opened(open_canvas, *tiles)
    assert "t100.mp4" not in labels(canvas)
    canvas.hover("t100")
    names = [label.name for _, label in canvas.canvas.overlay.shapes.labels]
    assert names == ["t100.mp4"]
    canvas.hover((800.0, 400.0))
    assert not canvas.canvas.overlay.shapes.labels


def test_that_in_a_crowd_a_chosen_tile_is_named_at_once_and_many_are_soon(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    tiles = [tile(f"t{n}", 100 + 42 * (n % 6), 100 + 32 * (n // 6), 40, 30) for n in range(36)]
    canvas = opened(open_canvas, *tiles)
    canvas.canvas.captions.settle()

    def named() -> set[str]:
        return {label.name for _, label in canvas.canvas.overlay.shapes.labels}

    assert "t14.mp4" not in named()
    canvas.session.select(["t14"])
    assert "t14.mp4" in named()
    canvas.session.select(one.id for one in tiles)
    qtbot.waitUntil(lambda: len(named()) == 36)


def test_that_a_label_makes_way_for_the_handles_of_a_tile_that_is_clicked(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    """The tile was named before, as it lay under the pointer."""
    canvas = opened(open_canvas, tile("ground", 0, 0, *FRAME), tile("a", 400, 300, 40, 80))
    canvas.hover("a")
    overlay = canvas.canvas.overlay

    def lies_under_a_handle() -> bool:
        [rect] = [rect for rect, label in overlay.shapes.labels if label.name == "a.mp4"]
        return any(rect.overlaps(handle) for _, handle in overlay.shapes.handles)

    canvas.click("a").expect_selected("a")
    qtbot.waitUntil(lambda: not lies_under_a_handle())


def test_that_a_label_beside_a_tile_goes_with_it(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 300, 200, 40, 40))
    canvas.session.select(["a"])
    before, _ = labels(canvas)["a.mp4"]
    canvas.press("a").drag(50, 30)
    [(there, _)] = canvas.canvas.overlay.shapes.labels
    assert there == before._replace(x=before.x + 50, y=before.y + 30)
    canvas.release()


def test_that_a_tile_that_failed_tells_its_name_and_size(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 300, 170), size=FRAME))
    canvas.session.learn(known(a=Trouble("damaged", "a.mp4 cannot be read. It may be damaged.")))
    canvas.bench.pictures._failed.add(url("a"))
    canvas.bench.pictures.arrived.emit(frozenset({url("a")}))
    _, label = labels(canvas)["a.mp4"]
    assert label.size == "300 × 170"


def test_that_a_label_keeps_clear_of_the_badge_of_a_problem(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 100, 100, 150, 80, name="no/slash"))
    canvas.bench.findings.refresh()
    face = canvas.canvas.stage.tiles["a"].face
    badge = badge_area(face, strokes.crisp(canvas.canvas.hand.lens.rect(face.rect)))
    assert badge is not None
    [(rect, _)] = labels(canvas).values()
    assert rect.right <= badge.left()
