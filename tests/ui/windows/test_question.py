"""A question is read whole, however long it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tilewright.ui.theme.theme import Theme
from tilewright.ui.widgets.buttons import PlainButton
from tilewright.ui.widgets.labels import Label
from tilewright.ui.windows.question import Choice, ask

SENTENCE = "Each of them has a name, a bucket and a region in its list; keys never stand in a file."


@pytest.mark.parametrize("sentence", ["Short.", SENTENCE, "\n\n".join([SENTENCE] * 4)], ids=["short", "one", "four"])
def test_that_no_line_of_a_question_is_cut_off(theme: Theme, qtbot: QtBot, sentence: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    question = ask(window, "Accounts are set up in a file with a rather long name", sentence, (Choice("Close", int),))
    qtbot.waitUntil(question.isVisible)
    whole = QRect(0, 0, question.width(), question.height())
    for label in question.findChildren(Label):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert whole.contains(label.geometry())
    (button,) = question.findChildren(PlainButton)
    assert whole.contains(button.geometry())
    question.close()
