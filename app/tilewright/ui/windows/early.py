"""What the hand does before the window is furnished."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ..files.incoming import Incoming, is_welcome, sort_mime

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

    A drag that came before the end is taken here to its end: no widget of the window has seen it enter.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._kept: list[Incoming] = []
        self._take: Take | None = None
        self._opener: Opener | None = None
        """There from the end on."""
        self._has_drag = False
        self._handle = window.windowHandle()  # before any widget, whichever there will be
        self._handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # entering, moving and dropping
            self._follow(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._let_go()
            return True
        return self._opener is None and event.type() in _IGNORED

    def _follow(self, event: QDropEvent) -> None:
        self._has_drag = True
        event.setAccepted(is_welcome(event.mimeData()))
        if event.isAccepted():
            event.setDropAction(Qt.DropAction.CopyAction)
        if not isinstance(event, QDragMoveEvent):
            incoming = sort_mime(event.mimeData())
            if incoming:
                self._kept.append(incoming)
            self._let_go()

    def _let_go(self) -> None:
        """What was dragged has been dropped, or carried away."""
        self._has_drag = False
        if self._opener is not None:
            self._handle.removeEventFilter(self)
            if not self._opener.is_opening:
                self._hand_over()

    def end(self, take: Take, opener: Opener) -> None:
        """Let everything through from now on, and ``take`` what is kept, once the file that is being opened is."""
        self._take, self._opener = take, opener
        if not self._has_drag:
            self._handle.removeEventFilter(self)
        opener.ended.connect(self._hand_over)
        if not opener.is_opening:
            self._hand_over()

    def _hand_over(self) -> None:
        kept, self._kept = self._kept, []
        for incoming in kept:
            if self._take is not None:
                self._take(incoming)
