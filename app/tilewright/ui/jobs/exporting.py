"""The jobs that are shown, as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ...errors import AppError, OutputExists
from ...jobs.wanted import Wanted
from ..background import Wait
from ..windows.question import Choice
from ..words import tr

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs

NAME = "jobs.csv"


class JobExport(QObject):
    """``wanted`` says which jobs are shown. One export is written at a time."""

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs
        self._is_writing = False
        self.wanted: Callable[[], Wanted] = Wanted

    def why_not(self) -> str:
        if self._is_writing:
            return tr("Jobs are being written already")
        return "" if self._jobs.total else tr("There are no jobs yet")

    def export(self) -> None:
        """Ask for a file, and write all jobs to it that fit what is looked for."""
        self._bench.files.dialogs.save_table(NAME, lambda chosen: self._write(chosen[0], replace=False))

    def _write(self, path: Path, *, replace: bool) -> None:
        wanted, workplace = self.wanted(), self._bench.workplace
        written: list[object] = []
        self._is_writing = True
        self._bench.commands.refresh()

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.export_jobs import export_jobs

            for told in export_jobs(path, wanted, workplace, replace=replace):
                yield told.count if told.is_whole else None

        def done() -> None:
            self._end()  # whoever reads that it is written can write again
            for count in written:
                self._tell_written(path, count)

        def failed(error: AppError) -> None:
            self._end()
            if isinstance(error, OutputExists) and not replace and path.is_file():
                self._ask_replace(path)
            else:
                self._bench.report.error(error)

        self._bench.background.run(work, on_event=written.append, on_done=done, on_failed=failed)

    def _tell_written(self, path: Path, count: object) -> None:
        if isinstance(count, int):
            text = tr("1 job is in {name}.") if count == 1 else tr("{count} jobs are in {name}.")
            self._bench.report.success(text.format(count=count, name=path.name), str(path.parent))

    def _end(self) -> None:
        self._is_writing = False
        self._bench.commands.refresh()

    def _ask_replace(self, path: Path) -> None:
        self._bench.files.dialogs.ask(
            tr("{name} is already there").format(name=path.name),
            tr("Save under another name, or replace what is there now."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._write(path, replace=True)),
                Choice(tr("Another name…"), self.export, is_safe=True),
            ),
        )
