"""What is typed in the text of the request, as edits of the composition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ...errors import AppError
from ...model.composition import Composition
from ...model.secrets import fit_to_show
from ..background import Task, Wait
from ..unread import REQUEST, UnreadField
from ..words import tell, tr
from .editor import RequestEditor

if TYPE_CHECKING:
    from ...usecases.typed_request import Shown, Typed
    from ..workbench import Workbench

PAUSE_MS = 400
"""So long after the last key the text is read."""

AT_ONCE = 16 * 1024
"""Letters that are read in the UI thread, some 70 tiles; a longer text is read in the background."""

_LANE = "request-text"


class Typing(QObject):
    """While somebody types, nothing happens. After a pause, with Ctrl+Return, and when the focus or the window leaves,
    the text is read, and becomes one step with what was typed right before. Text that cannot be read stays as it is,
    marked at its place, and the composition as it was.

    ``changed`` tells that ``trouble`` is another one, ``shown_wanted`` that the text shall be that of the composition.
    """

    changed = Signal()
    shown_wanted = Signal()

    def __init__(self, bench: Workbench, editor: RequestEditor) -> None:
        super().__init__(editor)
        self._bench, self._editor = bench, editor
        self._shown: Shown | None = None
        self._is_typed = self._is_pending = False
        self._applied: Composition | None = None
        """What the text became when it was read last; `None` when the text says something else than that."""
        self._task: Task | None = None
        self.trouble = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        editor.edited.connect(self._on_edited)
        editor.finished.connect(self._on_finished)
        editor.too_much.connect(self._on_too_much)
        document = bench.session.document
        document.settle_wanted.connect(self.finish)
        document.finish_wanted.connect(self._on_pause)
        document.settled_now.connect(self._on_step)
        bench.files.opened.connect(self._forget)

    # What the editor shows

    def holds(self, composition: Composition) -> bool:
        """Whether the editor shows the user's own text, and ``composition`` is no reason to put another one there."""
        if not self._is_typed:
            return False
        return self._is_pending or bool(self.trouble) or composition == self._applied

    def take(self, shown: Shown) -> bool:
        """Show the text of a composition, unless somebody typed meanwhile; whether it is shown."""
        if self.holds(shown.composition):
            return False
        self._end()
        self._shown = shown
        self._editor.show_text(shown.text)
        return True

    def let_go(self) -> None:
        """The user's own lay-out need not stay, as long as nothing else is lost with it."""
        if not self._is_pending and not self.trouble:
            self._end()

    def drop(self) -> None:
        """There is no text to edit now."""
        self._end()
        self._shown = None

    def take_back(self) -> None:
        """Away with the text that cannot be read: the composition's own again."""
        self._end()
        self.shown_wanted.emit()

    def _end(self) -> None:
        self._drop_task()
        self._is_typed = False
        self._applied = None
        self._set_pending(pending=False)
        self._tell_trouble(None)

    def _forget(self) -> None:
        """Another composition is open now."""
        if self.trouble:
            text = fit_to_show(self._editor.plain_text())
            self._bench.report.say(
                tr("The text of the request that could not be read is gone."),
                tr("It belonged to the composition that was open before."),
                button=tr("Copy it"),
                run=lambda: QGuiApplication.clipboard().setText(text),
            )
        self._end()

    # Typing

    def _on_too_much(self) -> None:
        told = tr("With what was on the clipboard the request would be larger than 4 MiB.")
        self._bench.report.say(told, tr("It was not put in."), kind="warning")

    def _on_edited(self) -> None:
        if self._shown is None:
            return
        self._drop_task()
        self._is_typed = True
        self._set_pending(pending=True)
        self._pause.start()

    def _set_pending(self, *, pending: bool) -> None:
        self._is_pending = self._editor.is_held = pending
        self._bench.unread.set_pending(pending=pending)
        if not pending:
            self._pause.stop()
            self._bench.unread.set_reading(reading=False)

    def _on_pause(self) -> None:
        """Read it, here or in the background."""
        if not self._is_pending or self._task is not None:
            return
        if len(self._editor.plain_text()) <= AT_ONCE:
            self.finish()
        else:
            self._read_behind()

    def _on_finished(self) -> None:
        self._on_pause()
        if self._is_typed and not self._is_pending:
            self._bench.session.document.finish()

    def finish(self) -> None:
        """Read what is pending now: the composition goes out of the window."""
        if not self._is_pending or self._shown is None:
            return
        self._drop_task()
        try:
            self._apply(self._shown.read(*self._question()))
        except AppError as error:
            self._refuse(error)

    def _question(self) -> tuple[str, Composition | None, Composition]:
        return self._editor.plain_text(), self._applied, self._bench.session.document.wished

    def _read_behind(self) -> None:
        shown, question = self._shown, self._question()
        if shown is None:
            return

        def work(_: Wait) -> Iterator[object]:
            yield shown.read(*question)

        def on_event(typed: object) -> None:
            self._task = None
            if question[2] is self._bench.session.document.wished:
                self._apply(typed)
            else:
                self._pause.start()  # it changed meanwhile: once more

        def on_failed(error: AppError) -> None:
            self._task = None
            self._refuse(error)

        self._bench.unread.set_reading(reading=True)
        self._task = self._bench.background.run(work, on_event=on_event, on_failed=on_failed, lane=_LANE)

    def _drop_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _apply(self, typed: Typed | object) -> None:
        from ...usecases.typed_request import Typed

        document = self._bench.session.document
        if not isinstance(typed, Typed):
            return
        if document.is_previewing:
            self._pause.start()  # a gesture is going on: the hand goes before the keys
            return
        is_alone = document.wished == (self._applied or (self._shown and self._shown.composition))
        self._applied = typed.composition
        if typed.composition != document.composition:
            document.linger(typed.composition, tr("Edit the request"), is_exact=True)  # the text says what it says
        self._tell_trouble(None)
        self._set_pending(pending=False)
        for note in typed.notes:
            self._bench.report.say(tell(note))
        if typed.notes or not is_alone:  # the text says something else than what became of it
            self._end()
            self.shown_wanted.emit()

    def _refuse(self, error: AppError) -> None:
        self._tell_trouble(error)
        self._set_pending(pending=False)

    def _on_step(self) -> None:
        if self._is_typed and not self._is_pending and not self.trouble:
            self._editor.forget_steps()

    # What cannot be read

    def _tell_trouble(self, error: AppError | None) -> None:
        before, self.trouble = self.trouble, ""
        if error is None:
            self._editor.clear_error()
            if before:
                self._bench.unread.tell(REQUEST, None)
        else:
            self.trouble = f"{tell(error.message)} {tell(error.hint)}"
            line, column = getattr(error, "line", 1), getattr(error, "column", 1)
            self._editor.mark_error(line, column, self.trouble)
            self._bench.unread.tell(
                REQUEST, UnreadField(REQUEST, REQUEST, tr("the text of the request"), tell(error.message))
            )
        if before != self.trouble:
            self.changed.emit()
