"""Jobs of a time and of a place only: the button for it, and its menu."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ...model.target import Target
from ..background import Wait
from ..widgets.buttons import IconButton
from ..words import tr
from ..workbench import Workbench

SIDE = 28


def times() -> dict[int, str]:
    """Days, today the last of them, with their words; 0 is any time."""
    return {
        0: tr("Any time"),
        1: tr("Today"),
        7: tr("Last 7 days"),
        30: tr("Last 30 days"),
        365: tr("Last 365 days"),
    }


def begin_of(days: int, today: date | None = None) -> float | None:
    """The first moment of those days here, Unix seconds; ``None`` for any time."""
    if not days:
        return None
    first = (today or datetime.now().astimezone().date()) - timedelta(days=days - 1)
    return datetime.combine(first, time()).astimezone().timestamp()


def named(target: Target) -> str:
    """A place as its user calls it, and its bucket, as profiles are moved."""
    return tr("Local cloud") if target.local else f"{target.profile} · {target.bucket}"


class Narrowing(IconButton):
    """``narrowed`` tells the days (0: any time) and the place (empty: all) of the jobs that are to be shown."""

    narrowed = Signal(int, str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__("list-filter", tr("When and where"), SIDE, parent=parent)
        self._bench = bench
        self._days, self._place, self._place_name = 0, "", ""
        self.setObjectName("jobNarrowing")
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)

    @property
    def said(self) -> str:
        """What is shown only; empty for all."""
        return " · ".join(filter(None, (times()[self._days] if self._days else "", self._place_name)))

    def reset(self) -> None:
        """Any time, all places."""
        self._choose(0, "", "")

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
            self._add(menu, when, words, (days, self._place, self._place_name), is_chosen=days == self._days)
        menu.addSeparator()
        where = QActionGroup(menu)
        self._add(menu, where, tr("All places"), (self._days, "", ""), is_chosen=not self._place)
        for target in places:
            name = named(target)
            self._add(menu, where, name, (self._days, target.place, name), is_chosen=target.place == self._place)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _add(
        self, menu: QMenu, group: QActionGroup, words: str, choice: tuple[int, str, str], *, is_chosen: bool
    ) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(is_chosen)
        group.addAction(action)
        action.triggered.connect(lambda: self._choose(*choice))

    def _choose(self, days: int, place: str, place_name: str) -> None:
        if (days, place) == (self._days, self._place):
            return
        self._days, self._place, self._place_name = days, place, place_name
        self.setChecked(bool(self.said))
        name = tr("When and where")
        self.setToolTip(f"{name}\n{self.said}" if self.said else name)
        self.setAccessibleName(tr("{name}: {chosen}").format(name=name, chosen=self.said) if self.said else name)
        self.narrowed.emit(days, place)
