"""Dragging one of a hundred tiles, against a bare QGraphicsView that drags the same pictures in the same run."""

from __future__ import annotations

import gc
import statistics
import sys
import time

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
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

FACTOR = 1.5
"""How many times what Qt itself takes, at any of these moves a second.

A mouse of today tells 1000: the bare view paints each of them, the canvas one a picture of the screen. At 125 it spares
only half of them, and that the canvas draws guides, distances, handles and rulers shows.
"""

MOVES = (1000, 125)
"""A second."""

SECONDS = 1.0
ROUNDS = 5
SIZE = (1280, 800)
COLUMNS, ROWS = 10, 10
FRAME = (1280, 800)
STEP = (128, 80)
TILE = (120, 68)
START = QPointF(64, 40)
"""On the first tile."""


def wall() -> Composition:
    """A hundred tiles in a grid."""
    tiles = [
        tile(f"t{row * COLUMNS + column}", column * STEP[0] + 4, row * STEP[1] + 6, *TILE)
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]
    return composition(*tiles, size=FRAME)


def picture(number: int) -> QImage:
    made = QImage(960, 540, QImage.Format.Format_RGB32)
    made.fill(QColor.fromHsv(number * 37 % 360, 150, 200))
    return made


class BareTile(QGraphicsPixmapItem):
    """A tile as the textbook draws it: its picture, its name, and a line around it when it is chosen."""

    def __init__(self, name: str, image: QImage) -> None:
        super().__init__(QPixmap.fromImage(image))
        self._name = name
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(flags.ItemIsMovable | flags.ItemIsSelectable)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        super().paint(painter, option, widget)
        painter.fillRect(QRectF(4, 4, 40, 18), QColor(10, 12, 16, 200))
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(QRectF(10, 4, 40, 18), Qt.AlignmentFlag.AlignVCenter, self._name)


class Bare:
    """A bare QGraphicsView: Qt itself moves the items, whose pictures have the pixels of the screen."""

    def __init__(self) -> None:
        self.scene = QGraphicsScene(0, 0, *SIZE)
        self.scene.setBackgroundBrush(Qt.GlobalColor.black)
        self.view = QGraphicsView(self.scene)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        for policy in (self.view.setHorizontalScrollBarPolicy, self.view.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items = []
        for number, one in enumerate(wall().tiles):
            item = BareTile(one.id, picture(number).scaled(*TILE))
            item.setPos(one.x or 0, one.y or 0)
            self.scene.addItem(item)
            self.items.append(item)
        self.view.resize(*SIZE)
        self.view.show()


class Pictures(QObject):
    """Counts the pictures that a viewport paints. Not while time is taken: each event costs something."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def of(self, viewport: QWidget, rate: int) -> int:
        """How many it paints in a second of dragging."""
        self._count = 0
        viewport.installEventFilter(self)
        drag(viewport, START, rate)
        viewport.removeEventFilter(self)
        return round(self._count / SECONDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._count += event.type() == QEvent.Type.Paint
        return False


class Mouse:
    """A mouse that tells moves at a steady rate; in between the event loop runs, so that timers fire when due."""

    def __init__(self, viewport: QWidget) -> None:
        self._viewport = viewport
        self._loop = QEventLoop()
        self._due = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._loop.quit)

    def wait_until(self, moment: float) -> None:
        self._due.start(max(0, round((moment - time.perf_counter()) * 1000)))
        self._loop.exec()

    def send(self, kind: QEvent.Type, point: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, point, self._viewport.mapToGlobal(point), button, held, keys)
        QApplication.sendEvent(self._viewport, event)


def drag(viewport: QWidget, start: QPointF, rate: int) -> float:
    """Seconds of the UI thread for one drag in a large zigzag, painting included, by a mouse that tells ``rate`` moves
    a second."""
    mouse = Mouse(viewport)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    mouse.send(QEvent.Type.MouseButtonPress, start, left, left)
    QApplication.processEvents()
    gc.collect()
    begin, used = time.perf_counter(), time.thread_time()
    point = start
    moves = round(SECONDS * rate)
    for number in range(moves):
        part = number / moves * 4 % 1
        point = start + QPointF(600 * part, 400 * part + 40 * (number % 2))
        mouse.send(QEvent.Type.MouseMove, point, none, left)
        mouse.wait_until(begin + (number + 1) / rate)
    used = time.thread_time() - used
    mouse.send(QEvent.Type.MouseButtonRelease, point, left, none)
    QApplication.processEvents()
    return used


def put_back(hand: CanvasHand, bare: Bare) -> None:
    """Everything is where it was before both were dragged."""
    bare.items[0].setPos(4, 6)
    assert hand.document.can_undo
    hand.document.undo()
    QApplication.processEvents()


def compare(hand: CanvasHand, bare: Bare, rate: int) -> tuple[float, float]:
    """Seconds that a second of dragging costs on the canvas and on the bare view: the medians of drags in turn."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(drag(bare.view.viewport(), START, rate) / SECONDS)
        ours.append(drag(hand.canvas.viewport(), START, rate) / SECONDS)
        put_back(hand, bare)
    return statistics.median(ours), statistics.median(theirs)


def test_that_dragging_one_of_a_hundred_tiles_is_nearly_as_fast_as_qt_itself(qapp: QApplication) -> None:
    make_application()
    bench = Workbench(Workplace.open(), Theme(qapp, "light"), wall())
    bench.session.learn(known(**{one.id: source() for one in bench.session.composition.tiles}))
    for number, one in enumerate(bench.session.composition.tiles):
        bench.pictures.put(url(one.id), picture(number))
    hand = CanvasHand(bench)
    bare = Bare()
    try:
        hand.window.resize(SIZE[0] + 20, SIZE[1] + 60)
        QApplication.processEvents()
        hand.at(1.0, 0, 0)
        hand.canvas.stage.sharpen()
        time.sleep(0.5)
        QApplication.processEvents()
        ratios = {}
        for rate in MOVES:
            ours, theirs = compare(hand, bare, rate)
            ratios[rate] = ours / theirs
            shown = [Pictures().of(viewport, rate) for viewport in (hand.canvas.viewport(), bare.view.viewport())]
            put_back(hand, bare)
            sys.stderr.write(
                f"\ndragging one of {COLUMNS * ROWS} tiles, {rate} moves a second: "
                f"canvas {ours * 1000:.1f} ms a second for {shown[0]} pictures, "
                f"bare QGraphicsView {theirs * 1000:.1f} ms for {shown[1]}, ratio {ratios[rate]:.2f}\n"
            )
        assert not {rate: ratio for rate, ratio in ratios.items() if ratio > FACTOR}
    finally:
        hand.close()
        bare.view.close()
        bare.view.deleteLater()
        bench.close()
