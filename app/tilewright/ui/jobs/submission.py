"""What is to be sent, and the use case that does it in the background."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...jobs.events import Joined
from ...jobs.intent import Intent
from ...jobs.naming import Naming
from ...model.composition import Composition
from ...model.target import Target
from ..background import Wait
from ..words import tr
from .wording import title_of

if TYPE_CHECKING:
    from ...usecases.workplace import Workplace

# Late imports: submitting needs them, opening the window does not.


class Gate:
    """Where a rehearsal can be given up: before its job is noted, and not after."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_passed = self._is_closed = False

    def close(self) -> bool:
        """Let nothing through any more; whether that is in time."""
        with self._guard:
            self._is_closed = not self._is_passed
            return self._is_closed

    def go_through(self) -> bool:
        """Whether the job may be noted; from then on it is too late to close."""
        with self._guard:
            self._is_passed = not self._is_closed
            return self._is_passed


@dataclass(frozen=True)
class Submission:
    """What is to be sent: the composition as it was when Submit was pressed, or what ``again_of`` was made of, to the
    very place that was shown. The result goes beside ``file``, or where that of ``again_of`` went. ``is_rehearsal``:
    the job is for the local cloud, with what it needs of the place that was shown.

    What the user said when asked: ``naming`` when the name was taken, ``again`` for a second job of what was made,
    ``in_doubt`` for one that may be a second, ``may_bring`` so many bytes of an account, 0 where that was not asked,
    ``may_be_short`` of room on the disk.
    """

    name: str
    target: Target
    composition: Composition | None = None
    file: Path | None = None
    again_of: Intent | None = None
    is_rehearsal: bool = False
    naming: Naming | None = None
    again: bool = False
    in_doubt: bool = False
    may_bring: int = 0
    may_be_short: bool = False

    @property
    def result_path(self) -> str:
        return self.again_of.result_path if self.again_of is not None else ""

    @classmethod
    def of(cls, intent: Intent) -> Submission:
        """The same once more."""
        return cls(title_of(intent), intent.target, again_of=intent)

    def events(self, workplace: Workplace, wait: Wait, gate: Gate) -> Iterator[object]:
        """Do it. The last event is what the user has to be asked about first; nothing was noted or sent then, nor where
        ``gate`` was closed in time.
        """
        from ...usecases.submit import Checked

        for event in self._all(workplace, wait):
            yield event
            if isinstance(event, Checked) and not gate.go_through():
                return
            if isinstance(event, Joined) or self.has_to_ask(event):
                return  # one that was under way already: from here on it is the watch's business

    def has_to_ask(self, event: object) -> bool:
        """Whether it goes on after ``event`` only when the user wants that."""
        from ...usecases.needed_room import RoomNeeded

        if isinstance(event, RoomNeeded):
            return event.is_short and not self.may_be_short
        if self.is_rehearsal:
            from ...usecases.rehearse import ASKED_ABOVE, Needed

            return isinstance(event, Needed) and event.size > max(ASKED_ABOVE, self.may_bring)
        return False

    def _all(self, workplace: Workplace, wait: Wait) -> Iterator[object]:
        from ...usecases.deliver import place_beside
        from ...usecases.rehearse import ASKED_ABOVE, rehearse
        from ...usecases.submit import submit, submit_again

        if self.again_of is not None:
            return submit_again(
                self.again_of,
                workplace,
                wait,
                again=self.again,
                in_doubt=self.in_doubt,
                naming=self.naming,
                is_watched=True,
            )
        composition, beside = self.composition or Composition(), place_beside(self.file, self.name)
        if self.is_rehearsal:
            return rehearse(
                composition,
                workplace,
                wait,
                name=self.name,
                profile=self.target.profile,
                again=self.again,
                naming=self.naming,
                may_bring=max(ASKED_ABOVE, self.may_bring),
                may_be_short=self.may_be_short,
                result_path=rehearsed(beside),
                is_watched=True,
            )
        return submit(
            composition,
            workplace,
            wait,
            name=self.name,
            profile=self.target.profile,
            again=self.again,
            result_path=beside,
            naming=self.naming,
            is_watched=True,
        )


def rehearsed(beside: str) -> str:
    """The path for the result of a rehearsal: only the name is words, whichever comes first in a language."""
    path = Path(beside)
    return str(path.with_name(tr("{name} rehearsal").format(name=path.name)))
