"""What the user keeps under names, as a window knows it: read, written, exported and imported, in the background."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from ..errors import AppError, OutputExists
from ..files.own_files import Found, OwnFiles
from ..model.named import Named
from .background import Wait
from .words import tell, tr

if TYPE_CHECKING:
    from ..usecases.own_files import Imported
    from .workbench import Workbench

# Late imports: a window shows itself first.

T = TypeVar("T", bound=Named)

Write = Callable[[OwnFiles[T]], T]

_REASONS = 3
"""So many are told of files that were not imported."""


class OwnThings(QObject, Generic[T]):
    """Those of one kind. ``changed`` tells that others are there than before: they are read anew whenever somebody
    looks at them, as other windows keep theirs in the same place. Files are read and written in the background.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, lane: str) -> None:
        super().__init__(bench)
        self._bench, self._lane = bench, lane
        self._own: tuple[T, ...] = ()
        self._told: set[str] = set()

    # What a kind says

    @property
    @abstractmethod
    def store(self) -> OwnFiles[T]: ...

    @abstractmethod
    def ask_where(self, name: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        """Let the user choose where one of that name is exported to."""

    @abstractmethod
    def tell_imported(self, done: Sequence[Imported[T]]) -> None:
        """Say what came of files that were imported, one at least."""

    # Reading

    @property
    def own(self) -> tuple[T, ...]:
        """Those of the user, by name."""
        return self._own

    def read(self, then: Callable[[], None] | None = None) -> None:
        """See what is there now, and then do ``then``. What cannot be read is told once."""
        store = self.store

        def work(_: Wait) -> Iterator[object]:
            yield store.read()

        def failed(error: AppError) -> None:
            self._tell(error)
            if then is not None:
                then()

        self._bench.background.run(work, on_event=self.take, on_done=then, on_failed=failed, lane=self._lane)

    def take(self, found: object) -> None:
        """What was read."""
        if not isinstance(found, Found):
            return
        for trouble in found.troubles:
            self._tell(trouble)
        if found.own != self._own:
            self._own = found.own
            self.changed.emit()

    def _tell(self, error: AppError) -> None:
        if error.message not in self._told:
            self._told.add(error.message)
            self._bench.report.error(error)

    # Writing

    def write(self, write: Write[T], then: Callable[[T], object] = lambda _: None) -> None:
        """Do ``write``, read anew, and then do ``then`` with what was written."""
        store = self.store

        def work(_: Wait) -> Iterator[object]:
            saved = write(store)
            yield store.read()
            yield saved

        def show(event: Any) -> None:
            if isinstance(event, Found):
                self.take(event)
            else:
                then(event)

        def failed(error: AppError) -> None:
            self._bench.report.error(error)
            self.read()  # another window may have done what stands in the way

        self._run(work, show, failed)

    def remove(self, thing: T) -> None:
        from ..usecases.own_files import remove_own

        store = self.store

        def work(_: Wait) -> Iterator[object]:
            remove_own(thing, store)
            yield store.read()

        self._run(work, self.take)

    # Files that travel

    def export(self, thing: T) -> None:
        """Write it where the user wants it; what is there is replaced only when that is said."""
        from ..usecases.own_files import file_name_of

        name = file_name_of(thing, self.store.kind)
        self.ask_where(name, lambda chosen: self._export(chosen[0], thing, replace=False))

    def _export(self, path: Path, thing: T, *, replace: bool) -> None:
        from ..usecases.own_files import export_own

        kind = self.store.kind

        def work(_: Wait) -> Iterator[object]:
            export_own(path, thing, kind, replace=replace)
            yield path

        def failed(error: AppError) -> None:
            if isinstance(error, OutputExists) and not replace and path.is_file():
                self._ask_replace(path, thing)
            else:
                self._bench.report.error(error)

        told = tr("{name} is saved.").format(name=path.name)
        self._run(work, lambda _: self._bench.report.success(told, str(path.parent)), failed)

    def _ask_replace(self, path: Path, thing: T) -> None:
        from .windows.question import Choice

        self._bench.files.dialogs.ask(
            tr("{name} is already there").format(name=path.name),
            tr("Save under another name, or replace what is there now."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._export(path, thing, replace=True)),
                Choice(tr("Another name…"), lambda: self.export(thing), is_safe=True),
            ),
        )

    def import_files(self, paths: Sequence[Path]) -> None:
        """Keep what these files hold; what was done is told of each, or of all together. One that cannot be had keeps
        no other from it.
        """
        from ..usecases.own_files import Imported, import_own

        store, done, failed = self.store, list[Imported[T]](), list[AppError]()

        def work(_: Wait) -> Iterator[object]:
            for path in paths:
                try:
                    imported: object = import_own(path, store)
                except AppError as error:
                    imported = error
                yield imported
            yield store.read()

        def show(event: object) -> None:
            if isinstance(event, Imported):
                done.append(event)
            if isinstance(event, AppError):
                failed.append(event)
            self.take(event)

        def tell() -> None:
            if done:
                self.tell_imported(done)
            if len(failed) == 1:
                self._bench.report.error(failed[0])
            elif failed:
                self._tell_failed(failed)

        def unread(error: AppError) -> None:
            tell()
            self._bench.report.error(error)

        self._bench.background.run(work, on_event=show, on_done=tell, on_failed=unread, lane=self._lane)

    def _tell_failed(self, failed: Sequence[AppError]) -> None:
        """All in one message, as no more than a few are seen at once; it has the first reasons."""
        told = tr("{count} files were not imported.").format(count=len(failed))
        reasons = list(dict.fromkeys(tell(error.message) for error in failed))
        self._bench.report.say(told, " ".join(reasons[:_REASONS]), kind="error")

    def _run(
        self,
        work: Callable[[Wait], Iterator[object]],
        show: Callable[[object], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        self._bench.background.run(work, on_event=show, on_failed=failed or self._bench.report.error, lane=self._lane)
