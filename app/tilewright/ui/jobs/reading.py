"""Asks the history in the background, for what is in sight. What was asked for last counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Signal

from ...jobs.wanted import Wanted
from ..background import Task, Wait
from ..workbench import Workbench

LANE = "history"


class Reading(QObject):
    """``listed`` tells the numbers of the jobs that are wanted, the first of them whole, and the highest of these
    numbers; ``read`` the rows that were asked for.
    """

    listed = Signal(object, object, int)
    read = Signal(object)

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._list: Task | None = None
        self._rows: Task | None = None

    @property
    def is_listing(self) -> bool:
        return self._list is not None and self._list.is_running

    @property
    def is_reading(self) -> bool:
        return self._rows is not None and self._rows.is_running

    def list(self, wanted: Wanted) -> None:
        """An earlier question that is not answered yet is dropped."""
        workplace = self._bench.workplace
        if self._list is not None:
            self._list.cancel()

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.history import list_numbers

            found = list_numbers(wanted, workplace)
            yield found.numbers, found.first, max(found.numbers, default=0)

        self._list = self._bench.background.run(
            work, on_event=self._on_listed, on_failed=self._bench.report.error, lane=LANE, is_standing=True
        )

    def _on_listed(self, event: object) -> None:
        assert isinstance(event, tuple)  # noqa: S101 - what `work` yields
        self._list = None
        self.listed.emit(*event)

    def read_rows(self, numbers: Sequence[int]) -> None:
        """Nothing else is read before these are there."""
        workplace, wanted = self._bench.workplace, tuple(numbers)
        if not wanted:
            return

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.history import read_rows

            yield read_rows(wanted, workplace)

        self._rows = self._bench.background.run(
            work, on_event=self._on_rows, on_failed=self._bench.report.error, lane=LANE, is_standing=True
        )

    def _on_rows(self, event: object) -> None:
        self._rows = None
        self.read.emit(event)
