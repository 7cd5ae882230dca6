"""The problems of the composition as it stands, for every view that shows them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ..model.problem import Problem
from .session import Session


class Findings(QObject):
    """Runs the checks when the composition settles, or when more became known. ``problems`` come worst first.

    That there is no tile yet holds up Submit, and is no problem to show: nobody has done anything wrong.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._problems: tuple[Problem, ...] = ()
        self._stopping: tuple[Problem, ...] = ()
        self._is_held = False
        # Facts arrive one by one when a composition is opened; the checks run once for those of one turn of the loop.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        session.settled.connect(self.refresh)
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
        """Check now."""
        if self._is_held:
            return
        from ..checks import check  # late: the window is seen before anything is checked

        self._soon.stop()
        session = self._session
        found = tuple(check(session.composition, session.known, session.target))
        self._stopping = tuple(problem for problem in found if problem.severity == "error")
        if not session.composition.tiles:
            found = tuple(problem for problem in found if problem.code != "tiles-none")
        if _shown(found) != _shown(self._problems):
            self._problems = found
            self.changed.emit()
        else:
            self._problems = found


def _shown(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """What tells two findings apart on the screen: fixes are functions, new ones each time."""
    return [(problem.code, problem.path, problem.sentence) for problem in problems]
