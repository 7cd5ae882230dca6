"""How many gestures common layouts take in the real window."""

from __future__ import annotations

import shutil
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support import lesson
from support.builders import composition, tile
from support.clips import Card, card
from support.counting import Counter
from tilewright.layout.rect import Rect
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.layouts.gallery import AllLayouts, Gallery
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.windows.submit_button import SubmitButton
from ui.conftest import OpenWindow

Part = TypeVar("Part", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


def opened(open_window: OpenWindow, count: int) -> MainWindow:
    """Tiles that lie about in a frame of 1280 × 720."""
    tiles = (tile(f"t{n}", 13 * n, 130 * n, 200, 112 + n) for n in range(count))
    return open_window(composition(*tiles, size=(1280, 720)))


def part(window: MainWindow, kind: type[Part]) -> Part:
    (found,) = window.findChildren(kind)
    return found


def choose(window: MainWindow, layout: str) -> None:
    """Two clicks: all layouts, and the one."""
    QTest.mouseClick(part(window, Gallery).all_button, LEFT)
    everything = QApplication.activePopupWidget()
    assert isinstance(everything, AllLayouts)
    QTest.mouseClick(everything.grid.thumbnails[layout], LEFT)


def rects(window: MainWindow) -> list[Rect]:
    return [rect for there in window.bench.session.placement().tiles if (rect := there.drawn)]


def test_that_a_picture_in_picture_at_the_bottom_right_takes_at_most_four_gestures(open_window: OpenWindow) -> None:
    window = opened(open_window, 2)
    with Counter() as counted:
        choose(window, "pip-bottom-right")
    assert rects(window) == [Rect(0, 0, 1280, 720), Rect(1280 - 36 - 320, 720 - 36 - 180, 320, 180)]
    assert 1 <= counted.gestures <= 4
    assert counted.keys == 0


def test_that_a_row_of_five_with_gaps_of_16_takes_three_gestures_and_two_characters(open_window: OpenWindow) -> None:
    window = opened(open_window, 5)
    field = part(window, Gallery).spacing.gap
    with Counter() as counted:
        choose(window, "row")
        QTest.mouseClick(field, LEFT)
        QTest.keyClicks(field, "16")
    placed = rects(window)
    assert [b.x - a.right for a, b in pairwise(placed)] == [16] * 4
    assert max(rect.width for rect in placed) - min(rect.width for rect in placed) <= 1
    assert (placed[0].x, placed[-1].right) == (0, 1280)
    assert counted.gestures <= 3
    assert counted.keys == 2


def test_that_two_tiles_are_exchanged_in_one_gesture(open_window: OpenWindow) -> None:
    window = opened(open_window, 3)
    canvas = part(window, Canvas)
    before, order = rects(window), [tile.id for tile in window.bench.session.composition.tiles]
    lens = canvas.hand.lens

    def spot(rect: Rect) -> QPoint:
        return QPoint(round(lens.x(rect.right - 9)), round(lens.y(rect.bottom - 9)))

    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with Counter() as counted:
        QTest.mousePress(canvas.viewport(), LEFT, keys, spot(before[0]))
        for place in (QPointF(40, 40), QPointF(spot(before[2]))):
            there = canvas.viewport().mapToGlobal(place)
            move = QMouseEvent(QEvent.Type.MouseMove, place, there, Qt.MouseButton.NoButton, LEFT, keys)
            QApplication.sendEvent(canvas.viewport(), move)
        QTest.mouseRelease(canvas.viewport(), LEFT, keys, spot(before[2]))
    assert [tile.id for tile in window.bench.session.composition.tiles] == order[::-1]
    assert rects(window) == before
    assert counted.gestures == 1


def drop_files(window: MainWindow, files: list[Path]) -> None:
    """As a file manager drops them in the middle of the canvas."""
    data, copy, none = QMimeData(), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    viewport = part(window, Canvas).viewport()
    where = viewport.rect().center()
    enter = QDragEnterEvent(where, copy, data, LEFT, none)
    QApplication.sendEvent(viewport, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(viewport, QDropEvent(QPointF(where), copy, data, LEFT, none))


@pytest.mark.full
def test_that_four_videos_two_by_two_are_submitted_in_six_gestures_and_no_key(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """They are upright, so that the drop alone does not lay them two by two."""
    bench, files = window.bench, []
    bench.files.put_fresh()
    for name in lesson.NAMES:
        files.append(tmp_path / f"{name}.mp4")
        shutil.copy(card(Card(180, 320, lesson.COLOURS[name], 1.0, Fraction(25))), files[-1])
    with Counter() as counted:
        drop_files(window, files)
        qtbot.waitUntil(lambda: len(rects(window)) == 4 and not bench.adding.is_busy, timeout=60_000)
        assert all(one.cut(other) is None for one, other in combinations(rects(window), 2))
        assert bench.arranging.name != "2x2"
        QTest.mouseClick(part(window, Gallery).grid.thumbnails["2x2"], LEFT)
        assert bench.arranging.name == "2x2"
        qtbot.waitUntil(lambda: not part(window, SubmitButton).summary.off, timeout=60_000)
        QTest.mouseClick(part(window, SubmitButton), LEFT)
        qtbot.waitUntil(lambda: any(intent.job_id for intent in bench.jobs.intents), timeout=60_000)
    assert 3 <= counted.gestures <= 6
    assert counted.keys == 0


@pytest.mark.parametrize("count", [0, 2])
def test_that_the_counter_counts(open_window: OpenWindow, count: int) -> None:
    window = opened(open_window, 2)
    with Counter() as counted:
        for _ in range(count):
            QTest.mouseClick(part(window, Gallery).spacing.margin, LEFT)
            QTest.keyClick(part(window, Gallery).spacing.margin, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert (counted.gestures, counted.keys) == (count, count)
