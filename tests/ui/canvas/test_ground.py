"""While tiles are carried the rest is one picture: what is seen is what Qt would paint, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile, url
from support.canvas import CTRL, CanvasHand
from tilewright.layout.rect import Rect
from tilewright.model.options import Watermark, WatermarkText
from tilewright.ui.canvas import ground
from tilewright.ui.canvas.carrying import GAP
from ui.canvas.conftest import OpenCanvas

FRAME = (640, 360)
NAMES = ("a", "b", "c", "d", "e")


def picture(number: int, *, alpha: int = 255) -> QImage:
    """Stripes, so that a picture one pixel beside its place is another one."""
    made = QImage(64, 36, QImage.Format.Format_ARGB32 if alpha < 255 else QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(36):
            colour = QColor.fromHsv((number * 70 + x * 5) % 360, 120 + y * 3, 230 - 60 * (x // 4 % 2), alpha)
            made.setPixelColor(x, y, colour)
    return made


class Painted(QObject):
    """The areas that are painted from now on."""

    def __init__(self, canvas: CanvasHand) -> None:
        super().__init__(canvas.canvas)
        self.areas: list[QRect] = []
        canvas.canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas += list(event.region())
        return False


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """Five tiles that overlap: ``b`` is carried in the tests, below ``c`` and ``d``. ``e`` reaches out of the frame."""
    canvas = open_canvas(
        composition(
            tile("a", 10, 10, 300, 200),
            tile("b", 61, 73, 120, 90),
            tile("c", 150, 60, 140, 100),
            tile("d", 220, 120, 101, 77),
            tile("e", 560, 250, 160, 90),
            size=FRAME,
        )
    )
    canvas.bench.session.learn(known(**{name: source(640, 360) for name in NAMES}))
    for number, name in enumerate(NAMES):
        canvas.bench.pictures.put(url(name), picture(number))
    canvas.bench.canvas.toggle_snap()
    return canvas


def carry(canvas: CanvasHand, dx: float = 12, dy: float = 4, pictures: int = 4) -> None:
    """Go on by so much with each of some pictures, a little apart as those of a hand, and until the ground is laid, if
    it ever is.
    """

    def go(*way: float) -> None:
        canvas.drag(*way, steps=1)
        QTest.qWait(round(1000 * GAP) + 1)

    for _ in range(pictures):
        go(dx, dy)
    for _ in range(8):
        if not is_laid(canvas):
            go(1, 0)
            go(-1, 0)


def is_laid(canvas: CanvasHand) -> bool:
    return canvas.canvas.stage.ground.is_laid


def seen(canvas: CanvasHand) -> QImage:
    return canvas.canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def by_qt(canvas: CanvasHand) -> QImage:
    """What Qt itself paints of it."""
    canvas.canvas.stage.ground.take_up()
    found = seen(canvas)
    assert not is_laid(canvas)
    return found


def expect_same(canvas: CanvasHand) -> None:
    assert is_laid(canvas), "else the test compares nothing"
    ours = seen(canvas)
    assert is_laid(canvas)
    assert different(ours, by_qt(canvas)) == []


def different(one: QImage, other: QImage) -> list[tuple[int, int, str, str]]:
    """The first pixels in which they differ."""
    if one == other:
        return []
    places = ((x, y) for y in range(one.height()) for x in range(one.width()))
    return [
        (*at, one.pixelColor(*at).name(), other.pixelColor(*at).name())
        for at in places
        if one.pixel(*at) != other.pixel(*at)
    ][:3]


@pytest.mark.parametrize("zoom", [1.0, 0.37, 2.6])
@pytest.mark.parametrize("name", NAMES)
def test_that_a_drag_shows_what_qt_would_paint(canvas: CanvasHand, name: str, zoom: float) -> None:
    x, y, width, height = canvas.rect(name)
    there = x + width / 8, y + height * 7 / 8  # beside the badge of a problem
    canvas.at(zoom, 400 - there[0] * zoom, 250 - there[1] * zoom).canvas.stage.sharpener.now()
    canvas.press(there)
    carry(canvas)
    expect_same(canvas)
    carry(canvas, -30, 9)
    expect_same(canvas)


def test_that_several_tiles_lie_among_the_others_as_they_are_ordered(canvas: CanvasHand) -> None:
    canvas.session.select(["b", "d"])
    canvas.press("b")
    carry(canvas)
    expect_same(canvas)


def test_that_many_that_change_their_looks_leave_nothing_behind_of_what_is_carried(
    canvas: CanvasHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "MOST_PATCHES", 1)
    canvas.session.select(["b", "d"])
    canvas.press("b")
    carry(canvas)
    assert is_laid(canvas)
    for number, name in enumerate(NAMES):
        canvas.bench.pictures.put(url(name), picture(number + 3))
    seen(canvas)
    assert is_laid(canvas)
    carry(canvas)
    expect_same(canvas)


def test_that_what_is_seen_through_lies_over_what_is_carried(canvas: CanvasHand) -> None:
    hidden = canvas.session.composition.tile("c").replace(hidden=True)
    canvas.document.apply(canvas.session.composition.with_tile(hidden), "Hide")
    canvas.bench.pictures.put(url("d"), picture(3, alpha=120))
    canvas.press((70, 80))
    carry(canvas)
    expect_same(canvas)


def test_that_a_tile_that_is_seen_through_is_left_to_qt(canvas: CanvasHand) -> None:
    canvas.bench.pictures.put(url("b"), picture(1, alpha=120))
    canvas.press((70, 80))
    carry(canvas)
    assert not is_laid(canvas)


def test_that_what_is_chosen_no_more_is_left_to_qt(canvas: CanvasHand) -> None:
    canvas.press((70, 80))
    carry(canvas)
    assert is_laid(canvas)
    canvas.session.select([])
    carry(canvas)
    assert not is_laid(canvas)


def _a_picture_comes(canvas: CanvasHand) -> None:
    canvas.bench.pictures.put(url("c"), picture(9))


def _the_carried_one_changes(canvas: CanvasHand) -> None:
    canvas.bench.pictures.put(url("b"), picture(8))


def _labels_find_their_places(canvas: CanvasHand) -> None:
    canvas.drag(-150, 0, steps=1)  # over the edge of the canvas
    canvas.canvas.captions.settle()


def _the_pictures_get_sharp(canvas: CanvasHand) -> None:
    canvas.at(1.31, 40, 40).canvas.stage.sharpener.now()


def _the_look_changes(canvas: CanvasHand) -> None:
    canvas.bench.theme.choose("dark")


def _it_is_scrolled(canvas: CanvasHand) -> None:
    canvas.canvas.zoom.pan(40, -13)


MEANWHILE = [
    _a_picture_comes,
    _the_carried_one_changes,
    _labels_find_their_places,
    _the_pictures_get_sharp,
    _the_look_changes,
    _it_is_scrolled,
]


@pytest.mark.parametrize("change", MEANWHILE, ids=lambda change: change.__name__.strip("_"))
def test_that_what_happens_meanwhile_is_seen(
    canvas: CanvasHand, qtbot: QtBot, change: Callable[[CanvasHand], None]
) -> None:
    canvas.press((70, 80))
    carry(canvas)
    assert is_laid(canvas)
    before = seen(canvas)
    change(canvas)
    qtbot.waitUntil(lambda: seen(canvas) != before)
    assert different(seen(canvas), by_qt(canvas)) == []
    carry(canvas)
    expect_same(canvas)


@pytest.mark.parametrize("most", [ground.MOST_PATCHES, 0])
def test_that_the_first_tile_that_comes_to_lie_over_what_is_carried_is_seen_upon_it(
    canvas: CanvasHand, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(ground, "MOST_PATCHES", most)
    start = canvas.session.composition
    far = [start.tile(name).replace(x=9000) for name in "cde"]
    canvas.document.apply(start.with_tiles(far), "Out of sight")
    canvas.press((70, 80))
    carry(canvas)
    assert is_laid(canvas)
    now = canvas.document.composition
    canvas.document.preview(now.with_tile(now.tile("c").replace(x=130, y=90)))
    expect_same(canvas)


def test_that_a_watermark_that_looks_different_meanwhile_is_seen(
    canvas: CanvasHand, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    words = WatermarkText(text="Lesson", font_size=40, font_type="simfang.ttf", font_color="0xFFFFFF", transparency=60)
    mark = Watermark(type="Text", pos="TopLeft", loc_mode="Absolute", dx=90, dy=80, text=words)
    canvas.document.apply(canvas.session.composition.replace(watermarks=(mark,)), "Add watermark")
    qtbot.waitUntil(lambda: canvas.canvas.stage.watermarks.rect(0) is not None)
    canvas.press((70, 120))
    carry(canvas)
    expect_same(canvas)
    carry(canvas)
    before = seen(canvas)
    monkeypatch.setattr(canvas.bench.stamps, "of", lambda *_: picture(7))
    canvas.bench.stamps.changed.emit()
    assert seen(canvas) != before
    assert different(seen(canvas), by_qt(canvas)) == []


def test_that_what_is_carried_is_painted_where_it_is_when_its_label_moves(canvas: CanvasHand, qtbot: QtBot) -> None:
    canvas.press((140, 150))
    carry(canvas, 30, 40)  # beside all others
    carry(canvas, -260, 0, pictures=1)  # over the edge of the canvas
    assert is_laid(canvas)
    watched = Painted(canvas)
    canvas.canvas.captions.settle()
    label = canvas.canvas.stage.tiles["b"].label()
    assert label is not None
    qtbot.waitUntil(lambda: any(area.contains(QRect(*label[0])) for area in watched.areas))


def test_that_the_scene_has_the_tile_where_it_is_let_go(canvas: CanvasHand) -> None:
    canvas.press((70, 80))
    carry(canvas, pictures=5)
    assert is_laid(canvas)
    canvas.release()
    assert not is_laid(canvas)
    canvas.expect_rect("b", 121, 93, 120, 90)
    assert canvas.canvas.stage.tiles["b"].pos().toTuple() == (121, 93)


def test_that_escape_puts_it_back(canvas: CanvasHand) -> None:
    canvas.press((70, 80))
    carry(canvas)
    canvas.canvas.cancel_gesture()
    assert canvas.canvas.stage.tiles["b"].pos().toTuple() == (61, 73)
    assert canvas.rect("b") == Rect(61, 73, 120, 90)


def test_that_the_box_of_a_group_goes_along(canvas: CanvasHand) -> None:
    grouped = [canvas.session.composition.tile(name).replace(group="g") for name in ("a", "b")]
    canvas.document.apply(canvas.session.composition.with_tiles(grouped), "Group")
    canvas.press((70, 80))
    carry(canvas)
    expect_same(canvas)


def test_that_copies_are_carried_over_the_originals(canvas: CanvasHand) -> None:
    canvas.press((70, 80), keys=CTRL)
    carry(canvas)
    expect_same(canvas)
