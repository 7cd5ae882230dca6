"""Finding out the facts about the sources of the open composition, in the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..model.source import Known
from .background import Background, Task, Wait
from .session import Session

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace


class Sources(QObject):
    """Watches for sources that nobody has looked at yet, looks, and lets the session learn."""

    looking_changed = Signal()

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._asked: set[str] = set()
        self._running: set[Task] = set()
        session.settled.connect(self.look)
        session.target_changed.connect(self._on_target)

    @property
    def is_looking(self) -> bool:
        return bool(self._running)

    def look(self) -> None:
        """Ask about every source that was not asked about yet."""
        known, tiles = self._session.known, self._session.composition.tiles
        urls = [url for url in dict.fromkeys(tile.url for tile in tiles) if url and url not in self._asked]
        urls = [url for url in urls if url not in known.sources]
        if urls:
            self._asked.update(urls)
            self._ask(urls)

    def expect(self, urls: Iterable[str]) -> None:
        """These sources are on their way: nobody asks about them before `retry`."""
        self._asked.update(urls)

    def retry(self, url: str) -> None:
        """Ask again about one source."""
        self._asked.add(url)
        self._ask([url])

    def _on_target(self) -> None:
        self._asked.clear()
        self.look()

    def _ask(self, urls: list[str]) -> None:
        workplace, profile = self._workplace, self._session.target.profile

        def work(wait: Wait) -> Iterator[object]:
            from ..usecases.know import know

            with workplace.service(profile) as service:
                for url in urls:
                    if wait(0):
                        return
                    yield know([url], service.client)

        task = self._background.run(
            work,
            on_event=self._on_known,
            on_done=lambda: self._end(task),
            on_failed=lambda _: self._fail(task, urls),
            lane="sources",
        )
        self._running.add(task)
        self.looking_changed.emit()

    def _on_known(self, found: object) -> None:
        assert isinstance(found, Known)  # noqa: S101 - what `work` yields
        known = self._session.known
        for url, source in found.sources.items():
            known = known.with_source(url, source)
        for url, trouble in found.troubles.items():
            known = known.with_trouble(url, trouble)
        self._session.learn(known)

    def _fail(self, task: Task, urls: list[str]) -> None:
        self._asked.difference_update(urls)  # asked again with the next change
        self._end(task)

    def _end(self, task: Task) -> None:
        self._running.discard(task)
        self.looking_changed.emit()
