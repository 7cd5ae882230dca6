"""Watermarks as pictures: made in the background by the renderer's own code, kept while they are used."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ..errors import AppError
from ..model.options import Watermark
from .background import Background, Wait

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace
    from .session import Session

log = logging.getLogger(__name__)

KEPT = 24
"""Pictures that are kept: typing makes one for each letter."""

_PLACE_ALONE = ("pos", "loc_mode", "dx", "dy", "start_time", "end_time", "slide_config")
"""Fields that move a watermark and leave its picture as it is."""

Key = tuple[Watermark, tuple[int, int], str]


class Stamps(QObject):
    """``of(watermark, frame)`` gives the picture or asks for it; ``changed`` tells that one more is there."""

    changed = Signal()

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._kept: OrderedDict[Key, QImage | None] = OrderedDict()
        self._asked: set[Key] = set()
        self._images: dict[str, Any] = {}

    def of(self, watermark: Watermark, frame: tuple[int, int]) -> QImage | None:
        """The picture in a frame of that size; ``None`` while it is not there, or when there is nothing to show."""
        key = self._key(watermark, frame)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            self._asked.add(key)
            self._ask(key)
        return None

    def is_known(self, watermark: Watermark, frame: tuple[int, int]) -> bool:
        """Whether it was found out what the watermark looks like, also when it looks like nothing."""
        return self._key(watermark, frame) in self._kept

    def _key(self, watermark: Watermark, frame: tuple[int, int]) -> Key:
        """What the picture depends on. A text looks the same in every frame, and in every place."""
        bare = watermark.replace(**dict.fromkeys(_PLACE_ALONE))
        is_image = watermark.type == "Image"
        return bare, frame if is_image else (1, 1), self._session.target.place if is_image else ""

    def _ask(self, key: Key) -> None:
        watermark, frame, _ = key
        url = (watermark.image.url or "") if watermark.type == "Image" and watermark.image else ""
        workplace, profile, images = self._workplace, self._session.target.profile, self._images

        def work(_: Wait) -> Iterator[object]:
            from ..usecases.pictures import image_of, watermark_picture

            try:
                if url and url not in images:
                    with workplace.service(profile) as service:
                        images[url] = image_of(url, service)
                yield watermark_picture(watermark, frame, image=images.get(url)).picture
            except AppError as error:
                log.info("No picture of a watermark: %s", error)
                yield None

        def on_picture(picture: Any) -> None:
            self._asked.discard(key)
            self._kept[key] = _as_image(picture) if picture is not None else None
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self.changed.emit()

        self._background.run(work, on_event=on_picture, lane="stamps")


def _as_image(picture: Any) -> QImage:
    stride = 4 * picture.width
    made = QImage(picture.pixels, picture.width, picture.height, stride, QImage.Format.Format_RGBA8888)
    return made.copy()  # the picture's bytes go away
