"""How far an arrow key moves and resizes, to read and to change."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...settings import MOST_STEP
from ..preferences import Preferences
from ..widgets.field import Field
from ..widgets.labels import Label
from ..widgets.tips import set_tip
from ..words import tr

NAMES = ("nudge", "nudge_far")
DIGITS = len(str(MOST_STEP))


class KeySteps(QWidget):
    """Two numbers that hold as soon as they are typed; what is none is told, and the one before goes on to hold."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.short = Field(tr("Arrow key moves by"), tr("Arrow key moves by"), tr("px"), right=True)
        self.long = Field(tr("With Shift by"), tr("With Shift by"), tr("px"), right=True)
        self.short.setObjectName("nudge")
        self.long.setObjectName("nudgeFar")
        set_tip(self.short, tr("Pixels of the frame; with Alt it resizes by as many"))
        set_tip(self.long, tr("Pixels of the frame; with Alt it resizes by as many"))
        self.trouble = Label("", "caption", "error", wraps=True)
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in self._fields():
            field.set_steps(enabled=True)
            field.textEdited.connect(self._on_edited)
            field.filled.connect(self._on_edited)
            field.accepted.connect(self._show)
            field.cancelled.connect(self._show)
            field.stepped.connect(self._on_stepped)
            row.addWidget(field, 1)
        column.addLayout(row)
        column.addWidget(self.trouble)
        preferences.changed.connect(self._on_preference)
        self._show()

    def _fields(self) -> tuple[Field, Field]:
        return self.short, self.long

    def _show(self) -> None:
        for field, name in zip(self._fields(), NAMES, strict=True):
            field.set_state("")
            field.show_text(str(getattr(self._preferences.window, name)))
        self.trouble.hide()

    def _on_preference(self, name: str) -> None:
        if name in NAMES and not any(field.hasFocus() for field in self._fields()):
            self._show()

    def _on_edited(self) -> None:
        trouble = ""
        for field, name in zip(self._fields(), NAMES, strict=True):
            text = field.text().strip().removesuffix("px").strip()
            is_good = text.isascii() and text.isdigit() and len(text) <= DIGITS and 1 <= int(text) <= MOST_STEP
            field.set_state("" if is_good else "error")
            if is_good:
                self._preferences.set(name, int(text))
            else:
                trouble = tr("A step is a whole number from 1 to {most}.").format(most=MOST_STEP)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))

    def _on_stepped(self, step: int) -> None:
        field = self.sender()
        if isinstance(field, Field):
            name = NAMES[self._fields().index(field)]
            value = max(1, min(getattr(self._preferences.window, name) + step, MOST_STEP))
            self._preferences.set(name, value)
            field.show_text(str(value))
            self._on_edited()
