"""Finding out what the FFmpeg of this computer lacks for the composition, in the background: FFmpeg is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject

from ..model.composition import Composition
from ..model.options import Transcode, Watermark
from ..model.source import Known
from .background import Background, Task, Wait
from .session import Session

_Subject = tuple[Composition, Mapping[str, Transcode], Mapping[str, Watermark]]


class AtHand(QObject):
    """Looks at each composition that comes to rest, one at a time, and lets the session learn what is missing."""

    def __init__(self, session: Session, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._looked: _Subject | None = None
        self._task: Task | None = None
        session.settled.connect(self.look)
        session.target_changed.connect(self.look)
        session.known_changed.connect(self.look)

    def look(self) -> None:
        """Only for the local cloud: an account has an FFmpeg of its own. What changes meanwhile is looked at next."""
        composition, known = self._session.composition, self._session.known
        subject = composition, known.templates, known.watermark_templates
        if self._task is not None or not self._session.target.local or _is_same(subject, self._looked):
            return
        self._looked = subject
        if composition.tiles:
            self._ask(composition, known)

    def _ask(self, composition: Composition, known: Known) -> None:
        asked = Known(templates=known.templates, watermark_templates=known.watermark_templates)

        def work(_: Wait) -> Iterator[object]:
            from ..usecases.at_hand import know_ffmpeg  # late: a window opens without it

            yield know_ffmpeg(composition, asked)

        def on_known(found: object) -> None:
            now = self._session.known
            if isinstance(found, Known) and found.lacks != now.lacks:  # FFmpeg may be another one than before
                self._session.learn(now.with_lacks(found.lacks))

        self._task = self._background.run(
            work, on_event=on_known, on_done=self._go_on, on_failed=lambda _: self._go_on()
        )

    def _go_on(self) -> None:
        self._task = None
        self.look()


def _is_same(subject: _Subject, other: _Subject | None) -> bool:
    return other is not None and subject[0] is other[0] and subject[1:] == other[1:]
