"""Watermarks on the canvas: the same picture as in the result, above all tiles."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene

from ...layout.rect import Rect
from ...layout.watermarks import place_watermark
from ..workbench import Workbench

ABOVE = 100_000.0
"""Above every tile."""


class Watermarks(QObject):
    """One picture for each watermark that has one. Pictures come from whoever calls `put`."""

    moved = Signal()

    def __init__(self, bench: Workbench, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self._session, self._scene = bench.session, scene
        self._images: dict[object, QImage] = {}
        self._items: list[tuple[QGraphicsPixmapItem, Rect] | None] = []

    def rect(self, index: int) -> Rect | None:
        """Where the watermark of that place in the list is drawn."""
        found = self._items[index] if 0 <= index < len(self._items) else None
        return found[1] if found else None

    def at(self, x: float, y: float) -> int | None:
        """The place in the list of the topmost watermark at a point of the frame."""
        for index in range(len(self._items) - 1, -1, -1):
            rect = self.rect(index)
            if rect and rect.x <= x < rect.right and rect.y <= y < rect.bottom:
                return index
        return None

    def show_pictures(self, images: tuple[QImage | None, ...]) -> None:
        """Draw ``images``, one for each watermark of the composition, ``None`` while there is none."""
        frame = self._session.placement().frame
        marks = self._session.composition.watermarks
        for old in self._items:
            if old is not None:
                self._scene.removeItem(old[0])
        self._items = []
        for watermark, image in zip(marks, images, strict=False):
            if image is None or image.isNull() or frame is None:
                self._items.append(None)
                continue
            size = (frame.width, frame.height)
            rect = place_watermark(watermark, size, (image.width(), image.height()))
            item = QGraphicsPixmapItem(QPixmap.fromImage(image))
            item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
            item.setTransform(QTransform.fromScale(rect.width / image.width(), rect.height / image.height()))
            item.setPos(QPointF(rect.x, rect.y))
            item.setZValue(ABOVE + len(self._items))
            self._scene.addItem(item)
            self._items.append((item, rect))
        self.moved.emit()
