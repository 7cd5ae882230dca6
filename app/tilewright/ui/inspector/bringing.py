"""Choosing a file of this computer for a field that holds an address: it is brought into the bucket first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ...errors import AppError
from ..background import Task, Wait
from ..words import tr
from ..workbench import Workbench

VIDEOS = "*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.flv *.ts *.mpg *.mpeg *.wmv"
PICTURES = "*.png *.jpg *.jpeg *.webp *.gif"


class Bringer(QObject):
    """Asks for one file and brings it. ``busy_changed`` tells when that begins and ends."""

    busy_changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._task: Task | None = None

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def ask(self, title: str, kinds: str, then: Callable[[str], None]) -> None:
        """Let the user choose a file; ``then`` is given its address in the bucket."""
        preferences = self._bench.preferences
        window = self.parent()
        dialog = QFileDialog(window if isinstance(window, QWidget) else None, title, preferences.window.last_folder)
        dialog.setObjectName("fileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        both = f"{kinds} {kinds.upper()}"
        dialog.setNameFilters([f"{title.rstrip('…')} ({both})", tr("All files") + " (*)"])
        dialog.fileSelected.connect(lambda name: self.bring(Path(name), then))
        dialog.open()

    def bring(self, path: Path, then: Callable[[str], None]) -> None:
        """Bring the file at ``path`` in the background; a failure is told, and ``then`` is not called."""
        bench, profile = self._bench, self._bench.session.target.profile
        bench.preferences.set("last_folder", str(path.parent))

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.bring import bring

            with bench.workplace.service(profile) as service:
                yield from bring(path, service)

        def on_event(event: object) -> None:
            url = getattr(event, "url", None)
            if isinstance(url, str):
                then(url)

        def on_failed(error: AppError) -> None:
            self._end()
            bench.report.error(error)

        self._task = bench.background.run(work, on_event=on_event, on_done=self._end, on_failed=on_failed)
        self.busy_changed.emit()

    def _end(self) -> None:
        self._task = None
        self.busy_changed.emit()
