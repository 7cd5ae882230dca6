"""Whether keys are in use at the canvas: only then the focus line is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ..workbench import Workbench
from .drop_view import DropView

_Key = Qt.Key
_MEANT = (
    range(_Key.Key_Space, _Key.Key_Escape),
    range(_Key.Key_Escape, _Key.Key_Pause),
    range(_Key.Key_Home, _Key.Key_Shift),
    range(_Key.Key_F1, _Key.Key_F35 + 1),
)
"""What is typed, what goes somewhere, and what commands have. The rest are keys that are held with others, and those of
the desktop: to make a sound louder is nothing at the canvas.
"""


class KeysView(DropView):
    """A view that knows whether the focus came to it by keys, or keys are in use."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(bench, parent)
        self._by_keys = False

    @property
    def shows_focus(self) -> bool:
        """Whether the focus is here and came by keys, or keys are in use."""
        return self._by_keys and self.hasFocus()

    @property
    def is_in_hand(self) -> bool:
        """Whether a gesture is going on: the hand goes before the keys."""
        raise NotImplementedError

    def refresh(self) -> None:
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Keys of commands come as this and as nothing else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_meant = any(event.key() in keys for keys in _MEANT)
            self._set_by_keys(by_keys=self._by_keys or (is_meant and not self.is_in_hand))
        return super().event(event)

    def _set_by_keys(self, *, by_keys: bool) -> None:
        if by_keys != self._by_keys:
            self._by_keys = by_keys
            self.viewport().update()
            self.refresh()
