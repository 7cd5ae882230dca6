"""Starts the window and runs it until it is closed."""

from __future__ import annotations

import functools
import gc
import importlib
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from .. import __version__, settings
from ..assets import resource
from ..errors import AppError, LocalTrouble
from ..model.composition import Composition
from ..model.document import decode
from ..text import say
from .background import Background, Wait
from .garbage import Garbage
from .theme.theme import Theme
from .turns import Turns
from .windows.early import Early
from .windows.first_paint import FirstPaint
from .windows.main import MainWindow
from .words import load_translations

if TYPE_CHECKING:
    from ..files.recovery import Slot, State
    from ..usecases.workplace import Workplace
    from .workbench import Workbench

_LATE = (
    "..log",
    "..usecases.workplace",
    ".workbench",
    ".commands.groups",
    ".files.desk",
    ".files.start",
    ".windows.bottom",
    ".windows.docks",
    ".windows.first_steps",
    ".windows.menus",
    ".windows.overlays",
    ".windows.panels",
    ".windows.toasts",
    ".windows.toolbar",
    ".windows.furnishing",
)

USUAL_FRAME = (1920, 1080)

logger = logging.getLogger(__name__)
qt_logger = logging.getLogger("tilewright.qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def main(arguments: Sequence[str]) -> int:
    """Open the window, with the file of ``arguments`` if there is one, and stay until it is closed; the exit code.

    Raises the errors of the home, before there is a window to tell them in.
    """
    home = settings.home()
    loaded, trouble = settings.load_or_default(home)
    application = make_application()
    theme = Theme(application, loaded.window.look)
    window = MainWindow()
    window.place.restore(loaded.window.place)
    window.show_outlines(_first_glance(loaded.window))

    found = _Found(Path(arguments[0]) if arguments else None)
    if trouble is not None:
        found.take(trouble)

    def fetched() -> None:
        from ..usecases.workplace import Workplace

        turns.follow(_while_seen(window, _open(window, Workplace(home, loaded, os.environ), theme, early, found)))

    def failed(error: AppError) -> None:
        found.take(error)
        fetched()

    turns = Turns(window)
    background = Background(application)
    garbage = Garbage(application)

    def fetch() -> None:
        work = functools.partial(_fetch, home, takes_up=found.file is None)
        background.run(work, on_event=found.take, on_done=fetched, on_failed=failed)

    first_paint = FirstPaint(window)
    first_paint.painted.connect(fetch)
    window.show()
    early = Early(window)
    window.closed.connect(lambda: application.exit(0))  # Qt ends with the last window that is seen; this may be hidden
    watcher = _EndBySignal(lambda: window.desk.end() if window.is_furnished else window.close(), application)
    try:
        return application.exec()
    finally:
        watcher.stop()
        background.close()
        garbage.stop()


@dataclass
class _Found:
    """What the window is to begin with: the ``file`` that was asked for, or what was ``left`` unsaved; and the
    ``troubles`` on the way, to be told there.
    """

    file: Path | None
    left: tuple[Slot, State] | None = None
    troubles: list[AppError] = field(default_factory=list)

    def take(self, event: object) -> None:
        if isinstance(event, tuple):
            self.left = event
        elif isinstance(event, AppError):
            self.troubles.append(event)


def _fetch(home: Path, _: Wait, *, takes_up: bool) -> Iterator[object]:
    """What the window is made of, here where it does not hold the hand up: it takes longer than being seen. With
    ``takes_up`` also what was left unsaved. The log comes first; a window without one is better than none.
    """
    from .. import log

    try:
        log.start(home)
    except AppError as error:
        yield error
    for name in _LATE:
        yield importlib.import_module(name, __package__)
    _meet_classes()
    from .theme import icons  # late: it brings what reads SVG

    icons.read_all()
    if takes_up:
        from ..files.recovery import take_newest

        yield take_newest(home)


def _first_glance(remembered: settings.Window) -> Composition:
    """What the window shows before it knows more: the outlines of the sample at the very first start, else a frame."""
    if remembered.has_started:
        return Composition().with_frame(*USUAL_FRAME)
    return decode(resource("samples", "sample.tilewright").read_bytes(), "sample.tilewright")


def make_application() -> QApplication:
    """The QApplication of this process, with its name and Qt's words in the log."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["tilewright"])
    application.setApplicationName("tilewright")
    application.setApplicationDisplayName("Tilewright")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("tilewright")
    QLocale.setDefault(QLocale.c() if QLocale().language() == QLocale.Language.C else QLocale())
    qInstallMessageHandler(_on_qt_message)
    if existing is None:
        load_translations(application)
    return application


def open_window(application: QApplication, workplace: Workplace) -> MainWindow:
    """A window with everything in it, shown, at once; what was left unsaved is not looked for."""
    window = MainWindow()
    window.place.restore(workplace.settings.window.place)
    theme = Theme(application, workplace.settings.window.look)
    window.winId()  # now it has the handle before which the hand is stopped
    for _ in _furnish(window, workplace, theme, Early(window), _Found(None)):
        pass
    return window


def _open(
    window: MainWindow,
    workplace: Workplace,
    theme: Theme,
    early: Early,
    found: _Found,
) -> Iterator[None]:
    """Furnish the window of this process. What is imported by then, and with the last panel, is not looked at for
    garbage any more: it stays, and looking would take a slot half of its time.
    """
    gc.freeze()
    yield from _furnish(window, workplace, theme, early, found)
    for trouble in found.troubles:
        window.bench.report.error(trouble)
    window.panels.filled.connect(gc.freeze)


def _meet_classes() -> None:
    """PySide makes its classes of Qt's when it first meets them: a hundred of them, in 30 ms and more, at the first
    object that could be any, which is the viewport of the canvas, or what Tab finds among the children of a widget.
    """
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name, None)


def _furnish(window: MainWindow, workplace: Workplace, theme: Theme, early: Early, found: _Found) -> Iterator[None]:
    """Put everything in, and what is to be worked on; yields where a turn of the loop may end. The hand is let in
    last: half of a window takes half of what it does.
    """
    from .files.start import start
    from .workbench import Workbench

    def let_in() -> None:
        window.setUpdatesEnabled(True)
        window.show()
        bench.commands.release()
        early.end(window.desk.take, bench.files.opener)

    bench = Workbench(workplace, theme)
    bench.hold()  # until the last panel is there
    bench.commands.hold()
    bench.setParent(window)
    yield
    window.setUpdatesEnabled(False)  # nobody sees it half empty, until it is unveiled
    yield from window.furnish(bench)
    sys.excepthook = _Guard(bench)
    yield
    try:
        start(bench, found.file, found.left)
        yield
        yield from window.unveil()
        window.first_steps.start()
        yield
    except Exception:
        let_in()  # what nobody foresaw is told in a window that can be used
        raise
    let_in()


def _while_seen(window: MainWindow, work: Iterator[None]) -> Iterator[None]:
    """The work, until it is done or the window was closed."""
    while window.isVisible() and next(work, work) is not work:
        yield


class _Guard:
    """What nobody foresaw is logged and told in one sentence; the window goes on."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        logger.error("A mistake of Tilewright", exc_info=(kind, error, trace))
        # Python keeps the last traceback, and with it the painter of a paint event that failed: nothing could be
        # painted on that widget any more.
        traceback.clear_frames(trace)
        place = self._bench.workplace.home / "log" / "tilewright.log"
        self._bench.report.error(
            LocalTrouble(
                "Tilewright made a mistake; your composition is as it was.",
                say("What happened is written in {place}. Report it with that file.", place=place),
            )
        )


class _EndBySignal(QObject):
    """Ctrl+C, SIGTERM and the end of its terminal close the window without a question: what is not saved is there at
    the next start.

    Python runs signal handlers only between its own instructions, and Qt's loop is none: a socket wakes it.
    """

    def __init__(self, close: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._old_wakeup = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._old = {number: signal.signal(number, self._on_signal) for number in _ending_signals()}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Nothing: the byte on the socket does it, in Qt's loop."""

    def _on_woken(self) -> None:
        self._reader.recv(64)
        self._close()

    def stop(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._old_wakeup)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()


def _ending_signals() -> Iterator[signal.Signals]:
    """SIGHUP not where `nohup` wants us to go on, and Windows has none."""
    yield from (signal.SIGINT, signal.SIGTERM)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        yield signal.SIGHUP


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    qt_logger.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
