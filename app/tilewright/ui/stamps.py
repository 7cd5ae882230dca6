"""Watermarks as pictures: made in the background by the renderer's own code, kept while they are used."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage

from ..errors import AppError
from ..model.composition import Composition
from ..model.options import Watermark
from ..model.template import watermarks_in_force
from ..model.watermark_words import is_image
from .background import Background, Task, Wait

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace
    from .session import Session

log = logging.getLogger(__name__)

KEPT = 24
"""Pictures that are kept: typing makes one for each letter."""

IMAGES_KEPT = 6
"""Images in their own size: a composition has three watermarks, and an image at most 64 megapixels."""

_PLACE_ALONE = ("pos", "loc_mode", "dx", "dy", "start_time", "end_time", "slide_config")
"""Fields that move a watermark and leave its picture as it is."""

Key = tuple[Watermark, tuple[int, int], str]


class Stamps(QObject):
    """``of(watermark, frame)`` gives the picture or asks for it; ``changed`` tells that one more is there.

    An image is fetched once its address rests: not for each letter of one that is being typed. What could not be had
    is left alone until `forget`, or until the target changes. Others may replace an image in the bucket: when the user
    comes back to the window, the tags of those that are shown are compared.
    """

    changed = Signal()

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._kept: OrderedDict[Key, QImage | None] = OrderedDict()
        self._asked: set[Key] = set()
        self._failed: dict[Key, AppError] = {}
        self._images: OrderedDict[str, Any] = OrderedDict()
        self._tags: dict[str, str] = {}
        self._look: Task | None = None
        self._is_resting = False
        self._rested: frozenset[str] = frozenset()
        session.settled.connect(self._on_settled)
        session.target_changed.connect(self.forget)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    def of(self, watermark: Watermark, frame: tuple[int, int]) -> QImage | None:
        """The picture in a frame of that size; ``None`` while it is not there, or when there is nothing to show."""
        key = self._key(watermark, frame)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked and key not in self._failed and self._may_ask(watermark):
            self._asked.add(key)
            self._ask(key)
        return None

    def is_known(self, watermark: Watermark, frame: tuple[int, int]) -> bool:
        """Whether it was found out what the watermark looks like, also when it looks like nothing."""
        key = self._key(watermark, frame)
        return key in self._kept or key in self._failed

    def is_animated(self, watermark: Watermark) -> bool:
        """Whether more than the picture that is shown is known to be rendered."""
        image = self._images.get(_image_url(watermark))
        return image is not None and image.is_animated

    def own_size(self, watermark: Watermark) -> tuple[int, int] | None:
        """Width and height of its image before that is scaled; ``None`` for a text, and while the image is not here."""
        image = self._images.get(_image_url(watermark))
        return image.size if image is not None else None

    def trouble(self, url: str) -> AppError | None:
        """Why the image at ``url`` cannot be shown, if that was found out."""
        return next((error for key, error in self._failed.items() if _image_url(key[0]) == url), None)

    def forget(self, url: str = "") -> None:
        """Forget the image at ``url``, which may be another one now, or all images, and what could not be had."""
        # Others, made of copies: work in the background may be adding to those before at this moment.
        images, tags = self._images.copy(), self._tags.copy()
        self._images = OrderedDict((one, image) for one, image in images.items() if url and one != url)
        self._tags = {one: tag for one, tag in tags.items() if url and one != url}
        self._is_resting = False
        self._failed = {key: error for key, error in self._failed.items() if url and _image_url(key[0]) != url}
        for key in [key for key in self._kept if _image_url(key[0]) and (not url or _image_url(key[0]) == url)]:
            del self._kept[key]
        self.changed.emit()

    def forget_failures(self) -> None:
        """The service answers again."""
        self._is_resting = False
        if self._failed:
            self._failed = {}
            self.changed.emit()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def look(self) -> None:
        """Ask the bucket whether the images that were fetched are still the same, in the background. A service that
        cannot be asked is left alone until it answers something else: asking may open a dialog for a password.
        """
        workplace, profile, tags = self._workplace, self._session.target.profile, self._tags
        urls = [url for url in sorted(self._urls()) if url in tags]
        if not urls or self._is_resting or (self._look is not None and self._look.is_running):
            return

        def work(_: Wait) -> Iterator[object]:
            from ..usecases.pictures import image_tag

            with workplace.service(profile) as service:
                for url in urls:
                    if image_tag(url, service) != tags[url]:
                        yield url

        def on_replaced(url: object) -> None:
            if isinstance(url, str) and self._tags.get(url) == tags[url]:
                self.forget(url)

        def on_failed(error: AppError) -> None:
            log.info("Nobody could look whether images were replaced: %s", error)
            self._is_resting = True

        self._look = self._background.run(work, on_event=on_replaced, on_failed=on_failed, lane="stamps")

    def _may_ask(self, watermark: Watermark) -> bool:
        url = _image_url(watermark)
        document = self._session.document
        if not url or not document.is_previewing or url in self._rested:
            return True
        return any(_image_url(one) == url for one in self._in_force(document.committed))

    def _in_force(self, composition: Composition) -> list[Watermark]:
        found = watermarks_in_force(composition, self._session.known.watermark_templates)
        return [watermark for watermark in found if watermark is not None]

    def _urls(self) -> frozenset[str]:
        return frozenset(map(_image_url, self._in_force(self._session.composition)))

    def _on_settled(self) -> None:
        before, self._rested = self._rested, self._urls()
        if self._session.document.is_previewing and self._rested != before:
            self.changed.emit()  # whoever shows them asks again

    def _key(self, watermark: Watermark, frame: tuple[int, int]) -> Key:
        """What the picture depends on. A text looks the same in every frame, and in every place."""
        bare = watermark.replace(**dict.fromkeys(_PLACE_ALONE))
        needs_frame = is_image(watermark)
        return bare, frame if needs_frame else (1, 1), self._session.target.place if needs_frame else ""

    def _ask(self, key: Key) -> None:
        watermark, frame, _ = key
        url = _image_url(watermark)
        workplace, profile, images, tags = self._workplace, self._session.target.profile, self._images, self._tags

        def work(_: Wait) -> Iterator[object]:
            from ..usecases.pictures import image_of, image_tag, watermark_picture

            if url and url not in images:
                with workplace.service(profile) as service:
                    tags[url] = image_tag(url, service)  # before: what comes meanwhile is another one
                    images[url] = image_of(url, service)
                while len(images) > IMAGES_KEPT:
                    images.popitem(last=False)
            yield watermark_picture(watermark, frame, image=images.get(url)).picture

        def is_of_before() -> bool:
            return bool(url) and self._images is not images and url not in self._images

        def on_picture(picture: Any) -> None:
            self._asked.discard(key)
            if is_of_before():  # it was forgotten meanwhile: whoever shows it asks again
                self.changed.emit()
                return
            self._kept[key] = _as_image(picture) if picture is not None else None
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self.changed.emit()

        def on_failed(error: AppError) -> None:
            log.info("No picture of a watermark: %s", error)
            self._asked.discard(key)
            self._failed[key] = error
            self.changed.emit()

        self._background.run(work, on_event=on_picture, on_failed=on_failed, lane="stamps")


def _image_url(watermark: Watermark) -> str:
    """The address of the image; empty for a text."""
    image = watermark.image if is_image(watermark) else None
    return (image.url if image else None) or ""


def _as_image(picture: Any) -> QImage:
    stride = 4 * picture.width
    made = QImage(picture.pixels, picture.width, picture.height, stride, QImage.Format.Format_RGBA8888)
    return made.copy()  # the picture's bytes go away
