"""The open composition and its history. Since a composition is a frozen value, every edit can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from ..model.composition import Composition

LINGER_MS = 1000
"""So long after the last key of a burst it counts as one step."""

Land = Callable[[Composition, Composition], Composition]
"""What is shown of an edit: given the composition before it, and what it made of that."""


def _as_it_is(_: Composition, after: Composition) -> Composition:
    return after


class _Step(NamedTuple):
    """Two compositions that share all tiles but the edited ones: so few bytes that none needs to be forgotten."""

    text: str
    before: Composition
    after: Composition
    along: tuple[object, object] | None
    """What holds beside the composition before and after it, for whoever made it."""


class Document(QObject):
    """One composition that changes by values.

    A gesture or a field previews as often as it likes, then commits one step or rolls back; `apply` is both at once.
    What is pressed again and again, as an arrow key, lingers: it becomes one step when something else is done, or
    after a while. What an edit comes to may be for somebody else to say: see `land_by`.
    ``changed`` tells the composition before and after, whatever the reason; ``settled_now`` tells that a step was
    made, undone, redone or another composition was put in. ``finish_wanted`` asks whoever is typing to make it a step;
    ``settle_wanted`` comes before it where nothing may be left for later. ``came_along`` tells what holds beside the
    composition that Undo or Redo brings now, of a step that was made with such. ``rolled_back`` tells that a preview
    was taken back, also one that showed nothing else than before.
    """

    changed = Signal(object, object)
    settled_now = Signal()
    history_changed = Signal()
    finish_wanted = Signal()
    settle_wanted = Signal()
    came_along = Signal(object)
    rolled_back = Signal()

    def __init__(self, composition: Composition | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._composition = composition or Composition()
        self._start: Composition | None = None
        self._lingering = self._burst = ""
        self._is_look = False
        self._land: Land = _as_it_is
        self._linger_timer = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger_timer.timeout.connect(self.finish)
        # Lists of values and no QUndoStack: a QUndoCommand of Python that knows its document is torn down in the wrong
        # order by the garbage collector now and then, and takes the process with it (seen with PySide6 6.11).
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def composition(self) -> Composition:
        return self._composition

    @property
    def committed(self) -> Composition:
        """The composition without the preview of a gesture that is still going on."""
        return self._composition if self._start is None or self._lingering else self._start

    @property
    def wished(self) -> Composition:
        """What is shown, without what is only looked at: a look is nothing that anybody wants kept, checked or sent."""
        return self.committed if self._is_look else self._composition

    @property
    def is_previewing(self) -> bool:
        return self._start is not None and not self._lingering

    @property
    def can_undo(self) -> bool:
        return bool(self._done or self._lingering)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def undo_text(self) -> str:
        """The name of the step that undo takes back."""
        return self._lingering or (self._done[-1].text if self._done else "")

    @property
    def redo_text(self) -> str:
        return self._undone[-1].text if self._undone else ""

    def land_by(self, land: Land) -> None:
        """Let every edit from now on go through ``land``, whoever makes it and by whatever means. What is exact, and
        what another composition, undo and redo bring, does not.
        """
        self._land = land

    def preview(self, composition: Composition, *, is_look: bool = False, is_exact: bool = False) -> None:
        """Show ``composition`` without a step; `commit` or `rollback` ends it. What is a look is not `wished`."""
        self.finish()
        self._is_look = is_look
        self._preview(composition, is_exact=is_exact)

    def _preview(self, composition: Composition, *, is_exact: bool) -> None:
        if self._start is None:
            self._start = self._composition
        self._show(composition if is_exact else self._land(self._start, composition))

    def commit(self, text: str, along: tuple[object, object] | None = None) -> None:
        """Make what was previewed one step of that name; nothing when nothing changed. Undo and Redo tell of ``along``
        what holds then: the first before the step, the second after it.
        """
        self._lingering, self._is_look = "", False
        self._linger_timer.stop()
        before, self._start = self._start, None
        if before is None or before == self._composition:
            return
        self._done.append(_Step(text, before, self._composition, along))
        self._undone = []
        self._tell_step()

    def linger(self, composition: Composition, text: str, burst: str = "", *, is_exact: bool = False) -> None:
        """Show ``composition`` as a part of a step of that name, which more of the same may follow. What goes by
        another name with every key is the same where ``burst`` is.
        """
        if not self._lingering or self._burst != (burst or text):
            self.finish()
            if self._start is not None:
                return  # a gesture is going on: the hand goes before the keys
        self._lingering, self._burst = text, burst or text
        self._linger_timer.start()
        self._preview(composition, is_exact=is_exact)
        self.history_changed.emit()

    def before_burst(self, burst: str) -> Composition:
        """What each key of that burst counts from, so that nothing wears down on the way."""
        if self._lingering and self._burst == burst and self._start is not None:
            return self._start
        return self.wished

    def walk(self, change: Callable[[Composition], Composition], text: str, burst: str = "") -> None:
        """What a key comes to in a list or among buttons; all keys in a row are one step, that of the last one."""
        self.finish_typing()
        self.linger(change(self.before_burst(burst or text)), text, burst or text)

    def finish(self) -> None:
        """Make what lingers a step. Whatever else changes the composition does this first."""
        if self._lingering:
            self.commit(self._lingering)

    def finish_typing(self) -> None:
        """Before something else is done: what is being typed becomes a step of its own. Keys that linger go on."""
        self.finish_wanted.emit()

    def settle(self) -> None:
        """Before the composition goes out of the window: what is shown, typed or pressed becomes a step."""
        self.settle_wanted.emit()
        self.finish_wanted.emit()
        self.finish()

    def rollback(self) -> None:
        """Take the preview back. The history stays as it is, what can be redone too."""
        self._lingering, self._is_look = "", False
        self._linger_timer.stop()
        before, self._start = self._start, None
        if before is not None:
            self._show(before)
            self.rolled_back.emit()

    def apply(self, composition: Composition, text: str, *, is_exact: bool = False) -> None:
        """Change at once, as one step. A preview that is going on ends with it."""
        self.preview(composition, is_exact=is_exact)
        self.commit(text)

    def edit(self, change: Callable[[Composition], Composition], text: str) -> None:
        """`apply` what ``change`` makes of the composition with all that is being typed, which is a step of its own."""
        self.settle()
        self.apply(change(self.wished), text)

    def undo(self) -> None:
        """Take the last step back; a preview that is going on is only rolled back."""
        self.finish()
        if self.is_previewing:
            self.rollback()
        elif self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._go(step.before, step.along[0] if step.along else None)

    def redo(self) -> None:
        self.finish()
        if not self.is_previewing and self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._go(step.after, step.along[1] if step.along else None)

    def _go(self, composition: Composition, along: object) -> None:
        if along is not None:
            self.came_along.emit(along)
        self._show(composition)
        self._tell_step()

    def reset(self, composition: Composition) -> None:
        """Put in another composition; the history begins anew."""
        self._start, self._lingering, self._is_look = None, "", False
        self._linger_timer.stop()
        self._done, self._undone = [], []
        self._show(composition)
        self._tell_step()

    def _show(self, composition: Composition) -> None:
        before, self._composition = self._composition, composition
        if before != composition:
            self.changed.emit(before, composition)

    def _tell_step(self) -> None:
        self.settled_now.emit()
        self.history_changed.emit()
