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
"""Pictures kept: about 300 MiB at the most. All those of the open composition are kept in any case, as each of them
is on the canvas."""

LONGEST_OF_MANY = 480
"""Of compositions with more tiles than that: what is kept stays of the same size, and a tile covers less."""

GATHER_MS = 60
"""So long pictures are gathered before they are told in one go; a millisecond more for each tile beyond."""


class Pictures(QObject):
    """``of(url)`` gives the picture or asks for it; ``arrived(urls)`` tells that those of the set, or the reasons why
    not, are there.

    While a hand or typing goes on, nobody is asked. A service that cannot be asked is left alone until `retry` or
    `forget_failures`.
    """

    arrived = Signal(object)

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()
        self._failed: set[str] = set()
        self._is_resting = False
        self._queue: list[str] = []
        self._news: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon)
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self._tell)
        session.settled.connect(self._start)
        session.target_changed.connect(self.forget_failures)

    def of(self, url: str) -> QImage | None:
        """The picture of a source, or ``None`` while it is not there; then it is asked for, once."""
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        if url and url not in self._asked and url not in self._failed:
            if self._is_resting:
                self._failed.add(url)
            else:
                self._asked.add(url)
                self._queue.append(url)
                self._soon.start()
        return None

    def has_failed(self, url: str) -> bool:
        """Whether no picture can be had for now; the reason is the source's trouble in ``session.known``."""
        return url in self._failed

    def put(self, url: str, image: QImage) -> None:
        """Take in a picture that was made elsewhere."""
        self._keep(url, image)
        self._tell()

    def expect(self, urls: Iterable[str]) -> None:
        """These sources are on their way: nobody asks for their pictures before `retry`."""
        self._asked.update(urls)

    def retry(self, url: str) -> None:
        """Ask again for a picture that could not be had, or ask now for one that was expected."""
        self._is_resting = False
        self._failed.discard(url)
        self._asked.discard(url)
        self._news.add(url)  # that it is awaited again
        self.of(url)

    def forget_failures(self) -> None:
        """Another place, or the same one later, may have what could not be had."""
        self._is_resting = False
        self._news |= self._failed
        self._failed = set()
        self._tell()

    def _keep(self, url: str, image: QImage) -> None:
        self._asked.discard(url)
        self._failed.discard(url)
        self._kept[url] = image
        while len(self._kept) > max(KEPT, len(self._session.composition.tiles)):
            self._kept.popitem(last=False)
        self._news.add(url)

    def _tell(self) -> None:
        self._gather.stop()
        news, self._news = frozenset(self._news), set()
        if news:
            self.arrived.emit(news)

    def _tell_soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start(max(GATHER_MS, len(self._session.composition.tiles)))

    def _on_soon(self) -> None:
        if not self._session.document.is_previewing:
            self._start()  # else when it settles: an address that is being typed is none yet

    def _start(self) -> None:
        queue, self._queue = self._queue, []
        if not queue:
            return
        there = {tile.url for tile in self._session.composition.tiles}
        self._asked.difference_update(url for url in queue if url not in there)
        from ..usecases.names import key_of  # late: a window opens without it

        workplace, target = self._workplace, self._session.target
        is_ours = {url: key_of(target, url) is not None for url in queue if url in there}
        wanted = [url for url, ours in is_ours.items() if ours]
        self._give_up([url for url, ours in is_ours.items() if not ours])
        self._tell()
        if not wanted:
            return
        longest = LONGEST if len(there) <= KEPT else LONGEST_OF_MANY

        def look(_: Wait) -> Iterator[object]:
            from ..usecases.pictures import picture_of

            with workplace.service(target.profile) as service:
                for url in wanted:
                    try:
                        yield url, picture_of(url, service, workplace.home, longest)
                    except AppError as error:
                        log.info("No picture of %s: %s", clean_address(url), error)
                        yield url, None

        def on_failed(_: AppError) -> None:
            self._is_resting = self._is_resting or target == self._session.target
            self._give_up(wanted)
            self._tell()

        def on_done() -> None:
            self._give_up(wanted)
            self._tell()

        self._background.run(look, on_event=self._on_picture, on_done=on_done, on_failed=on_failed, lane="pictures")

    def _on_picture(self, event: object) -> None:
        assert isinstance(event, tuple)  # noqa: S101 - what `look` yields
        url, picture = event
        if picture is None:
            self._give_up([url])
        else:
            size, stride = (picture.width, picture.height), 3 * picture.width
            image = QImage(picture.pixels, *size, stride, QImage.Format.Format_RGB888)
            self._keep(url, image.copy())  # the picture's bytes go away
        self._tell_soon()

    def _give_up(self, urls: list[str]) -> None:
        for url in urls:
            if url in self._asked and url not in self._kept:
                self._asked.discard(url)
                self._failed.add(url)
                self._news.add(url)
