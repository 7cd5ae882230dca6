"""The cards below the fields of a page: what is wrong that no field of its own tells, each with what mends it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ...model.problem import Fix, Problem
from ..problems.suppressing import ask_to_suppress, why_not_suppress
from ..theme import tokens
from ..widgets.buttons import IconButton
from ..widgets.card import Card
from ..words import tell, tr
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
            found_in = card.findChildren(QAbstractButton)
            buttons += sorted(found_in, key=lambda button: button is card.button)  # the corner is above the others
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
        if not why_not_suppress(problem):
            name = tr("Don't tell me again here…")
            quiet = IconButton("eye-off", name, tokens.size("hit_min"))
            quiet.setAccessibleName(f"{name.rstrip('…')}: {card.accessibleName()}")
            quiet.clicked.connect(lambda: self._ask_to_suppress(problem.code, problem.path))
            card.add_corner(quiet)
        return card

    def _present(self, code: str, path: str) -> Problem | None:
        """The finding as it is now."""
        found = self._bench.findings.problems
        return next((problem for problem in found if (problem.code, problem.path) == (code, path)), None)

    def _ask_to_suppress(self, code: str, path: str) -> None:
        problem = self._present(code, path)
        if problem is not None:
            ask_to_suppress(self._bench, problem, self._page.window())

    def _mend(self, code: str, path: str) -> None:
        """Do what the card offers, with the finding as it is now."""
        problem = self._present(code, path)
        if problem is not None and problem.fix is not None:
            self._bench.when_settled(f"mend {code} {path}", partial(self._apply, problem.fix))

    def _apply(self, fix: Fix) -> None:
        self._bench.session.document.edit(fix.apply, tell(fix.text))
