"""Notices when somebody else changes or removes the open file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ..background import Background, Wait
from .standing import OnDisk

if TYPE_CHECKING:
    from ...files.version import Version

PAUSE_MS = 200
"""Programs that save write more than once; the last one counts."""


@dataclass(frozen=True)
class _Look:
    path: Path
    seen: Version
    what: OnDisk


class Watch(QObject):
    """Looks when the system tells of a change, and when the window becomes active: some folders tell nothing.

    ``found(path, what)`` tells what became of the file since it was seen.
    """

    found = Signal(object, str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._path: Path | None = None
        self._seen: Version | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_told)
        self._watcher.directoryChanged.connect(self._on_told)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    def follow(self, path: Path | None, seen: Version | None) -> None:
        """Watch ``path``, of which the version ``seen`` is known; ``None`` for nothing."""
        self._path, self._seen = path, seen
        self._soon.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        if path is not None:
            self._watcher.addPaths([str(path), str(path.parent)])

    def _on_told(self) -> None:
        self._soon.start()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def look(self) -> None:
        """Compare the file with what was seen, in the background."""
        path, seen = self._path, self._seen
        if path is None or seen is None:
            return

        def work(_: Wait) -> Iterator[object]:
            from ...files.version import is_changed

            what: OnDisk = "same"
            if is_changed(path, seen, surely=False):
                what = "changed" if path.exists() else "gone"
            yield _Look(path, seen, what)

        self._background.run(work, on_event=self._on_looked, lane="watch")

    def _on_looked(self, look: object) -> None:
        if not isinstance(look, _Look) or (look.path, look.seen) != (self._path, self._seen):
            return  # meanwhile another was opened, or this one saved
        if str(look.path) not in self._watcher.files() and look.what != "gone":
            self._watcher.addPath(str(look.path))  # the system forgets a file that was replaced
        self.found.emit(look.path, look.what)
