"""Dropping videos on the canvas, and the menu of the right button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from support.builders import composition, tile
from support.canvas import CanvasHand
from tilewright.ui.canvas.drops import dropped
from ui.canvas.conftest import OpenCanvas

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    return open_canvas(composition(tile("a", 100, 100, 200, 150), size=(1920, 1080)))


def mime(*urls: str, text: str = "") -> QMimeData:
    made = QMimeData()
    if urls:
        made.setUrls([QUrl(url) for url in urls])
    if text:
        made.setText(text)
    return made


def drop(canvas: CanvasHand, data: QMimeData, x: float, y: float) -> bool:
    """Drop ``data`` on a point of the frame; whether it was taken."""
    point = canvas.spot(x, y)
    viewport = canvas.canvas.viewport()
    enter = QDragEnterEvent(point.toPoint(), COPY, data, LEFT, NONE)
    QApplication.sendEvent(viewport, enter)
    if not enter.isAccepted():
        return False
    assert canvas.canvas.is_target
    event = QDropEvent(point, COPY, data, LEFT, NONE)
    QApplication.sendEvent(viewport, event)
    assert not canvas.canvas.is_target
    return event.isAccepted()


def test_that_dropped_videos_are_told_with_the_place(canvas: CanvasHand) -> None:
    told: list[tuple[list[str], int, int]] = []
    canvas.bench.canvas.dropped.connect(lambda what, x, y: told.append((what, x, y)))
    assert drop(canvas, mime("file:///v/one.mp4", "https://e.invalid/two.mp4"), 300, 200)
    assert told == [(["/v/one.mp4", "https://e.invalid/two.mp4"], 300, 200)]


def test_that_files_that_cannot_be_asked_for_until_they_are_dropped_are_welcome(canvas: CanvasHand) -> None:
    told: list[list[str]] = []
    canvas.bench.canvas.dropped.connect(lambda what, *_: told.append(what))
    late = QMimeData()
    late.setData("text/uri-list", b"")
    point = canvas.spot(300, 200)
    enter = QDragEnterEvent(point.toPoint(), COPY, late, LEFT, NONE)
    QApplication.sendEvent(canvas.canvas.viewport(), enter)
    assert enter.isAccepted()
    files = mime("file:///v/one.mp4")  # an event does not keep what it brings
    QApplication.sendEvent(canvas.canvas.viewport(), QDropEvent(point, COPY, files, LEFT, NONE))
    assert told == [["/v/one.mp4"]]


def test_that_what_is_no_video_is_not_taken(canvas: CanvasHand) -> None:
    assert not drop(canvas, mime(text="only words"), 300, 200)
    assert not canvas.canvas.is_target


def test_that_addresses_come_as_lines_of_text_too() -> None:
    text = "https://e.invalid/one.mp4\nhttps://e.invalid/two.mp4\nhttps://e.invalid/one.mp4"
    assert dropped(mime(text=text)) == ["https://e.invalid/one.mp4", "https://e.invalid/two.mp4"]
    assert dropped(mime("ftp://e.invalid/one.mp4")) == []


def asked_for_menu(canvas: CanvasHand, x: float, y: float) -> QMenu | None:
    """The menu that the right button opens at a point of the frame, if it does."""
    point = canvas.spot(x, y)
    where = canvas.canvas.viewport().mapToGlobal(point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point.toPoint(), QPointF(where).toPoint())
    QApplication.sendEvent(canvas.canvas.viewport(), event)
    return canvas.canvas.findChild(QMenu)


def test_that_the_right_button_opens_no_menu_in_the_midst_of_a_gesture(canvas: CanvasHand) -> None:
    canvas.press((1200, 700)).drag(-60, -60)
    assert asked_for_menu(canvas, 1140, 640) is None
    assert canvas.canvas.overlay.shapes.band is not None
    canvas.release()
    menu = asked_for_menu(canvas, 1140, 640)
    assert menu is not None
    menu.close()


def test_that_the_right_button_chooses_and_offers_what_can_be_done(canvas: CanvasHand) -> None:
    canvas.press("a", button=Qt.MouseButton.RightButton).release()
    canvas.expect_selected("a")
    menu = asked_for_menu(canvas, 150, 150)
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[:2] == ["Duplicate", "Delete"]
    assert "Bring to front" in texts
    menu.close()


def test_that_the_right_button_on_nothing_keeps_the_selection(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.press((1500, 900), button=Qt.MouseButton.RightButton).release()
    canvas.expect_selected("a")
