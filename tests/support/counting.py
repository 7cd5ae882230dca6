"""How much a user does: presses of the pointer and keys, as the program gets them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_MODIFIERS = range(0x01000020, 0x01000024)
"""Shift, Ctrl, Meta, Alt: they only change what another key means."""


class Counter(QObject):
    """Filters the events of the whole application while it is in use as ``with Counter() as counted``.

    ``gestures`` counts presses, each with the drag that may follow, and what was dropped from another program; ``keys``
    those that a widget gets.
    """

    def __init__(self) -> None:
        super().__init__()
        self._presses: set[int] = set()
        self._drops = 0
        self._keys = 0

    @property
    def gestures(self) -> int:
        return len(self._presses) + self._drops

    @property
    def keys(self) -> int:
        return self._keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._drops += isinstance(watched, QWidget) and event.type() == QEvent.Type.Drop
        # A press that a widget does not want goes on to those around it, with the time at which it was made.
        if isinstance(watched, QWidget) and isinstance(event, QInputEvent):
            if event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel}:
                self._presses.add(event.timestamp())
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                self._keys += watched is QApplication.focusWidget() and event.key() not in _MODIFIERS
        return False

    def __enter__(self) -> Counter:
        self._application().installEventFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._application().removeEventFilter(self)

    def _application(self) -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application
