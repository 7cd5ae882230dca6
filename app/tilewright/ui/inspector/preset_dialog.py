"""Asks what a preset is called and what it is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...model.named import LONGEST_NAME, clean_line
from ...model.preset import LONGEST_DESCRIPTION
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.form import FormDialog
from ..widgets.labels import Label
from ..widgets.switch import Switch
from ..words import tr

WIDTH = 440


class PresetDialog(FormDialog):
    """``named(name, description, with_size)`` comes once; nothing comes of one that was closed.

    ``taken`` are the names of other presets. ``size`` is the frame that the preset may hold, ``None`` where that is not
    asked; ``holds_size`` is what the switch says at first.
    """

    named = Signal(str, str, bool)

    def __init__(
        self,
        title: str,
        button: str,
        parent: QWidget,
        *,
        taken: Sequence[str],
        name: str = "",
        description: str = "",
        size: tuple[int, int] | None = None,
        holds_size: bool = False,
    ) -> None:
        super().__init__("presetDialog", title, parent, WIDTH)
        self._taken = {each.casefold() for each in taken}
        column = self.column
        self.name = self._add_field(column, tr("Name of the preset"), name, LONGEST_NAME)
        self.said = Label("", "caption", "3", wraps=True)
        self.said.setMinimumHeight(18)
        column.addWidget(self.said)
        self.description = self._add_field(column, tr("What it is for"), description, LONGEST_DESCRIPTION)
        self.with_size = Switch(tr("Set the size of the frame, too"))
        self.with_size.setChecked(holds_size)
        if size is None:
            self.with_size.setParent(self)
            self.with_size.hide()
        else:
            words = tr("Set the size of the frame, too: {width} × {height}")
            self._add_switch(column, words.format(width=size[0], height=size[1]))
        column.addSpacing(8)
        self.button = PlainButton(button, "primary")
        self.button.clicked.connect(self._on_pressed)
        self.add_answer(self.button)
        self.name.textChanged.connect(self._check)
        for field in (self.name, self.description):
            field.entered.connect(self.button.click)
            field.cancelled.connect(self.reject)
        self._check()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _add_field(self, column: QVBoxLayout, words: str, text: str, longest: int) -> Field:
        field = Field(words)
        field.setMaxLength(longest)
        field.show_text(text)
        label = Label(words, "label", "2")
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def _add_switch(self, column: QVBoxLayout, words: str) -> None:
        line = QWidget()
        line.setMinimumHeight(tokens.size("field"))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(words, wraps=True), 1)
        row.addWidget(self.with_size)
        column.addWidget(line)

    def _check(self) -> None:
        name = clean_line(self.name.text(), LONGEST_NAME)
        is_taken = name.casefold() in self._taken
        self.name.set_state("error" if is_taken else "")
        self.said.setText(tr("There is a preset of this name. Choose another.") if is_taken else "")
        self.name.setAccessibleDescription(self.said.text())
        self.button.setEnabled(bool(name) and not is_taken)

    def _on_pressed(self) -> None:
        name = clean_line(self.name.text(), LONGEST_NAME)
        description = clean_line(self.description.text(), LONGEST_DESCRIPTION)
        self.accept()
        self.named.emit(name, description, self.with_size.isChecked())
