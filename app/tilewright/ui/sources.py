"""Finding out the facts about the sources of the open composition, in the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ..errors import AppError
from ..model.source import Known, Trouble
from .background import Background, Task, Wait
from .session import Session

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace

GATHER_MS = 60
"""So long facts are gathered before the session learns them in one go: every view looks at all tiles then. The more
tiles there are, the longer it is, a millisecond for each."""


class Sources(QObject):
    """Watches for sources that nobody has looked at yet, looks, and lets the session learn.

    A service that cannot be asked is told once (``failed``) and then left alone until `retry`, or until the target
    changes: asking may open a dialog for a password. Once it answers, ``came_back`` tells so.
    """

    looking_changed = Signal()
    failed = Signal(object)
    came_back = Signal()

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._asked: set[str] = set()
        self._running: set[Task] = set()
        self._found = Known()
        self._failure: AppError | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._learn)
        session.settled.connect(self.look)
        session.target_changed.connect(self._on_target)

    @property
    def is_looking(self) -> bool:
        return bool(self._running)

    @property
    def failure(self) -> AppError | None:
        """Why the service cannot be asked, while it is left alone for that."""
        return self._failure

    def look(self) -> None:
        """Ask about every source that the target's service knows of and that was not asked about yet; nobody looks at
        others.
        """
        urls = self._unasked()
        if urls:
            self._asked.update(urls)
            if self._failure is None:
                self._ask(urls)
            else:
                self._mark(urls, self._failure)

    def expect(self, urls: Iterable[str]) -> None:
        """These sources are on their way: nobody asks about them before `retry`."""
        self._asked.update(urls)

    def retry(self, url: str) -> None:
        """Ask again about one source."""
        self._asked.add(url)
        self._ask([url])

    def _unasked(self) -> list[str]:
        known, tiles = self._session.known, self._session.composition.tiles
        urls = dict.fromkeys(tile.url for tile in tiles)
        unasked = [url for url in urls if url and url not in self._asked and url not in known.sources]
        if not unasked:
            return []
        from ..usecases.names import can_be_looked_at  # late: a window opens without it

        return [url for url in unasked if can_be_looked_at(self._session.target, url)]

    def _on_target(self) -> None:
        self._failure = None
        self._asked.clear()
        self.look()

    def _ask(self, urls: list[str]) -> None:
        workplace, target = self._workplace, self._session.target

        def work(wait: Wait) -> Iterator[object]:
            from ..usecases.know import know

            with workplace.service(target.profile) as service:
                for url in urls:
                    if wait(0):
                        return
                    yield know([url], service.client)

        def on_failed(error: AppError) -> None:
            if target == self._session.target:
                self._fail(urls, error)
            self._end(task)

        task = self._background.run(
            work, on_event=self._on_known, on_done=lambda: self._end(task), on_failed=on_failed, lane="sources"
        )
        self._running.add(task)
        self.looking_changed.emit()

    def _on_known(self, found: object) -> None:
        assert isinstance(found, Known)  # noqa: S101 - what `work` yields
        self._found = self._found.joined(found)
        if not self._soon.isActive():
            self._soon.start(max(GATHER_MS, len(self._session.composition.tiles)))
        if self._failure is not None:
            self._failure = None
            self._asked.clear()
            self.came_back.emit()
            self.look()

    def _learn(self) -> None:
        self._soon.stop()
        found, self._found = self._found, Known()
        if found.sources or found.troubles:
            self._session.learn(self._session.known.joined(found))

    def _fail(self, urls: list[str], error: AppError) -> None:
        is_first, self._failure = self._failure is None, error
        self._mark(urls, error)
        if is_first:
            self.failed.emit(error)

    def _mark(self, urls: list[str], error: AppError) -> None:
        """The tiles say why nothing is known of their videos."""
        trouble = Trouble("unreachable", error.message)
        self._session.learn(self._session.known.joined(Known(troubles=dict.fromkeys(urls, trouble))))

    def _end(self, task: Task) -> None:
        self._running.discard(task)
        self._learn()
        self.looking_changed.emit()
