"""The hints of the first start on a real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright import settings
from tilewright.layout.rect import Rect
from tilewright.ui.windows.hints import HintCard
from tilewright.ui.windows.main import SMALLEST, MainWindow
from ui.conftest import OpenWindow


@pytest.fixture
def hinting(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    return begin(open_window(size=(1440, 900)), qtbot)


def begin(window: MainWindow, qtbot: QtBot) -> MainWindow:
    if window.findChild(QWidget, "canvas") is None:
        window.panels.centre.setObjectName("canvas")
    window.first_steps.start()
    qtbot.waitUntil(lambda: bool(window.first_steps.hints.shown))
    return window


def ids(window: MainWindow) -> list[str]:
    return [card.hint.id for card in window.first_steps.hints.shown]


def card(window: MainWindow, name: str) -> HintCard:
    return next(one for one in window.first_steps.hints.shown if one.hint.id == name)


def test_that_a_wide_window_shows_three_hints_in_the_window_and_none_over_another(hinting: MainWindow) -> None:
    assert ids(hinting) == ["canvas", "submit", "jobs"]
    cards = hinting.first_steps.hints.shown
    for one in cards:
        assert hinting.rect().contains(one.geometry())
        assert one.width() == 268
        assert not any(one.geometry().intersects(other.geometry()) for other in cards if other is not one)
    submit = hinting.toolbar.submit_button
    assert card(hinting, "submit").y() >= submit.mapTo(hinting, submit.rect().bottomLeft()).y()


def test_that_hints_take_no_focus(hinting: MainWindow) -> None:
    focus = QApplication.focusWidget()
    assert focus is None or not isinstance(focus.parent(), HintCard)


def test_that_each_goes_for_good(hinting: MainWindow, open_window: OpenWindow, qtbot: QtBot) -> None:
    button = card(hinting, "submit").button
    assert button.accessibleName() == "Got it: Submit when it looks right"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ids(hinting) == ["canvas", "jobs"]
    hinting.close()
    again = begin(open_window(size=(1440, 900)), qtbot)
    assert ids(again) == ["canvas", "jobs"]


def test_that_escape_sends_all_of_them_away(hinting: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(hinting, Qt.Key.Key_Escape)
    assert ids(hinting) == []
    hinting.bench.preferences.save()
    assert settings.load(hinting.bench.workplace.home).window.hints_gone == ("canvas", "submit", "jobs")


def test_that_a_small_window_shows_one_after_the_other(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = begin(open_window(size=SMALLEST), qtbot)
    seen = []
    while ids(window):
        (one,) = ids(window)
        seen.append(one)
        assert window.rect().contains(card(window, one).geometry())
        qtbot.mouseClick(card(window, one).button, Qt.MouseButton.LeftButton)
    assert seen == ["canvas", "submit", "jobs"]


def test_that_advice_that_was_followed_goes_by_itself(hinting: MainWindow, qtbot: QtBot) -> None:
    hinting.bench.session.document.apply(composition(tile("a")), "Move")
    assert ids(hinting) == ["submit", "jobs"]
    hinting.bottom.tabs.tabBarClicked.emit(hinting.bottom.index("jobs"))
    assert ids(hinting) == ["submit"]


def test_that_a_hint_moves_with_what_it_points_at(hinting: MainWindow, qtbot: QtBot) -> None:
    before = card(hinting, "submit").x()
    hinting.resize(1600, 900)
    qtbot.waitUntil(lambda: card(hinting, "submit").x() > before + 100)


def test_that_a_message_lies_under_no_hint_of_the_canvas(hinting: MainWindow, qtbot: QtBot) -> None:
    hint = card(hinting, "canvas")
    hinting.bench.report.say("Sample is done", "Its video is in Videos.")
    (toast,) = hinting.toasts.shown
    centre = hinting.panels.centre
    hint.move(toast.mapTo(hinting, QPoint()))  # wherever it may have been

    def is_apart() -> bool:
        return not hint.geometry().intersects(QRect(toast.mapTo(hinting, QPoint()), toast.size()))

    hinting.first_steps.hints.refresh()
    qtbot.waitUntil(is_apart)
    assert centre.geometry().intersects(hint.geometry())
    hinting.bench.report.say("Another is done", "Its video is in Videos, too.")
    hinting.bench.report.say("One more is done", "Its video is in Videos, and it has a longer name.")
    qtbot.waitUntil(
        lambda: (
            not any(
                hint.geometry().intersects(QRect(shown.mapTo(hinting, QPoint()), shown.size()))
                for shown in hinting.toasts.shown
            )
        )
    )


def test_that_nothing_is_shown_once_all_are_gone(hinting: MainWindow, open_window: OpenWindow, qtbot: QtBot) -> None:
    hinting.first_steps.hints.end_all()
    hinting.close()
    again = open_window()
    again.first_steps.start()
    qtbot.wait(300)
    assert again.findChildren(HintCard) == []


def test_that_the_hint_in_the_canvas_covers_no_tile_where_there_is_room_beside(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    tiles = (tile("a", 24, 114, 876, 492), tile("b", 916, 24, 340, 676))
    window = begin(open_window(composition(*tiles, size=(1280, 720)), size=(1440, 900)), qtbot)
    qtbot.wait(100)
    shown = card(window, "canvas").geometry()
    canvas = window.panels.centre.canvas
    for one in tiles:
        rect = canvas.hand.lens.rect(Rect(one.x or 0, one.y or 0, one.width or 0, one.height or 0)).toRect()
        rect.moveTo(canvas.viewport().mapTo(window, rect.topLeft()))
        assert not rect.intersects(shown)
    assert not shown.intersects(card(window, "jobs").geometry())
