"""The problems of the composition as it stands, for every view that shows them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from ..model.composition import Composition
from ..model.problem import Problem
from ..model.source import Known
from ..model.target import Target
from .background import Background, Task, Wait
from .session import MOST_AT_ONCE, Session

_Checked = tuple[Composition, Known, Target]


class Findings(QObject):
    """Runs the checks when the composition settles, or when more became known. ``problems`` come worst first.

    That there is no tile yet holds up Submit, and is no problem to show: nobody has done anything wrong.
    """

    changed = Signal()

    def __init__(self, session: Session, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._problems: tuple[Problem, ...] = ()
        self._stopping: tuple[Problem, ...] = ()
        self._is_held = False
        self._checked: _Checked | None = None
        self._task: Task | None = None
        # Facts arrive one by one when a composition is opened; the checks run once for those of one turn of the loop.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._check)
        session.settled.connect(self._check)
        session.known_changed.connect(self._soon.start)
        session.target_changed.connect(self._soon.start)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self._problems if problem.severity == "error")

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """All that Submit does not go on with: the errors, and that there is no tile yet."""
        return self._stopping

    @property
    def worth_telling(self) -> tuple[Problem, ...]:
        """Errors and warnings: what the chip counts. Notes are there to be read, not to be mended."""
        return tuple(problem for problem in self._problems if problem.severity != "note")

    def at(self, path: str) -> tuple[Problem, ...]:
        """The problems of the field ``path`` and of what lies below it."""
        below = f"{path}."
        return tuple(found for found in self._problems if found.path == path or found.path.startswith(below))

    def hold(self) -> None:
        """Check nothing until `release`."""
        self._is_held = True

    def release(self) -> None:
        self._is_held = False
        self._soon.start()

    def refresh(self) -> None:
        """Check now, whatever it takes; nothing when what is shown was checked already."""
        if self._is_held:
            return
        self._soon.stop()
        subject = self._subject()
        if not _is_same(subject, self._checked):
            from ..checks import check  # late: the window is seen before anything is checked

            self._take(subject, tuple(check(*subject)))

    def _check(self) -> None:
        """Check now, or with many tiles begin to: one check at a time is under way, and it is followed by one of what
        came since.
        """
        if len(self._session.composition.tiles) <= MOST_AT_ONCE:
            self.refresh()
        elif not self._is_held and self._task is None and not _is_same(self._subject(), self._checked):
            self._soon.stop()
            self._begin(self._subject())

    def _begin(self, subject: _Checked) -> None:
        def work(_: Wait) -> Iterator[object]:
            from ..checks import check

            yield tuple(check(*subject))

        def on_found(found: object) -> None:
            self._task = None
            if isinstance(found, tuple) and _is_same(subject, self._subject()):
                self._take(subject, found)
            else:
                self._soon.start()

        self._task = self._background.run(work, on_event=on_found, on_failed=lambda _: self._forget_task())

    def _forget_task(self) -> None:
        self._task = None

    def _subject(self) -> _Checked:
        session = self._session
        return session.document.wished, session.known, session.target

    def _take(self, subject: _Checked, found: tuple[Problem, ...]) -> None:
        self._stopping = tuple(problem for problem in found if problem.severity == "error")
        if not subject[0].tiles:
            found = tuple(problem for problem in found if problem.code != "tiles-none")
        before, self._problems, self._checked = self._problems, found, subject
        if _shown(found) != _shown(before):
            self.changed.emit()


def _is_same(subject: _Checked, other: _Checked | None) -> bool:
    """By being the same values, not by comparing a thousand tiles."""
    return other is not None and all(one is another for one, another in zip(subject, other, strict=True))


def _shown(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """What tells two findings apart on the screen: fixes are functions, new ones each time."""
    return [(problem.code, problem.path, problem.sentence) for problem in problems]
