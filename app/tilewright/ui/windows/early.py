"""What the hand does before the window is furnished."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ..files.incoming import Incoming, sort_mime

if TYPE_CHECKING:
    from ..files.opening import Opener

Take = Callable[[Incoming], None]

_IGNORED = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
}


class Early(QObject):
    """Stands before a window that is shown. Files that are dropped on it are kept until `end`; keys, clicks and the
    wheel mean nothing yet and are ignored, as what they would do would be half of it, or be undone by what the window
    begins with.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._kept: list[Incoming] = []
        self._take: Take | None = None
        self._handle = window.windowHandle()  # before any widget, whichever there will be
        self._handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # entering, moving and dropping
            incoming = sort_mime(event.mimeData())
            if incoming:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                if not isinstance(event, QDragMoveEvent):
                    self._kept.append(incoming)
            else:
                event.ignore()
            return True
        return event.type() in _IGNORED

    def end(self, take: Take, opener: Opener) -> None:
        """Let everything through from now on, and ``take`` what is kept, once the file that is being opened is."""
        self._handle.removeEventFilter(self)
        self._take = take
        if opener.is_opening:
            opener.ended.connect(self._hand_over)
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        kept, self._kept = self._kept, []
        for incoming in kept:
            if self._take is not None:
                self._take(incoming)
