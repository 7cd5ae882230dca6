"""What watches jobs in the background: one task looks at the ledger, and one asks at each place with something open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ...errors import AppError
from ...usecases.watched import JobsChanged, Place, PlacesOpen
from ..background import Background, Bell, Task, Wait
from ..report import Report

if TYPE_CHECKING:
    from ...usecases.workplace import Workplace

AGAIN_MS = 10_000
"""When the ledger could not be read, it is tried again after so long."""


@dataclass(frozen=True)
class _Watch:
    """One at a place; ``bell`` tells it that the user wants to know now."""

    task: Task
    bell: Bell


class Watches(QObject):
    """``on_event`` is told what they tell. What keeps them from it is said once, and tried again."""

    def __init__(
        self,
        background: Background,
        report: Report,
        workplace: Workplace,
        on_event: Callable[[object], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background, self._report, self._workplace = background, report, workplace
        self._tell = on_event
        self._said = ""
        self._ledger: Task | None = None
        self._places: dict[Place, _Watch] = {}
        self._later = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._later.timeout.connect(self._go_on)

    def start(self) -> None:
        """Watch from now on; again does nothing."""
        if self._ledger is None:
            self._run()

    def begin_anew(self) -> None:
        """Ask at once, also where asking was given up. Who watches a place goes on with it: it alone knows for how long
        the service wants to be left alone, and how often it was asked already.
        """
        for watch in self._places.values():
            watch.bell.ring()
        self._go_on()

    def _go_on(self) -> None:
        """Look at the ledger anew; that brings back the watches that ended with a failure."""
        if self._ledger is not None:
            self._ledger.cancel()
        self._places = {place: watch for place, watch in self._places.items() if watch.task.is_running}
        self._later.stop()
        self._run()

    def _run(self) -> None:
        workplace = self._workplace

        def work(wait: Wait) -> Iterator[object]:
            from ...usecases.watching import watch_ledger

            return watch_ledger(workplace, wait)

        self._ledger = self._background.run(work, on_event=self._on_event, on_failed=self._on_failed, is_standing=True)

    def _watch_places(self, places: Iterable[Place]) -> None:
        """Watch these, and no other."""
        wanted = dict.fromkeys(places)
        for place in self._places.keys() - wanted.keys():
            self._places.pop(place).task.cancel()
        for place in wanted:
            if place not in self._places:
                self._places[place] = self._run_place(place)

    def _run_place(self, place: Place) -> _Watch:
        workplace, bell = self._workplace, Bell()

        def work(wait: Wait) -> Iterator[object]:
            from ...usecases.watching import watch_place

            return watch_place(place, workplace, wait, is_asked=bell.heard)

        run = self._background.run
        return _Watch(run(work, on_event=self._on_event, on_failed=self._on_failed, is_standing=True), bell)

    def _on_event(self, event: object) -> None:
        if isinstance(event, PlacesOpen):
            self._watch_places(event.places)
            return
        if isinstance(event, JobsChanged):
            self._said = ""
        self._tell(event)

    def _on_failed(self, error: AppError) -> None:
        if error.message != self._said:
            self._said = error.message
            self._report.error(error)
        self._later.start()
