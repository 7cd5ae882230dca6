"""The docks at the left, the right and the bottom, and what is remembered of them."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ..commands.view import Side
from ..theme import tokens
from ..words import tr
from ..workbench import Workbench

WIDE_FROM, HIGH_FROM = 1280, 800
"""Device-independent pixels of the window that part its size classes."""

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


def size_class(width: int, height: int) -> str:
    """The class of a window's size: the arrangement of panels is remembered for each."""
    return f"{'wide' if width >= WIDE_FROM else 'narrow'}-{'high' if height >= HIGH_FROM else 'low'}"


class Docks(QObject):
    """Makes the docks and keeps their arrangement, one for each class of the window's size."""

    changed = Signal()

    def __init__(self, window: QMainWindow, bench: Workbench, left: QWidget, right: QWidget, bottom: QWidget) -> None:
        super().__init__(window)
        self._window, self._bench = window, bench
        self._class = ""
        for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.BottomLeftCorner):
            window.setCorner(corner, _AREAS["left"])
        for corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner):
            window.setCorner(corner, _AREAS["right"])
        self._docks: dict[Side, QDockWidget] = {
            "left": self._dock("left", tr("Tiles and layouts"), left),
            "right": self._dock("right", tr("Options"), right),
            "bottom": self._dock("bottom", tr("Jobs, problems and request"), bottom),
        }
        self._soon = QTimer(self, singleShot=True, interval=300)
        self._soon.timeout.connect(self._remember)

    def _dock(self, side: Side, title: str, content: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"{side}Dock")
        dock.setAccessibleName(title)
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        bare = QWidget(dock)
        bare.setFixedHeight(0)
        dock.setTitleBarWidget(bare)  # the panel has its own row of tabs
        dock.setWidget(content)
        self._window.addDockWidget(_AREAS[side], dock)
        dock.visibilityChanged.connect(self._on_moved)
        return dock

    def dock(self, side: Side) -> QDockWidget:
        return self._docks[side]

    def is_open(self, side: Side) -> bool:
        return not self._docks[side].isHidden()

    def set_open(self, side: Side, *, is_open: bool) -> None:
        self._docks[side].setVisible(is_open)

    def fit(self) -> bool:
        """Take the arrangement of the window's present size class, when it is another one; whether it was."""
        wanted = size_class(self._window.width(), self._window.height())
        if wanted == self._class:
            return False
        if self._class:
            self._remember()
        self._class = wanted
        saved = self._bench.preferences.window.panels.get(wanted, "")
        if not (saved and self._window.restoreState(_decode(saved))):
            self.reset()
        return True

    def reset(self) -> None:
        """The arrangement as it is meant for this size."""
        is_wide = self._class.startswith("wide")
        large = self._window.width() >= 1920
        for side, dock in self._docks.items():
            self._window.addDockWidget(_AREAS[side], dock)
        self.set_open("left", is_open=is_wide)
        self.set_open("right", is_open=True)
        self.set_open("bottom", is_open=True)
        left, right = (320, 400) if large else (tokens.size("left_default"), tokens.size("inspector_default"))
        bottom = 300 if large else tokens.size("bottom_default")
        across = [(self._docks["left"], left), (self._docks["right"], right if is_wide else 320)]
        self._window.resizeDocks([dock for dock, _ in across], [size for _, size in across], Qt.Orientation.Horizontal)
        self._window.resizeDocks([self._docks["bottom"]], [bottom], Qt.Orientation.Vertical)
        self.changed.emit()

    @property
    def is_low(self) -> bool:
        """Whether the window is so low that the bottom dock begins as its row of tabs."""
        return self._class.endswith("low")

    def step(self, side: Side, pixels: int) -> None:
        """Make a dock larger or smaller, for the keyboard."""
        dock = self._docks[side]
        across = side != "bottom"
        orientation = Qt.Orientation.Horizontal if across else Qt.Orientation.Vertical
        self._window.resizeDocks([dock], [(dock.width() if across else dock.height()) + pixels], orientation)
        self._on_moved()

    def _on_moved(self) -> None:
        self._soon.start()
        self.changed.emit()

    def remember(self) -> None:
        """Write the arrangement down now."""
        self._soon.stop()
        if self._class:
            self._remember()

    def _remember(self) -> None:
        state = base64.b64encode(self._window.saveState().data()).decode()
        self._bench.preferences.set_panels(self._class, state)


def _decode(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return QByteArray()
