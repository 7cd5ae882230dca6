"""Who has the keyboard in the window, also while another window is active."""

from __future__ import annotations

import weakref

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget


class Keyboard(QObject):
    """Notes which widget of the window has the keyboard, or will have it when the window is active again.

    It holds none of them, and windows are not asked: PySide6 6.11 takes what `QWidget.focusWidget` and
    `QWindow.focusObject` return for a child of the one that was asked, and windows that were asked have died when they
    were closed. ``lost`` tells that what had the keyboard has gone or is off, as soon as the window is active. Qt would
    give it to whatever comes first, which may be a button that makes a new composition.
    """

    lost = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None
        self._handle: QWindow | None = None
        self._noted: weakref.ref[QObject] | None = None
        """The window itself where what had it is no more."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell_if_nobody_has_it)

    def watch(self, window: QWidget) -> None:
        """Note from now on who has it in ``window``."""
        self._window = window
        window.installEventFilter(self)
        self._listen()

    def within(self, part: QWidget) -> QWidget | None:
        """What has the keyboard in ``part``, or will have it when the window is active again."""
        for one in (QApplication.focusWidget(), self._holder):
            if isinstance(one, QWidget) and part.isAncestorOf(one):
                return one
        return None

    @property
    def is_handed_on(self) -> bool:
        """Whether it is still with what is hidden or off now: then Qt asks for the next one, and nobody pressed Tab."""
        return self._holder is not self._window and self._is_lost

    @property
    def _holder(self) -> QObject | None:
        noted = self._noted() if self._noted is not None else None
        return noted if noted is not None and shiboken6.isValid(noted) else None

    @property
    def _is_lost(self) -> bool:
        holder, window = self._holder, self._window
        if holder is None or window is None:
            return False  # nobody had it yet, or one of Qt's own, of which Python knows nothing any more
        return holder is window or not (isinstance(holder, QWidget) and _can_have_it(holder, window))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._listen()
        elif event.type() == QEvent.Type.WindowActivate and self._is_lost:
            self.lost.emit()  # Qt gives it to somebody right after this
        return False

    def _listen(self) -> None:
        handle = self._window.windowHandle() if self._window is not None else None
        if handle is not None and handle is not self._handle:
            self._handle = handle
            handle.focusObjectChanged.connect(self._on_moved)

    def _on_moved(self, to: QObject | None) -> None:
        had_one, self._noted = self._noted is not None, weakref.ref(to) if to is not None else None
        if had_one and to is self._window:
            self._soon.start()  # whoever is taking it from one for another has given it to that by then

    def _tell_if_nobody_has_it(self) -> None:
        """Qt only takes it from what is deleted, or stands in a part that goes off, and gives it to nobody."""
        window = self._window
        if window is None or not shiboken6.isValid(window) or not window.isActiveWindow():
            return
        if QApplication.focusWidget() is None:
            self.lost.emit()


def _can_have_it(one: QWidget, window: QWidget) -> bool:
    return one.isEnabled() and one.isVisibleTo(window)
