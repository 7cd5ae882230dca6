"""How many keys it takes to make a video, with the pointer forbidden: an event filter counts and forbids."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support import lesson
from tilewright.model.states import State
from ui.conftest import OpenWindow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
MOST_CHORDS = 14
_KINDS = QEvent.Type
POINTING = {_KINDS.MouseButtonPress, _KINDS.MouseMove, _KINDS.Wheel, _KINDS.TouchBegin, _KINDS.TabletPress}
MODIFIERS = {Key.Key_Control, Key.Key_Shift, Key.Key_Alt, Key.Key_Meta}


class Counter(QObject):
    """Sees what reaches the windows of the program: chords are counted, pointers are noted."""

    def __init__(self) -> None:
        super().__init__()
        self.chords, self.pointers = 0, list[str]()

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if isinstance(target, QWindow):
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                self.chords += event.key() not in MODIFIERS
            elif event.type() in POINTING:
                self.pointers.append(event.type().name)
        return False


def press(key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """As the keyboard does: to the window that has the focus, wherever that leads."""
    QApplication.processEvents()
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, key, modifiers)


@pytest.mark.full
def test_that_four_videos_two_by_two_are_made_with_fourteen_chords_and_no_pointer(
    qapp: QApplication, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    bench = window.bench
    bench.files.put_fresh()
    qtbot.waitUntil(lambda: not bench.session.composition.tiles)
    QGuiApplication.clipboard().setText("\n".join(map(str, lesson.make_videos(tmp_path))))
    counter = Counter()
    qapp.installEventFilter(counter)
    try:
        press(Key.Key_V, CTRL)
        qtbot.waitUntil(lambda: len(bench.session.composition.tiles) == 4, timeout=60_000)
        press(Key.Key_K, CTRL)
        for key in (Key.Key_2, Key.Key_X, Key.Key_2, Key.Key_Return):
            press(key)
        qtbot.waitUntil(lambda: bench.arranging.name == "2x2")
        press(Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: bool(bench.jobs.intents), timeout=60_000)
        qtbot.waitUntil(lambda: bench.jobs.intents[0].state == State.SUCCESS, timeout=180_000)
    finally:
        qapp.removeEventFilter(counter)
    assert counter.pointers == []
    assert 0 < counter.chords <= MOST_CHORDS
