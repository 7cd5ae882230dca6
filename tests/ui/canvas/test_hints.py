"""Where chosen tiles overlap others, and where they are when they are out of sight; what lies around the frame."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.builders import composition, known, tile, url
from support.canvas import CanvasHand, plain
from tilewright.layout.rect import Rect
from tilewright.model.composition import Tile
from tilewright.model.source import Trouble
from tilewright.ui.canvas import strokes
from tilewright.ui.canvas.face import Face
from tilewright.ui.canvas.hints import arrows
from tilewright.ui.canvas.lens import Lens
from tilewright.ui.canvas.plate import words_on
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas

FRAME = (640, 360)


def opened(open_canvas: OpenCanvas, *tiles: Tile) -> CanvasHand:
    canvas = open_canvas(composition(*tiles, size=FRAME))
    for one in tiles:
        canvas.bench.pictures.put(one.url, plain("#808080"))
    return canvas


def hinted(canvas: CanvasHand) -> list[Rect]:
    """What is hatched, in pixels of the frame; the canvas is at 100 %."""
    lens = canvas.canvas.hand.lens
    moved = [rect._replace(x=rect.x - round(lens.left), y=rect.y - round(lens.top)) for rect in _overlaps(canvas)]
    return sorted(moved)


def _overlaps(canvas: CanvasHand) -> tuple[Rect, ...]:
    return canvas.canvas.overlay.shapes.overlaps


def grabbed(canvas: CanvasHand) -> QImage:
    canvas.canvas.stage.sharpener.now()
    QApplication.processEvents()
    return canvas.canvas.viewport().grab().toImage()


def colours(canvas: CanvasHand, area: Rect) -> set[str]:
    """All that are seen in a part of the frame."""
    image, there = grabbed(canvas), canvas.canvas.hand.lens.pixels(area)
    return {image.pixelColor(x, y).name() for x in range(there.x, there.right) for y in range(there.y, there.bottom)}


def test_that_the_part_of_a_chosen_tile_that_overlaps_another_is_hatched(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 0, 0, 300, 200), tile("b", 200, 100, 300, 200))
    assert hinted(canvas) == []
    for name in ("a", "b"):
        canvas.session.select([name])
        assert hinted(canvas) == [Rect(200, 100, 100, 100)]
    edge, amid = Rect(220, 189, 40, 8), Rect(220, 130, 60, 40)
    assert {tokens.colour("selection").name(), tokens.colour("halo").name()} <= colours(canvas, edge)
    assert colours(canvas, amid) == {"#808080"}  # what is being placed is seen
    canvas.session.select([])
    assert colours(canvas, edge) == {"#808080"}


def test_that_what_a_failed_tile_says_is_not_hatched(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 300, 200), tile("b", 100, 82, 300, 200), size=FRAME))
    canvas.bench.pictures.put(url("a"), plain("#808080"))
    canvas.session.learn(known(b=Trouble("damaged", "b.mp4 cannot be read. It may be damaged.")))
    canvas.bench.pictures._failed.add(url("b"))
    canvas.bench.pictures.arrived.emit(frozenset({url("b")}))
    face = canvas.canvas.stage.tiles["b"].face
    said = words_on(QRectF(*face.rect))
    assert face.state == "failed"
    assert said is not None
    words = Rect(106, round(said.y()), 54, 15)  # as far as a's own line along its edge
    before = colours(canvas, words)
    canvas.session.select(["a"])
    assert hinted(canvas) == [Rect(100, 82, 200, 118)]
    assert colours(canvas, words) <= before
    assert tokens.colour("halo").name() in colours(canvas, Rect(104, 84, 60, 8))


def test_that_the_hint_is_there_once_the_hand_rests(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = opened(open_canvas, tile("a", 0, 0, 300, 200), tile("b", 330, 0, 300, 200))
    canvas.bench.canvas.toggle_snap()
    canvas.press("a").drag(60, 0)
    assert hinted(canvas) == []
    qtbot.waitUntil(lambda: hinted(canvas) == [Rect(330, 0, 30, 200)])
    canvas.drag(1, 0)
    assert hinted(canvas) == []
    canvas.release()
    assert hinted(canvas) == [Rect(330, 0, 31, 200)]


def test_that_a_picture_in_the_picture_and_hidden_tiles_are_no_overlap(open_canvas: OpenCanvas) -> None:
    hidden = tile("c", 0, 0, 640, 100, hidden=True)
    canvas = opened(open_canvas, tile("a", 0, 0, 640, 360), tile("b", 100, 100, 160, 90), hidden)
    for name in ("a", "b"):
        canvas.session.select([name])
        assert hinted(canvas) == []
    start = canvas.session.composition
    canvas.document.apply(start.replace(tiles=(start.tiles[1], start.tiles[0], hidden)), "Bring to front")
    assert hinted(canvas) == [Rect(100, 100, 160, 90)]  # now it is covered


@pytest.mark.parametrize(
    ("left", "top", "side"), [(-3000, 0, "left"), (3000, 0, "right"), (0, -3000, "top"), (0, 3000, "bottom")]
)
def test_that_an_arrow_leads_to_a_chosen_tile_that_is_out_of_sight(
    open_canvas: OpenCanvas, left: int, top: int, side: str
) -> None:
    canvas = opened(open_canvas, tile("a", 100, 100, 200, 150), tile("b", 0, 0, 50, 50))
    canvas.session.select(["a"])
    assert canvas.canvas.overlay.shapes.arrows == ()
    canvas.at(1.0, left, top)
    [arrow] = canvas.canvas.overlay.shapes.arrows
    assert arrow.side == side
    assert min(arrow.rect.width, arrow.rect.height) >= 24
    assert QRectF(canvas.canvas.viewport().rect()).contains(QRectF(*arrow.rect))
    image = grabbed(canvas)
    colours = {image.pixelColor(arrow.rect.x + x, arrow.rect.y + 14).name() for x in range(arrow.rect.width)}
    assert tokens.colour("selection").name() in colours
    canvas.click(canvas.canvas.hand.lens.point(QRectF(*arrow.rect).center()))
    canvas.expect_selected("a").expect_steps()
    assert canvas.zoom == 1.0
    assert QRectF(canvas.canvas.viewport().rect()).contains(canvas.canvas.hand.lens.rect(canvas.rect("a")))
    assert canvas.canvas.overlay.shapes.arrows == ()


@pytest.mark.parametrize("way", [(0, -2000), (0, 2000), (-3000, 0), (3000, 0), (-3000, -100), (-250, -2000)])
def test_that_an_arrow_keeps_clear_of_the_size_that_is_told_in_a_drag(
    open_canvas: OpenCanvas, way: tuple[int, int]
) -> None:
    canvas = opened(open_canvas, tile("a", 200, 100, 200, 40), tile("b", 300, 30, 30, 30))
    canvas.press("a").drag(*way)
    shapes, room = canvas.canvas.overlay.shapes, canvas.canvas.viewport().rect()
    assert shapes.size is not None
    [arrow] = shapes.arrows
    assert not arrow.rect.overlaps(shapes.size.rect)
    assert Rect(0, 0, room.width(), room.height()).contains(arrow.rect)
    canvas.release()


def test_that_an_arrow_stays_on_a_narrow_canvas_that_the_size_fills() -> None:
    room, face = (240, 160), Face(Rect(100, 900, 20, 20), "a.mp4", "picture")
    [arrow] = arrows(["a"], lambda _: face, Lens(), room, Rect(20, 120, 215, 24))
    assert Rect(0, 0, *room).contains(arrow.rect)


def test_that_there_is_no_arrow_while_a_part_of_the_tile_is_in_sight(open_canvas: OpenCanvas) -> None:
    canvas = opened(open_canvas, tile("a", 100, 100, 200, 150))
    canvas.session.select(["a"])
    canvas.at(1.0, -290, 0)
    assert canvas.canvas.overlay.shapes.arrows == ()


@pytest.mark.parametrize("look", tokens.LOOKS)
def test_that_a_checkerboard_lies_around_the_frame(open_canvas: OpenCanvas, look: tokens.Look) -> None:
    """Squares of 8 pixels of two colours, on every side; the frame itself is black."""
    canvas = opened(open_canvas, tile("a", 200, 100, 100, 100))
    canvas.bench.theme.choose(look)
    canvas.at(0.5, 100, 100)
    image = grabbed(canvas)
    light, dark = tokens.colour("canvas"), tokens.colour("check")
    assert light != dark
    frame = strokes.crisp(canvas.canvas.hand.lens.rect(Rect(0, 0, *FRAME))).toRect()
    for x, y in ((20, 200), (200, 20), (frame.right() + 40, 200), (200, frame.bottom() + 40)):
        seen = [[image.pixelColor(x + 8 * n, y + 8 * m) for n in range(4)] for m in range(4)]
        first = seen[0][0]
        other = dark if first == light else light
        assert first in (light, dark)
        for m, row in enumerate(seen):
            assert row == [first if (n + m) % 2 == 0 else other for n in range(4)]
    assert image.pixelColor(frame.left() + 4, frame.top() + 4) == QColor("black")
