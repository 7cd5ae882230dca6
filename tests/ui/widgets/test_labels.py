"""Words on panels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tilewright.ui.theme.theme import Theme
from tilewright.ui.widgets.labels import Sentences, breakable


def test_that_only_long_words_may_be_cut_and_nothing_is_lost() -> None:
    text = "Bring it to https://studio-1250000000.cos.local.myqcloud.com/input/a.mp4, then 1.5 s."
    cut = breakable(text)
    assert cut.replace("\u200b", "") == text
    assert "/\u200binput" in cut
    assert cut.endswith(", then 1.5 s.")
    assert max(map(len, breakable("n" * 90).split("\u200b"))) == 24


def test_that_what_may_be_cut_is_copied_as_it_was(theme: Theme, qtbot: QtBot) -> None:
    told = f"The service has the job twice:\n• {'j8f1c0d2' * 4} was cancelled.\n• input/lesson-of-monday-morning.mp4"
    label = Sentences(told)
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    middle = label.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, label.mapToGlobal(middle))
    QApplication.sendEvent(label, asked)
    menu = label.findChild(QMenu)
    assert menu is not None
    copy, select_all = menu.actions()
    assert not copy.isEnabled()
    select_all.trigger()
    menu.close()
    qtbot.waitUntil(lambda: label.findChild(QMenu) is None)
    QGuiApplication.clipboard().clear()
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == told
