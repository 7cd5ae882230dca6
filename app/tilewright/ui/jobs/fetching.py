"""Results on their way to this computer: one transfer a job, seen in its row, and stopped when the user says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ...errors import AppError, OutputExists
from ...usecases.events import Fetched, Fetching
from ..background import Task, Wait
from ..windows.question import Choice
from ..words import tr
from .wording import title_of

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs


class ResultFetching(QObject):
    """``open`` and ``save`` tell where the file is; asked for twice, what is on its way comes once."""

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs
        self._tasks: dict[str, Task] = {}

    def is_fetching(self, intent_id: str) -> bool:
        return intent_id in self._tasks

    def open(self, intent_id: str, then: Callable[[Path], None]) -> None:
        """The file of the result, wherever it is; fetched if it is not here."""
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.fetch import result_file

            yield from result_file(intent_id, workplace)

        self._run(intent_id, work, then, self._bench.report.error)

    def save(self, intent_id: str) -> None:
        """Write the result to a file that the user names."""
        intent = self._jobs.get(intent_id)
        if intent is None:
            return
        name = title_of(intent) + Path(intent.result_key).suffix
        self._bench.files.dialogs.save_video(name, lambda chosen: self._save_to(intent_id, chosen[0], replace=False))

    def stop(self, intent_id: str) -> None:
        task = self._tasks.get(intent_id)
        if task is not None:
            task.cancel()
            self._end(intent_id)

    def _save_to(self, intent_id: str, path: Path, *, replace: bool) -> None:
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.fetch import fetch_job

            yield from fetch_job(intent_id, path, workplace, replace=replace)

        def failed(error: AppError) -> None:
            if isinstance(error, OutputExists) and not replace and path.is_file():
                self._ask_replace(intent_id, path)
            else:
                self._bench.report.error(error)

        self._run(intent_id, work, self._tell_saved, failed)

    def _tell_saved(self, path: Path) -> None:
        self._bench.report.success(tr("{name} is saved.").format(name=path.name), str(path.parent))

    def _ask_replace(self, intent_id: str, path: Path) -> None:
        self._bench.files.dialogs.ask(
            tr("{name} is already there").format(name=path.name),
            tr("Save under another name, or replace what is there now."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._save_to(intent_id, path, replace=True)),
                Choice(tr("Another name…"), lambda: self.save(intent_id), is_safe=True),
            ),
        )

    def _run(
        self,
        intent_id: str,
        work: Callable[[Wait], Iterator[object]],
        then: Callable[[Path], None],
        failed: Callable[[AppError], None],
    ) -> None:
        if intent_id in self._tasks:
            self._bench.report.say(tr("The video is on its way already."), tr("Its row shows how far it is."))
            return

        def told(event: object) -> None:
            if isinstance(event, Fetching):
                self._jobs.tell_fetching(intent_id, round(100 * event.fraction))
            elif isinstance(event, Fetched):
                then(event.path)

        def ended(error: AppError | None = None) -> None:
            self._end(intent_id)
            if error is not None:
                failed(error)

        self._tasks[intent_id] = self._bench.background.run(work, on_event=told, on_done=ended, on_failed=ended)
        self._bench.commands.refresh()

    def _end(self, intent_id: str) -> None:
        self._tasks.pop(intent_id, None)
        self._jobs.tell_fetching(intent_id, None)
        self._bench.commands.refresh()
