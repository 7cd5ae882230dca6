"""Watermarks on the canvas: where the result has them, in the renderer's own picture, and movable by hand."""

from __future__ import annotations

import contextlib
import io
import math

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtGui import Qt as QtOfText
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.canvas import CTRL, SHIFT, CanvasHand
from support.watermarks import image_mark, plain_image
from tilewright.layout.attraction import KINDS as ALL_KINDS
from tilewright.layout.rect import Rect
from tilewright.layout.watermarks import locate, place_watermark
from tilewright.media.image_picture import read_image
from tilewright.media.text_picture import draw_text
from tilewright.model.composition import Composition
from tilewright.model.options import SlideConfig, Watermark, WatermarkText
from tilewright.model.ruler_guides import RulerGuides
from tilewright.model.source import Known
from tilewright.model.template import Template
from tilewright.model.watermark_words import POSITIONS
from tilewright.usecases import pictures
from ui.canvas.conftest import OpenCanvas

FRAME = (640, 360)
KINDS = frozenset(ALL_KINDS)


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


@pytest.mark.parametrize("loc_mode", ["Absolute", "Relativity"])
@pytest.mark.parametrize("pos", POSITIONS)
def test_that_the_hand_brings_a_watermark_of_any_place_where_it_goes(
    open_canvas: OpenCanvas, qtbot: QtBot, pos: str, loc_mode: str
) -> None:
    canvas = open_canvas(stamped(pos=pos, loc_mode=loc_mode, dx=10, dy=10))
    canvas.bench.canvas.toggle_snap()
    rect = shown(canvas, qtbot)
    way = (-32 if pos.endswith("Right") else 32, -18 if pos.startswith("Bottom") else 18)  # 5 % of the frame
    canvas.press((rect.x + rect.width / 2, rect.y + rect.height / 2)).drag(*way).release()
    mark = canvas.bench.session.composition.watermarks[0]
    there, close = shown(canvas, qtbot), 1 if loc_mode == "Absolute" else FRAME[0] / 200 + 1
    assert abs(there.x - rect.x - way[0]) <= close
    assert abs(there.y - rect.y - way[1]) <= close
    assert (mark.loc_mode, mark.dx is not None, mark.dy is not None) == (loc_mode, True, True)
    assert canvas.document.undo_text == "Move watermark"


def test_that_a_watermark_that_moves_by_itself_has_no_place_for_a_hand(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    start = stamped(slide_config=SlideConfig(slide_mode="ScrollFromLeft"))
    canvas = open_canvas(start)
    rect = shown(canvas, qtbot)
    canvas.press((rect.x + 20, rect.y + 20)).drag(37, 11).release()
    assert canvas.session.composition == start
    assert not canvas.document.can_undo


def test_that_an_animated_image_is_shown_by_its_first_picture_and_says_so(
    open_canvas: OpenCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = io.BytesIO()
    red, green = (Image.new("RGB", (80, 40), colour) for colour in ((200, 40, 40), (40, 180, 60)))
    red.save(made, "GIF", save_all=True, append_images=[green], duration=100, loop=0)
    picture = read_image(made.getvalue(), "logo.gif")
    monkeypatch.setattr(pictures, "image_of", lambda *_: picture)
    monkeypatch.setattr(pictures, "image_tag", lambda *_: "1")
    logo = image_mark("https://studio-1250000000.cos.local.myqcloud.com/logo.gif", dx=10, dy=10)
    canvas = open_canvas(stamped().replace(watermarks=(logo,)))
    monkeypatch.setattr(type(canvas.bench.workplace), "service", lambda *_: contextlib.nullcontext())
    canvas.bench.stamps.forget()
    rect = shown(canvas, qtbot)
    image = canvas.bench.stamps.of(logo, FRAME)
    assert image is not None
    assert image.pixelColor(40, 20).red() > 180
    item = canvas.canvas.itemAt(canvas.canvas.mapFromScene(rect.x + 40, rect.y + 20))
    assert item is not None
    assert "The first picture of an animated image" in item.toolTip()


def test_that_a_watermark_that_moves_is_shown_half_way(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    slide = SlideConfig(slide_mode="ScrollFromLeft", x_slide_speed=2, y_slide_speed=1)
    moving = stamped().watermarks[0].replace(slide_config=slide)
    canvas = open_canvas(stamped().replace(watermarks=(moving,)))
    rect = shown(canvas, qtbot)
    pictures = min(math.ceil((FRAME[0] + rect.width) / 2), FRAME[1]) // 2
    assert (rect.x, rect.y) == (2 * pictures - rect.width, pictures)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ""),
        ({"start_time": 1.5, "end_time": 4}, "Seen from 1.5 s to 4 s."),
        ({"start_time": 2}, "Seen from 2 s to the end."),
        ({"slide_config": SlideConfig(slide_mode="scrollfromleft", x_slide_speed=1)}, "from left to right"),
        ({"slide_config": SlideConfig(slide_mode="ScrollFromLeft", y_slide_speed=1)}, "from above downwards"),
        ({"slide_config": SlideConfig(slide_mode="ScrollFromLeft")}, "stands in the corner"),
    ],
)
def test_that_the_pointer_is_told_what_a_still_picture_does_not_show(
    open_canvas: OpenCanvas, qtbot: QtBot, fields: dict[str, object], told: str
) -> None:
    canvas = open_canvas(stamped().replace(watermarks=(stamped().watermarks[0].replace(**fields),)))
    rect = shown(canvas, qtbot)
    item = canvas.canvas.itemAt(canvas.canvas.mapFromScene(rect.x + rect.width / 2, rect.y + rect.height / 2))
    assert item is not None
    assert item.toolTip() == told if not told else told in item.toolTip()


