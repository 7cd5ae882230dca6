"""Finding out which letters of watermarks the local cloud cannot draw, in the background: typefaces are files."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject

from ..model.source import Known
from .background import Background, Wait
from .session import Session


class Letters(QObject):
    """Looks at each text once that comes to rest, and lets the session learn what is missing."""

    def __init__(self, session: Session, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._asked: set[tuple[str, str]] = set()
        session.settled.connect(self.look)
        session.target_changed.connect(self.look)
        session.known_changed.connect(self.look)

    def look(self) -> None:
        """Only for the local cloud: an account has typefaces of its own."""
        composition, known = self._session.composition, self._session.known
        if not self._session.target.local or not (composition.watermarks or composition.watermark_template_ids):
            return
        from ..usecases.letters import texts_of  # late: a window opens without it

        if texts := [text for text in texts_of(composition, known) if text not in self._asked]:
            self._asked.update(texts)
            self._ask(texts)

    def _ask(self, texts: list[tuple[str, str]]) -> None:
        def work(_: Wait) -> Iterator[object]:
            from ..usecases.letters import know_letters

            yield know_letters(texts)

        def on_known(found: object) -> None:
            if isinstance(found, Known) and found.missing_letters:
                self._session.learn(self._session.known.joined(found))

        self._background.run(work, on_event=on_known, lane="letters")
