"""What is asked and told about files, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import AppError, ChangedOnDisk, OutputExists
from ..report import without_commands
from ..windows.question import Choice
from ..words import tell, tr
from .saving import Save

if TYPE_CHECKING:
    from ...files.recovery import LeftOver
    from .files import Files


def _nothing() -> None:
    """What Cancel does."""


class Questions:
    """Each question names the fact, and its answers say what they do. The safe one is the default."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def leaving(self, then: Callable[[], object]) -> None:
        """Ask about what would be lost with another composition, one after the other; then, or else at once, go on."""

        def go_on() -> None:
            if self._files.has_unsaved:
                self.unsaved(then)
            else:
                then()

        if self._files.ending.has_unread_text:
            self.unread_text(go_on)
        else:
            go_on()

    def unsaved(self, then: Callable[[], object]) -> None:
        """Another composition is to be opened over unsaved work."""
        title, sentence = self._unsaved_words()
        save = tr("Save") if self._files.path else tr("Save…")
        self._ask(
            title,
            sentence,
            Choice(tr("Cancel"), _nothing, is_way_out=True),
            Choice(tr("Discard"), then),
            Choice(save, lambda: self._files.save(then), is_safe=True),
        )

    def closing(self, keep: Callable[[], object], discard: Callable[[], object], close: Callable[[], object]) -> None:
        """The window is to be closed over unsaved work. Without a file it can be kept without being named."""
        title, sentence = self._unsaved_words()
        answers = [Choice(tr("Save"), lambda: self._files.save(close), is_safe=True)]
        if self._files.path is None:
            sentence = tr("Kept, it is here again when you start Tilewright the next time.")
            answers = [
                Choice(tr("Save…"), lambda: self._files.save(close)),
                Choice(tr("Keep"), keep, is_safe=True),
            ]
        cancel, drop = Choice(tr("Cancel"), _nothing, is_way_out=True), Choice(tr("Discard"), discard)
        self._ask(title, sentence, cancel, drop, *answers)

    def unread_text(self, then: Callable[[], object]) -> None:
        """Text of the request that cannot be read would be lost."""
        self._ask(
            tr("The text of the request cannot be read"),
            tr("What you typed in it is no part of the composition, and is gone when you go on."),
            Choice(tr("Go on without it"), then),
            Choice(tr("Cancel"), _nothing, is_way_out=True, is_safe=True),
        )

    def _unsaved_words(self) -> tuple[str, str]:
        name = self._files.title
        if self._files.path is None:
            return tr("{name} is not saved yet").format(name=name), tr("Save it, or go on without it.")
        title = tr("{name} has changes that are not saved").format(name=name)
        return title, tr("Save them, or go on without them.")

    def open_elsewhere(self, name: str, open_copy: Callable[[], object]) -> None:
        self._ask(
            tr("{name} is open in another window").format(name=name),
            tr("One window at a time can change it. A copy can be changed here and saved under another name."),
            Choice(tr("Cancel"), _nothing, is_way_out=True),
            Choice(tr("Open a copy"), open_copy, is_safe=True),
        )

    def save_failed(self, save: Save, error: AppError) -> None:
        """Nothing was written. Where it can be, the user chooses what to do; else it is told."""
        name = save.path.name
        if isinstance(error, ChangedOnDisk):
            self._ask_replace(
                tr("{name} was changed by somebody else").format(name=name),
                tr("Save yours under another name, or replace what is there now."),
                tr("Save a copy…"),
                save,
            )
        elif isinstance(error, OutputExists) and not save.path.is_dir():
            self._ask_replace(
                tr("{name} is already there").format(name=name),
                tr("Save under another name, or replace what is there now."),
                tr("Another name…"),
                save,
            )
        else:
            retry = tr("Save as…")
            self._files.report.say(
                tell(error.message),
                without_commands(tell(error.hint)),
                kind="error",
                button=retry,
                run=self._files.save_as,
                about="save",
            )

    def _ask_replace(self, title: str, sentence: str, other: str, save: Save) -> None:
        self._ask(
            title,
            sentence,
            Choice(tr("Cancel"), _nothing, is_way_out=True),
            Choice(tr("Replace"), lambda: self._files.save_to(save.path, save.then, replace=True)),
            Choice(other, lambda: self._files.save_as(save.then), is_safe=True),
        )

    def _ask(self, title: str, sentence: str, *choices: Choice) -> None:
        self._files.dialogs.ask(title, sentence, choices)

    # Told, not asked

    def tell_open_elsewhere(self, name: str) -> None:
        told = tr("{name} is open in another window.").format(name=name)
        self._files.report.say(
            told,
            tr("Save under another name."),
            kind="error",
            button=tr("Save as…"),
            run=self._files.save_as,
            about="save",
        )

    def tell_recovered(self, title: str, *, was_kept: bool) -> None:
        words = (
            tr("{name} is as you left it. It is not saved yet.")
            if was_kept
            else tr("Tilewright ended unexpectedly. {name} is as it was; save it to keep it.")
        )
        self._files.report.say(words.format(name=title))

    def tell_left_over(self, left: Sequence[LeftOver]) -> None:
        """There is more that was not saved than the window shows."""
        if left:
            told = tr("{name} is not saved yet, either.") if len(left) == 1 else tr("{count} more are not saved yet.")
            menu, run = tr("Open recent"), self._files.recent_wanted.emit
            self._files.report.say(told.format(name=left[0].title, count=len(left)), button=menu, run=run)

    def tell_damaged(self, kept: Sequence[Path]) -> None:
        """Something that was not saved cannot be read any more."""
        for path in kept:
            told = tr("Something that was not saved cannot be read.")
            hint = tr("It is kept as {path}, if anybody wants to look into it.").format(path=path)
            self._files.report.say(told, hint, kind="warning")

    def tell_changed(self, path: Path) -> None:
        hint = tr("Yours is still here: nothing is replaced without asking.") if self._files.has_unsaved else ""
        self._files.report.say(
            tr("{name} was changed by somebody else.").format(name=path.name),
            hint,
            kind="warning",
            button=tr("Open it again"),
            run=lambda: self._files.open(path),
        )

    def tell_gone(self, path: Path) -> None:
        told = tr("{name} is gone from its folder.").format(name=path.name)
        self._files.report.say(told, tr("Save writes it again."), kind="warning")

    def tell_not_kept(self, error: AppError) -> None:
        told = tr("Your changes cannot be kept for a restart: {reason}").format(reason=tell(error.message))
        self._files.report.say(told, tr("Save often."), kind="error")