def test_that_the_watermark_that_is_edited_has_handles_and_tiles_have_none(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(stamped())
    rect = shown(canvas, qtbot)
    canvas.session.select(["a"])
    canvas.bench.canvas.toggle_snap()
    canvas.press((rect.x + 20, rect.y + 20)).drag(9, 9).release()
    shapes = canvas.canvas.overlay.shapes
    assert canvas.session.selection == ()
    assert [name for name, _ in shapes.mark_handles] == ["top-left", "top-right", "bottom-right", "bottom-left"]
    assert not shapes.handles
    assert canvas.pages == [("watermarks", "")]
    canvas.press((5, 350)).release()  # the tile, beside it
    canvas.press((700, 500)).release()  # nothing
    assert not canvas.canvas.overlay.shapes.mark_handles


@pytest.mark.parametrize(
    ("corner", "way"), [("bottom-right", 60), ("top-left", -60), ("top-right", 60), ("bottom-left", -60)]
)
def test_that_a_corner_makes_the_letters_larger_in_one_step(
    open_canvas: OpenCanvas, qtbot: QtBot, corner: str, way: int
) -> None:
    canvas = open_canvas(stamped(dx=200, dy=100))
    before = shown(canvas, qtbot)
    canvas.bench.canvas.choose_watermark(0)
    handle = QRectF(*dict(canvas.canvas.overlay.shapes.mark_handles)[corner])  # type: ignore[index]  # its name
    spot = canvas.canvas.hand.pointer_at(handle.center())
    canvas.press((spot.x, spot.y)).drag(way, 0).release()
    text = canvas.session.composition.watermarks[0].text
    assert text is not None
    letters = round(40 * (before.width + 60) / before.width)
    assert text.font_size == letters
    assert canvas.document.undo_text == "Resize watermark"
    size = draw_text("Lesson 12", letters, (255, 255, 255), 100).size
    qtbot.waitUntil(lambda: canvas.canvas.stage.watermarks.rect(0)[2:] == size)  # type: ignore[index]  # it is drawn
    after = shown(canvas, qtbot)
    across = (before.x - after.x) if "right" in corner else (before.right - after.right)
    down = (before.y - after.y) if "bottom" in corner else (before.bottom - after.bottom)
    assert max(abs(across), abs(down)) <= 2
    canvas.document.undo()
    assert shown(canvas, qtbot) is not None
    assert not canvas.document.can_undo


def beside_tiles(*marks: Watermark) -> Composition:
    seen = tile("a", 300, 60, 200, 200, url="https://elsewhere.invalid/a.mp4")
    unseen = tile("b", 100, 60, 50, 50, url=seen.url).replace(hidden=True)
    return composition(seen, unseen, size=FRAME, watermarks=marks, ruler_guides=RulerGuides(y=(300,)))


@pytest.mark.parametrize(("x", "y", "there"), [(303, 57, (300, 60)), (80, 303, (80, 300)), (103, 120, (103, 120))])
def test_that_a_watermark_that_is_moved_meets_tiles_and_guides_but_nothing_that_is_hidden(
    open_canvas: OpenCanvas, qtbot: QtBot, x: int, y: int, there: tuple[int, int]
) -> None:
    canvas = open_canvas(beside_tiles(*stamped("███").watermarks))
    canvas.bench.preferences.set("snaps_not", tuple(KINDS - {"tiles", "ruler-guides"}))
    rect = shown(canvas, qtbot)
    canvas.press((rect.x + 9, rect.y + 9)).drag(x - rect.x, y - rect.y)
    assert shown(canvas, qtbot)[:2] == there
    assert bool(canvas.canvas.overlay.shapes.guides) == (there != (x, y))
    canvas.drag(0, 0, CTRL)
    assert shown(canvas, qtbot)[:2] == (x, y)
    canvas.release()


@pytest.mark.parametrize(("mode", "meets"), [("Fixed", True), ("Proportion", False)])
@pytest.mark.parametrize("size", [(80, 40), (40, 80)])
def test_that_an_image_in_pixels_that_is_resized_meets_the_edge_of_a_tile(
    open_canvas: OpenCanvas,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    mode: str,
    *,
    meets: bool,
) -> None:
    picture = read_image(plain_image(*size), "red")
    monkeypatch.setattr(pictures, "image_of", lambda *_: picture)
    monkeypatch.setattr(pictures, "image_tag", lambda *_: "tag")
    width = size[0] if mode == "Fixed" else round(size[0] * 100 / FRAME[0])
    mark = image_mark("https://a.b/red.png", dx=200, dy=90, mode=mode, width=width)
    canvas = open_canvas(beside_tiles(mark))
    canvas.bench.preferences.set("snaps_not", tuple(KINDS - {"tiles"}))
    monkeypatch.setattr(type(canvas.bench.workplace), "service", lambda *_: contextlib.nullcontext())
    canvas.bench.stamps.forget()
    before = shown(canvas, qtbot)
    canvas.bench.canvas.choose_watermark(0)
    corner = QRectF(*dict(canvas.canvas.overlay.shapes.mark_handles)["bottom-right"])
    spot = canvas.canvas.hand.pointer_at(corner.center())
    way = 296 - before.right

    def width_now() -> float | None:
        image = canvas.session.composition.watermarks[0].image
        assert image is not None
        return image.width

    canvas.press((spot.x, spot.y)).drag(way, way * size[1] / size[0])
    assert bool(canvas.canvas.overlay.shapes.guides) == meets
    snapped = width_now()
    canvas.drag(0, 0, CTRL)
    assert not canvas.canvas.overlay.shapes.guides
    assert (snapped, width_now()) == ((100, 96) if meets else (15, 15))
    canvas.release()


def test_that_no_guide_is_drawn_that_an_offset_in_percent_misses(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    mark = stamped("███", loc_mode="Relativity", dx=5, dy=5).watermarks
    canvas = open_canvas(composition(tile("a", 303, 60, 200, 200), size=FRAME, watermarks=mark))
    canvas.bench.preferences.set("snaps_not", tuple(KINDS - {"tiles"}))
    rect = shown(canvas, qtbot)
    canvas.press((rect.x + 9, rect.y + 9)).drag(300 - rect.x, 130 - rect.y)
    assert shown(canvas, qtbot).x == 301  # 47 % of the frame, next to the edge at 303
    assert ("x", 303) not in canvas.guides()
    canvas.release()


def test_that_guides_at_an_image_in_pixels_are_where_its_edges_will_be(
    open_canvas: OpenCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its picture is 1000 × 333, of which the 80 × 27 that are seen are no measure."""
    picture = read_image(plain_image(1000, 333), "red")
    monkeypatch.setattr(pictures, "image_of", lambda *_: picture)
    monkeypatch.setattr(pictures, "image_tag", lambda *_: "tag")
    mark = image_mark("https://a.b/red.png", dx=200, dy=100, mode="Fixed", width=80)
    canvas = open_canvas(beside_tiles(mark).replace(ruler_guides=RulerGuides(x=(284,), y=(200,))))
    canvas.bench.preferences.set("snaps_not", tuple(KINDS - {"ruler-guides"}))
    monkeypatch.setattr(type(canvas.bench.workplace), "service", lambda *_: contextlib.nullcontext())
    canvas.bench.stamps.forget()
    shown(canvas, qtbot)
    canvas.bench.canvas.choose_watermark(0)
    corner = QRectF(*dict(canvas.canvas.overlay.shapes.mark_handles)["bottom-right"])
    spot = canvas.canvas.hand.pointer_at(corner.center())
    canvas.press((spot.x, spot.y))
    met, wide = set(), 0
    for way in (4, 6, *range(206, 230, 4)):
        canvas.drag(way - wide, (way - wide) * 0.333, steps=1)
        wide = way
        there = place_watermark(canvas.session.composition.watermarks[0], FRAME, picture.size)
        met |= canvas.guides()
        assert canvas.guides() <= {("x", there.right), ("y", there.bottom)}
    canvas.release()
    assert ("x", 284) in met


def test_that_a_watermark_that_is_never_shown_is_drawn_faintly(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped(start_time=5, end_time=5))
    shown(canvas, qtbot)
    (mark,) = canvas.canvas.stage.watermarks._marks
    assert mark.item.opacity() == pytest.approx(0.28)
    canvas.document.apply(stamped(start_time=5, end_time=6), "later")
    assert mark.item.opacity() == 1


def test_that_an_image_under_the_video_lies_on_the_ground_and_the_tiles_cover_it(
    open_canvas: OpenCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = read_image(plain_image(800, 400), "red")
    monkeypatch.setattr(pictures, "image_of", lambda *_: picture)
    monkeypatch.setattr(pictures, "image_tag", lambda *_: "tag")
    mark = image_mark("https://a.b/red.png", dx=-40, dy=-20, mode="Original", background=True)
    elsewhere = tile("a", 0, 0, 100, 100, url="https://elsewhere.invalid/a.mp4")
    hidden = tile("b", 200, 0, 100, 100, url=elsewhere.url).replace(hidden=True)
    canvas = open_canvas(composition(elsewhere, hidden, size=FRAME, watermarks=(mark,)))
    monkeypatch.setattr(type(canvas.bench.workplace), "service", lambda *_: contextlib.nullcontext())
    canvas.bench.stamps.forget()
    assert shown(canvas, qtbot) == Rect(-40, -20, 800, 400)
    grabbed = canvas.canvas.viewport().grab().toImage()
    ratio = grabbed.devicePixelRatio()

    def redness(x: float, y: float) -> int:
        spot = canvas.spot(x, y) * ratio
        colour = grabbed.pixelColor(round(spot.x()), round(spot.y()))
        return colour.red() - colour.green()

    assert abs(redness(50, 94)) < 10  # below what it says
    assert redness(300, 200) > 20
    assert redness(-20, 200) > 20
    canvas.press((50, 50)).drag(0, 9).release()
    assert canvas.session.composition.watermarks[0] == mark
    canvas.press((-20, 200)).drag(9, 9).release()
    assert (canvas.session.composition.watermarks[0].dx, canvas.session.composition.watermarks[0].dy) == (-31, -11)
    assert canvas.canvas.stage.watermarks.at(250, 50) == 0
    assert canvas.canvas.stage.watermarks.at(50, 50) is None


def test_that_arrow_keys_move_the_watermark_that_is_edited_in_one_step(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    rect = shown(canvas, qtbot)
    canvas.bench.canvas.choose_watermark(0)
    canvas.key(Qt.Key.Key_Right, times=2).key(Qt.Key.Key_Down).key(Qt.Key.Key_Right, SHIFT)
    assert shown(canvas, qtbot) == rect._replace(x=rect.x + 12, y=rect.y + 1)
    assert canvas.document.undo_text == "Move watermark"
    canvas.document.undo()
    assert canvas.session.composition == stamped()
    assert not canvas.document.can_undo
    canvas.session.select(["a"])
    canvas.key(Qt.Key.Key_Right)
    assert canvas.session.composition.tiles[0].x == 1
    assert canvas.session.composition.watermarks == stamped().watermarks


def test_that_esc_takes_a_drag_back_and_then_the_handles_away(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    rect = shown(canvas, qtbot)
    canvas.press((rect.x + 20, rect.y + 20)).drag(37, 11)
    assert canvas.session.composition != stamped()
    canvas.key(Qt.Key.Key_Escape)
    assert canvas.session.composition == stamped()
    canvas.release()
    assert not canvas.document.can_undo
    assert canvas.canvas.overlay.shapes.mark_handles
    canvas.key(Qt.Key.Key_Escape)
    assert not canvas.canvas.overlay.shapes.mark_handles


def test_that_a_click_chooses_a_watermark_and_two_or_enter_go_to_its_fields(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(stamped())
    rect = shown(canvas, qtbot)
    spot = (rect.x + 20, rect.y + 20)
    canvas.press(spot).release()
    assert canvas.bench.canvas.watermark == 0
    assert canvas.pages == [("watermarks", "")]
    assert canvas.canvas.hasFocus()
    canvas.key(Qt.Key.Key_Return)
    assert canvas.pages[-1] == ("watermarks", "watermarks.0")
    qtbot.mouseDClick(canvas.canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.spot(*spot).toPoint())
    assert ("watermarks", "watermarks.0") in canvas.pages[2:]


LOGO = "t1logo000000"


def of_a_template(name: str = "School", **fields: object) -> tuple[Composition, Known]:
    """A composition that names a template, and what is known of that."""
    made = stamped("█████", **fields)
    known = Known().with_templates((Template(LOGO, name, watermark=made.watermarks[0]),))
    return made.replace(watermark_template_ids=(LOGO,), watermarks=()), known


def is_white(canvas: CanvasHand, x: int, y: int) -> bool:
    spot = canvas.at(1.0).spot(x, y)
    grabbed = canvas.canvas.viewport().grab().toImage()
    ratio = grabbed.devicePixelRatio()
    return grabbed.pixelColor(round(spot.x() * ratio), round(spot.y() * ratio)).lightness() > 200


def test_that_a_template_is_drawn_as_what_it_contains_once_that_is_known(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    made, known = of_a_template()
    canvas = open_canvas(made)
    assert not is_white(canvas, 129, 44)
    canvas.bench.session.learn(known)
    qtbot.waitUntil(lambda: is_white(canvas, 129, 44))
    (mark,) = known.watermark_templates.values()
    canvas.bench.session.learn(Known().with_templates((Template(LOGO, watermark=mark.replace(dx=300)),)))
    qtbot.waitUntil(lambda: is_white(canvas, 399, 44) and not is_white(canvas, 129, 44))


def test_that_escape_gives_the_handles_back_to_the_tile_that_was_chosen(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(stamped())
    rect = shown(canvas, qtbot)
    canvas.session.select(["a"])
    before = canvas.session.composition
    canvas.press((rect.x + 20, rect.y + 20)).drag(30, 20)
    assert canvas.bench.canvas.watermark == 0
    canvas.key(Qt.Key.Key_Escape).release()
    assert canvas.session.composition == before
    canvas.expect_selected("a")
    assert canvas.bench.canvas.watermark == -1


def test_that_a_template_lets_the_hand_through_and_says_why(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    made, known = of_a_template("<b>School</b>")
    canvas = open_canvas(made)
    canvas.bench.session.learn(known)
    (mark,) = known.watermark_templates.values()
    qtbot.waitUntil(lambda: canvas.bench.stamps.of(mark, FRAME) is not None)
    canvas.bench.canvas.toggle_snap()
    canvas.at(1.0).press((60, 40)).drag(20, 10).release()
    after = canvas.session.composition
    assert (after.tiles[0].x, after.tiles[0].y) == (20, 10)  # what lies below it is moved
    assert after.watermark_template_ids == (LOGO,)
    assert not after.watermarks
    place = canvas.spot(70, 50).toPoint()
    viewport = canvas.canvas.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place)))
    told = QToolTip.text()
    QToolTip.hideText()
    assert told.replace("\u2060", "").startswith("Watermark of the template <b>School</b>. To move it, copy")
    assert not QtOfText.mightBeRichText(told)


def test_that_keys_are_about_the_guide_or_the_watermark_that_was_chosen_last(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(stamped().replace(ruler_guides=RulerGuides(x=(500,))))
    rect = shown(canvas, qtbot)
    canvas.click((500, 300)).click((rect.x + 20, rect.y + 20)).key(Qt.Key.Key_Right)
    assert canvas.session.composition.ruler_guides.x == (500,)
    assert shown(canvas, qtbot).x == rect.x + 1
    canvas.click((500, 300)).key(Qt.Key.Key_Right)
    assert canvas.session.composition.ruler_guides.x == (501,)
    assert shown(canvas, qtbot).x == rect.x + 1
    assert not canvas.canvas.overlay.shapes.mark_handles


def test_that_escape_in_the_drag_of_a_guide_gives_the_watermark_its_handles_back(
    open_canvas: OpenCanvas, qtbot: QtBot
) -> None:
    canvas = open_canvas(stamped().replace(ruler_guides=RulerGuides(x=(500,))))
    rect = shown(canvas, qtbot)
    canvas.click((rect.x + 20, rect.y + 20)).press((500, 300)).drag(40, 0).key(Qt.Key.Key_Escape).release()
    assert canvas.session.composition.ruler_guides.x == (500,)
    assert canvas.canvas.overlay.shapes.mark_handles
