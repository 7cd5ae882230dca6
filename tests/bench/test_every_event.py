"""What each kind of input event takes of the UI thread, in the whole window with 64 tiles that show pictures.

An event is measured twice, in milliseconds of the thread's own time: from when it is sent until all who hear of it have
answered, which is what counts, and until the pictures of all panels that changed by it are painted as well, which is
told. In between the window comes to rest, so that each finds the processor's caches with what others left there.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from support.builders import composition, known, source, tile, url
from support.canvas import ALT, CTRL, LEFT, NO_BUTTON, NONE, SHIFT
from support.window_hand import WindowHand
from tilewright.model.composition import Composition
from tilewright.ui.application import make_application
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.layouts.gallery import Gallery
from tilewright.ui.theme.theme import Theme
from tilewright.ui.widgets.field import Field
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench
from ui.conftest import Offline

pytestmark = pytest.mark.bench

MOST_MS = 16
"""Milliseconds of the UI thread for one event of any kind, in the median of all rounds."""

ROUNDS = 7
REST_MS = 400
"""After so long all that waits for the last change has been done: checks, fields, names of tiles, the request."""

COUNT, SIDE = 64, 8
FRAME, STEP, SPACE = (1280, 800), (160, 100), 6
"""Pixels: of the frame, from tile to tile, between two."""

Key, Kind = Qt.Key, QEvent.Type
Part = TypeVar("Part", bound=QWidget)


def laid() -> Composition:
    """Eight by eight, a little apart."""
    size = STEP[0] - SPACE, STEP[1] - SPACE
    places = ((number % SIDE * STEP[0], number // SIDE * STEP[1]) for number in range(COUNT))
    return composition(*(tile(f"t{number}", *at, *size) for number, at in enumerate(places)), size=FRAME)


def picture(number: int) -> QImage:
    made = QImage(960, 540, QImage.Format.Format_RGB32)
    made.fill(QColor.fromHsv(number * 37 % 360, 150, 200))
    return made


@contextmanager
def opened(qapp: QApplication) -> Iterator[MainWindow]:
    """The window, as large as on a common screen, with all its panels."""
    make_application()
    bench = Workbench(Offline.open(), Theme(qapp, "light"), laid())
    tiles = bench.session.composition.tiles
    bench.session.learn(known(**{one.id: source(960, 540) for one in tiles}))
    for number, one in enumerate(tiles):
        bench.pictures.put(url(one.id), picture(number))
    window = MainWindow(bench)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.panels.fill_now()
    try:
        yield window
    finally:
        bench.files.ending.skip_question()
        window.close()
        window.deleteLater()
        bench.close()


def part(window: MainWindow, kind: type[Part], name: str = "") -> Part:
    found = window.findChild(kind, name) if name else window.findChild(kind)
    assert isinstance(found, kind)
    return found


class Meter:
    """Sends events and notes what each takes: ``costs`` by kind, own and with its picture."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.costs: dict[str, list[tuple[float, float]]] = {}
        self.hand = WindowHand(window, 1.0)
        self.canvas = part(window, Canvas)
        self.session = window.bench.session
        self._held = NO_BUTTON
        self._loop = QEventLoop()
        self._due = QTimer(singleShot=True)
        self._due.timeout.connect(self._loop.quit)

    def rest(self) -> None:
        self._due.start(REST_MS)
        self._loop.exec()

    def take(self, kind: str, act: Callable[[], object]) -> None:
        begin = time.thread_time()
        act()
        own = time.thread_time() - begin
        QApplication.processEvents()
        self.costs.setdefault(kind, []).append((1000 * own, 1000 * (time.thread_time() - begin)))
        self.rest()

    def expect(self, step: str) -> None:
        """What was just done is a step whose name begins so: an event that does nothing costs nothing."""
        assert self.session.document.undo_text.startswith(step), self.session.document.undo_text

    # The mouse, at a point of the canvas

    def mouse(self, kind: str, what: QEvent.Type, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self._held = LEFT if what == Kind.MouseButtonPress else self._held
        self._held = NO_BUTTON if what == Kind.MouseButtonRelease else self._held
        viewport = self.canvas.viewport()
        event = QMouseEvent(what, at, viewport.mapToGlobal(at), button, self._held, NONE)
        self.take(kind, partial(QApplication.sendEvent, viewport, event))

    def drag(self, what: str, start: QPointF, way: QPointF) -> None:
        self.mouse(f"{what}: hover", Kind.MouseMove, start, NO_BUTTON)
        self.mouse(f"{what}: press", Kind.MouseButtonPress, start)
        self.mouse(f"{what}: first move", Kind.MouseMove, start + way / 2, NO_BUTTON)
        self.mouse(f"{what}: next move", Kind.MouseMove, start + way, NO_BUTTON)
        self.mouse(f"{what}: release", Kind.MouseButtonRelease, start + way)

    def wheel(self, notches: int) -> None:
        viewport = self.canvas.viewport()
        at, turn = QPointF(viewport.rect().center()), QPoint(0, 120 * notches)
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, viewport.mapToGlobal(at), QPoint(), turn, NO_BUTTON, CTRL, phase, False)
        self.take(f"Ctrl+wheel {notches:+}", partial(QApplication.sendEvent, viewport, event))

    # Keys, for what has the focus, by way of the shortcuts

    def key(self, kind: str, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        widget = QApplication.focusWidget() or self.canvas
        self.take(kind, partial(QTest.keyPress, widget, key, keys))
        released = QKeyEvent(Kind.KeyRelease, key, keys)
        QCoreApplication.sendEvent(widget, released)

    def to_canvas(self, *chosen: str) -> None:
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.select(chosen)
        self.rest()


def one_round(meter: Meter) -> None:
    """Every kind of event once."""
    hand, session, all_ids = meter.hand, meter.session, [f"t{number}" for number in range(COUNT)]
    meter.window.bench.commands.run("view.fit")
    meter.to_canvas()
    middle = hand.spot(STEP[0] * 3.5, STEP[1] * 3.5)
    meter.drag("one tile", middle, QPointF(60, 40))
    meter.expect("Move t")
    meter.drag("a handle", hand.handle("bottom-right").center(), QPointF(30, 20))
    meter.expect("Resize t")
    meter.to_canvas()
    corner, end = hand.spot(-8, -8), hand.spot(FRAME[0] + 4, FRAME[1] + 4)
    meter.drag("rubber band", corner, end - corner)
    assert len(session.selection) == COUNT
    meter.drag("all tiles", hand.spot(STEP[0] * 5.5, STEP[1] * 5.5), QPointF(30, 20))
    meter.expect("Move 64 tiles")
    meter.drag("a handle of all", hand.handle("bottom-right").center(), QPointF(-30, -20))
    meter.expect("Resize 64 tiles")
    meter.wheel(1)
    meter.wheel(-1)
    for called, chosen in (("one", ["t9"]), ("all", all_ids)):
        meter.to_canvas(*chosen)
        meter.key(f"arrow, {called}", Key.Key_Right)
        meter.key(f"Shift+arrow, {called}", Key.Key_Down, SHIFT)
        meter.expect("Move ")
        meter.key(f"Alt+arrow, {called}", Key.Key_Left, ALT)
        meter.expect("Resize ")
        meter.key(f"Ctrl+Z, {called}", Key.Key_Z, CTRL)
        meter.expect("Move ")
        meter.key(f"Ctrl+Shift+Z, {called}", Key.Key_Z, CTRL | SHIFT)
        meter.expect("Resize ")
    meter.to_canvas("t9")
    meter.key("Tab", Key.Key_Tab)
    assert session.selection == ("t10",)
    meter.key("Ctrl+A", Key.Key_A, CTRL)
    assert len(session.selection) == COUNT
    type_for_all(meter)
    click_layout(meter)
    while session.document.can_undo:
        session.document.undo()
    meter.rest()


def type_for_all(meter: Meter) -> None:
    field = part(meter.window, Field, "tileX")
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    meter.rest()
    before = meter.session.composition.tiles
    for character in "+=9":
        meter.take(f"typed {character}, all", partial(QTest.keyClicks, field, character))
    meter.key("Enter after a number, all", Key.Key_Return)
    after = meter.session.composition.tiles
    assert [(one.x or 0) - (other.x or 0) for one, other in zip(after, before, strict=True)] == [9] * COUNT


def click_layout(meter: Meter) -> None:
    thumbnail = part(meter.window, Gallery).grid.thumbnails["auto"]
    at = QPointF(thumbnail.rect().center())
    for kind, what, held in (
        ("layout: press", Kind.MouseButtonPress, LEFT),
        ("layout: release", Kind.MouseButtonRelease, NO_BUTTON),
    ):
        event = QMouseEvent(what, at, thumbnail.mapToGlobal(at), LEFT, held, NONE)
        meter.take(kind, partial(QApplication.sendEvent, thumbnail, event))
    assert meter.window.bench.arranging.name == "auto"


def test_that_no_kind_of_event_takes_more_than_16_ms_with_64_tiles(
    qapp: QApplication, told: Callable[[str], None]
) -> None:
    with opened(qapp) as window:
        meter = Meter(window)
        for _ in range(ROUNDS):
            gc.collect()
            one_round(meter)
    dear: dict[str, float] = {}
    told(f"64 tiles, median of {ROUNDS} rounds in ms of the UI thread: the event; and its picture; dearest with it")
    for kind, costs in meter.costs.items():
        own, painted = (statistics.median(one) for one in zip(*costs, strict=True))
        if own > MOST_MS:
            dear[kind] = own
        told(f"{kind:30} {own:6.2f} {painted:6.2f} {max(cost for _, cost in costs):6.2f}")
    assert dear == {}
