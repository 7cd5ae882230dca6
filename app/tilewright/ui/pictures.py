"""Small pictures of sources: asked for by any view, decoded in the background, kept."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ..errors import AppError
from ..model.secrets import clean_address
from .background import Background, Wait

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace
    from .session import Session

log = logging.getLogger(__name__)

LONGEST = 960
"""Pixels of the longer side: sharp on a canvas of usual size, a tenth of a full frame's memory."""

KEPT = 200
"""Pictures kept: about 300 MiB at the most."""


class Pictures(QObject):
    """``of(url)`` gives the picture or asks for it; ``arrived(url)`` tells that it, or the reason why not, is there."""

    arrived = Signal(str)

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()
        self._failed: set[str] = set()
        self._queue: list[str] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start)
        session.target_changed.connect(self.forget_failures)

    def of(self, url: str) -> QImage | None:
        """The picture of a source, or ``None`` while it is not there; then it is asked for, once."""
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        if url and url not in self._asked and url not in self._failed:
            self._asked.add(url)
            self._queue.append(url)
            self._soon.start()
        return None

    def has_failed(self, url: str) -> bool:
        """Whether no picture can be had for now; the reason is the source's trouble in ``session.known``."""
        return url in self._failed

    def put(self, url: str, image: QImage) -> None:
        """Take in a picture that was made elsewhere."""
        self._asked.discard(url)
        self._failed.discard(url)
        self._kept[url] = image
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(url)

    def expect(self, urls: Iterable[str]) -> None:
        """These sources are on their way: nobody asks for their pictures before `retry`."""
        self._asked.update(urls)

    def retry(self, url: str) -> None:
        """Ask again for a picture that could not be had, or ask now for one that was expected."""
        self._failed.discard(url)
        self._asked.discard(url)
        self.of(url)

    def forget_failures(self) -> None:
        """Another place may have what this one had not."""
        failed, self._failed = self._failed, set()
        for url in failed:
            self.arrived.emit(url)

    def _start(self) -> None:
        wanted, self._queue = self._queue, []
        if not wanted:
            return
        workplace, profile = self._workplace, self._session.target.profile

        def look(_: Wait) -> Iterator[object]:
            from ..usecases.pictures import picture_of

            with workplace.service(profile) as service:
                for url in wanted:
                    try:
                        yield url, picture_of(url, service, workplace.home, LONGEST)
                    except AppError as error:
                        log.info("No picture of %s: %s", clean_address(url), error)
                        yield url, None

        self._background.run(
            look,
            on_event=self._on_picture,
            on_done=lambda: self._give_up(wanted),
            on_failed=lambda _: self._give_up(wanted),
            lane="pictures",
        )

    def _on_picture(self, event: object) -> None:
        assert isinstance(event, tuple)  # noqa: S101 - what `look` yields
        url, picture = event
        if picture is None:
            self._give_up([url])
            return
        image = QImage(picture.pixels, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
        self.put(url, image.copy())  # the picture's bytes go away

    def _give_up(self, urls: list[str]) -> None:
        for url in urls:
            if url in self._asked and url not in self._kept:
                self._asked.discard(url)
                self._failed.add(url)
                self.arrived.emit(url)
