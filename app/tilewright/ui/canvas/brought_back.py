"""Tiles that undo or redo brings back are chosen again, as they were when they went, or when they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from ...model.composition import Composition

if TYPE_CHECKING:
    from .view import Canvas

TABLE = "tileTable"
"""The other place where keys are about tiles, by its ``objectName``."""


class BroughtBack(QObject):
    """Chooses them in the turn of the loop after that of the step: one event for both would take too long.

    Nothing is chosen where somebody would lose by it: another composition is shown by then or other tiles are chosen,
    a hand has pressed something, or the keys are about a field, whose page would give way to that of the tile.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas, self._session = canvas, canvas.bench.session
        self._wanted: tuple[tuple[str, ...], Composition, tuple[str, ...]] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._choose)
        canvas.bench.canvas.brought_back.connect(self._on_brought_back)

    def _on_brought_back(self, ids: tuple[str, ...]) -> None:
        self._wanted = ids, self._session.composition, self._session.selection
        self._soon.start()

    def _choose(self) -> None:
        if self._wanted is None:
            return
        (ids, composition, chosen), self._wanted = self._wanted, None
        is_same = self._session.composition is composition and self._session.selection == chosen
        if is_same and not self._canvas.hand.is_busy and self._has_keys():
            self._session.select(ids)

    def _has_keys(self) -> bool:
        """Whether they are about tiles, or nothing has them."""
        focus: QObject | None = QApplication.focusWidget()
        is_free = focus is None
        while focus is not None and focus is not self._canvas and focus.objectName() != TABLE:
            focus = focus.parent()
        return is_free or focus is not None
