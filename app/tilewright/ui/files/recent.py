"""The files opened last, and what windows have left unsaved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ..background import Task, Wait
from ..widgets.tips import set_tip
from ..words import tr

if TYPE_CHECKING:
    from ...files.recovery import LeftOver
    from .files import Files


class RecentMenu(QMenu):
    """Filled whenever it opens. A file's folder stands behind its name, as names repeat. ``removal`` takes one off."""

    def __init__(self, files: Files, parent: QWidget) -> None:
        super().__init__(tr("Open recent"), parent)
        self.setObjectName("recentMenu")
        self.setAccessibleName(tr("Open recent"))
        self.setToolTipsVisible(True)
        self._files = files
        self.removal = QMenu(tr("Remove from the list"), self)
        self.removal.setObjectName("recentRemoval")
        self.removal.setAccessibleName(self.removal.title())
        self.removal.setToolTipsVisible(True)
        self._left: tuple[LeftOver, ...] = ()
        self._task: Task | None = None
        self.aboutToShow.connect(self.fill)

    @property
    def is_looking(self) -> bool:
        """Whether it is being found out what windows left; the menu shows what was known before."""
        return self._task is not None and self._task.is_running

    def fill(self) -> None:
        self._show()
        if not self.is_looking:
            home = self._files.home

            def work(_: Wait) -> Iterator[object]:
                from ...files.recovery import left_over

                yield left_over(home)

            self._task = self._files.background.run(work, on_event=self._on_found)

    def _on_found(self, left: object) -> None:
        if isinstance(left, tuple) and left != self._left:
            self._left = left
            if not self.removal.isVisible():  # nothing goes from under a hand; the next time it is shown
                self._show()

    def _show(self) -> None:
        self.clear()
        for one in self._left:
            self._add_left_over(one)
        if self.actions():
            self.addSeparator()
        self.removal.clear()
        recent = [Path(name) for name in self._files.preferences.window.recent]
        for path in recent:
            self._add_file(path)
        if recent:
            self.addSeparator()
            self.addMenu(self.removal)
        if not self.actions():
            self.addAction(tr("No files yet")).setEnabled(False)

    def _add_left_over(self, one: LeftOver) -> None:
        when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(one.edited)), QLocale.FormatType.ShortFormat)
        action = self.addAction(tr("Not saved: {name}, {when}").format(name=_plain(one.title), when=when))
        action.setData(one.name)
        action.triggered.connect(self._on_left_over)

    def _add_file(self, path: Path) -> None:
        action = self.addAction(f"{_plain(path.name)}  —  {_plain(_short(path.parent))}")
        set_tip(action, str(path))
        action.setData(str(path))
        action.triggered.connect(self._on_file)
        remove = self.removal.addAction(action.text())
        told = tr("{path}: the file itself stays; cleaning up no longer spares the videos that only it names")
        set_tip(remove, told.format(path=path))
        remove.setData(str(path))
        remove.triggered.connect(self._on_remove)

    def _on_file(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._files.open(Path(str(action.data())))

    def _on_remove(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._files.preferences.forget_file(Path(str(action.data())))

    def _on_left_over(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            name = str(action.data())
            self._files.leave(lambda: self._take(name))

    def _take(self, name: str) -> None:
        from ...files.recovery import take

        taken = take(self._files.home, name)
        if taken is not None:
            self._files.put_left_over(*taken)


def _plain(text: str) -> str:
    """A menu takes & for the mark of a key."""
    return text.replace("&", "&&")


def _short(folder: Path) -> str:
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
