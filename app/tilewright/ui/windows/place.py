"""Where the window stands: where it stood the last time, and always within its screen."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QStyle, QWidget

FRAME_MS = 250
"""So long after the window is shown its frame is known: the desktop tells it late."""


def fitted(wanted: QRect, area: QRect) -> QRect:
    """``wanted`` within ``area``: moved into it, and made smaller only where it is larger than that."""
    size = wanted.size().boundedTo(area.size())
    left = max(area.left(), min(wanted.left(), area.right() + 1 - size.width()))
    top = max(area.top(), min(wanted.top(), area.bottom() + 1 - size.height()))
    return QRect(left, top, size.width(), size.height())


class Place(QObject):
    """Keeps a window within the screen. ``smallest`` is the size it wants at least; a smaller screen allows less."""

    def __init__(self, window: QWidget, smallest: tuple[int, int]) -> None:
        super().__init__(window)
        self._window, self._smallest = window, QSize(*smallest)
        self._is_framed = False
        self._screen: QScreen | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_shown)

    def restore(self, state: str) -> None:
        """Before the window is shown: as it was left in ``state``, as far as today's screens have room for it."""
        is_known = self._window.restoreGeometry(_decode(state))
        self._limit()
        if not self._is_whole_screen:
            wanted = fitted(self._window.geometry(), self._room().translated(0, self._title))
            if is_known and wanted != self._window.geometry():
                self._window.setGeometry(wanted)
            self._window.resize(wanted.size())
        self._soon.start()

    @property
    def state(self) -> str:
        """What `restore` takes at the next start."""
        return base64.b64encode(self._window.saveGeometry().data()).decode()

    @property
    def _is_whole_screen(self) -> bool:
        states = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
        return bool(self._window.windowState() & states)

    def _room(self) -> QRect:
        """What the screen offers to the window without its frame, which nobody knows before it is shown."""
        frame = self._window.frameGeometry().size() - self._window.size()
        area = self._window.screen().availableGeometry()
        return area.adjusted(0, 0, -frame.width(), -(frame.height() if self._is_framed else self._title))

    @property
    def _title(self) -> int:
        """About the height of the bar that the desktop puts above the window."""
        return self._window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)

    def _limit(self) -> None:
        self._window.setMinimumSize(self._smallest.boundedTo(self._room().size()))

    def _on_shown(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._on_screen)
        self._watch(self._window.screen())
        QTimer.singleShot(FRAME_MS, self, self._on_framed)

    def _on_framed(self) -> None:
        self._is_framed = True
        self._fit()

    def _on_screen(self, screen: QScreen) -> None:
        """It was drawn to another screen: it is in the user's hand, and only its size may have to change."""
        self._watch(screen)
        self._limit()
        if not self._is_whole_screen:
            self._window.resize(self._window.size().boundedTo(self._room().size()))

    def _watch(self, screen: QScreen) -> None:
        if self._screen is not None and self._screen is not screen:
            self._screen.availableGeometryChanged.disconnect(self._fit)
        if self._screen is not screen:
            screen.availableGeometryChanged.connect(self._fit)
        self._screen = screen

    def _fit(self) -> None:
        """Bring all of it onto the screen."""
        self._limit()
        if self._is_whole_screen:
            return
        now = QRect(self._window.pos(), self._window.size())
        wanted = fitted(now, self._room())
        if wanted != now:
            self._window.resize(wanted.size())
            self._window.move(wanted.topLeft())


def _decode(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return QByteArray()
