"""Kinds of jobs to look at: a row of buttons that show how many there are of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ...model.states import Kind
from ..widgets.buttons import PlainButton
from ..words import tr

HEIGHT = 28


def kinds() -> tuple[tuple[Kind | None, str], ...]:
    """Each kind with its words; none is all of them."""
    return (
        (None, tr("All")),
        (Kind.RUNNING, tr("Running")),
        (Kind.WAITING, tr("Waiting")),
        (Kind.DONE, tr("Done")),
        (Kind.NEEDS_YOU, tr("Needs you")),
    )


class JobFilters(QWidget):
    """``chosen`` tells the kind that is to be shown."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 7)
        row.setSpacing(8)
        self._group = QButtonGroup(self)
        self.buttons: dict[Kind | None, PlainButton] = {}
        for kind, words in kinds():
            button = PlainButton(words, "chip", height=HEIGHT)
            button.setCheckable(True)
            button.setChecked(kind is None)
            button.clicked.connect(self._choose(kind))
            self._group.addButton(button)
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)

    def add(self, more: QWidget) -> None:
        """Put something at the end of the row."""
        self._row.addWidget(more)

    def _choose(self, kind: Kind | None) -> Callable[[], None]:
        return lambda: self.chosen.emit(kind)

    def count(self, counts: Mapping[Kind, int]) -> None:
        """Say how many there are of each kind."""
        for kind, words in kinds():
            number = QLocale().toString(sum(counts.values()) if kind is None else counts[kind])
            self.buttons[kind].setText(f"{words} {number}")
            self.buttons[kind].setAccessibleName(tr("{kind}: {count}").format(kind=words, count=number))
