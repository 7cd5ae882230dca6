"""Watermarks on the canvas: the same pictures as in the result, above all tiles."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene

from ...layout.rect import Rect
from ...layout.watermarks import locate
from ...model.composition import Composition
from ...model.options import Watermark
from ..workbench import Workbench

ABOVE = 100_000.0
"""Above every tile."""


class _Mark:
    """One watermark on the canvas. It keeps its last picture until the next one is there: typing does not flicker."""

    def __init__(self, scene: QGraphicsScene, number: int) -> None:
        self.item = QGraphicsPixmapItem()
        self.item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.item.setZValue(ABOVE + number)
        self.item.hide()
        scene.addItem(self.item)
        self.rect: Rect | None = None
        self._image: QImage | None = None

    def show(self, image: QImage, rect: Rect) -> None:
        if image is not self._image:
            self._image = image
            self.item.setPixmap(QPixmap.fromImage(image))
        self.rect = rect
        self.item.setPos(rect.x, rect.y)
        self.item.show()

    def hide(self) -> None:
        self.rect = None
        self.item.hide()

    @property
    def image(self) -> QImage | None:
        return self._image


class Watermarks(QObject):
    """One picture for each watermark of the composition, from ``bench.stamps``."""

    moved = Signal()

    def __init__(self, bench: Workbench, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self._session, self._stamps, self._scene = bench.session, bench.stamps, scene
        self._marks: list[_Mark] = []
        self._session.changed.connect(self._on_changed)
        self._session.known_changed.connect(self.refresh)
        self._session.target_changed.connect(self.refresh)
        self._stamps.changed.connect(self.refresh)
        self.refresh()

    def rect(self, index: int) -> Rect | None:
        """Where the watermark of that place in the list is drawn; ``None`` while its picture is not there."""
        return self._marks[index].rect if 0 <= index < len(self._marks) else None

    def at(self, x: float, y: float) -> int | None:
        """The place in the list of the topmost watermark at a point of the frame."""
        for index in range(len(self._marks) - 1, -1, -1):
            rect = self.rect(index)
            if rect and rect.x <= x < rect.right and rect.y <= y < rect.bottom:
                return index
        return None

    def _on_changed(self, before: Composition, after: Composition) -> None:
        if _shown(before) is not _shown(after) or before.transcode is not after.transcode:
            self.refresh()

    def refresh(self) -> None:
        """Bring pictures and places up to date."""
        frame = self._session.placement().frame
        composition = self._session.composition
        shown = _shown(composition)
        while len(self._marks) > len(shown):
            self._scene.removeItem(self._marks.pop().item)
        while len(self._marks) < len(shown):
            self._marks.append(_Mark(self._scene, len(self._marks)))
        for mark, watermark in zip(self._marks, shown, strict=True):
            if frame is None:
                mark.hide()
                continue
            size = (frame.width, frame.height)
            image = self._stamps.of(watermark, size)
            if image is None and not self._stamps.is_known(watermark, size):
                image = mark.image
            if image is None:
                mark.hide()
            else:
                mark.show(image, locate(watermark, size, (image.width(), image.height())))
        self.moved.emit()


def _shown(composition: Composition) -> tuple[Watermark, ...]:
    """Templates of the service win over what is written here (ci-jobs §1.2)."""
    return () if composition.watermark_template_ids else composition.watermarks
