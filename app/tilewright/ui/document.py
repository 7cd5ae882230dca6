"""The open composition and its history. Since a composition is a frozen value, every edit can be undone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ..model.composition import Composition

MOST_STEPS = 1000
"""Steps that can be undone: a step holds two compositions that share all tiles but the edited ones."""


class Document(QObject):
    """One composition that changes by values.

    A gesture or a field previews as often as it likes, then commits one step or rolls back; `apply` is both at once.
    ``changed`` tells the composition before and after, whatever the reason; ``settled_now`` tells that a step was
    made, undone, redone or another composition was put in.
    """

    changed = Signal(object, object)
    settled_now = Signal()
    history_changed = Signal()

    def __init__(self, composition: Composition | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._composition = composition or Composition()
        self._start: Composition | None = None
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(MOST_STEPS)
        self._stack.indexChanged.connect(self._on_index)

    @property
    def composition(self) -> Composition:
        return self._composition

    @property
    def committed(self) -> Composition:
        """The composition without the preview of a gesture that is still going on."""
        return self._composition if self._start is None else self._start

    @property
    def is_previewing(self) -> bool:
        return self._start is not None

    @property
    def can_undo(self) -> bool:
        return self._stack.canUndo()

    @property
    def can_redo(self) -> bool:
        return self._stack.canRedo()

    @property
    def undo_text(self) -> str:
        """The name of the step that undo takes back."""
        return self._stack.undoText()

    @property
    def redo_text(self) -> str:
        return self._stack.redoText()

    def preview(self, composition: Composition) -> None:
        """Show ``composition`` without a step; `commit` or `rollback` ends it."""
        if self._start is None:
            self._start = self._composition
        self._show(composition)

    def commit(self, text: str) -> None:
        """Make what was previewed one step of that name; nothing when nothing changed."""
        before, self._start = self._start, None
        if before is None or before == self._composition:
            return
        self._stack.push(_Step(self, text, before, self._composition))

    def rollback(self) -> None:
        """Take the preview back. The history stays as it is, what can be redone too."""
        before, self._start = self._start, None
        if before is not None:
            self._show(before)

    def apply(self, composition: Composition, text: str) -> None:
        """Change at once, as one step. A preview that is going on ends with it."""
        self.preview(composition)
        self.commit(text)

    def undo(self) -> None:
        """Take the last step back; a preview that is going on is only rolled back."""
        if self.is_previewing:
            self.rollback()
            return
        self._stack.undo()

    def redo(self) -> None:
        if not self.is_previewing:
            self._stack.redo()

    def reset(self, composition: Composition) -> None:
        """Put in another composition; the history begins anew."""
        self._start = None
        self._stack.clear()
        self._show(composition)
        self.settled_now.emit()
        self.history_changed.emit()

    def _show(self, composition: Composition) -> None:
        before, self._composition = self._composition, composition
        if before != composition:
            self.changed.emit(before, composition)

    def _on_index(self) -> None:
        self.settled_now.emit()
        self.history_changed.emit()


class _Step(QUndoCommand):
    def __init__(self, document: Document, text: str, before: Composition, after: Composition) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, before, after

    def redo(self) -> None:
        self._document._show(self._after)

    def undo(self) -> None:
        self._document._show(self._before)
