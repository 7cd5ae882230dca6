"""What opens above the window on a command and goes away again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ..workbench import Workbench

if TYPE_CHECKING:
    from ..jobs.comparing import CompareDialog
    from ..layouts.gallery import AllLayouts
    from ..local_cloud.dialog import LocalCloudDialog
    from .keys import KeysDialog
    from .palette import Palette
    from .toolbar import Toolbar


class Overlays(QObject):
    """Makes each when it is first wanted, and loads it then. ``below`` is the toolbar: nothing lies above that. All
    layouts leave the ``canvas`` in sight, as far as can be.
    """

    def __init__(self, window: QWidget, bench: Workbench, below: Toolbar, canvas: QWidget) -> None:
        super().__init__(window)
        self._window, self._bench, self._below, self._canvas = window, bench, below, canvas
        self.layouts: AllLayouts | None = None
        self.palette: Palette | None = None
        self.keys: KeysDialog | None = None
        self.compare: CompareDialog | None = None
        self.local_cloud: LocalCloudDialog | None = None
        bench.overlay_wanted.connect(self._on_wanted)

    def _on_wanted(self, name: str) -> None:
        opens: dict[str, Callable[[], None]] = {
            "layouts": self._open_layouts,
            "palette": self._open_palette,
            "keys": self._open_keys,
            "compare": self._compare_job,
            "changes": self._compare_open,
            "local-cloud": self._open_local_cloud,
            "clean-up": self._clean_up,
        }
        if name in opens:
            opens[name]()

    def _open_palette(self) -> None:
        from .palette import Palette

        if self.palette is None:
            self.palette = Palette(self._bench, self._window, self._below)
        self.palette.toggle()

    def _open_keys(self) -> None:
        from .keys import KeysDialog

        if self.keys is None:
            self.keys = KeysDialog(self._bench, self._window)
        self.keys.show_found(self.keys.field.text())
        self.keys.show()
        self.keys.raise_()
        self.keys.activateWindow()

    def _open_local_cloud(self) -> None:
        from ..local_cloud.dialog import LocalCloudDialog

        if self.local_cloud is None:
            self.local_cloud = LocalCloudDialog(self._bench, self._window)
        self.local_cloud.show()
        self.local_cloud.raise_()
        self.local_cloud.activateWindow()

    def _clean_up(self) -> None:
        from ..local_cloud.cleaning import CleanUpDialog

        dialog = self.local_cloud
        CleanUpDialog(self._bench, dialog if dialog is not None and dialog.isVisible() else self._window).open()

    def _compare_job(self) -> None:
        self._compare().show_job(self._bench.jobs.current)

    def _compare_open(self) -> None:
        self._compare().show_open()

    def _compare(self) -> CompareDialog:
        from ..jobs.comparing import CompareDialog

        if self.compare is None:
            self.compare = CompareDialog(self._bench, self._window)
        return self.compare

    def _open_layouts(self) -> None:
        from ..layouts.gallery import AllLayouts

        if self.layouts is None:
            self.layouts = AllLayouts(self._bench, self._window)
        self.layouts.open_below(self._below.layouts_button, self._canvas)
