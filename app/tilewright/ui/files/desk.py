"""Ties files to a window: its dialogs, its title, what is dropped on it, and its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu

from ..clipboard import paste_tiles
from ..words import tr
from ..workbench import Workbench
from .dialogs import Dialogs
from .incoming import Incoming, is_welcome, sort_mime, sort_names
from .leaving import Leaving
from .recent import RecentMenu


class Desk(QObject):
    """What a window does with files. ``file_menu`` gets the recent files behind *Open*."""

    def __init__(self, window: QMainWindow, bench: Workbench, file_menu: QMenu) -> None:
        super().__init__(window)
        self._window, self._bench, self._files = window, bench, bench.files
        self._files.attach(Dialogs(window))
        self.leaving = Leaving(window, bench)
        self.recent = RecentMenu(self._files, window)
        after = bench.commands.action("file.open-sample")
        file_menu.insertMenu(after, self.recent)
        self._files.state_changed.connect(self._show_title)
        self._files.close_wanted.connect(window.close)
        self._files.recent_wanted.connect(self._open_recent)
        bench.canvas.dropped.connect(self._on_canvas_drop)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self._on_session_end)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._show_title()

    def may_close(self, event: QCloseEvent) -> bool:
        """Whether the window closes now; else the user is asked first, or it closes later by itself, and the event is
        ignored.
        """
        if self._files.ending.allows(self._window.close) and self.leaving.may_close():
            return True
        event.ignore()
        return False

    def end(self) -> None:
        """Close without a question; what is not saved is kept for the next start."""
        self._files.ending.skip_question()
        self._window.close()

    def _on_session_end(self) -> None:
        """The user logs out: nobody is asked then, and nothing is lost."""
        self._files.ending.skip_question()

    def _show_title(self) -> None:
        self._window.setWindowTitle(f"{self._files.title}[*] — Tilewright")
        self._window.setWindowModified(self._files.has_unsaved)
        self._window.setWindowFilePath(str(self._files.path or ""))

    def _open_recent(self) -> None:
        hint = self.recent.sizeHint()
        middle = QPoint((self._window.width() - hint.width()) // 2, self._window.height() // 4)
        self.recent.popup(self._window.mapToGlobal(middle))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and is_welcome(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            incoming = sort_mime(event.mimeData())
            if incoming:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.take(incoming)
                return True
        return False

    def _on_canvas_drop(self, names: list[str], x: int, y: int) -> None:
        self.take(sort_names(names), at=(x, y))

    def take(self, incoming: Incoming, *, at: tuple[int, int] | None = None) -> None:
        """Keep presets and layouts, and open the first document; without one, add the videos, around the pixel ``at``
        of the frame, put the tiles in, or read the text as a document.
        """
        if incoming.own:
            self._files.importing.take(incoming.own)
        if incoming.documents:
            has_others = len(incoming.documents) > 1 or bool(incoming.videos)
            self._files.opener.open(incoming.documents[0], has_others=has_others)
        elif incoming.videos:
            self._bench.adding.add(incoming.videos, or_open=True, at=at)
        elif incoming.odd:
            self._bench.adding.refuse(incoming.odd)
        elif incoming.tiles:
            paste_tiles(self._bench, incoming.tiles)
        elif incoming.text:
            self._files.opener.open_text(incoming.text, tr("What was dropped"))
