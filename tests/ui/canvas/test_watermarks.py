"""Watermarks on the canvas: where the result has them, in the renderer's own picture, and movable by hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.canvas import CanvasHand
from tilewright.layout.rect import Rect
from tilewright.layout.watermarks import locate
from tilewright.media.text_picture import draw_text
from tilewright.model.composition import Composition
from tilewright.model.options import Watermark, WatermarkText
from ui.canvas.conftest import OpenCanvas

FRAME = (640, 360)


def stamped(text: str = "Lesson 12", **fields: object) -> Composition:
    words = WatermarkText(text=text, font_size=40, font_type="simfang.ttf", font_color="0xFFFFFF", transparency=100)
    ours = {"type": "Text", "pos": "TopLeft", "loc_mode": "Absolute", "dx": 30, "dy": 20, "text": words}
    mark = Watermark(**{**ours, **fields})  # type: ignore[arg-type]  # fields of a watermark
    return composition(tile("a", 0, 0, *FRAME), size=FRAME, watermarks=(mark,))


def shown(canvas: CanvasHand, qtbot: QtBot) -> Rect:
    """Where the watermark is drawn, once it is."""
    marks = canvas.canvas.stage.watermarks
    qtbot.waitUntil(lambda: marks.rect(0) is not None)
    rect = marks.rect(0)
    assert rect is not None
    return rect


def test_that_a_text_lies_where_the_renderer_puts_it_in_the_same_picture(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    rect = shown(canvas, qtbot)
    picture = draw_text("Lesson 12", 40, (255, 255, 255), 100)
    mark = canvas.bench.session.composition.watermarks[0]
    assert rect == locate(mark, FRAME, picture.size)
    image = canvas.bench.stamps.of(mark, FRAME)
    assert image is not None
    stride = 4 * picture.width
    wanted = QImage(picture.pixels, picture.width, picture.height, stride, QImage.Format.Format_RGBA8888)
    assert image == wanted


def test_that_a_watermark_is_drawn_above_the_tiles(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped("█████"))
    rect = shown(canvas, qtbot)
    spot = canvas.at(1.0).spot(rect.x + rect.width / 2, rect.y + rect.height / 2)
    grabbed = canvas.canvas.viewport().grab().toImage()
    ratio = grabbed.devicePixelRatio()
    place = QPoint(round(spot.x() * ratio), round(spot.y() * ratio))
    assert grabbed.pixelColor(place).lightness() > 200


def test_that_a_watermark_is_moved_by_hand_in_one_step(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    canvas.bench.canvas.toggle_snap()
    rect = shown(canvas, qtbot)
    canvas.press((rect.x + 20, rect.y + 20)).drag(37, 11).release()
    mark = canvas.bench.session.composition.watermarks[0]
    assert (mark.dx, mark.dy) == (67, 31)
    assert shown(canvas, qtbot) == rect._replace(x=67, y=31)
    canvas.bench.session.document.undo()
    assert shown(canvas, qtbot) == rect


def test_that_typing_never_leaves_the_place_empty(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    shown(canvas, qtbot)
    document = canvas.bench.session.document
    for text in ("Lesson 1", "Lesson", "Lessons", "Lessons 1"):
        document.preview(stamped(text))
        assert canvas.canvas.stage.watermarks.rect(0) is not None
    document.commit("Words of watermark 1")
    wanted = locate(stamped().watermarks[0], FRAME, draw_text("Lessons 1", 40, (255, 255, 255), 100).size)
    qtbot.waitUntil(lambda: canvas.canvas.stage.watermarks.rect(0) == wanted)


def test_that_a_watermark_that_is_taken_away_goes_from_the_canvas(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    shown(canvas, qtbot)
    document = canvas.bench.session.document
    document.apply(document.composition.replace(watermarks=()), "Remove watermark")
    assert canvas.canvas.stage.watermarks.rect(0) is None


def test_that_templates_of_the_service_hide_what_they_overrule(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    shown(canvas, qtbot)
    document = canvas.bench.session.document
    document.apply(document.composition.replace(watermark_template_ids=("t1",)), "Watermark templates")
    assert canvas.canvas.stage.watermarks.rect(0) is None
