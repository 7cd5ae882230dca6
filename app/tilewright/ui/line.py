"""What is pressed while a long text is read in the background: it waits in one line, first come, first served."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from .document import Document
from .unread import Unread

log = logging.getLogger(__name__)

PAUSE_MS = 100
"""While a hand is dragging, what waits goes on waiting: it is asked again so much later."""


class _Waiting(NamedTuple):
    run: Callable[[], object]
    once: str
    is_last: bool


class Line(QObject):
    """Whatever needs the composition with all that is typed: edits, Undo, Submit, Save, copies. As long as a text is
    read, each waits behind what was pressed before it, and is done at a turn of the loop of its own; so one that fails
    takes no other with it.

    ``changed`` tells that something waits, or nothing any more; ``forgotten`` that what waited is not done.
    """

    changed = Signal()
    forgotten = Signal()

    def __init__(self, document: Document, unread: Unread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._unread = document, unread
        self._waiting: list[_Waiting] = []
        self._is_running = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._go_on)
        unread.read.connect(self._go_on_soon)

    @property
    def is_busy(self) -> bool:
        """Whether what is pressed now has to wait. What a thing that waited does itself has waited with it."""
        return not self._is_running and (self._unread.is_reading or bool(self._waiting))

    def when_settled(self, run: Callable[[], object], *, once: str = "", is_last: bool = False) -> None:
        """Run now, or in its turn, when all that is shown and typed is a step.

        What is wished twice under the name ``once`` is done once, where it was wished last; an edit has no such name:
        each is done. ``is_last``: it lets all pass that is pressed while it waits, as nothing can follow it.
        """
        self._document.finish_typing()
        if not self.is_busy:
            self._document.settle()
            run()
            return
        self._waiting = [each for each in self._waiting if not once or each.once != once]
        self._waiting.append(_Waiting(run, once, is_last))
        self.changed.emit()

    def run_edits(self) -> None:
        """The window ends now: do the edits that wait, and nothing else."""
        self._document.settle()
        edits = [each for each in self._waiting if not each.once]
        self._waiting = [each for each in self._waiting if each.once]
        for each in edits:
            try:
                self._run(each)
            except Exception:
                log.exception("What waited for a long text failed")

    def close(self) -> None:
        """The window is gone: nothing of what waits is done any more."""
        self._waiting.clear()
        self._soon.stop()

    def forget(self) -> None:
        """Another composition is open: what waits was about the one before."""
        self._waiting.clear()
        self.changed.emit()
        self.forgotten.emit()

    def _go_on_soon(self) -> None:
        self._soon.start(0)  # not in the midst of what the text becomes

    def _go_on(self) -> None:
        if not self._waiting or self._is_running:
            return
        self._document.finish_typing()
        if self._unread.is_reading:
            return  # once more when that is over
        if self._document.is_previewing:
            self._soon.start(PAUSE_MS)
            return
        each = next((each for each in self._waiting if not each.is_last), self._waiting[0])
        self._waiting.remove(each)
        try:
            self._run(each)
        finally:
            self._go_on_soon()
            self.changed.emit()

    def _run(self, each: _Waiting) -> None:
        was_running, self._is_running = self._is_running, True
        try:
            self._document.settle()
            each.run()
        finally:
            self._is_running = was_running
