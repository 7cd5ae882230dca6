"""The moment at which a window has been seen for the first time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

AT_MOST = 3000
"""Milliseconds after which a window that is shown but not painted, as one that starts minimised, counts as seen."""


class FirstPaint(QObject):
    """``painted`` comes once, right after the first picture of ``window`` is complete. What can wait until then is
    not to be done before.
    """

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QObject | None = window
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.painted)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._window:
            handle = self._window.windowHandle()
            self._watch(handle)
            self._soon.start(AT_MOST)
        elif event.type() == QEvent.Type.Expose:
            # Qt paints while it handles this event; a timer comes after it.
            self._watch(None)
            self._soon.start(0)
        return False

    def _watch(self, wanted: QObject | None) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = wanted
        if wanted is not None:
            wanted.installEventFilter(self)
