"""Tiles that a command has laid out anew glide to their places. The composition is there at once: only eyes follow."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtGui import QTransform

from ...layout.rect import Rect
from ..theme import tokens
from .items import TileItem


class Glide(QObject):
    """One movement at a time; another one begins where the tiles are then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ways: list[tuple[TileItem, Rect]] = []
        self._running = QVariantAnimation(self, duration=tokens.motion("layout_apply"))
        self._running.setStartValue(0.0)
        self._running.setEndValue(1.0)
        self._running.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._running.valueChanged.connect(self._on_part)
        self._running.finished.connect(self.stop)

    def start(self, ways: list[tuple[TileItem, Rect]]) -> None:
        """Each item lies in its new place already and comes from the given one."""
        self.stop()
        self._ways = ways
        self._on_part(0.0)
        self._running.start()

    def stop(self) -> None:
        """Everything lies where it belongs."""
        ways, self._ways = self._ways, []
        self._running.stop()
        for item, _ in ways:
            item.touched(item)
            item.setTransform(QTransform())

    def _on_part(self, part: float) -> None:
        left = 1.0 - part
        for item, before in self._ways:
            now = item.face.rect
            made = QTransform.fromTranslate((before.x - now.x) * left, (before.y - now.y) * left)
            across = (now.width + (before.width - now.width) * left) / now.width
            down = (now.height + (before.height - now.height) * left) / now.height
            item.touched(item)
            item.setTransform(made.scale(across, down))
