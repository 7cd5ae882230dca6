"""How long running jobs will still take: by their progress, before that by earlier jobs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...jobs.estimate import Estimate, Left
from ...jobs.intent import Intent
from ...jobs.pace import ticks
from ...model.states import State
from ..background import Wait

if TYPE_CHECKING:
    from ..workbench import Workbench


class Estimates(QObject):
    """``arrived`` when something became known that no row tells."""

    arrived = Signal()

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._of: dict[str, Estimate] = {}

    def left(self, intent_id: str, now: float) -> Left | None:
        """How long a running job will still take, if that can be said."""
        estimate = self._of.get(intent_id)
        return estimate.left(now) if estimate else None

    def take(self, intent: Intent) -> None:
        """The intent as it is now."""
        if intent.is_resolved:
            self._of.pop(intent.id, None)
        elif intent.state is State.RUNNING:
            if intent.id not in self._of:
                self._of[intent.id] = Estimate()
                self._expect(intent)
            if intent.progress is not None:
                self._of[intent.id].add(ticks(), intent.progress)

    def _expect(self, intent: Intent) -> None:
        if not intent.length:
            return
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.expecting import expected

            yield expected(intent, workplace)

        self._bench.background.run(
            work,
            on_event=partial(self._on_expected, intent.id),
            on_failed=self._bench.report.error_once,
            lane="answers",
        )

    def _on_expected(self, intent_id: str, found: object) -> None:
        from ...usecases.expecting import Expected

        if isinstance(found, Expected) and intent_id in self._of:
            self._of[intent_id].expect(ticks(), found.low, found.high)
            self.arrived.emit()
