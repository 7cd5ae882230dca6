"""Where the keyboard is when the window opens."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tilewright.ui.windows.main import MainWindow


def test_that_the_canvas_has_the_keyboard_when_the_window_opens(window: MainWindow) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "canvas"
