"""The hosts that may be told of the end of a job: the list, and one more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..theme.fonts import font
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.labels import Label
from ..widgets.line_list import LineList
from ..words import tr

_MOST_LINES = 4


class Hosts(QWidget):
    """``wanted(host)`` when one shall be told, ``unwanted(host)`` when not any more; ``cancelled`` by Esc where
    nothing is typed. Whether it is a host is not its business.
    """

    wanted = Signal(str)
    unwanted = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label(tr("This computer always is. Callbacks to other hosts are kept, not sent."), "caption", "2")
        self.words.setWordWrap(True)
        name = tr("Hosts that are told of the end of a job")
        self.view = LineList(name, font("body"), _MOST_LINES, Qt.TextElideMode.ElideMiddle)
        self.view.setObjectName("allowedHosts")
        self.view.removed.connect(self._on_remove)
        self.field = Field(tr("Another host to tell"))
        self.field.setPlaceholderText("example.com")
        self.field.entered.connect(self._on_add)
        self.field.textChanged.connect(self._refresh)
        self.field.cancelled.connect(self._on_cancelled)
        self.add = PlainButton(tr("Allow"))
        self.add.setAccessibleName(tr("Allow the host"))
        self.add.clicked.connect(self._on_add)
        self.remove = PlainButton(tr("Remove"))
        self.remove.setAccessibleName(tr("Remove the chosen host"))
        self.remove.clicked.connect(self.view.remove_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.view)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        column.addLayout(row)
        self.view.selectionModel().currentChanged.connect(self._refresh)
        self._lay_list()

    @property
    def shown(self) -> list[str]:
        return self.view.lines

    def show_hosts(self, hosts: tuple[str, ...]) -> None:
        """These are allowed. The line that was chosen stays the chosen one, as far as there is one."""
        if list(hosts) == self.shown:
            return
        if set(hosts) - set(self.shown):
            self.field.clear()  # what was typed is among them
        self.view.show_lines(hosts)
        self._lay_list()

    def _lay_list(self) -> None:
        count = len(self.shown)
        if self.view.hasFocus() and not count:
            self.field.setFocus()
        self.view.setVisible(bool(count))
        self.remove.setVisible(bool(count))
        self._refresh()

    def _refresh(self) -> None:
        self.add.setEnabled(bool(self.field.text().strip()))
        self.remove.setEnabled(self.view.chosen >= 0)

    def _on_add(self) -> None:
        host = self.field.text().strip()
        if host:
            self.wanted.emit(host)

    def _on_remove(self, row: int) -> None:
        self.unwanted.emit(self.shown[row])

    def _on_cancelled(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self.cancelled.emit()
