"""Tells of jobs that ended to whoever looks at another window. Nothing takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon, QWidget

from ..jobs.endings import Notice
from ..theme.icons import icon
from ..widgets.tips import set_tip, without_markup
from ..workbench import Workbench

STAY_MS = 10_000


class Tray(QObject):
    """The system's own messages. ``clicked`` when the user wants to see what one told. The icon is there only while a
    message is.
    """

    clicked = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        self._over = QTimer(self, singleShot=True, interval=STAY_MS)
        self._over.timeout.connect(self._hide)

    @property
    def is_there(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def show_message(self, title: str, text: str) -> None:
        if self._icon is None:
            self._icon = QSystemTrayIcon(icon("clapperboard"), self)
            set_tip(self._icon, QApplication.applicationDisplayName())
            self._icon.messageClicked.connect(self._on_clicked)
            self._icon.activated.connect(self._on_clicked)
        self._icon.show()
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.NoIcon, STAY_MS)
        self._over.start()

    def _on_clicked(self) -> None:
        self._hide()
        self.clicked.emit()

    def _hide(self) -> None:
        self._over.stop()
        if self._icon is not None:
            self._icon.hide()


class Notices(QObject):
    """Says by the system's tray what the window says in itself, while that is not active. Where there is no tray the
    window's entry in the task bar asks to be looked at. ``preferences.window.notifies`` switches it off.
    """

    def __init__(self, window: QMainWindow, bench: Workbench, tray: Tray | None = None) -> None:
        super().__init__(window)
        self._window, self._bench = window, bench
        self._tray = tray or Tray(window)
        self._tray.clicked.connect(self._on_clicked)
        self._shows = ""
        bench.jobs.endings.gathered.connect(self._on_ended)

    def _on_ended(self, notice: Notice) -> None:
        if self._is_seen or not self._window.isVisible() or not self._bench.preferences.window.notifies:
            return
        self._shows = notice.shows
        if self._tray.is_there:
            self._tray.show_message(notice.title, without_markup(notice.text))  # desktops take tags in it
        else:
            QApplication.alert(self._window)

    @property
    def _is_seen(self) -> bool:
        """Whether the user looks at the window, or at a dialog of it."""
        active: QWidget | None = QApplication.activeWindow()
        while active is not None and active is not self._window:
            active = active.parentWidget()
        return active is not None

    def _on_clicked(self) -> None:
        """The user wants to see the job: only now the window may come to the front."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        self._bench.commands.run("view.jobs")
        self._bench.jobs.choose(self._shows)
        self._bench.jobs.show_details(shown=True)
