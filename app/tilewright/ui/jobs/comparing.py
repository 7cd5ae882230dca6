"""Two submissions side by side: what differs between them, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...errors import AppError
from ...jobs.intent import Intent
from ...model.composition import Composition
from ...usecases.comparing import Choices, Compared, choices_around, choices_for_open, compare
from ..background import Wait
from ..report import without_commands
from ..theme.fonts import font
from ..widgets.combo import Combo
from ..widgets.labels import Label
from ..widgets.tips import set_tip
from ..words import tell, tr
from ..workbench import Workbench
from . import wording
from .changes import Change, changes_in_words, how_many

SIZE = (680, 480)
OPEN = "open"
"""Stands for the open composition in the place of an intent's id."""


class CompareDialog(QDialog):
    """Stays open beside the work; Esc closes it. Both sides can be chosen: a job, or the open composition."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._jobs: dict[str, Intent] = {}
        self._open: Composition | None = None
        self.setObjectName("compareDialog")
        self.setWindowTitle(tr("What differs"))
        self.setAccessibleName(tr("What differs"))
        self.resize(*SIZE)
        self.before, self.after = Combo(tr("Before")), Combo(tr("After"))
        self.said = Label("", tone="2", wraps=True)
        self.table = QTableWidget(0, 3)
        self._dress()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(tr("What differs"), "dialog_title"))
        sides = QGridLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setHorizontalSpacing(12)
        sides.setVerticalSpacing(4)
        for place, (name, combo) in enumerate(((tr("Before"), self.before), (tr("After"), self.after))):
            label = Label(name, "label", "2")
            label.setBuddy(combo)
            sides.addWidget(label, 0, place)
            sides.addWidget(combo, 1, place)
            sides.setColumnStretch(place, 1)
            combo.currentIndexChanged.connect(self._compare)
        column.addLayout(sides)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)

    def _dress(self) -> None:
        self.table.setObjectName("compareTable")
        self.table.setAccessibleName(tr("What differs, field by field"))
        self.table.setHorizontalHeaderLabels([tr("Field"), tr("Before"), tr("After")])
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setProperty("panel", "raised")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(28)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)

    # Choosing

    def show_job(self, intent_id: str) -> None:
        """Compare that job with the one before it."""
        workplace = self._bench.workplace
        self._fill(intent_id, lambda: choices_around(intent_id, workplace))

    def show_open(self) -> None:
        """Compare the open composition with what was submitted of it last, or with the newest job."""
        self._bench.when_settled(self._show_open, once="compare")

    def _show_open(self) -> None:
        self._open = self._bench.session.document.committed
        standing, target, workplace = self._bench.files.standing, self._bench.session.target, self._bench.workplace
        since = 0.0 if standing.path is not None else standing.since
        self._fill(OPEN, lambda: choices_for_open(standing.name, target, workplace, not_before=since))

    def _fill(self, after: str, look: Callable[[], Choices]) -> None:
        def work(_: Wait) -> Iterator[object]:
            yield look()

        def show(found: object) -> None:
            if isinstance(found, Choices):
                self._show_sides(found, after)

        self.said.setText(tr("Looking…"))
        self._bench.background.run(work, on_event=show, on_failed=self._fail, lane="compare")
        self.show()
        self.raise_()
        self.activateWindow()

    def _show_sides(self, choices: Choices, after: str) -> None:
        self._jobs = {intent.id: intent for intent in choices.jobs}
        ids = [*self._jobs]
        for combo, is_after in ((self.before, False), (self.after, True)):
            combo.blockSignals(True)
            combo.clear()
            for intent_id in ([OPEN] if self._open is not None or after == OPEN else []) + ids:
                combo.addItem(self._called(intent_id), intent_id)
            combo.setCurrentIndex(combo.findData(after if is_after else choices.before))
            combo.blockSignals(False)
        self._compare()

    def _called(self, intent_id: str) -> str:
        if intent_id == OPEN:
            return tr("The open composition")
        intent = self._jobs[intent_id]
        when, state = wording.started_text(wording.begun(intent)), wording.word_of(intent)
        return " · ".join((wording.title_of(intent), when, state, intent.short_id))

    # Comparing

    def _side(self, combo: Combo) -> Intent | Composition | None:
        chosen = combo.currentData()
        return self._open if chosen == OPEN else self._jobs.get(str(chosen))

    def _compare(self) -> None:
        before, after = self._side(self.before), self._side(self.after)
        if before is None or after is None:
            self._show(self._why_not_yet(), ())
            return
        workplace = self._bench.workplace
        chosen = self.before.currentData(), self.after.currentData()

        def work(_: Wait) -> Iterator[object]:
            yield compare(before, after, workplace)

        def show(compared: object) -> None:
            if isinstance(compared, Compared) and chosen == (self.before.currentData(), self.after.currentData()):
                self._show_compared(compared)

        self._bench.background.run(work, on_event=show, on_failed=self._fail, lane="compare")

    def _why_not_yet(self) -> str:
        if self.before.count() > 1:
            return tr("Nothing was submitted before it. Choose what to compare it with.")
        return tr("There is no other submission to compare with.")

    def _show_compared(self, compared: Compared) -> None:
        changes = changes_in_words(compared)
        if compared.differences:
            self._show(how_many(len(compared.differences)) + ".", changes)
        else:
            self._show(tr("Nothing differs: both ask for the same video."), changes)

    def _fail(self, error: AppError) -> None:
        self._show(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip(), ())

    def _show(self, said: str, changes: tuple[Change, ...]) -> None:
        self.said.setText(said)
        self.table.setRowCount(len(changes))
        for row, change in enumerate(changes):
            for column, text in enumerate((change.place, change.before, change.after)):
                item = QTableWidgetItem(text)
                item.setFont(font("body_medium" if column == 0 else "body"))
                set_tip(item, text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, change.line if column == 0 else text)
                self.table.setItem(row, column, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()  # there is nothing to press here
            return
        super().keyPressEvent(event)
