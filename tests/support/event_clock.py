"""A clock on Qt's event loop: what each event that it delivers costs the UI thread.

It stands in the hook that Qt calls before an event, in C: an application of Python with a ``notify`` of its own would
be asked about each event within an event as well, with a new Python object for its receiver. For whatever makes many
widgets that took longer than the work that was measured: the 941 events of making a file dialog 20 ms of 40.
"""

from __future__ import annotations

import ctypes
import heapq
import subprocess
import tempfile
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

KEPT = 20

_SOURCE = Path(__file__).with_suffix(".c")
_EVENT_NOTIFY = 0
"""``QInternal::EventNotifyCallback``"""
_Begins = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_Ended = ctypes.CFUNCTYPE(None, ctypes.c_double)
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}


class EventClock:
    """Runs from now on, for the thread that makes it, which is that of ``application``; one in a process.

    An event is what Qt's loop delivers; whatever it sets off by the way is counted with it. The time is that of the
    thread's own work, not of waiting for others.
    """

    def __init__(self, application: QApplication) -> None:
        self._worst: list[tuple[float, int, str]] = []
        self._number = 0
        self._what = ""
        self._begins, self._ended = _Begins(self._on_begin), _Ended(self._on_end)  # kept: C holds no reference
        hook, core, widgets = _compiled(), _qt("Core"), _qt("Widgets")
        deliver = ctypes.cast(widgets._ZN12QApplication6notifyEP7QObjectP6QEvent, ctypes.c_void_p)
        watched = ctypes.c_void_p(shiboken6.getCppPointer(application)[0])
        hook.watch(watched, deliver, self._begins, self._ended)
        is_taken = core._ZN9QInternal16registerCallbackENS_8CallbackEPFbPPvE(_EVENT_NOTIFY, hook.on_event)
        assert is_taken, "Qt took no hook"

    @property
    def worst(self) -> list[tuple[float, str]]:
        """The dearest events in milliseconds, worst first."""
        return [(round(1000 * spent, 1), what) for spent, _, what in sorted(self._worst, reverse=True)]

    def clear(self) -> None:
        """Forget what was."""
        self._worst.clear()

    def _on_begin(self, receiver: int, event: int) -> None:
        self._what = _described(receiver, event)

    def _on_end(self, spent: float) -> None:
        self._number += 1
        if len(self._worst) < KEPT:
            heapq.heappush(self._worst, (spent, self._number, self._what))
        elif spent > self._worst[0][0]:
            heapq.heapreplace(self._worst, (spent, self._number, self._what))


def _described(receiver: int, event: int) -> str:
    """Which event, and whose. No Python object of either is left when it is delivered: it would be of a class that
    fits less well than the one that PySide chooses.
    """
    kind = shiboken6.wrapInstance(event, QEvent).type()
    found = shiboken6.wrapInstance(receiver, QObject)
    what = f"{kind.name} of {found.metaObject().className()}"
    if kind in _KEYS:
        what += f" {QKeySequence(shiboken6.wrapInstance(event, QKeyEvent).keyCombination()).toString()}"
    what += f" {found.objectName()}"
    if isinstance(found, QWidget):
        what += f" “{found.accessibleName()}”"
    if isinstance(found, QTimer):
        what += f" of {type(found.parent()).__name__}, {found.interval()} ms"
    return what


def _qt(name: str) -> ctypes.CDLL:
    """The library of Qt that PySide has loaded."""
    return ctypes.CDLL(str(Path(PySide6.__file__).parent / "Qt" / "lib" / f"libQt6{name}.so.6"))


def _compiled() -> ctypes.CDLL:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "event_clock.so"
        subprocess.run(["tcc", "-shared", "-nostdlib", "-o", made, _SOURCE], check=True)
        return ctypes.CDLL(str(made))
