"""Dragging one of 16, 64 and 500 tiles with thumbnails, against a bare QGraphicsView that moves one of as many equal
pixmaps, in one run.

A frame is all that the UI thread does from a move of the mouse until its picture is painted. Both views show the same
pixels of the same pictures in the same place, at 100 %, with the render hints that Qt itself sets, in a window of the
same size; the bare one draws and checks nothing else. The canvas draws box, handles, size, distances and guides of what
it drags, the name of each tile, and rulers.

Between two steps lies as long as a picture of the screen takes, as when a hand drags: by then others have used the
processor's caches.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from support.builders import composition, known, source, tile, url
from support.canvas import CanvasHand
from tilewright.model.composition import Composition
from tilewright.ui.application import make_application
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Workplace

pytestmark = pytest.mark.bench

MOST = {(16, False): 1.3, (64, False): 1.3, (500, False): 1.3, (500, True): 2.3}
"""Times what the bare view takes, p95, by tiles and whether the drag snaps to all others.

The goal is 1.3, and 2 with snapping. Measured are 1.12, 1.01, 1.12 to 1.39, and 1.91 to 2.10, nothing else running.
A bare frame takes 0.5 to 0.65 ms, of which 0.17 ms are the event before it comes to Python. Beside what Qt does, a
frame of ours is Python for the event and the geometry, with snapping 0.35 ms more: to look for lines and gaps, to tell
them, and to paint them. After a pause of 20 ms none of it is in the processor's caches, where the same code takes four
times what it takes in a loop. The first two frames of a drag, before the ground is laid, are not yet so quick.
"""

MOST_OF_ALL = 2.0
"""Times what the bare view takes in all at 125 moves a second, of which the canvas spares only half; 1.59 was
measured: what follows behind the pictures costs as much as the frames.
"""

MOST_MS = 16
"""Milliseconds of the UI thread that the dearest step may take: its frame, and all that is done before the next one."""

STEPS = 120
RATE = 50
"""Steps a second. A screen shows 60 pictures: each step is painted on either side."""

ROUNDS = 12
"""In turn. All their frames count."""

SIZE = FRAME = (1280, 800)
SPACE = 6
"""Pixels between two tiles: more than what is taken for a slip of the hand, which would be marked."""


@dataclass(frozen=True)
class Grid:
    """Tiles side by side in the frame."""

    count: int

    @property
    def columns(self) -> int:
        return math.ceil(math.sqrt(self.count * FRAME[0] / FRAME[1]))

    @property
    def step(self) -> tuple[int, int]:
        return FRAME[0] // self.columns, FRAME[1] // math.ceil(self.count / self.columns)

    @property
    def side(self) -> tuple[int, int]:
        return self.step[0] - SPACE, self.step[1] - SPACE

    @property
    def start(self) -> QPointF:
        """On the first tile."""
        return QPointF(self.side[0] / 2, self.side[1] / 2)

    def places(self) -> Iterator[tuple[int, int]]:
        for number in range(self.count):
            yield number % self.columns * self.step[0], number // self.columns * self.step[1]

    def composition(self) -> Composition:
        tiles = [tile(f"t{number}", *at, *self.side) for number, at in enumerate(self.places())]
        return composition(*tiles, size=FRAME)


def picture(number: int) -> QImage:
    """The thumbnail of a video."""
    made = QImage(960, 540, QImage.Format.Format_RGB32)
    made.fill(QColor.fromHsv(number * 37 % 360, 150, 200))
    return made


class Mouse:
    """A mouse that tells moves; in between the event loop runs, so that timers fire when due."""

    def __init__(self, viewport: QWidget) -> None:
        self._viewport = viewport
        self._loop = QEventLoop()
        self._due = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._loop.quit)

    def wait(self, seconds: float) -> None:
        self._due.start(max(0, round(seconds * 1000)))
        self._loop.exec()

    def send(self, kind: QEvent.Type, point: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, point, self._viewport.mapToGlobal(point), button, held, keys)
        QApplication.sendEvent(self._viewport, event)


class Pictures(QObject):
    """Counts the pictures that a viewport paints. Not while time is taken: each event costs something."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__()
        self.count = 0
        viewport.installEventFilter(self)
        self._viewport = viewport

    def end(self) -> int:
        self._viewport.removeEventFilter(self)
        return self.count

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@contextmanager
def bare(grid: Grid) -> Iterator[QWidget]:
    """The viewport of a view in which Qt itself moves the pixmaps."""
    scene = QGraphicsScene(0, 0, *SIZE)
    scene.setBackgroundBrush(Qt.GlobalColor.black)
    view = QGraphicsView(scene)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for number, at in enumerate(grid.places()):
        item = QGraphicsPixmapItem(QPixmap.fromImage(picture(number).scaled(*grid.side)))
        item.setFlags(QGraphicsItem.GraphicsItemFlag.ItemIsMovable | QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        item.setPos(*at)
        scene.addItem(item)
    view.resize(*SIZE)
    view.show()
    yield view.viewport()
    view.close()
    view.deleteLater()


@contextmanager
def canvas(grid: Grid, qapp: QApplication, *, snaps: bool) -> Iterator[QWidget]:
    """The viewport of the canvas with those tiles and their thumbnails."""
    make_application()
    bench = Workbench(Workplace.open(), Theme(qapp, "light"), grid.composition())
    tiles = bench.session.composition.tiles
    bench.session.learn(known(**{one.id: source(*grid.side) for one in tiles}))
    for number, one in enumerate(tiles):
        bench.pictures.put(url(one.id), picture(number))
    if bench.canvas.snaps != snaps:
        bench.canvas.toggle_snap()
    hand = CanvasHand(bench)
    hand.window.resize(SIZE[0] + 20, SIZE[1] + 60)
    QApplication.processEvents()
    hand.at(1.0, 0, 0)
    hand.canvas.stage.sharpener.now()
    Mouse(hand.canvas.viewport()).wait(0.5)
    yield hand.canvas.viewport()
    hand.close()
    bench.close()


class Costs(NamedTuple):
    """Milliseconds of the UI thread, the cheapest first: of frames, and of steps, which are the frames and what is done
    until the next move.
    """

    frames: list[float]
    steps: list[float]

    @property
    def p95(self) -> float:
        return self.frames[len(self.frames) * 95 // 100]

    def __str__(self) -> str:
        middle = self.frames[len(self.frames) // 2]
        return f"frame median {middle:.2f} ms, p95 {self.p95:.2f} ms, dearest step {self.steps[-1]:.2f} ms"


def together(costs: Iterable[Costs]) -> Costs:
    many = tuple(costs)
    return Costs(sorted(chain(*(one.frames for one in many))), sorted(chain(*(one.steps for one in many))))


def drag(viewport: QWidget, start: QPointF) -> Costs:
    """Drag there and back."""
    mouse = Mouse(viewport)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    mouse.send(QEvent.Type.MouseButtonPress, start, left, left)
    QApplication.processEvents()
    gc.collect()
    frames, steps = [], []
    for number in range(STEPS):
        part = 1 - abs(2 * (number + 1) / STEPS - 1)
        begin = time.thread_time()
        mouse.send(QEvent.Type.MouseMove, start + QPointF(600 * part, 400 * part + 40 * (number % 2)), none, left)
        QApplication.processEvents()
        frames.append(1000 * (time.thread_time() - begin))
        mouse.wait(1 / RATE)
        steps.append(1000 * (time.thread_time() - begin))
    mouse.send(QEvent.Type.MouseMove, start, none, left)
    mouse.send(QEvent.Type.MouseButtonRelease, start, left, none)
    mouse.wait(0.3)
    return Costs(sorted(frames), sorted(steps))


def paints(viewport: QWidget, start: QPointF) -> int:
    """How many pictures a drag has."""
    counted = Pictures(viewport)
    drag(viewport, start)
    return counted.end()


@pytest.mark.parametrize(
    ("count", "snaps"), [(16, False), (64, False), (500, False), (500, True)], ids=["16", "64", "500", "500-snapping"]
)
def test_that_a_frame_of_a_drag_takes_little_longer_than_in_a_bare_view(
    qapp: QApplication, count: int, snaps: bool
) -> None:
    grid = Grid(count)
    with bare(grid) as theirs, canvas(grid, qapp, snaps=snaps) as ours:
        assert min(paints(theirs, grid.start), paints(ours, grid.start)) >= STEPS, "each step is a picture"
        rounds = [(drag(theirs, grid.start), drag(ours, grid.start)) for _ in range(ROUNDS)]
    theirs_all, ours_all = (together(costs) for costs in zip(*rounds, strict=True))
    ratio = ours_all.p95 / theirs_all.p95
    sys.stderr.write(f"\none of {count} tiles: canvas {ours_all}; bare QGraphicsView {theirs_all}; ratio {ratio:.2f}\n")
    assert min(costs.steps[-1] for _, costs in rounds) <= MOST_MS, "in the best of the rounds: others use the machine"
    assert ratio <= MOST[count, snaps]


def per_second(viewport: QWidget, start: QPointF, rate: int) -> float:
    """Milliseconds of the UI thread for a second of dragging in a large zigzag, by a mouse that tells so many moves."""
    mouse = Mouse(viewport)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    mouse.send(QEvent.Type.MouseButtonPress, start, left, left)
    QApplication.processEvents()
    gc.collect()
    begin, used = time.perf_counter(), time.thread_time()
    for number in range(rate):
        part = number / rate * 4 % 1
        mouse.send(QEvent.Type.MouseMove, start + QPointF(600 * part, 400 * part + 40 * (number % 2)), none, left)
        mouse.wait(begin + (number + 1) / rate - time.perf_counter())
    used = time.thread_time() - used
    mouse.send(QEvent.Type.MouseMove, start, none, left)
    mouse.send(QEvent.Type.MouseButtonRelease, start, left, none)
    mouse.wait(0.3)
    return 1000 * used


@pytest.mark.parametrize(("rate", "most"), [(1000, 1.0), (125, MOST_OF_ALL)])
def test_that_a_mouse_that_tells_many_moves_takes_no_more_time_than_in_a_bare_view(
    qapp: QApplication, rate: int, most: float
) -> None:
    """All that the UI thread does in that time counts. The canvas paints what a screen shows, whatever it is told."""
    grid = Grid(100)
    with bare(grid) as theirs, canvas(grid, qapp, snaps=False) as ours:
        rounds = [(per_second(theirs, grid.start, rate), per_second(ours, grid.start, rate)) for _ in range(ROUNDS)]
    bare_best, best = (min(costs) for costs in zip(*rounds, strict=True))
    sys.stderr.write(
        f"\n{rate} moves a second: canvas {best:.0f} ms a second, bare QGraphicsView {bare_best:.0f} ms, "
        f"ratio {best / bare_best:.2f}\n"
    )
    assert best <= most * bare_best
