"""What is told and asked before a job is noted: the room it takes, and what a rehearsal brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...usecases.events import Bringing
from ..report import without_commands
from ..words import tell, tr
from .asking import Asking
from .submission import Submission

if TYPE_CHECKING:
    from ..workbench import Workbench

# Late imports: they come with the use case that tells these events.

Start = Callable[[Submission], object]


class Preparing(QObject):
    """``step`` says what is being done now; ``changed`` when that is something else."""

    changed = Signal()

    def __init__(self, bench: Workbench, asking: Asking) -> None:
        super().__init__(bench)
        self._bench, self._asking = bench, asking
        self.step = ""

    def begin(self) -> None:
        """Another submission begins."""
        self.step = tr("Looking at what it needs…")

    def take(self, submission: Submission, event: object, start: Start) -> None:
        """Tell ``event``; where the user has to be asked, ``start`` what is wanted then."""
        from ...usecases.needed_room import RoomNeeded

        if isinstance(event, Bringing):
            percent = round(event.fraction * 100)
            self._show(tr("Bringing {name}, {percent} %").format(name=event.name, percent=percent))
        elif isinstance(event, RoomNeeded):
            if submission.has_to_ask(event):
                self._asking.about_room(event, submit=lambda: start(replace(submission, may_be_short=True)))
        elif submission.is_rehearsal:
            self._take_needed(submission, event, start)

    def _take_needed(self, submission: Submission, event: object, start: Start) -> None:
        from ...usecases.rehearse import Needed

        if not isinstance(event, Needed):
            return
        if submission.has_to_ask(event):
            self._asking.about_bringing(
                event, submission.target, bring=lambda: start(replace(submission, may_bring=event.size))
            )
            return
        self._show(tr("Bringing what it needs…"))
        self._bench.report.say(
            tr("The rehearsal of {name} begins.").format(name=submission.name),
            without_commands(tell(event.describe())),
            button=tr("Stop") if event.files else "",
            run=lambda: self._bench.commands.run("composition.stop-rehearsal"),
            about="rehearsal",
        )

    def _show(self, step: str) -> None:
        if step != self.step:
            self.step = step
            self.changed.emit()
