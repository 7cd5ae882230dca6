"""Jobs of another machine in the window: said once, and taken over when the user wants that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ...usecases.watched import OnlyLookedAt
from ..background import Wait
from ..report import without_commands
from ..windows.question import Choice
from ..words import tell, tr

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs

ABOUT = "ownership"


class Ownership(QObject):
    """Tells why the jobs of this home are only shown; ``take_over`` asks before it makes them ours."""

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs

    def tell(self, found: OnlyLookedAt) -> None:
        report = self._bench.report
        report.end(ABOUT)
        if found.can_take_over:
            hint = tr("If nobody uses the other any more, take them over.")
            button, run = tr("Take them over…"), self.take_over
            report.say(tell(found.message), hint, kind="error", button=button, run=run, about=ABOUT)
        else:
            report.say(tell(found.message), without_commands(tell(found.hint)), kind="error", about=ABOUT)

    def take_over(self) -> None:
        sentence = tr(
            "From now on they are sent from this computer. If another one still sends them, a job may be made and paid "
            "for twice."
        )
        self._bench.files.dialogs.ask(
            tr("Take the jobs over?"),
            sentence,
            (
                Choice(tr("Cancel"), lambda: None, is_safe=True, is_way_out=True),
                Choice(tr("Take them over"), self._start),
            ),
        )

    def _start(self) -> None:
        workplace = self._bench.workplace

        def work(wait: Wait) -> Iterator[object]:
            del wait
            workplace.take_over()
            return iter(())

        self._bench.background.run(work, on_done=self._on_done, on_failed=self._bench.report.error)

    def _on_done(self) -> None:
        self._bench.report.end(ABOUT)
        self._bench.report.say(tr("The jobs are those of this computer now."), kind="success")
        self._jobs.ask_now()
