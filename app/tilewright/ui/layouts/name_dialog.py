"""Asks what a layout is called."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ...layout.gallery import LAYOUTS
from ...model.named import LONGEST_NAME, clean_line
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.form import FormDialog
from ..widgets.labels import Label
from ..words import tr
from .names import short_title

WIDTH = 400


class NameDialog(FormDialog):
    """``named(name)`` comes once; nothing comes of one that was closed.

    ``others`` are the user's other layouts: with ``replaces`` the one that gets such a name is replaced, which the
    button says; else it is refused, as the names of the gallery always are. ``note`` is told while nothing is wrong.
    """

    named = Signal(str)

    def __init__(
        self,
        title: str,
        button: str,
        parent: QWidget,
        *,
        others: Iterable[str],
        name: str = "",
        note: str = "",
        replaces: bool = False,
    ) -> None:
        super().__init__("layoutDialog", title, parent, WIDTH)
        self._others = {each.casefold() for each in others}
        self._gallery = {each.casefold() for layout in LAYOUTS for each in (layout.name, short_title(layout))}
        self._note, self._words, self._replaces = note, button, replaces
        words = tr("Name of the layout")
        self.name = Field(words)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.show_text(name)
        label = Label(words, "label", "2")
        label.setBuddy(self.name)
        self.said = Label("", "caption", "3", wraps=True)
        self.said.setMinimumHeight(18)
        for widget in (label, self.name, self.said):
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        self.button = PlainButton(button, "primary")
        self.button.clicked.connect(self._on_pressed)
        self.add_answer(self.button)
        self.name.textChanged.connect(self._check)
        self.name.entered.connect(self.button.click)
        self.name.cancelled.connect(self.reject)
        self._check()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _check(self) -> None:
        name = clean_line(self.name.text(), LONGEST_NAME)
        key = name.casefold()
        trouble, note, words = "", self._note, self._words
        if key in self._gallery:
            trouble = tr("The gallery has a layout of this name. Choose another.")
        elif key in self._others and self._replaces:
            note, words = tr("There is a layout of this name. It gets the places set here."), tr("Replace")
        elif key in self._others:
            trouble = tr("There is a layout of this name. Choose another.")
        self.name.set_state("error" if trouble else "")
        self.said.setText(trouble or note)
        self.name.setAccessibleDescription(self.said.text())
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setEnabled(bool(name) and not trouble)

    def _on_pressed(self) -> None:
        name = clean_line(self.name.text(), LONGEST_NAME)
        self.accept()
        self.named.emit(name)
