"""Jobs that came to their end while the window is open: told once each, and together for whoever looks elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...jobs.explained import failure_of
from ...jobs.intent import Intent
from ...model.states import State
from ..words import tell, tr
from .wording import title_of

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs

GATHER_MS = 600
"""What ends within so long is one notice."""

NAMED = 3
"""So many names stand in a notice."""


@dataclass(frozen=True)
class Notice:
    """What is said of jobs that ended, and the one to show on a click. Names only: others may see the screen."""

    title: str
    text: str
    shows: str


class Endings(QObject):
    """``gathered`` tells a `Notice` of all jobs that ended within a moment."""

    gathered = Signal(object)

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs
        self._ended: list[Intent] = []
        self._told: set[str] = set()
        self._left_out: frozenset[str] = frozenset()
        self._soon = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._soon.timeout.connect(self._gather)

    def take(self, before: Intent | None, after: Intent) -> None:
        """A job that came to its end, or its file to its place, while the window is open is told once."""
        self.tell_undelivered(after)
        if not after.is_awaited and (before is None or before.is_awaited):
            self.tell(after)

    def tell(self, intent: Intent) -> None:
        """``intent`` is at its end, and its file in its place if it has one."""
        name, report = title_of(intent), self._bench.report
        report.end("submitted")
        if intent.state is State.SUCCESS:
            folder = Path(intent.delivered_path).parent.name if intent.delivered_path else ""
            hint = tr("The video is in {folder}.").format(folder=folder or tr("the bucket"))
            run = lambda: self._jobs.actions.open_result(intent.id)  # noqa: E731 - one of its kind
            report.success(tr("{name} is done.").format(name=name), hint, button=tr("Open"), run=run)
        elif intent.state in {State.FAILED, State.LOST}:
            report.say(tr("{name} could not be made.").format(name=name), _why(intent), kind="error")
        else:
            return  # cancelled, or never sent: whoever wanted that knows
        self._tell_outside(intent)

    def leave_out(self, intents: Iterable[Intent]) -> None:
        """They were done before the window opened: that their files do not get to their places is told in it alone."""
        self._left_out = frozenset(intent.id for intent in intents if intent.is_undelivered)

    def tell_undelivered(self, intent: Intent | None) -> None:
        """``intent`` may be done, and its file not get to its place. Its row and why come in either order."""
        if intent is None or not intent.is_undelivered or not self._jobs.contact(intent.id).delivery:
            return
        if intent.id not in self._left_out:
            self._bench.report.end("submitted")
            self._tell_outside(intent)

    def _tell_outside(self, intent: Intent) -> None:
        """Once, also when its file gets to its place later."""
        if intent.id in self._told:
            return
        self._told.add(intent.id)
        self._ended.append(intent)
        if not self._soon.isActive():
            self._soon.start()

    def _gather(self) -> None:
        ended, self._ended = self._ended, []
        if ended:
            self.gathered.emit(notice_of(ended))


def notice_of(ended: Sequence[Intent]) -> Notice:
    """One or several jobs in a title and a line."""
    failed = [intent for intent in ended if intent.state is not State.SUCCESS]
    shows = (failed or list(ended))[0].id
    if len(ended) == 1:
        name = title_of(ended[0])
        if failed:
            return Notice(tr("{name} could not be made.").format(name=name), _why(ended[0]), shows)
        return Notice(tr("{name} is done.").format(name=name), tr("Click to see it in Jobs."), shows)
    done = len(ended) - len(failed)
    parts = []
    if done:
        parts.append(tr("1 video is done") if done == 1 else tr("{count} videos are done").format(count=done))
    if failed:
        count = len(failed)
        parts.append(tr("1 could not be made") if count == 1 else tr("{count} could not be made").format(count=count))
    names = [title_of(intent) for intent in (*failed, *(one for one in ended if one not in failed))]
    more = tr(" and {count} more").format(count=len(names) - NAMED) if len(names) > NAMED else ""
    return Notice(", ".join(parts), ", ".join(names[:NAMED]) + more, shows)


def _why(intent: Intent) -> str:
    failure = failure_of(intent)
    if failure is not None and failure.is_known:
        return f"{tell(failure.what)} {tell(failure.cure)}"
    return tell(intent.message) or intent.code or tr("The service gave no reason.")
