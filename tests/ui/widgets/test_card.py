"""A card's buttons: whole, beside each other where there is room, else in lines."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tilewright.ui.theme.theme import Theme
from tilewright.ui.widgets.buttons import PlainButton
from tilewright.ui.widgets.card import Card

BUTTONS = ("Show field", "Reopen as composition", "Submit again")


def shown(qtbot: QtBot, width: int, *buttons: str) -> tuple[QWidget, Card]:
    """A window, which has to be held, and its card in a column of that width."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    card = Card("error", "The service may not write the result where it should go. " * 3, *buttons)
    column.addWidget(card)
    column.addStretch(1)
    window.setFixedSize(width + 2 * column.contentsMargins().left(), 500)
    window.show()
    qtbot.waitExposed(window)
    return window, card


@pytest.mark.parametrize(("width", "lines"), [(560, 1), (360, 2), (240, 3)])
def test_that_buttons_are_whole_whatever_the_width(theme: Theme, qtbot: QtBot, width: int, lines: int) -> None:
    _window, card = shown(qtbot, width, *BUTTONS)
    assert len({button.y() for button in card.buttons}) == lines
    places = [QRect(button.mapTo(card, QPoint()), button.size()) for button in card.buttons]
    assert all(card.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in itertools.combinations(places, 2))
    assert all(button.width() >= button.sizeHint().width() for button in card.buttons)
    assert card.words.height() >= card.words.heightForWidth(card.words.width())
    assert card.words.geometry().bottom() < min(place.y() for place in places)


def test_that_a_button_in_the_corner_takes_no_room_from_the_others(theme: Theme, qtbot: QtBot) -> None:
    text = "Keep its shape: 178 × 100"
    _window, card = shown(qtbot, 240, text)
    corner = QPushButton()
    corner.setFixedSize(24, 24)
    card.add_corner(corner)
    corner.show()
    (button,) = card.buttons
    qtbot.waitUntil(lambda: corner.x() > card.words.geometry().right())
    assert button.width() >= button.sizeHint().width()
    assert card.rect().contains(QRect(button.mapTo(card, QPoint()), button.size()))
    assert corner.geometry().bottom() < button.mapTo(card, QPoint()).y()
    assert card.words.height() >= card.words.heightForWidth(card.words.width())


def test_that_a_button_wider_than_the_card_is_cut_there_and_whole_in_its_tooltip(theme: Theme, qtbot: QtBot) -> None:
    text = "Use these even pixels: 36, 170, 1314 × 740, all of them"
    _window, card = shown(qtbot, 240, text)
    (button,) = card.buttons
    assert card.rect().contains(QRect(button.mapTo(card, QPoint()), button.size()))
    assert (button.text(), button.toolTip()) == (text, text)
    _wide, other = shown(qtbot, 560, text)
    assert other.buttons[0].toolTip() == ""


def test_that_the_words_of_a_button_are_drawn_whole_where_there_is_room(theme: Theme, qtbot: QtBot) -> None:
    window, card = shown(qtbot, 300, "Remove it")
    (button,) = card.buttons
    plain = PlainButton("Remove it", height=button.height())
    plain.setParent(window)
    plain.resize(button.size())
    plain.show()
    assert button.grab().toImage() == plain.grab().toImage()
