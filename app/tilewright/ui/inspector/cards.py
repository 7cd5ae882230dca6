"""The cards below the fields of a page: what is wrong that no field of its own tells, each with what mends it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from ...model.problem import Problem
from ..problems.suppressing import ask_to_suppress, why_not_suppress
from ..theme import tokens
from ..widgets.buttons import IconButton
from ..widgets.card import Card
from ..words import tell, tr
from ..workbench import Workbench

FIELD_GAP = 8
SECTION_ABOVE = 18

_Key = tuple[str, str, str]
"""Code, path and sentence: what tells two cards apart."""


class Cards:
    """Those of ``page``, which puts ``box`` where they belong."""

    def __init__(self, bench: Workbench, page: QWidget) -> None:
        self._bench, self._page = bench, page
        self._shown: dict[_Key, Card] = {}
        self.box = QVBoxLayout()
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(FIELD_GAP)

    def show_problems(self, found: Sequence[Problem]) -> None:
        """A card for each of them, in their order. Those that are there already stay: a new one costs a millisecond."""
        wanted = {(problem.code, problem.path, problem.sentence): problem for problem in found}
        if list(wanted) == list(self._shown):
            return
        before, self._shown = self._shown, {}
        for key in before.keys() - wanted.keys():
            self.box.removeWidget(before[key])
            before[key].hide()
            before[key].deleteLater()
        for place, (key, problem) in enumerate(wanted.items()):
            card = self._shown[key] = before.get(key) or self._make_card(problem)
            if self.box.indexOf(card) != place:
                self.box.insertWidget(place, card)
                card.show()  # else only at the next turn of the loop
        if any(key not in before for key in wanted) or [key for key in before if key in wanted] != list(wanted):
            self._order_tabs()
        self.box.setContentsMargins(0, SECTION_ABOVE if found else 0, 0, 0)

    def _order_tabs(self) -> None:
        """Tab meets the buttons of cards behind the fields, where they are seen."""
        buttons: list[QWidget] = []
        for card in self._shown.values():
            found_in = card.findChildren(QAbstractButton)
            buttons += sorted(found_in, key=lambda button: button is card.button)  # the corner is above the others
        for before, after in itertools.pairwise((*self._last_field(buttons), *buttons)):
            QWidget.setTabOrder(before, after)

    def _last_field(self, buttons: Sequence[QWidget]) -> Sequence[QWidget]:
        """The last one that Tab meets before ``buttons``. Of the chain, which goes through the whole window, only the
        part is walked that has the widgets of the page.
        """
        left = {one for one in self._page.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus}
        left.difference_update(buttons)
        last: Sequence[QWidget] = ()
        step = self._page.nextInFocusChain()
        while left and step is not None and step is not self._page:
            if step in left:
                left.remove(step)
                last = (step,)
            step = step.nextInFocusChain()
        return last

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
        return self._bench.findings.index.find(code, path)

    def _ask_to_suppress(self, code: str, path: str) -> None:
        problem = self._present(code, path)
        if problem is not None:
            ask_to_suppress(self._bench, problem, self._page.window())

    def _mend(self, code: str, path: str) -> None:
        """Do what the card offers, with the finding as it is now."""
        problem = self._present(code, path)
        if problem is not None:
            self._bench.mend(problem)
