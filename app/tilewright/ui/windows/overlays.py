"""What opens above the window on a command and goes away again."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from ..layouts.gallery import AllLayouts
from ..workbench import Workbench


class Overlays(QObject):
    """Makes each when it is first wanted. ``below`` is the toolbar: nothing lies above that."""

    def __init__(self, window: QWidget, bench: Workbench, below: QWidget) -> None:
        super().__init__(window)
        self._window, self._bench, self._below = window, bench, below
        self.layouts: AllLayouts | None = None
        bench.overlay_wanted.connect(self._on_wanted)

    def _on_wanted(self, name: str) -> None:
        if name == "layouts":
            self._open_layouts()

    def _open_layouts(self) -> None:
        if self.layouts is None:
            self.layouts = AllLayouts(self._bench, self._window)
        self.layouts.open_at(self._below.mapToGlobal(QPoint(0, self._below.height())))
