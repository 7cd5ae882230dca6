"""What small modal dialogs have in common: a title, and below it a column for what they ask."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ..words import tr
from .buttons import PlainButton
from .labels import Label, breakable


class FormDialog(QDialog):
    """Opens over ``parent`` and is gone once it is closed. ``name`` is its objectName, ``width`` in device-independent
    pixels; what it asks is put into ``column``.
    """

    def __init__(self, name: str, title: str, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(width)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(8)
        self.column.addWidget(Label(breakable(title), "dialog_title", wraps=True))

    def add_answer(self, accept: PlainButton) -> None:
        """At the end, at the right: *Cancel*, and the button that takes what was asked for; Enter presses it."""
        leave = PlainButton(tr("Cancel"))
        leave.clicked.connect(self.reject)
        accept.setDefault(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(accept)
        self.column.addLayout(row)
