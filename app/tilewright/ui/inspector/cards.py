"""The cards below the fields of a page: what is wrong that no field of its own tells, each with what mends it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...model.problem import Fix, Problem
from ..widgets.card import Card
from ..words import tell
from ..workbench import Workbench

FIELD_GAP = 8
SECTION_ABOVE = 18


class Cards:
    """Those of ``page``, which puts ``box`` where they belong."""

    def __init__(self, bench: Workbench, page: QWidget) -> None:
        self._bench, self._page = bench, page
        self._shown: tuple[tuple[str, str, str], ...] | None = None
        self.box = QVBoxLayout()
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(FIELD_GAP)

    def show_problems(self, found: Sequence[Problem]) -> None:
        """A card for each of them, in the place of those that were there."""
        wanted = tuple((problem.code, problem.path, problem.sentence) for problem in found)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self.box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        buttons: list[QWidget] = []
        for problem in found:
            card = self._make_card(problem)
            self.box.addWidget(card)
            card.show()  # else only at the next turn of the loop
            if card.button is not None:
                buttons.append(card.button)
        if buttons:
            self._order_tabs(buttons)
        self.box.setContentsMargins(0, SECTION_ABOVE if found else 0, 0, 0)

    def _order_tabs(self, cards: list[QWidget]) -> None:
        """Tab meets the buttons of cards behind the fields, where they are seen."""
        fields: list[QWidget] = []
        step = self._page.nextInFocusChain()
        while step is not None and step is not self._page:
            if step not in cards and self._page.isAncestorOf(step) and step.focusPolicy() & Qt.FocusPolicy.TabFocus:
                fields.append(step)
            step = step.nextInFocusChain()
        for before, after in itertools.pairwise((*fields[-1:], *cards)):
            QWidget.setTabOrder(before, after)

    def _make_card(self, problem: Problem) -> Card:
        card = Card(problem.severity, tell(problem.sentence), tell(problem.fix.text) if problem.fix else "")
        card.setProperty("code", problem.code)
        if card.button is not None:
            card.button.setAccessibleName(f"{card.button.text()}: {card.accessibleName()}")
        card.pressed.connect(lambda: self._mend(problem.code, problem.path))
        return card

    def _mend(self, code: str, path: str) -> None:
        """Do what the card offers, with the finding as it is now."""
        for problem in self._bench.findings.problems:
            if (problem.code, problem.path) == (code, path) and problem.fix is not None:
                self._bench.when_settled(f"mend {code} {path}", partial(self._apply, problem.fix))
                return

    def _apply(self, fix: Fix) -> None:
        document = self._bench.session.document
        document.apply(fix.apply(document.composition), tell(fix.text))
