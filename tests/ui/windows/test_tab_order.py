"""Tab through the whole window: in the order in which one reads it, and nobody is trapped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.ui.windows.main import MainWindow
from ui.conftest import OpenWindow


def walk(window: MainWindow, key: Qt.Key, most: int = 200) -> list[QWidget]:
    """What has the focus, press after press, until it is where it was first."""
    app, seen = QApplication.instance(), []
    assert isinstance(app, QApplication)
    while len(seen) < most:
        now = app.focusWidget()
        assert now is not None
        if seen and now is seen[0]:
            return seen
        seen.append(now)
        QTest.keyClick(now, key)
    raise AssertionError(f"after {most} presses at {now.accessibleName()}")


def part_of(widget: QWidget, window: MainWindow) -> str:
    for name, part in {
        "head": window.menuWidget(),
        "left": window.docks.dock("left"),
        "centre": window.centralWidget(),
        "bottom": window.docks.dock("bottom"),
        "right": window.docks.dock("right"),
    }.items():
        if part.isAncestorOf(widget):
            return name
    return "elsewhere"


def test_that_tab_goes_through_the_window_as_one_reads_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(composition(tile("a"), tile("b", 20)))
    window.bench.session.select(["a"])
    qtbot.wait(50)
    first = window.findChild(QWidget, "submitButton")
    assert first is not None
    first.setFocus(Qt.FocusReason.TabFocusReason)
    stops = walk(window, Qt.Key.Key_Tab)
    parts = list(dict.fromkeys(part_of(stop, window) for stop in stops))
    assert parts == ["head", "left", "centre", "bottom", "right"]
    assert {"tileX", "tileY", "tileTable", "canvas"} <= {stop.objectName() for stop in stops}
    first.setFocus(Qt.FocusReason.TabFocusReason)
    back = walk(window, Qt.Key.Key_Backtab)
    assert {id(stop) for stop in back} == {id(stop) for stop in stops}
