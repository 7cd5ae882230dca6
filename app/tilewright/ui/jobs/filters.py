"""Kinds of jobs to look at: a row of buttons that show how many there are of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ...jobs.intent import Intent
from ...model.states import State
from ..widgets.buttons import PlainButton
from ..words import tr

HEIGHT = 28

_WAITING = {State.NOT_SENT, State.SUBMITTED, State.PAUSED}


def kind_of(intent: Intent) -> str:
    """``running``, ``waiting``, ``done`` or ``needs-you``."""
    if intent.state is State.UNKNOWN:
        return "needs-you"
    if not intent.is_resolved:
        return "waiting" if intent.state in _WAITING else "running"
    return "done" if intent.state in {State.SUCCESS, State.CANCELLED} else "needs-you"


def kinds() -> tuple[tuple[str, str], ...]:
    """Each kind with its words; the empty one is all of them."""
    return (
        ("", tr("All")),
        ("running", tr("Running")),
        ("waiting", tr("Waiting")),
        ("done", tr("Done")),
        ("needs-you", tr("Needs you")),
    )


class JobFilters(QWidget):
    """``chosen`` tells the kind that is to be shown."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 7)
        row.setSpacing(8)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, PlainButton] = {}
        for kind, words in kinds():
            button = PlainButton(words, "chip", height=HEIGHT)
            button.setCheckable(True)
            button.setChecked(not kind)
            button.clicked.connect(self._choose(kind))
            self._group.addButton(button)
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)

    def _choose(self, kind: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(kind)

    def count(self, intents: tuple[Intent, ...]) -> None:
        """Say how many there are of each kind."""
        found = [kind_of(intent) for intent in intents]
        for kind, words in kinds():
            number = found.count(kind) if kind else len(found)
            self.buttons[kind].setText(f"{words} {number}")
            self.buttons[kind].setAccessibleName(tr("{kind}: {count}").format(kind=words, count=number))
