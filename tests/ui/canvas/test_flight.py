"""A tile that is carried has its box, handles and size as pictures: what is seen is what their lines would show."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.builders import composition, known, source, tile, url
from support.canvas import CanvasHand, plain
from tilewright.layout.rect import Rect
from tilewright.layout.snap import Axis
from tilewright.ui.canvas import strokes
from tilewright.ui.canvas.carrying import GAP
from tilewright.ui.canvas.flight import Flight, Flights
from tilewright.ui.canvas.handle_places import boxed_handles
from tilewright.ui.canvas.lens import Lens
from tilewright.ui.canvas.shapes import Aids, Beam, Pill, Shapes, size_place
from tilewright.ui.canvas.strokes import handles, outline
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas

COLOURS = {"a": "#306090", "b": "#c04020", "c": "#40a060"}


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    return make(open_canvas)


def make(open_canvas: OpenCanvas) -> CanvasHand:
    canvas = open_canvas(
        composition(
            tile("a", 20, 20, 160, 90), tile("b", 240, 60, 160, 90), tile("c", 200, 220, 30, 24), size=(640, 360)
        )
    )
    canvas.bench.session.learn(known(**{name: source(640, 360) for name in COLOURS}))
    for name, colour in COLOURS.items():
        canvas.bench.pictures.put(url(name), plain(colour))
    return canvas


def seen(canvas: CanvasHand) -> QImage:
    return canvas.canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


class Screen(QObject):
    """What a screen shows of the canvas: only what was said to need painting is painted."""

    def __init__(self, canvas: CanvasHand) -> None:
        super().__init__(canvas.canvas)
        self._canvas = canvas
        self._due = QRegion()
        self._picture = seen(canvas)
        QApplication.processEvents()
        canvas.canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._due += event.region()
        return False

    def shows(self) -> QImage:
        """After all that is due was painted."""
        QApplication.processEvents()
        due, self._due = self._due, QRegion()
        now = seen(self._canvas)
        self._due = QRegion()  # of the grab
        painter = QPainter(self._picture)
        painter.setClipRegion(due)
        painter.drawImage(0, 0, now)
        painter.end()
        return self._picture

    def expect_true(self) -> None:
        assert self.shows() == seen(self._canvas)
        self._due = QRegion()


@pytest.mark.parametrize(("name", "zoom"), [("b", 1.0), ("c", 1.0), ("b", 0.37), ("b", 2.0)])
def test_that_it_looks_the_same_with_lines(
    open_canvas: OpenCanvas, monkeypatch: pytest.MonkeyPatch, name: str, zoom: float
) -> None:
    looks = []
    for flies in (True, False):
        if not flies:
            monkeypatch.setattr(Flight, "of", lambda *_, **__: None)
        canvas = make(open_canvas)
        if canvas.bench.canvas.snaps:
            canvas.bench.canvas.toggle_snap()
        canvas.at(zoom, 300 - 240 * zoom, 200 - 60 * zoom).canvas.stage.sharpener.now()
        canvas.canvas.captions.settle()
        canvas.press(name)
        kinds = set()
        for _ in range(9):
            canvas.drag(4, 3, steps=1)
            QTest.qWait(round(1000 * GAP) + 3)
            looks.append(seen(canvas))
            kinds.add(canvas.canvas.overlay.flies)
        assert (True in kinds) == flies
        canvas.release()
    assert looks[:9] == looks[9:]


@pytest.mark.parametrize("snaps", [False, True])
@pytest.mark.parametrize("name", ["b", "c"])
def test_that_it_looks_the_same_with_lines_at_the_edges_of_the_canvas(
    open_canvas: OpenCanvas, monkeypatch: pytest.MonkeyPatch, name: str, snaps: bool
) -> None:
    """Its size is moved aside there, and off the handles."""
    looks: dict[bool, list[QImage]] = {True: [], False: []}
    for flies in (True, False):
        if not flies:
            monkeypatch.setattr(Flight, "of", lambda *_, **__: None)
        canvas = make(open_canvas)
        if canvas.bench.canvas.snaps != snaps:
            canvas.bench.canvas.toggle_snap()
        canvas.at(1.0, 0, 0).canvas.stage.sharpener.now()
        canvas.canvas.captions.settle()
        # what comes after a while depends on how fast the test is
        canvas.canvas.captions._soon.setInterval(60_000)
        canvas.bench.findings.changed.disconnect(canvas.canvas.stage._on_findings)
        (x, y, width, height), (across, down) = canvas.rect(name), canvas.canvas.room
        right, bottom = across - width, down - height
        canvas.press(name).drag(9, 9)
        at = x + 9, y + 9
        for there in [(0, 0), (9, 3), (right // 2, 0), (right, 1), (right - 5, bottom), (40, bottom - 9), (2, bottom)]:
            canvas.drag(there[0] - at[0], there[1] - at[1], steps=1)
            at = there
            QTest.qWait(round(1000 * GAP) + 3)
            looks[flies].append(seen(canvas))
            assert canvas.canvas.overlay.flies == flies
        canvas.release()
    assert looks[True] == looks[False]


def flight_of(grip: Rect) -> tuple[Flight, Pill]:
    size = Pill(size_place(grip, 80, 18, (1200, 600)), f"{grip.width} × {grip.height}", "selection")
    shapes = Shapes((("selected", grip),), grip, size=size, extent=grip, covered=grip, near=grip)
    flight = Flight.of(shapes, Lens(), (1200, 600), ())
    assert flight is not None
    return flight, size


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("size", [(200, 120), (47, 200), (48, 48), (20, 9), (1, 1), (900, 2)])
def test_that_the_pictures_of_a_box_are_its_lines(open_canvas: OpenCanvas, size: tuple[int, int], ratio: float) -> None:
    open_canvas(composition())
    grip = Rect(61, 63, *size)
    flight, pill = flight_of(grip)

    def drawn(*, by_pictures: bool) -> QImage:
        made = QImage(round(1000 * ratio), round(400 * ratio), QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(ratio)
        made.fill(0xFF7A8B9C)
        painter = QPainter(made)
        if by_pictures:
            flight.paint(painter, Aids(), ratio)
        else:
            outline(painter, grip, tokens.ink("selection"))
            handles(painter, grip.x, grip.y, boxed_handles(*size), ratio)
            strokes.pill(painter, *pill, ratio)
        painter.end()
        return made

    assert drawn(by_pictures=True) == drawn(by_pictures=False)


def test_that_a_second_drag_tells_the_size_of_now() -> None:
    """At 50 % a tile of odd width is drawn 99, 100 or 101 pixels wide: those of its drag before are no longer true."""
    flights, lens, room = Flights(), Lens(0.5), (1200, 600)
    told = []
    for text, widths in (("201 × 100", (100, 101)), ("199 × 100", (99, 100))):
        for width in widths:
            grip = Rect(100, 100, width, 50)
            if flights.go(grip, Aids()) is None:
                size = Pill(Rect(110, 161, 80, 18), text, "selection")
                shapes = Shapes((("selected", grip),), grip, size=size, extent=grip, covered=grip, near=grip)
                flights.begin(shapes, ("a",), lens, room, ())
                told.append((text, width))
        flights.end()
    assert told == [("201 × 100", 100), ("201 × 100", 101), ("199 × 100", 99), ("199 × 100", 100)]


def test_that_only_what_changes_is_painted_and_all_of_it(canvas: CanvasHand) -> None:
    """Over others, and past guides and distances."""
    course, start = random.Random(7), (320, 105)
    canvas.press("b")
    screen, met, at = Screen(canvas), set(), start
    for number in range(60):
        there = start[0] + course.randint(-200, 260), start[1] + course.randint(-60, 240)
        if number % 5 == 0:  # to the edge of the canvas
            there = there[0], 570 + course.randint(-80, 0)
        steps = course.choice([1, 4])
        canvas.drag(there[0] - at[0], there[1] - at[1], steps=steps)
        at = there
        screen.expect_true()
        shapes = canvas.canvas.overlay.shapes
        met.add((canvas.canvas.overlay.flies, bool(shapes.guides), bool(shapes.beams)))
    canvas.release()
    screen.expect_true()
    assert {(True, False, False), (True, True, True)} <= met, "it tells nothing of what it is to tell"


def test_that_the_shapes_are_where_the_flight_is(canvas: CanvasHand) -> None:
    canvas.bench.canvas.toggle_snap()
    canvas.press("b")
    for _ in range(4):
        canvas.drag(10, 6, steps=1)
    assert canvas.canvas.overlay.flies
    canvas.canvas.carry([("b", Rect(240, 60, 160, 90))], 77, 55)
    assert canvas.canvas.overlay.shapes.extent == Rect(317, 115, 160, 90)


def test_that_a_box_too_large_for_a_picture_has_none() -> None:
    grip = Rect(10, 10, 9000, 4000)
    size = Pill(Rect(10, 4200, 60, 18), "9000 × 4000", "selection")
    box = Shapes((("selected", grip),), grip, size=size, extent=grip, covered=grip, near=grip)
    assert Flight.of(box, Lens(), (10_000, 10_000), ()) is None


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_that_lines_leave_no_specks_on_any_screen(qapp: QApplication, ratio: float) -> None:
    """A bar that ends in the midst of a pixel of the screen is drawn to its end, and painted anew to there."""

    def specks(aids: Aids) -> bool:
        """Whether any of it is drawn beside what is painted anew when it comes or goes."""
        looks = []
        for is_cut in (False, True):
            made = QImage(round(240 * ratio), round(240 * ratio), QImage.Format.Format_RGB32)
            made.setDevicePixelRatio(ratio)
            made.fill(0x808080)
            painter = QPainter(made)
            if is_cut:
                region = QRegion()
                for area in aids.changes(Aids()):
                    region += QRect(*area)
                painter.setClipRegion(region)
            aids.paint(painter, ratio)
            painter.end()
            looks.append(made)
        return looks[0] != looks[1]

    for at in range(20, 28):
        beams = [Beam(axis, Rect(at, at, *size), Pill(Rect(60, 60, 20, 16), "", "guide"), True) for axis, size in BEAMS]
        assert not specks(Aids((), (Rect(at, 8, 1, 181),))), at
        assert not specks(Aids((), (Rect(7, at, 182, 1),))), at
        assert not any(specks(Aids((beam,), ())) for beam in beams), at


BEAMS: tuple[tuple[Axis, tuple[int, int]], ...] = (("x", (181, 1)), ("y", (1, 182)))
"""As long ones are painted by themselves."""
