"""Tiles go from window to window as text, and the keys of the clipboard are a field's own in a field."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.ui.windows.main import MainWindow
from ui.conftest import OpenWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def press(window: MainWindow, key: Qt.Key, command: str, qtbot: QtBot) -> None:
    """Ctrl and a key on the canvas, once its command knows that it can."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    canvas = window.findChild(QWidget, "canvas")
    assert canvas is not None
    canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(window.bench.commands.action(command).isEnabled)
    QTest.keyClick(canvas, key, CTRL)


def test_that_another_window_takes_the_tiles_as_text_without_secrets(open_window: OpenWindow, qtbot: QtBot) -> None:
    signed = "https://a.invalid/a.mp4?q-signature=secret"
    window = open_window(composition(tile("a", 0, 0, url=signed), tile("b", 640, 0)))
    window.bench.session.select(["a", "b"])
    press(window, Qt.Key.Key_C, "edit.copy", qtbot)
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["tilewright"] == "tiles"
    assert "secret" not in text

    other = open_window(composition(size=(1920, 1080)).replace(tiles=()))
    QGuiApplication.clipboard().setText(text)  # as it comes out of a chat: no type of our own any more
    press(other, Qt.Key.Key_V, "composition.paste-videos", qtbot)
    pasted = other.bench.session.composition.tiles
    assert [(one.url[-6:], one.x, one.y, one.width, one.height) for one in pasted] == [
        ("/a.mp4", 0, 0, 640, 360),
        ("/b.mp4", 640, 0, 640, 360),
    ]

    tile_id = pasted[0].id
    other.bench.session.select([tile_id])
    other.bench.page_wanted.emit("tile", f"tiles.{tile_id}.name")
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)
    field.setText("Ada")
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Ada"
    QTest.keyClick(field, Qt.Key.Key_X, CTRL)
    assert field.text() == ""
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.text() == "Ada"
    assert len(other.bench.session.composition.tiles) == 2
