"""A question: the fact as title, a sentence, and buttons that say what they do. The safe one is the default."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..widgets.buttons import PlainButton
from ..widgets.form import FormDialog
from ..widgets.labels import Label, breakable

WIDTH = 440


@dataclass(frozen=True)
class Choice:
    """One answer. ``is_safe`` is the default and stands out; ``is_way_out`` is what Esc means."""

    text: str
    run: Callable[[], object]
    is_safe: bool = False
    is_way_out: bool = False


class Question(FormDialog):
    """Opens over its window and answers later: nothing waits in a nested loop. Exactly one choice runs."""

    def __init__(self, parent: QWidget, title: str, sentence: str, choices: Sequence[Choice]) -> None:
        super().__init__("question", title, parent, WIDTH)
        self.setAccessibleDescription(sentence)
        self._choices = tuple(choices)
        self._is_answered = False
        column = self.column
        column.addWidget(Label(breakable(sentence), tone="2", wraps=True))
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for number, choice in enumerate(self._choices):
            button = PlainButton(choice.text, "primary" if choice.is_safe else "")
            button.setProperty("number", number)
            button.setDefault(choice.is_safe)
            button.clicked.connect(self._on_pressed)
            row.addWidget(button)
            if choice.is_safe:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        column.addLayout(row)
        self.setMinimumHeight(column.heightForWidth(WIDTH))  # the layout alone asks for what it is at another width

    def _on_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._answer(self._choices[int(sender.property("number"))])

    def _answer(self, choice: Choice) -> None:
        if self._is_answered:
            return
        self._is_answered = True
        self.accept()
        choice.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc, or closed: the way out, if there is one; else nothing happens."""
        way_out = next((choice for choice in self._choices if choice.is_way_out), None)
        if way_out is not None and not self._is_answered:
            self._answer(way_out)
        else:
            super().reject()


def ask(parent: QWidget, title: str, sentence: str, choices: Sequence[Choice]) -> Question:
    """Open a question over ``parent``."""
    question = Question(parent, title, sentence, choices)
    question.open()
    return question
