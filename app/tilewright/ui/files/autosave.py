"""Keeps what is not saved, within a second of each edit, where the next start finds it."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...errors import AppError
from ..background import Background, Task, Wait
from ..session import Session

if TYPE_CHECKING:
    from ...files.recovery import Slot, State

log = logging.getLogger(__name__)

LATEST_MS = 600
"""A composition that never settles, as in a long drag, is kept this long after its first change."""

LANE = "recovery"


class Autosave(QObject):
    """Writes what ``state`` gives when the session settles; ``None`` from it means that nothing is unsaved.

    Writing is done in the background, never twice at once; when edits come faster only the newest is written.
    """

    failed = Signal(object)

    def __init__(
        self,
        home: Path,
        session: Session,
        background: Background,
        state: Callable[[], State | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._home, self._background, self._state = home, background, state
        self._slot: Slot | None = None
        self._kept: State | None = None
        self._is_sure = True
        self._task: Task | None = None
        self._is_wanted = False
        self._has_failed = False
        self._turns = itertools.count(1)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        self._latest.timeout.connect(self.run)
        session.changed.connect(self._on_changed)
        session.settled.connect(self.run)

    def _on_changed(self) -> None:
        if not self._latest.isActive():
            self._latest.start()

    def run(self) -> None:
        """Bring what is kept up to date."""
        self._latest.stop()
        if self._task is not None and self._task.is_running:
            self._is_wanted = True
            return
        state = self._state()
        if self._is_sure and state == self._kept:
            return
        if state is None and self._slot is None:
            return
        try:
            slot = self._slot or self._new_slot()
        except AppError as error:
            self._on_failed(error)
            return
        turn = next(self._turns)

        def work(_: Wait) -> Iterator[object]:
            if state is None:
                slot.drop(turn)
            else:
                slot.keep(state, turn)
            yield from ()

        self._kept, self._is_sure = state, True
        self._task = self._background.run(work, on_done=self._on_done, on_failed=self._on_failed, lane=LANE)

    def _new_slot(self) -> Slot:
        from ...files.recovery import new_slot

        self._slot = new_slot(self._home)
        return self._slot

    def _on_done(self) -> None:
        self._has_failed = False
        self._go_on()

    def _on_failed(self, error: AppError) -> None:
        self._is_sure = False
        if not self._has_failed:  # told once; tried again with every edit
            self._has_failed = True
            self.failed.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self.run()

    def begin(self, adopted: Slot | None = None) -> None:
        """Another composition is open: what was kept of the one before is not wanted any more. One that was left over
        goes on in its own place, the ``adopted`` one.
        """
        self._latest.stop()
        self._is_wanted = False
        slot, self._slot, self._kept = self._slot, adopted, None
        if slot is None:
            return
        turn = next(self._turns)

        def work(_: Wait) -> Iterator[object]:
            slot.drop(turn)
            slot.close()
            yield from ()

        self._background.run(work, lane=LANE)

    def end(self, state: State | None) -> None:
        """The window closes: keep ``state`` for the next start, or forget what was kept; at once."""
        self._latest.stop()
        try:
            if state is not None:
                (self._slot or self._new_slot()).keep(state, next(self._turns))
            elif self._slot is not None:
                self._slot.drop(next(self._turns))
        except AppError as error:
            log.warning("What was not saved could not be kept: %s", error)
        if self._slot is not None:
            self._slot.close()
            self._slot = None
