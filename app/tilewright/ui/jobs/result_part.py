"""What is known about the result of a job: as the service names it, else as it was found in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ...errors import AppError
from ...jobs.intent import Intent
from ...model.source import Source
from ...usecases.heard import Heard
from ..background import Wait
from ..report import without_commands
from ..widgets.labels import Label, breakable
from ..words import tell, tr
from ..workbench import Workbench
from .facts import Facts, facts_in_words, facts_of_service


class ResultPart(QWidget):
    """Looks at the result in the background, once somebody can see it, where the service does not name the facts. What
    it names after all, while the file is looked at, counts.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._intent: Intent | None = None
        self._heard = Heard()
        self._looked_at: tuple[object, ...] = ()
        self.facts: Facts = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        self.said = Label("", "caption", "2", wraps=True)
        column.addWidget(self.said)
        self._rows: QWidget | None = None
        self._column = column
        column.addStretch(1)

    def show_of(self, intent: Intent, heard: Heard) -> None:
        """The result of ``intent``, whose service said what was ``heard``."""
        self._intent, self._heard = intent, heard
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        intent = self._intent
        if intent is None or not self.isVisible():
            return
        reason = self._bench.jobs.actions.why_no_result(intent)
        looked_at = (intent.id, intent.result_key, intent.delivered, self._heard.media_info, reason)
        if looked_at == self._looked_at:
            return
        self._looked_at = looked_at
        if reason:
            self._show(f"{reason}.", ())
        elif self._heard.media_info:
            self._show(tr("As the service tells."), facts_of_service(self._heard.media_info))
        else:
            self._show(tr("Looking at the result…"), ())
            self._look(intent)

    def _look(self, intent: Intent) -> None:
        workplace, looked_at = self._bench.workplace, self._looked_at

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.result_facts import result_facts

            yield result_facts(intent, workplace)

        def show(found: object) -> None:
            if isinstance(found, Source) and looked_at == self._looked_at:
                place = Path(intent.delivered_path).name if intent.delivered_path else tr("the file in the bucket")
                self._show(tr("Read from {place}.").format(place=place), facts_in_words(found))

        def failed(error: AppError) -> None:
            if looked_at == self._looked_at:
                self._show(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip(), ())

        self._bench.background.run(work, on_event=show, on_failed=failed, lane="pictures")

    def _show(self, said: str, facts: Facts) -> None:
        self.said.setText(breakable(said))
        self.facts = facts
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(facts):
            shown = Label(breakable(value), wraps=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(f"{name}: {value}")
            grid.addWidget(Label(name, "label", "2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, row, 1)
        self._column.insertWidget(1, self._rows)
