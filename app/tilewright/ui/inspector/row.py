"""How a field stands on a page: label above, editor, and one line below; a switch stands beside its words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..theme import tokens
from ..widgets.field import Field
from ..widgets.labels import Label
from ..widgets.switch import Switch
from ..widgets.tips import plain_tip, set_tip
from .editors import ChoiceList, ColourField, FlagSwitch
from .entry import Entry
from .exclusive import PlacePicker, Segments
from .kinds import Choice, Colour, Flag, Number, Secret
from .message import Message
from .secret_field import SecretField

LABEL_GAP = 4


def make_editor(entry: Entry) -> QWidget:
    """The editor for an entry's kind."""
    kind = entry.kind
    if isinstance(kind, Flag):
        return FlagSwitch(entry.called)
    if isinstance(kind, Choice):
        if kind.look == "places":
            return PlacePicker(entry.called, kind)
        if kind.look == "segments":
            return Segments(entry.called, kind)
        return ChoiceList(entry.called, kind)
    if isinstance(kind, Colour):
        return ColourField(entry.called)
    if isinstance(kind, Secret):
        return SecretField(entry.called)
    is_number = isinstance(kind, Number)
    field = Field(
        entry.called,
        entry.label if entry.is_inner else "",
        entry.unit if isinstance(entry.unit, str) else "",
        right=entry.is_inner,
        icon_name=entry.icon,
        elides=entry.elides or bool(entry.icon),
    )
    field.set_steps(enabled=is_number)
    field.setMaxLength(4096)
    return field


class Row(QWidget):
    """One field of a page around its ``editor``. ``message`` may be shared with others: then it stands elsewhere."""

    def __init__(
        self, entry: Entry, editor: QWidget, message: Message | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self.editor = editor
        self.editor.setParent(self)  # before the message: Tab meets children in this order, and its link comes second
        self.editor.setObjectName(entry.object_name or f"field.{entry.path}")
        self.shares_message = message is not None
        self.message = message or Message(entry.called, self)
        self.note = Label("", "caption", "3")
        self.note.hide()
        self.label = Label(entry.label, "body_medium" if isinstance(self.editor, Switch) else "label")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if isinstance(self.editor, Switch):
            self._lay_switch(column, owns_message=message is None)
        else:
            self._lay_field(column, owns_message=message is None)

    def _lay_field(self, column: QVBoxLayout, *, owns_message: bool) -> None:
        if self.entry.is_inner:
            self.label.hide()
            self.label.setParent(self)
            self.note.setParent(self)
        else:
            self.label.setProperty("tone", "2")
            self.label.setBuddy(self.editor)
            line = QHBoxLayout()
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            line.addWidget(self.label)
            line.addStretch(1)
            line.addWidget(self.note)
            column.addLayout(line)
            column.addSpacing(LABEL_GAP)
        if isinstance(self.editor, PlacePicker):
            column.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(self.editor)
        if owns_message:
            column.addWidget(self.message)
        column.addStretch(1)

    def _lay_switch(self, column: QVBoxLayout, *, owns_message: bool) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.label)
        if owns_message:
            words.addWidget(self.message)
        self.note.setParent(self)
        self.label.setWordWrap(True)
        line.addLayout(words, 1)
        line.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)  # so that no message moves it
        column.addLayout(line)
        self.setMinimumHeight(tokens.size("field"))

    def explain(self, text: str) -> None:
        """What the pointer is told over the field."""
        if self.editor.toolTip() != plain_tip(text):
            set_tip(self.editor, text)
            set_tip(self.label, text)

    def set_on(self, is_on: bool) -> None:
        """Whether the editor can be used now."""
        if self.editor.isEnabled() != is_on:
            self.editor.setEnabled(is_on)
