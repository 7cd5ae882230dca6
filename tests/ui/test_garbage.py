"""Qt objects of ours are destroyed in the UI thread: with what they belong to, and never as garbage elsewhere."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.ui.garbage import LOOK_MS, Garbage
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench

from .conftest import Offline


def ours() -> list[QObject]:
    """What is alive of the window's own Qt objects."""
    found = [thing for thing in gc.get_objects() if isinstance(thing, QObject)]
    return [one for one in found if type(one).__module__.startswith("tilewright.") and shiboken6.isValid(one)]


@pytest.fixture
def used(theme: Theme, qtbot: QtBot) -> Iterator[tuple[MainWindow, set[int]]]:
    """A window in which everything was looked at, and which objects were there before it."""
    before = set(map(id, ours()))
    bench = Workbench(Offline.open(), theme, composition(tile("a"), tile("b")))
    window = MainWindow(bench)
    bench.setParent(window)  # as in the program
    window.show()
    window.panels.fill_now()
    for command_id in ("edit.select-all", "view.jobs", "view.problems", "view.request", "layout.gallery"):
        window.bench.commands.run(command_id)
        qtbot.wait(20)
    for page in all_pages():
        window.bench.page_wanted.emit(page.id, "")
    for command_id in ("file.accounts", "help.keys", "help.palette"):
        window.bench.commands.run(command_id)
        qtbot.wait(20)
        for dialog in window.findChildren(QDialog):
            dialog.close()
    yield window, before
    if shiboken6.isValid(window):
        destroy(window)


def destroy(window: MainWindow) -> None:
    window.bench.files.ending.skip_question()
    window.close()
    assert window.bench.close(10)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_all_qt_objects_belong_to_the_window(used: tuple[MainWindow, set[int]]) -> None:
    """What belongs to nothing is destroyed when Python finds it, wherever that is."""
    alone = [one for one in ours() if one.parent() is None and id(one) not in used[1]]
    assert sorted(type(one).__name__ for one in alone) == ["MainWindow"]


def test_that_nothing_is_left_of_a_window_that_was_destroyed(used: tuple[MainWindow, set[int]]) -> None:
    window, before = used
    assert not gc.isenabled()
    destroy(window)
    assert [one for one in ours() if id(one) not in before] == []


class _Cycle(QObject):
    """Garbage as soon as nobody else knows it."""

    def __init__(self, ended: list[str]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: ended.append(threading.current_thread().name))


def _make_objects_elsewhere() -> list[list[int]]:
    """As many as make Python look for garbage several times."""
    made: list[list[int]] = []
    thread = threading.Thread(target=lambda: made.extend([number] for number in range(100_000)), name="elsewhere")
    thread.start()
    thread.join()
    return made


def test_that_python_destroys_a_qt_object_wherever_it_finds_it(qapp: QApplication) -> None:
    gc.enable()
    ended: list[str] = []
    _Cycle(ended)
    _make_objects_elsewhere()
    assert ended == ["elsewhere"]


def test_that_garbage_is_looked_for_in_the_ui_thread_only(qtbot: QtBot) -> None:
    garbage = Garbage()
    try:
        ended: list[str] = []
        _Cycle(ended)
        kept = _make_objects_elsewhere()
        assert ended == []
        qtbot.waitUntil(lambda: ended == ["MainThread"], timeout=20 * LOOK_MS)
        assert kept
    finally:
        garbage.stop()
    assert gc.isenabled()
