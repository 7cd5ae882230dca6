"""Showing a layout that is not taken yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from ...model.composition import Composition
from ..document import Document

_ACTS = {
    QEvent.Type.ShortcutOverride,
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.DragEnter,
    QEvent.Type.WindowDeactivate,
}
"""What ends a look at a layout: whatever the user does next begins from the composition as it is."""


class Look(QObject):
    """A layout is shown on the canvas while the pointer rests on its thumbnail. It is a preview that never becomes a
    step: it is taken back before anything else that the user does reaches the document.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: Composition | None = None

    @property
    def is_on(self) -> bool:
        return self._shown is not None

    def show(self, composition: Composition) -> None:
        self._shown = composition
        application = QApplication.instance()
        if application:
            application.installEventFilter(self)
        self._document.preview(composition, is_look=True)
        if self._shown is not None:
            self._shown = self._document.composition  # as it came to be seen
        self.changed.emit()

    def end(self) -> None:
        """Show the composition as it is."""
        shown, self._shown = self._shown, None
        if shown is None:
            return
        application = QApplication.instance()
        if application:
            application.removeEventFilter(self)
        if self._document.is_previewing and self._document.composition is shown:
            self._document.rollback()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self.end()
        return False
