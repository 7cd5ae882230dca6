"""Asks for one number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ...layout.expression import Unreadable
from ..words import tell
from .buttons import PlainButton
from .field import Field
from .form import FormDialog
from .labels import Label

WIDTH = 360


class NumberDialog(FormDialog):
    """``given(number)`` comes once; nothing comes of one that was closed.

    ``read`` makes the number of what is typed, and raises ``Unreadable`` with the sentence that is shown then.
    """

    given = Signal(int)

    def __init__(
        self, title: str, words: str, button: str, text: str, unit: str, read: Callable[[str], int], parent: QWidget
    ) -> None:
        super().__init__("numberDialog", title, parent, WIDTH)
        self._read = read
        self.field = Field(words, unit=unit, right=True)
        self.field.show_text(text)
        label = Label(words, "label", "2")
        label.setBuddy(self.field)
        self.said = Label("", "caption", "error", wraps=True)
        self.said.setMinimumHeight(18)
        self.button = PlainButton(button, "primary")
        for widget in (label, self.field, self.said):
            self.column.addWidget(widget)
        self.add_answer(self.button)
        self.button.clicked.connect(self._on_pressed)
        self.field.entered.connect(self.button.click)
        self.field.cancelled.connect(self.reject)
        self.field.textChanged.connect(self._check)
        self._check()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _check(self) -> int | None:
        """The number that is typed, ``None`` where it cannot be read; and say why."""
        try:
            number = self._read(self.field.text())
        except Unreadable as error:
            sentence = tell(error.sentence) if self.field.text().strip() else ""
            self.said.setText(sentence)
            self.field.setAccessibleDescription(sentence)
            self.button.setEnabled(False)
            return None
        self.said.setText("")
        self.field.setAccessibleDescription("")
        self.button.setEnabled(True)
        return number

    def _on_pressed(self) -> None:
        number = self._check()
        if number is not None:
            self.accept()
            self.given.emit(number)
