"""Editing a part of a row in its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from ..theme import tokens
from ..widgets.field import Field
from ..widgets.labels import Label

Accept = Callable[[str], str]
"""Takes what was typed over, and says what is wrong with it if it cannot; empty when it was taken."""


ROUND = 28
"""Pixels that a field takes around its text, with the cursor behind it."""


class InlineEditor(Field):
    """A field over ``place`` in a row, and over what stands before that where the text needs it. Enter takes what was
    typed over, Esc leaves it; so do leaving what cannot be taken and Enter where nothing was typed.

    ``closed`` tells whether it had the focus.
    """

    closed = Signal(bool)

    def __init__(self, name: str, text: str, place: QRect, accept: Accept, table: QWidget, ground: QWidget) -> None:
        super().__init__(name, parent=ground)
        self._accept, self._is_closed, self._offered = accept, False, text
        self.setObjectName("rowEditor")
        self.setText(text)
        height = tokens.size("button_small")
        self.setFixedHeight(height)
        self.ensurePolished()
        end, wanted = place.x() + place.width() + 2, self.fontMetrics().horizontalAdvance(text) + ROUND
        left = max(0, min(place.x() - 8, end - wanted))
        self.setGeometry(QRect(left, place.center().y() - height // 2, end - left, height))
        self._window = table.window()
        self._bubble = Label("", "caption", "error", self._window, wraps=True)
        self._bubble.setProperty("panel", "raised")
        self._bubble.setContentsMargins(8, 4, 8, 4)
        self._bubble.hide()
        self.accepted.connect(self._on_accepted)
        self.cancelled.connect(self.close_editor)
        self.textEdited.connect(self._forgive)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def trouble(self) -> str:
        """What is wrong with what was typed, as it is said below the field."""
        return self._bubble.text()

    def close_editor(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            had_focus = self.hasFocus()
            self.hide()
            self._bubble.hide()
            self._bubble.deleteLater()
            self.closed.emit(had_focus)
            self.deleteLater()

    def _on_accepted(self) -> None:
        if self._is_closed:
            return
        has_focus = self.hasFocus()
        is_left = self.text() == self._offered and not self.isModified()
        trouble = "" if is_left else self._accept(self.text())
        if trouble and has_focus:
            self._complain(trouble)
        else:
            self.close_editor()

    def _complain(self, sentence: str) -> None:
        self.set_state("error")
        self.setAccessibleDescription(sentence)
        self._bubble.setText(sentence)
        self._bubble.setFixedWidth(max(220, self.width()))
        self._bubble.adjustSize()
        below = self.mapTo(self._window, QPoint(0, self.height() + 2))
        if below.y() + self._bubble.height() > self._window.height():
            below = self.mapTo(self._window, QPoint(0, -self._bubble.height() - 2))
        below.setX(max(4, min(below.x(), self._window.width() - self._bubble.width() - 4)))
        self._bubble.move(below)
        self._bubble.show()
        self._bubble.raise_()

    def _forgive(self) -> None:
        self.set_state("")
        self._bubble.setText("")
        self._bubble.hide()
