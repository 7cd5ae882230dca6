"""Pictures for the rows of jobs: asked for when a row is painted, made in the background."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from ...errors import AppError
from ...jobs.intent import Intent
from ...jobs.pace import growing
from ..background import Wait

if TYPE_CHECKING:
    from ..workbench import Workbench

log = logging.getLogger(__name__)

Key = tuple[str, bool]


KEPT = 300
"""Jobs whose pictures are kept; those seen longest ago are asked for again when they come in sight."""

AT_ONCE = 40
"""Pictures that are made at a time: of rows that were scrolled past none is."""

AGAIN_FIRST, AGAIN_LAST = 30.0, 1800.0
"""Seconds after which jobs in sight for which no picture came are asked about again, ever less often: a service may
have been away, and a source may be gone for good.
"""


class JobPictures(QObject):
    """``of`` gives a picture or asks for it. A job at its end gets another one than while it was under way."""

    arrived = Signal()

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._kept: dict[Key, QImage | None] = {}
        self._latest: dict[str, QImage] = {}
        self._wanted: dict[Key, Intent] = {}
        self._soon = QTimer(self, singleShot=True, interval=50)
        self._soon.timeout.connect(self._ask)
        self._without: set[Key] = set()
        self._pauses = growing(AGAIN_FIRST, AGAIN_LAST)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._forget_failures)

    def of(self, intent: Intent) -> QImage | None:
        """The picture, an earlier one, or ``None`` while there is none."""
        key = (intent.id, intent.is_resolved)
        if key not in self._kept:
            self._forget_oldest()
            self._kept[key] = None
            self._wanted[key] = intent
            self._soon.start()
        return self._kept[key] or self._latest.get(intent.id)

    def _forget_oldest(self) -> None:
        while len(self._kept) >= KEPT:
            gone = next(iter(self._kept))
            del self._kept[gone]
            self._wanted.pop(gone, None)
            self._latest.pop(gone[0], None)

    def _ask(self) -> None:
        asked, self._wanted = list(self._wanted.items()), {}
        for key, _ in asked[:-AT_ONCE]:
            self._kept.pop(key, None)
        wanted = tuple(intent for _, intent in asked[-AT_ONCE:])
        workplace = self._bench.workplace

        def work(wait: Wait) -> Iterator[object]:
            from ...usecases.job_pictures import pictures_of_jobs

            for made in pictures_of_jobs(wanted, workplace):
                if made.picture is not None:
                    size = made.picture.width, made.picture.height
                    image = QImage(made.picture.pixels, *size, 3 * size[0], QImage.Format.Format_RGB888)
                    yield made.intent, image.copy()  # the picture's bytes go away

        resolved = {intent.id: intent.is_resolved for intent in wanted}
        keys = [(intent.id, intent.is_resolved) for intent in wanted]

        def failed(error: AppError) -> None:
            log.info("No pictures of jobs: %s", error)
            self._end_round(keys)

        self._bench.background.run(
            work,
            on_event=lambda event: self._on_made(event, resolved),
            on_done=lambda: self._end_round(keys),
            on_failed=failed,
            lane="pictures",
        )

    def _on_made(self, event: object, resolved: dict[str, bool]) -> None:
        assert isinstance(event, tuple)  # noqa: S101 - what `work` yields
        intent_id, image = event
        self._kept[(intent_id, resolved[intent_id])] = image
        self._latest[intent_id] = image
        self._pauses = growing(AGAIN_FIRST, AGAIN_LAST)
        self.arrived.emit()

    def _end_round(self, keys: Collection[Key]) -> None:
        self._without.update(key for key in keys if key in self._kept and self._kept[key] is None)
        if self._without and not self._again.isActive():
            self._again.start(round(next(self._pauses) * 1000))

    def _forget_failures(self) -> None:
        """What is in sight is painted anew, and asked for with that."""
        for key in self._without:
            if self._kept.get(key) is None:
                self._kept.pop(key, None)
        self._without = set()
        self.arrived.emit()
