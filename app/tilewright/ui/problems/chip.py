"""How many problems there are, in the toolbar."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ..widgets.card import ICONS
from ..widgets.chip import Chip
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench


class ProblemsChip(Chip):
    """Errors and warnings, in the colour of the worst; absent when there are none. A press opens the list."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(tr("Problems"), parent)
        self._bench = bench
        self._is_short = False
        self.setObjectName("problemsChip")
        self.clicked.connect(self._on_clicked)
        bench.findings.changed.connect(self.refresh)
        self.refresh()

    def set_short(self, *, short: bool) -> None:
        """Show the number only."""
        self._is_short = short
        self.refresh()

    def refresh(self) -> None:
        findings = self._bench.findings
        count = len(findings.worth_telling)
        if not count:
            self.hide()
            return
        if self.parentWidget() is not None:  # before it stands somewhere it would be a window
            self.show()
        severity = "error" if findings.errors else "warning"
        words = tr("1 problem") if count == 1 else tr("{count} problems").format(count=count)
        self.show_state(str(count) if self._is_short else words, ICONS[severity], severity)
        self.setAccessibleName(words)
        set_tip(self, tr("{problems}. Show them").format(problems=words))

    def _on_clicked(self) -> None:
        self._bench.commands.run("view.problems")
