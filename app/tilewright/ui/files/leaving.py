"""The end of a window with a submission on its way: out of sight at once, it ends when nothing gets lost."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from ..report import Message
from ..words import tr
from ..workbench import Workbench

log = logging.getLogger(__name__)

PATIENCE_MS = 60_000
"""For how long a window that nobody sees goes on; a service may never answer."""


class Leaving(QObject):
    """Decides when a window that the user has closed may end. What came to nothing meanwhile is said at the next
    start: here nobody would see it.
    """

    def __init__(self, window: QMainWindow, bench: Workbench) -> None:
        super().__init__(window)
        self._window, self._bench = window, bench
        self._submitting = bench.jobs.submitting
        self._is_waiting = self._is_over = False
        self._name = self._said = ""
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._end)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._end)
        self._submitting.sending_changed.connect(self._on_sending)
        bench.report.said.connect(self._on_said)

    def may_close(self) -> bool:
        """Whether the window ends now; else it is hidden, and closes by itself."""
        if self._submitting.stop():  # what an account is read for may take long, and nobody pays for that job
            told = tr("The rehearsal of {name} was stopped as its window was closed.")
            self._bench.preferences.set("not_submitted", told.format(name=self._bench.files.standing.name))
        if self._is_over or not self._submitting.is_sending:
            return True
        if not self._is_waiting:
            self._is_waiting = True
            self._submitting.leave_unattended()
            self._name = self._bench.files.standing.name
            self._window.hide()
            self._patience.start()
        return False

    def _on_said(self, message: Message) -> None:
        if self._is_waiting and message.kind in {"warning", "error"}:
            self._said = " ".join(filter(None, (message.sentence, message.hint)))

    def _on_sending(self) -> None:
        if self._is_waiting and not self._submitting.is_sending:
            self._soon.start()  # what is said about it comes first

    def _end(self) -> None:
        if self._submitting.is_sending and self._patience.isActive():
            return  # another attempt began, after the clips of the sample
        self._is_over = True
        if not self._submitting.is_noted:
            log.info("%s was not submitted before the window had to end", self._name)
            reason = self._said or tr("The service did not answer before the window had to end.")
            told = tr("{name} was not submitted. {reason}").format(name=self._name, reason=reason)
            self._bench.preferences.set("not_submitted", told)
        self._window.close()
