"""Reading what is to be opened, in the background, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...errors import Absent, AppError
from ...files.claim import Claim
from ..background import Task, Wait
from ..words import tell, tr
from .autosave import LANE
from .incoming import is_own
from .standing import Standing

if TYPE_CHECKING:
    from ...files.compositions import Opened
    from ...files.recovery import Slot
    from ...files.saving import OpenedFile
    from .files import Files


def _how_to_add() -> str:
    return tr("A window shows one composition. Drop videos without it to add them.")


class Opener(QObject):
    """Opens one file at a time; asking for another gives up the one that is still being read. ``ended`` tells that the
    one that was read was opened, refused or given up, or is being asked about.
    """

    ended = Signal()

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self._files = files
        self._task: Task | None = None
        self._recognition: Task | None = None
        self._path = Path()
        self._has_others = False

    @property
    def is_opening(self) -> bool:
        return self._task is not None and self._task.is_running

    def cancel(self) -> None:
        is_given_up = self.is_opening
        self._stop()
        if is_given_up:
            self.ended.emit()

    def _stop(self) -> None:
        for task in (self._task, self._recognition):
            if task is not None:
                task.cancel()
        self._task = self._recognition = None

    def open(self, path: Path, *, has_others: bool = False) -> None:
        """Until it is read, and if it cannot be, what is open stays; as it does when that is a preset or a layout.
        ``has_others``: that other files came along and are left out is told, whether this one can be opened or not.
        """
        if is_own(path):
            self._files.importing.take((path,))
            return
        self._stop()
        self._files.report.end("open")
        self._path, self._has_others = path.absolute(), has_others
        path = self._path

        def work(_: Wait) -> Iterator[object]:
            from ...files.recovery import names_of
            from ...files.saving import open_file

            file = open_file(path)
            yield file, names_of(home, file.path)

        home = self._files.home
        self._task = self._files.background.run(work, on_event=self._on_read, on_failed=self._on_failed, is_first=True)

    def open_text(self, text: str, name: str) -> None:
        """Until it is read, and if it cannot be, what is open stays."""
        self._stop()
        self._files.report.end("open")

        def work(_: Wait) -> Iterator[object]:
            from ...files.compositions import parse

            yield parse(text.encode("utf-8", "surrogatepass"), name)

        def read(opened: object) -> None:
            self._task = None
            self._files.leave(lambda: self._take_text(opened, name))
            self.ended.emit()

        def failed(error: AppError) -> None:
            self._files.report.error(error, about="open")
            self.ended.emit()

        self._task = self._files.background.run(work, on_event=read, on_failed=failed, is_first=True)

    def _on_failed(self, error: AppError) -> None:
        if isinstance(error, Absent):
            self._forget_if_gone(self._path)
        self._files.report.error(error, about="open")
        if self._has_others:
            told = tr("{name} was not opened; the other files were left out.").format(name=self._path.name)
            self._files.report.say(told, _how_to_add(), about="open")
        self.ended.emit()

    def _forget_if_gone(self, path: Path) -> None:
        """A recent file on a disk that is away is still one, and cleaning up leaves alone what it may name."""

        seen = self._files.preferences.window.recent_at.get(str(path), "")

        def work(_: Wait) -> Iterator[object]:
            from ...files.seen import is_gone

            if is_gone(path, seen):
                yield path

        self._files.background.run(work, on_event=self._forget)

    def _forget(self, path: object) -> None:
        assert isinstance(path, Path)  # noqa: S101 - what the work of `_forget_if_gone` yields
        self._files.preferences.forget_file(path)

    def _on_read(self, read: object) -> None:
        assert isinstance(read, tuple)  # noqa: S101 - what the work of `open` yields
        file, left_over = read
        self._task, has_others = None, self._has_others
        self._files.leave(lambda: self._take(file, left_over, has_others=has_others))
        self.ended.emit()

    def recognise(self, path: Path) -> None:
        """A window died: look whether it had saved what it left, and only could not say so any more."""

        def work(_: Wait) -> Iterator[object]:
            from ...files.saving import open_file

            yield open_file(path)

        self._recognition = self._files.background.run(work, on_event=self._on_recognised)

    def _on_recognised(self, file: object) -> None:
        from ...files.saving import OpenedFile

        if isinstance(file, OpenedFile):
            self._files.accept_as_saved(file.path, file.opened.composition, file.version)

    def _take(self, file: OpenedFile, left_over: tuple[str, ...], *, has_others: bool) -> None:
        if file.opened.is_request:
            self._take_request(file)
        elif not self._take_composition(file, left_over, has_others=has_others):
            return
        self._tell_others(file, has_others=has_others)

    def _tell_others(self, file: OpenedFile, *, has_others: bool) -> None:
        if has_others:
            told = tr("{name} was opened; the other files were left out.").format(name=file.path.name)
            self._files.report.say(told, _how_to_add())

    def _take_composition(self, file: OpenedFile, left_over: tuple[str, ...], *, has_others: bool) -> bool:
        """Whether it is open now; else another window has it, and the user is asked."""
        mine = self._files.claim(file.path)
        if mine is None:
            self._files.questions.open_elsewhere(file.path.name, lambda: self._take_copy(file, has_others=has_others))
            return False
        self._files.preferences.remember_file(file.path)
        if not self._take_left_over(file, left_over, mine):
            standing = Standing(file.path.name, file.opened.composition, file.path, file.version)
            self._files.put(standing, file.opened.composition, mine)
        return True

    def _take_request(self, file: OpenedFile) -> None:
        """A request becomes a composition of its own: saving never replaces what somebody sent or received."""
        self._files.put(Standing(file.title, file.opened.composition), file.opened.composition)
        self._files.preferences.remember_file(file.path)
        self._tell_new(file.path.name, file.opened)

    def _take_text(self, opened: object, name: str) -> None:
        """There is no file that has it, so it is not saved yet."""
        from ...files.compositions import Opened

        assert isinstance(opened, Opened)  # noqa: S101 - what the work of `open_text` yields
        self._files.put(Standing(tr("Untitled"), None), opened.composition)
        self._tell_new(name, opened)

    def _tell_new(self, name: str, opened: Opened) -> None:
        told = tr("{name} was opened as a new composition.").format(name=name)
        self._files.report.say(told, " ".join(tell(note) for note in opened.notes))

    def _take_copy(self, file: OpenedFile, *, has_others: bool) -> None:
        title = tr("{name} copy").format(name=file.title)
        self._files.put(Standing(title, file.opened.composition), file.opened.composition)
        self._tell_others(file, has_others=has_others)

    def _take_left_over(self, file: OpenedFile, names: tuple[str, ...], mine: Claim) -> bool:
        """Whether there is newer work on this file, of a window that died."""
        from ...files.recovery import take_first

        taken = take_first(self._files.home, names)
        if taken is None:
            return False
        slot, state = taken
        if state.composition == file.opened.composition:
            self._drop(slot)
            return False
        self._files.put_left_over(slot, state, mine)
        return True

    def _drop(self, slot: Slot) -> None:
        def work(_: Wait) -> Iterator[object]:
            slot.drop()
            slot.close()
            yield from ()

        self._files.background.run(work, lane=LANE)
