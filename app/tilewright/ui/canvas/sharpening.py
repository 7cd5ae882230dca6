"""Scales the pictures of tiles to the pixels that they cover, when nothing moves."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from .items import TileItem

SHARPEN_MS = 90
"""After a change of size or zoom pictures are scaled anew: in between the old pixels do."""

AT_ONCE = 0.008
"""Seconds of scaling in a row; then the hand comes first."""


class Sharpener(QObject):
    """Works on whatever ``tiles`` are there when it is time."""

    def __init__(self, tiles: Mapping[str, TileItem], parent: QObject) -> None:
        super().__init__(parent)
        self._tiles = tiles
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)

    def soon(self, milliseconds: int = SHARPEN_MS) -> None:
        """Begin so much later, unless this is asked again until then."""
        self._timer.start(milliseconds)

    def now(self) -> None:
        """All of them, in one piece."""
        self._timer.stop()
        for item in self._tiles.values():
            item.sharpen()

    def _on_due(self) -> None:
        end = time.monotonic() + AT_ONCE
        for item in self._tiles.values():
            if not item.is_sharp:
                item.sharpen()
                if time.monotonic() > end:
                    self._timer.start(0)
                    return
