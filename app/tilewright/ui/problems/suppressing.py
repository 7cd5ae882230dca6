"""Not being told of a problem again, with a reason; and taking that back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ...model.composition import Composition
from ...model.problem import Problem
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.form import FormDialog
from ..widgets.labels import Label, breakable
from ..words import tell, tr
from ..workbench import Workbench

WIDTH = 440
LONGEST = 200
"""Characters of a reason: it stands in one line of the list."""


def why_not_suppress(problem: Problem) -> str:
    """Why that problem is told whatever anybody says; empty when it can be suppressed."""
    from ...checks.suppression import can_suppress

    if problem.is_suppressed:
        return tr("This one is not told any more")
    return "" if can_suppress(problem) else tr("An error has to be mended: the service would refuse it")


def ask_to_suppress(bench: Workbench, problem: Problem, parent: QWidget) -> SuppressDialog | None:
    """Ask for the reason, and do not tell ``problem`` again; of what has to be told, say why."""
    reason = why_not_suppress(problem)
    if reason:
        bench.report.say(tr("{reason}.").format(reason=reason))
        return None
    dialog = SuppressDialog(problem, parent)
    dialog.chosen.connect(lambda reason: suppress(bench, problem, reason))
    dialog.open()
    return dialog


def suppress(bench: Workbench, problem: Problem, reason: str) -> None:
    """Do not tell ``problem`` again in this composition, as one step."""
    from ...checks import suppression

    _apply(bench, problem, suppression.suppress(problem, reason), tr("Don't tell again"))


def tell_again(bench: Workbench, problem: Problem) -> None:
    """Take that back, as one step."""
    from ...checks import suppression

    _apply(bench, problem, suppression.tell_again(problem), tr("Tell again"))


def _apply(bench: Workbench, problem: Problem, change: Callable[[Composition], Composition], text: str) -> None:
    bench.arranging.end_look()
    bench.edit(change, text)


class SuppressDialog(FormDialog):
    """``chosen`` tells the reason; nothing comes of one that was closed."""

    chosen = Signal(str)

    def __init__(self, problem: Problem, parent: QWidget) -> None:
        super().__init__("suppressDialog", tr("Don't tell me again here"), parent, WIDTH)
        self.setAccessibleDescription(tell(problem.sentence))
        column = self.column
        column.addWidget(Label(breakable(tell(problem.sentence)), tone="2", wraps=True))
        label = Label(tr("Why it is meant so"), "label", "2")
        self.reason = Field(tr("Why it is meant so"))
        self.reason.setMaxLength(LONGEST)
        self.count = Label("", "caption", "3")
        label.setBuddy(self.reason)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addStretch(1)
        line.addWidget(self.count)
        column.addLayout(line)
        column.addWidget(self.reason)
        column.addWidget(
            Label(
                tr("It is kept in the composition's file, for whoever opens it. The list shows it at its end."),
                "caption",
                "2",
                wraps=True,
            )
        )
        column.addSpacing(8)
        self.accept_button = PlainButton(tr("Don't tell me again"), "primary")
        self.accept_button.clicked.connect(self._choose)
        self.add_answer(self.accept_button)
        self.setMinimumHeight(column.heightForWidth(WIDTH))
        self.reason.textChanged.connect(self._check)
        self.reason.entered.connect(self.accept_button.click)
        self.reason.cancelled.connect(self.reject)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check()

    def _check(self) -> None:
        text = self.reason.text()
        self.count.setText(tr("{count} of {most}").format(count=len(text), most=LONGEST))
        self.accept_button.setEnabled(bool(text.strip()))

    def _choose(self) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self.chosen.emit(reason)
