"""What tests of the window share: a workbench, a window, and that no widget is left behind."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tilewright.errors import Unreachable
from tilewright.model.composition import Composition
from tilewright.ui.application import make_application
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Service, Workplace
from ui.pseudo import Pseudo

OpenBench = Callable[..., Workbench]
OpenWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The look of the tests: light, whatever the machine says."""
    pytests = qInstallMessageHandler(None)
    make_application()  # its handler of messages would take those of the offscreen platform for warnings of ours
    qInstallMessageHandler(pytests)
    return Theme(qapp, "light")


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left_on_the_clipboard(qapp: QApplication) -> Iterator[None]:
    """The offscreen platform lets go of what lies there after Python has ended, and dies of it (PySide6 6.11; that of
    X11 does not).
    """
    yield
    qapp.clipboard().clear()


@pytest.fixture
def open_bench(theme: Theme) -> Iterator[OpenBench]:
    """Makes workbenches on the test's home; each is closed afterwards."""
    opened: list[Workbench] = []

    def make(composition: Composition | None = None) -> Workbench:
        bench = Workbench(Workplace.open(), theme, composition)
        opened.append(bench)
        return bench

    yield make
    for bench in opened:
        assert bench.close(10), "work in the background did not end"
        bench.deleteLater()
    theme.choose("light")


class Offline(Workplace):
    """A workplace whose service is never reached: nothing is started, and no picture or fact arrives."""

    def service(self, asked: str | None = None) -> Service:
        raise Unreachable("There is no service in this test.")


@pytest.fixture
def make_bench(theme: Theme) -> Iterator[OpenBench]:
    """Makes workbenches without a service; each is closed afterwards."""
    made: list[Workbench] = []

    def make(composition: Composition | None = None) -> Workbench:
        bench = Workbench(Offline.open(), theme, composition)
        made.append(bench)
        return bench

    yield make
    for bench in made:
        assert bench.close(10), "work in the background did not end"
        bench.deleteLater()
    theme.choose("light")


@pytest.fixture
def bench(open_bench: OpenBench) -> Workbench:
    """A workbench with an empty composition."""
    return open_bench()


@pytest.fixture
def open_window(open_bench: OpenBench, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Opens main windows on the test's home, shown; each is closed afterwards."""
    opened: list[MainWindow] = []

    def make(composition: Composition | None = None, size: tuple[int, int] = (1440, 900)) -> MainWindow:
        window = MainWindow(open_bench(composition))
        window.resize(*size)
        window.show()
        window.activateWindow()  # without it no shortcut is heard
        qtbot.waitUntil(window.isActiveWindow)
        window.panels.fill_now()
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.bench.files.ending.skip_question()
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """A main window with an empty composition."""
    return open_window()


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[None]:
    """Whatever is made after it speaks the language of ``ui.pseudo``."""
    translator = Pseudo(qapp)
    assert QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


_searched: set[Path] = set()
"""Folders at whose first test all was looked through for garbage."""


@pytest.fixture(autouse=True, scope="module")
def no_garbage_of_others_is_kept(request: pytest.FixtureRequest) -> None:
    """What was left by tests that do not look for it: later it counts as what was there before, and would stay. Now and
    then all that counted as such is looked through as well: all that pytest holds is among it, and takes its time.
    """
    if request.path.parent not in _searched:
        _searched.add(request.path.parent)
        gc.unfreeze()
    gc.collect()


@pytest.fixture(autouse=True)
def no_widget_is_left(qapp: QApplication) -> Iterator[None]:
    """A test that leaves a top-level widget behind fails. As in the program, only the UI thread looks for garbage."""
    before = set(map(id, qapp.topLevelWidgets()))
    gc.freeze()  # looking for garbage among all that was there before takes longer than most tests
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()
    left = [widget for widget in qapp.topLevelWidgets() if id(widget) not in before and not _is_qts_own(widget)]
    assert not left, f"widgets left behind: {', '.join(map(repr, left))}"


def _is_qts_own(widget: QWidget) -> bool:
    """Qt keeps the window of its tooltips and of a combo box's list for later."""
    return widget.metaObject().className() in {"QTipLabel", "QComboBoxPrivateContainer", "QMenu"}
