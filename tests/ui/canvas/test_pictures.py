"""What is seen on the canvas: pictures where the placement says, and what stands for those that are not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile, url
from support.canvas import CanvasHand
from tilewright.model.composition import Composition
from tilewright.model.source import Trouble
from tilewright.ui.canvas import strokes
from tilewright.ui.canvas.items import badge_area, retry_area
from tilewright.ui.canvas.plate import paint_plate, places_on
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas

EDGES, SPECKS = (Path(__file__).parents[2] / "support" / f"canvas_{name}.py" for name in ("edges", "specks"))
FRAME = (640, 360)


@pytest.mark.parametrize("scale", ["1", "2", "1.5"])
def test_that_a_picture_lies_where_the_placement_says(scale: str, home: Path) -> None:
    """At every zoom and on every screen, to the pixel of the screen."""
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "TILEWRIGHT_HOME": str(home)}
    done = subprocess.run([sys.executable, EDGES], env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert len(told) == 4
    for one in told:
        for expected, found in zip(one["expected"], one["found"], strict=True):
            assert abs(expected - found) <= 1.0, one


@pytest.mark.full
@pytest.mark.parametrize("scale", ["1.25", "1.5", "1.75"])
def test_that_a_drag_leaves_no_pixel_behind_where_the_screen_has_no_whole_number_to_one_of_ours(
    scale: str, home: Path
) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "TILEWRIGHT_HOME": str(home)}
    done = subprocess.run([sys.executable, SPECKS], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0"] * 10


def picture(colour: str) -> QImage:
    made = QImage(64, 36, QImage.Format.Format_RGB888)
    made.fill(QColor(colour))
    return made


def seen(canvas: CanvasHand, x: float, y: float) -> QColor:
    """The colour at a point of the frame."""
    canvas.canvas.stage.sharpener.now()
    QApplication.processEvents()
    image = canvas.canvas.viewport().grab().toImage()
    point = canvas.spot(x, y)
    return image.pixelColor(round(point.x()), round(point.y()))


def test_that_a_later_tile_covers_an_earlier_one(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 300, 200), tile("b", 100, 50, 300, 200), size=FRAME))
    canvas.bench.pictures.put(url("a"), picture("#ff0000"))
    canvas.bench.pictures.put(url("b"), picture("#0000ff"))
    assert seen(canvas, 200, 150) == QColor("#0000ff")
    start = canvas.session.composition
    canvas.document.apply(start.replace(tiles=start.tiles[::-1]), "Bring to front")
    assert seen(canvas, 200, 150) == QColor("#ff0000")


def test_that_the_part_outside_the_frame_is_seen_at_forty_percent(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 560, 100, 160, 120), size=FRAME))
    canvas.bench.pictures.put(url("a"), picture("#ff0000"))
    assert seen(canvas, 600, 200) == QColor("#ff0000")
    outside = seen(canvas, 700, 200)
    assert 0x80 < outside.green() < 0xA0  # six tenths of the checkerboard


def test_that_a_hidden_tile_is_pale_and_says_so(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 200, 150, hidden=True), size=FRAME))
    canvas.bench.pictures.put(url("a"), picture("#ff0000"))
    assert seen(canvas, 200, 200).red() == pytest.approx(0.28 * 255, abs=2)
    assert canvas.canvas.stage.tiles["a"].face.icon == "eye-off"


def test_that_a_source_that_cannot_be_read_says_why_and_can_be_tried_again(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 300, 170), size=FRAME))
    canvas.session.learn(known(a=Trouble("damaged", "a.mp4 cannot be read. It may be damaged.")))
    pictures = canvas.bench.pictures
    pictures._failed.add(url("a"))
    pictures.arrived.emit(frozenset({url("a")}))
    face = canvas.canvas.stage.tiles["a"].face
    assert (face.state, face.failure) == ("failed", "a.mp4 cannot be read. It may be damaged.")
    area = retry_area(face, strokes.crisp(canvas.canvas.hand.lens.rect(face.rect)))
    assert area is not None
    assert min(area.width(), area.height()) >= 24
    canvas.click(canvas.canvas.hand.lens.point(area.center()))
    assert not pictures.has_failed(url("a"))
    assert canvas.canvas.stage.tiles["a"].face.state == "loading"
    canvas.expect_selected()


@pytest.mark.parametrize("height", [80, 110, 140, 300])
def test_that_what_cannot_be_shown_is_told_below_the_name(open_canvas: OpenCanvas, height: int) -> None:
    named = tile("a", 100, 0, 160, height, name="the_camera_in_the_hall")
    canvas = open_canvas(composition(named, size=FRAME))
    canvas.bench.pictures._failed.add(url("a"))
    canvas.bench.pictures.arrived.emit(frozenset({url("a")}))
    item = canvas.canvas.stage.tiles["a"]
    label, rect = item.label(), strokes.crisp(canvas.canvas.hand.lens.rect(item.face.rect))
    retry, places = retry_area(item.face, rect), places_on(rect)
    assert label is not None
    assert retry is not None
    assert places.line is not None
    assert label[1].is_two, "two lines, as it is long"
    for there in filter(None, (places.icon, places.line, retry)):
        assert not there.intersects(QRectF(*label[0]))
        assert rect.contains(there.center())
    assert (places.icon is None) == (height == 80), "the words come first"
    canvas.click(canvas.canvas.hand.lens.point(retry.center()))
    assert item.face.state == "loading"


def test_that_a_loader_that_would_be_seen_through_the_name_is_left_out(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 0, 120, 44), tile("b", 300, 0, 120, 44, name="b"), size=FRAME))
    for name in "ab":
        item = canvas.canvas.stage.tiles[name]
        label, rect = item.label(), QRectF(0, 0, 120, 44)
        assert label is not None
        there = item.label_on(rect, 1.0)
        assert there is not None
        assert there.size().toSize() == QSize(*label[0][2:])
        blank, painted = QImage(120, 44, QImage.Format.Format_RGB32), QImage(120, 44, QImage.Format.Format_RGB32)
        for image, beside in ((painted, there), (blank, QRectF(rect))):
            painter = QPainter(image)
            paint_plate(painter, rect, item.face, (beside, None))
            painter.end()
        icon = places_on(rect).icon
        assert icon is not None
        assert (painted == blank) == there.intersects(icon)


def test_that_no_icon_is_seen_behind_the_badge_of_a_small_tile(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 45, 45), tile("b", 300, 100, 45, 45, name="no/"), size=FRAME))
    for name in "ab":
        canvas.bench.pictures._failed.add(url(name))
    canvas.bench.pictures.arrived.emit(frozenset({url("a"), url("b")}))
    canvas.bench.findings.refresh()
    plate = tokens.colour("panel", "dark")
    ring = [seen(canvas, x, 122) != plate for x in (114, 314)]  # the left end of the icon, beside the badge
    assert ring == [True, False]


def test_that_it_can_be_tried_again_without_a_pointer(open_canvas: OpenCanvas, qtbot: QtBot) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 300, 170), size=FRAME))
    retry, stage, states = canvas.bench.commands.get("edit.try-again"), canvas.canvas.stage, []
    assert retry.off() == "Select a tile first"
    canvas.session.select(["a"])
    qtbot.waitUntil(lambda: stage.tiles["a"].face.state == "failed")  # there is no service in this test
    stage.shown.connect(lambda: states.append(stage.tiles["a"].face.state))
    canvas.bench.commands.run("edit.try-again")
    qtbot.waitUntil(lambda: states[-1:] == ["failed"])
    assert states[0] == "loading"
    canvas.bench.pictures.put(url("a"), picture("#ff0000"))
    assert retry.off() == "The video can be shown"


def test_that_a_problem_has_a_badge_that_leads_to_it(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 300, 170, name="no/slash"), size=FRAME))
    canvas.session.learn(known(a=source(1280, 720)))
    canvas.bench.pictures.put(url("a"), picture("#ff0000"))
    canvas.bench.findings.refresh()
    face = canvas.canvas.stage.tiles["a"].face
    assert face.problem == "error"
    area = badge_area(face, strokes.crisp(canvas.canvas.hand.lens.rect(face.rect)))
    assert area is not None
    canvas.click(canvas.canvas.hand.lens.point(area.center()))
    canvas.expect_selected("a")
    assert canvas.pages == [("tile", "tiles.a.name")]


def test_that_a_tile_without_a_known_size_is_drawn_as_far_as_it_is(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 100, 100, 320, None), size=FRAME))
    face = canvas.canvas.stage.tiles["a"].face
    assert face.unplaced == "The size of the video is not known yet."
    assert tuple(face.rect) == (100, 100, 320, 180)
    canvas.session.learn(known(a=source(320, 100)))
    face = canvas.canvas.stage.tiles["a"].face
    assert (face.unplaced, tuple(face.rect)) == ("", (100, 100, 320, 100))


def test_that_without_a_frame_tiles_are_shown_with_the_reason(open_canvas: OpenCanvas) -> None:
    start = composition(tile("a", 100, 100, 320, 200)).replace(transcode=None, transcode_template_id="t12ab")
    canvas = open_canvas(start)
    assert canvas.canvas.stage.tiles["a"].face.unplaced == "The size of the frame is not known yet."
    canvas.bench.commands.run("view.fit")
    shown = QRectF(canvas.spot(100, 100), canvas.spot(420, 300))
    assert QRectF(canvas.canvas.viewport().rect()).contains(shown)
    canvas.press("a").drag(50, 0).release()
    assert canvas.session.composition.tile("a").x == 150


def test_that_only_what_changed_is_touched(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(*(tile(name, 10, n * 70, 100, 60) for n, name in enumerate("abc")), size=FRAME))
    canvas.bench.findings.refresh()
    before = {name: canvas.canvas.stage.tiles[name].face for name in "abc"}
    canvas.session.select(["b"])
    canvas.press("b").drag(100, 50).release()
    after = {name: canvas.canvas.stage.tiles[name].face for name in "abc"}
    assert before["a"] is after["a"]
    assert before["c"] is after["c"]
    assert before["b"] is not after["b"]


def test_that_pictures_are_scaled_to_the_pixels_of_the_screen_once(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 320, 180), size=FRAME))
    large = QImage(960, 540, QImage.Format.Format_RGB888)
    large.fill(Qt.GlobalColor.red)
    canvas.bench.pictures.put(url("a"), large)
    canvas.canvas.stage.sharpener.now()
    item = canvas.canvas.stage.tiles["a"]
    assert (item._picture.pixmap().width(), item._picture.pixmap().height()) == (320, 180)
    canvas.at(2.0)
    assert not item.is_sharp
    canvas.canvas.stage.sharpener.now()
    assert item._picture.pixmap().width() == 640
    canvas.at(8.0)
    canvas.canvas.stage.sharpener.now()
    assert item._picture.pixmap().width() == 960  # there is no more to see


def test_that_an_empty_frame_says_what_to_do(open_canvas: OpenCanvas) -> None:
    empty: Composition = composition(size=(1920, 1080)).replace(tiles=())
    canvas = open_canvas(empty)
    canvas.bench.commands.run("view.fit")
    hint = canvas.canvas.empty
    assert hint.isVisible()
    assert hint.add.accessibleName() == "Add videos"
    assert hint.sample.accessibleName() == "Open the sample"
    frame = QRectF(canvas.spot(0, 0), canvas.spot(1920, 1080)).toAlignedRect()
    assert frame.adjusted(-1, -1, 1, 1).contains(hint.geometry())
    canvas.document.apply(empty.replace(tiles=(tile("a"),)), "Add video")
    assert not hint.isVisible()
    canvas.document.undo()
    assert hint.isVisible()


def test_that_what_to_do_first_stays_in_sight_however_large_the_empty_frame_is_shown(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(size=(1920, 1080)).replace(tiles=()))
    hint, viewport = canvas.canvas.empty, canvas.canvas.viewport()
    canvas.at(4.0, -300, -200)
    assert viewport.rect().contains(hint.geometry())
    assert hint.add.isVisible()
    canvas.window.resize(760, 500)
    QApplication.processEvents()
    assert hint.geometry() == viewport.rect()
    canvas.at(1.0, viewport.width() - 100, 20)
    assert not hint.isVisible(), "of the frame too little is in sight"


def test_that_zooming_far_in_costs_no_more_than_the_screen(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 4000, 4000, name="no/slash"), size=(4096, 4096)))
    canvas.bench.findings.refresh()
    canvas.at(8.0)
    canvas.session.select(["a"])
    assert seen(canvas, 2, 2).isValid()
    assert canvas.spot(0, 0) == QPointF(60, 60)


def test_that_tiles_glide_to_a_new_layout_and_the_composition_is_there_at_once(
    open_canvas: OpenCanvas, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("tilewright.ui.canvas.zoom.moves", lambda _: True)
    canvas = open_canvas(composition(tile("a", 0, 0, 100, 60), tile("b", 200, 0, 100, 60), size=FRAME))
    canvas.bench.commands.run("layout.side-by-side")
    canvas.expect_rect("a", 0, 0, 320, 360)
    item = canvas.canvas.stage.tiles["a"]
    assert item.sceneBoundingRect().width() < 320
    qtbot.waitUntil(lambda: item.sceneBoundingRect() == QRectF(0, 0, 320, 360))
    canvas.session.select(["a", "b"])
    canvas.key(Qt.Key.Key_Right)
    assert item.sceneBoundingRect().x() == 1  # keys move without a glide


def test_that_a_layout_that_is_only_looked_at_is_pale(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 100, 60), tile("b", 200, 0, 100, 60), size=FRAME))
    item = canvas.canvas.stage.tiles["a"]
    canvas.bench.arranging.look("side-by-side")
    assert item.opacity() == pytest.approx(0.6)
    canvas.bench.arranging.end_look()
    assert item.opacity() == 1.0
    canvas.expect_rect("a", 0, 0, 100, 60)
