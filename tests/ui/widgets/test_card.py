"""A card's buttons: whole, beside each other where there is room, else in lines."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tilewright.ui.theme.theme import Theme
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
    for button in card.buttons:
        assert button.width() >= button.sizeHint().width()
        assert card.rect().contains(button.geometry())
    assert card.words.height() >= card.words.heightForWidth(card.words.width())
    assert card.words.geometry().bottom() < min(button.y() for button in card.buttons)


def test_that_a_card_goes_with_its_buttons(theme: Theme, qtbot: QtBot) -> None:
    _window, card = shown(qtbot, 360, *BUTTONS)
    card.buttons[1].deleteLater()
    qtbot.wait(1)
    assert card.layout() is not None
    card.deleteLater()
    qtbot.wait(1)
    gc.collect()
