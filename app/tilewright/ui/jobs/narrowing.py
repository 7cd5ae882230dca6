"""Jobs of a time and of a place only: the button for it, and its menu."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ...model.target import Target
from ..background import Wait
from ..widgets.buttons import IconButton
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .period import ANY_TIME, Period, times
from .period_dialog import PeriodDialog

SIDE = 28


def named(target: Target) -> str:
    """A place as its user calls it, and its bucket, as profiles are moved."""
    return tr("Local cloud") if target.local else f"{target.profile} · {target.bucket}"


class Narrowing(IconButton):
    """``narrowed`` tells the period and the place (empty: all) of the jobs that are to be shown."""

    narrowed = Signal(Period, str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("list-filter", tr("When and where"), SIDE, parent=parent)
        self._bench = bench
        self._period, self._place, self._place_name = ANY_TIME, "", ""
        self.setObjectName("jobNarrowing")
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)

    @property
    def said(self) -> str:
        """What is shown only; empty for all."""
        return " · ".join(filter(None, (self._period.words, self._place_name)))

    def reset(self) -> None:
        """Any time, all places."""
        self._choose(ANY_TIME, "", "")

    def _on_clicked(self) -> None:
        self.setChecked(bool(self.said))  # a press opens the menu, and changes nothing
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.history import list_places

            yield list_places(workplace)

        self._bench.background.run(work, on_event=self._open, on_failed=self._bench.report.error, lane="history")

    def _open(self, places: object) -> None:
        if not isinstance(places, tuple) or not self.isVisible():
            return
        menu = QMenu(self)
        menu.setAccessibleName(tr("When and where"))
        menu.aboutToHide.connect(menu.deleteLater)
        when = QActionGroup(menu)
        for days, words in times().items():
            period = Period(days)
            self._add(menu, when, words, (period, self._place, self._place_name), is_chosen=period == self._period)
        between = menu.addAction(tr("From … to …"))
        between.setCheckable(True)
        between.setChecked(self._period.is_of_dates)
        when.addAction(between)
        between.triggered.connect(self._ask_for_days)
        menu.addSeparator()
        where = QActionGroup(menu)
        self._add(menu, where, tr("All places"), (self._period, "", ""), is_chosen=not self._place)
        for target in places:
            name = named(target)
            self._add(menu, where, name, (self._period, target.place, name), is_chosen=target.place == self._place)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _add(
        self, menu: QMenu, group: QActionGroup, words: str, choice: tuple[Period, str, str], *, is_chosen: bool
    ) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(is_chosen)
        group.addAction(action)
        action.triggered.connect(lambda: self._choose(*choice))

    def _ask_for_days(self) -> None:
        dialog = PeriodDialog(self._period, self.window())
        dialog.chosen.connect(self._choose_period)
        dialog.open()

    def _choose_period(self, period: Period) -> None:
        self._choose(period, self._place, self._place_name)

    def _choose(self, period: Period, place: str, place_name: str) -> None:
        if (period, place) == (self._period, self._place):
            return
        self._period, self._place, self._place_name = period, place, place_name
        self.setChecked(bool(self.said))
        name = tr("When and where")
        set_tip(self, f"{name}\n{self.said}" if self.said else name)
        self.setAccessibleName(tr("{name}: {chosen}").format(name=name, chosen=self.said) if self.said else name)
        self.narrowed.emit(period, place)
