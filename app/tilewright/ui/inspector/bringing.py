"""Choosing a file of this computer for a field that holds an address: it is brought into the bucket first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...errors import AppError
from ..background import Task, Wait
from ..words import tr

if TYPE_CHECKING:
    from ..workbench import Workbench

PICTURES = ("png", "jpg", "jpeg", "webp", "gif")

PAUSE_MS = 100
"""While a hand is dragging, an address that arrives waits: a gesture counts from the composition at its beginning."""

Then = Callable[[str], bool]
"""Takes the address of the file; whether there still was a place for it."""


class Bringer(QObject):
    """Asks for one file and brings it. ``busy_changed`` tells when that begins and ends.

    What was chosen for one composition never gets into another one that was opened meanwhile.
    """

    busy_changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._task: Task | None = None
        self._name, self._url = "", ""
        self._then: Then | None = None
        self._compositions = 0
        self._still = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._still.timeout.connect(self._hand_over)
        bench.files.opened.connect(self._on_opened)

    @property
    def is_busy(self) -> bool:
        return self._then is not None

    def ask(self, title: str, kinds: Sequence[str], then: Then) -> None:
        """Let the user choose a file with one of the endings ``kinds``; ``then`` is given its address in the bucket."""
        number = self._compositions

        def on_chosen(chosen: tuple[Path, ...]) -> None:
            if number == self._compositions:
                self.bring(chosen[0], then)
            else:
                self._tell_other_composition(chosen[0].name)

        self._bench.files.dialogs.open_one(title, kinds, self._bench.preferences.window.last_folder, on_chosen)

    def bring(self, path: Path, then: Then) -> None:
        """Bring the file at ``path`` in the background; a failure is told, and ``then`` is not called."""
        bench, profile = self._bench, self._bench.session.target.profile
        bench.preferences.set("last_folder", str(path.parent))

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.bring import bring

            with bench.workplace.service(profile) as service:
                yield from bring(path, service)

        self._name, self._url, self._then = path.name, "", then
        self._task = bench.background.run(
            work, on_event=self._on_event, on_done=self._hand_over, on_failed=self._on_failed
        )
        self.busy_changed.emit()

    def _on_event(self, event: object) -> None:
        url = getattr(event, "url", None)
        if isinstance(url, str):
            self._url = url

    def _on_failed(self, error: AppError) -> None:
        self._end()
        self._bench.report.error(error)

    def _hand_over(self) -> None:
        self._bench.when_settled(self._hand_over_settled)

    def _hand_over_settled(self) -> None:
        if self._bench.session.document.is_previewing:
            self._still.start()
            return
        then, url = self._then, self._url
        self._end()
        if then is not None and url and not then(url):
            told = tr("{name} is in the bucket now, but what it was chosen for has changed.").format(name=self._name)
            self._bench.report.say(told, tr("Choose it again where you want it."), kind="warning")

    def _on_opened(self) -> None:
        self._compositions += 1
        if self.is_busy:
            if self._task is not None:
                self._task.cancel()
            self._end()
            self._tell_other_composition(self._name)

    def _tell_other_composition(self, name: str) -> None:
        told = tr("{name} was not used: another composition was opened.").format(name=name)
        self._bench.report.say(told, tr("Choose it again where you want it."), kind="warning")

    def _end(self) -> None:
        self._still.stop()
        self._task = self._then = None
        self.busy_changed.emit()
