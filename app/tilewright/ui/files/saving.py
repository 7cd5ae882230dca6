"""Writing the open composition to its file, in the background, one save after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...errors import AppError
from ...files.claim import Claim
from ...model.composition import Composition
from ..background import Background, Wait

if TYPE_CHECKING:
    from ...files.version import Version


@dataclass(frozen=True)
class Save:
    """One save: what goes where, and the version that may be replaced. ``claim`` is that of ``path``; ``then`` runs
    when it is done.
    """

    path: Path
    composition: Composition
    claim: Claim
    seen: Version | None = None
    replace: bool = False
    then: Callable[[], object] | None = None


@dataclass(frozen=True)
class Saved:
    """A save that is done: what is on the disk now."""

    save: Save
    version: Version


class Saver(QObject):
    """``saved`` and ``failed`` tell how each save ended; those who must wait for it ask with `when_idle`."""

    saved = Signal(object)
    failed = Signal(object, object)
    busy_changed = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._running: Save | None = None
        self._waiting: list[Callable[[], object]] = []

    @property
    def is_busy(self) -> bool:
        return self._running is not None

    def when_idle(self, run: Callable[[], object]) -> None:
        """Run now, or when the save that is going on has ended."""
        if self._running is None:
            run()
        else:
            self._waiting.append(run)

    def write(self, save: Save) -> None:
        """Begin to save; only when idle."""
        self._running = save

        def work(_: Wait) -> Iterator[object]:
            from ...files.saving import save_file

            yield Saved(save, save_file(save.path, save.composition, save.seen, replace=save.replace))

        self._background.run(work, on_event=self._on_saved, on_failed=self._on_failed, lane="files")
        self.busy_changed.emit()

    def _on_saved(self, saved: object) -> None:
        if isinstance(saved, Saved):
            self._running = None
            self.saved.emit(saved)
            if saved.save.then is not None:
                saved.save.then()
            self._go_on()

    def _on_failed(self, error: AppError) -> None:
        save, self._running = self._running, None
        if save is not None:
            self.failed.emit(save, error)
        self._go_on()

    def _go_on(self) -> None:
        self.busy_changed.emit()
        waiting, self._waiting = self._waiting, []
        for run in waiting:
            self.when_idle(run)
