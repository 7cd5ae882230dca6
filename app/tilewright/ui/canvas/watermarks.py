"""Watermarks on the canvas: the same pictures as in the result, above all tiles or beneath them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene

from ...layout.place import Placed
from ...layout.rect import Rect
from ...layout.watermarks import locate, way_of
from ...model.composition import Composition
from ...model.options import SlideConfig, Watermark
from ...model.ranges import is_under, moves_across
from ...model.span import is_ever_seen, known_length
from ...model.template import watermarks_in_force
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench

ABOVE = 100_000.0
"""Above every tile."""

BETWEEN, STEP = -0.9, 0.01
"""Above the black ground of the frame, which lies at -1, and below the first tile, at 0."""

UNSEEN = 0.28
"""How much is seen of a watermark that the result never shows; as of a hidden tile."""


class _Mark:
    """One watermark on the canvas. It keeps its last picture until the next one is there: typing does not flicker."""

    def __init__(self, scene: QGraphicsScene, number: int) -> None:
        self.item = QGraphicsPixmapItem()
        self.item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.item.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)  # its tooltip is between letters, too
        self._number = number
        self.item.hide()
        scene.addItem(self.item)
        self.rect: Rect | None = None
        self.is_under = False
        self._image: QImage | None = None

    def show(self, image: QImage, rect: Rect, *, is_under: bool, is_seen: bool) -> None:
        if image is not self._image:
            self._image = image
            self.item.setPixmap(QPixmap.fromImage(image))
        self.rect = rect
        self.is_under = is_under
        self.item.setZValue(BETWEEN + STEP * self._number if is_under else ABOVE + self._number)
        self.show_whether_seen(is_seen=is_seen)
        self.item.setPos(rect.x, rect.y)
        self.item.show()

    def show_whether_seen(self, *, is_seen: bool) -> bool:
        """Whether that changes how it looks."""
        opacity = 1.0 if is_seen else UNSEEN
        if self.item.opacity() == opacity:
            return False
        self.item.setOpacity(opacity)
        return True

    def hide(self) -> None:
        self.rect = None
        self.item.hide()

    @property
    def image(self) -> QImage | None:
        return self._image


class Watermarks(QObject):
    """One picture for each watermark of the result, from ``bench.stamps``. Those of templates are shown as soon as it
    is known what they contain; they belong to the account: the hand goes through them, and a tooltip says why.
    """

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
        """Where the composition's own watermark of that place in the list is drawn; ``None`` while its picture is not
        there, or a template hides it.
        """
        is_own = not self._session.composition.watermark_template_ids
        return self._marks[index].rect if is_own and 0 <= index < len(self._marks) else None

    def items(self) -> Iterator[QGraphicsPixmapItem]:
        """All of them, also those of templates."""
        return (mark.item for mark in self._marks)

    def at(self, x: float, y: float) -> int | None:
        """The place in the list of the topmost watermark of the composition's own at a point of the frame; of one
        beneath the tiles only where none covers it.
        """
        there = [
            index for index in range(len(self._marks)) if (rect := self.rect(index)) is not None and _holds(rect, x, y)
        ]
        above = [index for index in there if not self._marks[index].is_under]
        if above or not there:
            return above[-1] if above else None
        places = zip(self._session.composition.tiles, self._session.placement().tiles, strict=True)
        is_covered = any(
            isinstance(place, Placed) and not tile.hidden and _holds(place.rect, x, y) for tile, place in places
        )
        return None if is_covered else there[-1]

    @property
    def sticks_out(self) -> bool:
        """Whether one reaches beyond the frame."""
        frame = self._session.placement().frame if self._marks else None
        return any(mark.rect is not None and mark.rect.cut(frame or mark.rect) != mark.rect for mark in self._marks)

    def _on_changed(self, before: Composition, after: Composition) -> None:
        is_other = before.watermark_template_ids != after.watermark_template_ids
        if is_other or before.watermarks is not after.watermarks or before.transcode is not after.transcode:
            self.refresh()
        elif before.tiles is not after.tiles and any(mark.rect for mark in self._marks):
            self._show_what_is_seen()

    def refresh(self) -> None:
        """Bring pictures and places up to date."""
        frame = self._session.placement().frame
        composition = self._session.composition
        shown = watermarks_in_force(composition, self._session.known.watermark_templates)
        length = known_length(composition, self._session.known)
        while len(self._marks) > len(shown):
            self._scene.removeItem(self._marks.pop().item)
        while len(self._marks) < len(shown):
            self._marks.append(_Mark(self._scene, len(self._marks)))
        for number, (mark, watermark) in enumerate(zip(self._marks, shown, strict=True)):
            set_tip(mark.item, self._told(number, watermark))
            if frame is None or watermark is None:
                mark.hide()
                continue
            size = (frame.width, frame.height)
            image = self._stamps.of(watermark, size)
            if image is None and not self._stamps.is_known(watermark, size):
                image = mark.image
            if image is None:
                mark.hide()
            else:
                rect = _place(watermark, size, (image.width(), image.height()))
                mark.show(image, rect, is_under=is_under(watermark), is_seen=is_ever_seen(watermark, length))
        self.moved.emit()

    def _show_what_is_seen(self) -> None:
        """Other tiles may make another length of the result."""
        composition, known = self._session.composition, self._session.known
        length = known_length(composition, known)
        is_other = False
        for mark, watermark in zip(
            self._marks, watermarks_in_force(composition, known.watermark_templates), strict=True
        ):
            if watermark is not None:
                is_other |= mark.show_whether_seen(is_seen=is_ever_seen(watermark, length))
        if is_other:
            self.moved.emit()

    def _told(self, number: int, watermark: Watermark | None) -> str:
        """What the pointer is told over a watermark: whose it is, and what a still picture does not show."""
        told = [self._whose(number), *(_when_and_where(watermark) if watermark is not None else ())]
        if watermark is not None and self._stamps.is_animated(watermark):
            told.append(tr("The first picture of an animated image; the local cloud shows them all (assumed)."))
        return "\n".join(filter(None, told))

    def _whose(self, number: int) -> str:
        """Empty where the hand can do something with it."""
        ids = self._session.composition.watermark_template_ids
        if not ids:
            return ""
        name = self._session.known.template_names.get(ids[number], "") or ids[number]
        told = tr("Watermark of the template {name}. To move it, copy the template's values on the page Watermarks.")
        return told.format(name=name)


def _place(watermark: Watermark, frame: tuple[int, int], size: tuple[int, int]) -> Rect:
    """Where it lies; one that moves is shown half way."""
    way = way_of(watermark, frame, size)
    return locate(watermark, frame, size) if way is None else Rect(*way.at(way.pictures // 2), *size)


def _when_and_where(watermark: Watermark) -> Iterator[str]:
    start, end = watermark.start_time or 0, watermark.end_time
    if end is not None:
        yield tr("Seen from {start:g} s to {end:g} s.").format(start=start, end=end)
    elif start:
        yield tr("Seen from {start:g} s to the end.").format(start=start)
    if moves_across(watermark):
        yield from _moving(watermark)


def _moving(watermark: Watermark) -> Iterator[str]:
    """Where the local cloud moves it (A57), by speeds that it takes as `layout.watermarks.way_of` does."""
    slide = watermark.slide_config or SlideConfig()
    across, down = (int(speed or 0) > 0 for speed in (slide.x_slide_speed, slide.y_slide_speed))
    if not across and not down:
        yield tr("It has no speed: in the local cloud it stands in the corner at the top left.")
        return
    if across:
        yield tr("It moves through the picture from left to right, and is shown half way.")
    else:
        yield tr("It moves through the picture from above downwards, and is shown half way.")
    yield tr("How fast, the service does not say; the local cloud moves it by so many pixels with each picture.")


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x < rect.right and rect.y <= y < rect.bottom
