"""The canvas in the midst of a gesture: scenes for `make_screenshots`.

Each lays the sample's tiles out anew and then does what a hand does, with events of a mouse; nothing is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Spot = tuple[float, float]

SIZE = (760, 540)
"""Pixels of the canvas with its rulers."""

SHOWN: tuple[tuple[str, int], ...] = (("light", 1), ("dark", 1), ("light", 2))
"""Looks and scales."""

TEACHER, BALL = "teacher", "ball"
WHOLE, HALF = (1280, 720), (960, 540)
"""Sizes of the frame."""

BELOW, BESIDE = (900, 420, 240, 135), (904, 96, 240, 135)


class Hand:
    """A mouse at the canvas of ``window``. Places are pixels of the frame."""

    def __init__(self, window: Any) -> None:
        from PySide6.QtCore import QPointF

        from tilewright.ui.canvas.view import Canvas

        self.window, self.canvas = window, window.findChild(Canvas)
        self.session = window.bench.session
        self._at, self._is_down = QPointF(), False
        self._widget: Any = self.canvas.viewport()

    def put(self, frame: tuple[int, int], **places: tuple[int, int, int, int]) -> None:
        """Lay these tiles out in a frame, by the names of their clips, from the lowest to the uppermost; others go."""
        by_name = {tile.url.rpartition("/")[2].partition(".")[0]: tile for tile in self.session.composition.tiles}
        tiles = [
            by_name[name].replace(x=x, y=y, width=width, height=height)
            for name, (x, y, width, height) in places.items()
        ]
        made = self.session.composition.replace(tiles=tuple(tiles)).with_frame(*frame)
        self.session.document.apply(made, "Scene")
        self.canvas.fit()

    def tile(self, name: str) -> str:
        return next(tile.id for tile in self.session.composition.tiles if f"/{name}." in tile.url)

    def middle(self, name: str) -> Spot:
        x, y, width, height = self.canvas.hand.rects()[self.tile(name)]
        return x + width / 2, y + height / 2

    def choose(self, *names: str) -> None:
        self.session.select([self.tile(name) for name in names])

    def zoom_out(self, factor: float) -> None:
        from PySide6.QtCore import QPointF

        canvas, frame = self.canvas, self.session.placement().frame
        canvas.zoom.fits = False
        middle = QPointF(canvas.viewport().rect().center())
        canvas.zoom.show(canvas.hand.lens.zoom / factor, QPointF(frame.width / 2, frame.height / 2), middle)

    def press(self, spot: Spot) -> None:
        self._point(spot)
        self._send("MouseMove")
        self._is_down = True
        self._send("MouseButtonPress")

    def press_handle(self, name: str) -> None:
        from PySide6.QtCore import QRectF

        self._at = QRectF(*dict(self.canvas.overlay.shapes.handles)[name]).center()
        self._send("MouseMove")
        self._is_down = True
        self._send("MouseButtonPress")

    def press_ruler(self, *, down: bool) -> None:
        """In the middle of the ruler at the left, else of that at the top."""
        from PySide6.QtCore import QPointF

        self._widget = self.canvas.rulers[down]
        self._at = QPointF(self.canvas.viewport().mapFrom(self.canvas, self._widget.geometry().center()))
        self._is_down = True
        self._send("MouseButtonPress")

    def drag(self, across: float, down: float) -> None:
        """So many pixels of the frame from where it is, in a few steps."""
        from PySide6.QtCore import QPointF

        start, zoom = self._at, self.canvas.hand.lens.zoom
        for step in range(1, 9):
            self._at = start + QPointF(across * zoom, down * zoom) * step / 8
            self._send("MouseMove")
        self.canvas.catch_up()

    def drag_to(self, spot: Spot) -> None:
        """From a ruler, to a place in the frame."""
        x, y = self.canvas.hand.lens.point(self._at)
        self.drag(spot[0] - x, spot[1] - y)

    def stop(self) -> None:
        """Take back what was going on."""
        self.canvas.cancel_gesture()
        self._is_down, self._widget = False, self.canvas.viewport()
        self.session.select([])

    def _point(self, spot: Spot) -> None:
        from PySide6.QtCore import QPointF

        lens = self.canvas.hand.lens
        self._at = QPointF(lens.x(spot[0]), lens.y(spot[1]))

    def _send(self, kind: str) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        where = self.canvas.viewport().mapToGlobal(self._at)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type[kind],
            self._widget.mapFromGlobal(where),
            where,
            left if kind == "MouseButtonPress" else none,
            left if self._is_down else none,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self._widget, event)


def move(hand: Hand) -> None:
    """A tile meets the top of two others, as far from the one as that is from the other."""
    hand.put(WHOLE, landscape=(64, 400, 480, 270), slides=(64, 96, 400, 225), teacher=(528, 96, 240, 180), ball=BELOW)
    hand.press(hand.middle(BALL))
    hand.drag(-65, -321)


def resize(hand: Hand) -> None:
    """An edge is pulled until the gap is that of its neighbours."""
    hand.put(WHOLE, landscape=(64, 400, 480, 270), slides=(64, 96, 400, 225), teacher=(528, 96, 240, 180), ball=BESIDE)
    hand.choose(BALL)
    hand.press_handle("left")
    hand.drag(-70, 0)


def band(hand: Hand) -> None:
    """Two of four tiles are within a band."""
    hand.put(WHOLE, landscape=(700, 400, 480, 270), slides=(64, 96, 400, 225), teacher=(528, 96, 240, 180), ball=BESIDE)
    hand.press((30, 50))
    hand.drag(760, 300)


def guide(hand: Hand) -> None:
    """An upright guide comes from the ruler and meets the edge of a tile; one lies there already."""
    from tilewright.model.ruler_guides import RulerGuides

    hand.put(HALF, landscape=(0, 0, 960, 540), slides=(48, 72, 448, 252), teacher=(640, 300, 256, 192))
    document = hand.session.document
    document.apply(document.composition.replace(ruler_guides=RulerGuides(y=(324,))), "Guide")
    hand.press_ruler(down=True)
    hand.drag_to((497, 260))


def outside(hand: Hand) -> None:
    """A tile is dragged over the edge of the frame: what lies outside is dimmed."""
    hand.put(HALF, landscape=(0, 0, 960, 540), slides=(-120, 60, 368, 207), teacher=(560, 90, 320, 240))
    hand.zoom_out(1.3)
    hand.press(hand.middle(TEACHER))
    hand.drag(171, 223)


def small(hand: Hand) -> None:
    """A tile too small for its handles has them outside."""
    hand.put(HALF, landscape=(0, 0, 960, 540), slides=(48, 72, 448, 252), ball=(640, 230, 48, 27))
    hand.choose(BALL)


SCENES: dict[str, Callable[[Hand], None]] = {
    "move": move,
    "resize": resize,
    "band": band,
    "guide": guide,
    "outside": outside,
    "small": small,
}


def names(look: str, scale: int) -> dict[str, str]:
    """What the pictures are called, each with its scene."""
    return {f"canvas-{scene}-{look}" + ("-200" if scale == 2 else ""): scene for scene in SCENES}


def shown(
    window: Any, scenes: dict[str, str], wanted: list[str], pause: Callable[[int], None]
) -> Iterator[tuple[str, Any]]:
    """The canvas in each of the ``wanted`` scenes, one after the other."""
    hand = Hand(window)
    for _ in range(3):  # its neighbours take their share of each pixel
        room = hand.canvas.size()
        window.resize(window.width() + SIZE[0] - room.width(), window.height() + SIZE[1] - room.height())
        pause(200)
    start = window.bench.session.composition
    for name in wanted:
        SCENES[scenes[name]](hand)
        pause(500)
        yield name, hand.canvas
        hand.stop()
        window.bench.session.document.apply(start, "Sample")
