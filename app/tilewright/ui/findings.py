"""The problems of the composition as it stands, for every view that shows them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ..model.composition import Composition
from ..model.problem import Found, Problem
from ..model.source import Known
from ..model.target import Target
from .background import Background, Task, Wait
from .problem_index import ProblemIndex
from .session import Session

if TYPE_CHECKING:
    from ..checks.touched import Touched

_Checked = tuple[Composition, Known, Target]

AT_ONCE = 64
"""Tiles up to which is checked in the UI thread; with more of them in the background."""

QUIET_MS = 40
"""After the last change all rules run: their problems are there before 150 ms have gone."""

RESTING_MS = 50
"""The same in the midst of a gesture. The composition follows what a hand carries by up to 47 ms
(`canvas.carrying`): a shorter pause would take each of its changes for the last one.
"""

GESTURE_MS = 100
"""So often at most the rules of what is touched run while it changes."""

SHARE = 20
"""They take at most one part in so many of the time: threads that take turns at the interpreter cost the hand its own
time, so with many tiles they run less often.
"""

SOON_MS = 2
"""By then the picture of the change is painted."""


class Findings(QObject):
    """Runs the checks. ``problems`` come worst first.

    While a gesture goes on, only the rules of what it touches run; all of them when nothing has changed for a moment,
    when the composition settles, or when more became known. That there is no tile yet holds up Submit, and is no
    problem to show: nobody has done anything wrong. ``suppressed`` are those that the user does not want to be told.
    """

    changed = Signal()

    def __init__(self, session: Session, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._answer = _Answer(Found(()))
        self._remarked: frozenset[str] = frozenset()
        self._is_held = False
        self._checked: _Checked | None = None
        self._shown: Composition | None = None
        self._task: Task | None = None
        # Facts arrive one by one when a composition is opened; the checks run once for those of one turn of the loop.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._quiet = QTimer(self, singleShot=True)
        self._last_change = 0.0
        self._next_touched = 0.0
        self._gesture = QTimer(self, singleShot=True)
        self._gesture.timeout.connect(self._check_touched)
        self._quiet.timeout.connect(self._on_quiet)
        self._soon.timeout.connect(self._check)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._check)
        session.known_changed.connect(self._soon.start)
        session.target_changed.connect(self._soon.start)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._answer.found.problems

    @property
    def suppressed(self) -> tuple[Problem, ...]:
        """Those that are not told, each with its reason."""
        return self._answer.found.suppressed

    @property
    def errors(self) -> tuple[Problem, ...]:
        return self._answer.errors

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """All that Submit does not go on with: the errors, and that there is no tile yet."""
        return self._answer.stopping

    @property
    def worth_telling(self) -> tuple[Problem, ...]:
        """Errors and warnings: what the chip counts. Notes are there to be read, not to be mended."""
        return self._answer.worth_telling

    @property
    def index(self) -> ProblemIndex:
        """The problems by what they are about."""
        return self._answer.index

    def at(self, path: str) -> tuple[Problem, ...]:
        """The problems of the field ``path`` and of what lies below it."""
        return self._answer.index.of_fields((path,))

    def by_field(self, path: str) -> tuple[Problem, ...]:
        """The problems of the field ``path`` itself, however it is spelled."""
        return self._answer.index.by_field(path)

    def by_fields(self, paths: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of any of these fields themselves."""
        return self._answer.index.by_fields(paths)

    def of_fields(self, prefixes: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of these fields and of what lies below them."""
        return self._answer.index.of_fields(prefixes)

    @property
    def remarked(self) -> frozenset[str]:
        """The tiles that have another mark since what was found before."""
        return self._remarked

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
        self._stop_timers()
        subject = self._subject()
        if not _is_same(subject, self._checked):
            from ..checks import check_all  # late: the window is seen before anything is checked

            self._take(subject, _Answer(check_all(*subject), subject[0]))

    # When

    @property
    def _is_many(self) -> bool:
        return len(self._session.composition.tiles) > AT_ONCE

    @property
    def _pause(self) -> int:
        """Milliseconds without a change after which all rules run."""
        return RESTING_MS if self._session.document.is_previewing else QUIET_MS

    def _on_changed(self, _before: object, _after: object) -> None:
        if self._is_held:
            return
        now = self._last_change = time.monotonic()  # a timer that is started anew with each move costs the hand more
        if not self._quiet.isActive():
            self._quiet.start(self._pause)
        if now >= self._next_touched and self._session.document.is_previewing and not self._gesture.isActive():
            self._gesture.start(SOON_MS)

    def find_in(self, composition: Composition, code: str, path: str) -> Problem | None:
        """The problem that ``composition`` has at ``path``, shown or not: only its rules are asked."""
        from ..checks import check_touched

        _, known, target = self._subject()
        found = check_touched(composition, known, target, frozenset({path.partition(".")[0]})).problems
        return next((one for one in found if (one.code, one.path) == (code, path)), None)

    def _on_quiet(self) -> None:
        left = self._pause - round(1000 * (time.monotonic() - self._last_change))
        if left > 0:
            self._quiet.start(left)
        else:
            self._check()

    def _stop_timers(self) -> None:
        for timer in (self._soon, self._quiet, self._gesture):
            timer.stop()

    def _check(self) -> None:
        """Check now, or with many tiles begin to: one check at a time is under way, and it is followed by one of what
        came since.
        """
        if not self._is_many:
            self.refresh()
        elif not self._is_held and self._task is None and not _is_same(self._subject(), self._checked):
            self._stop_timers()
            self._begin(self._subject())

    def _check_touched(self) -> None:
        """In a gesture: only what depends on what it has changed since the problems that are shown."""
        shown, subject = self._shown, self._subject()
        if self._is_held or shown is None or not self._session.document.is_previewing:
            return
        from ..checks.touched import touched_by

        touched = touched_by(shown, subject[0])
        if touched and not self._is_many:
            begin = time.monotonic()
            answer = _answer_of_touched(subject, touched, self._answer.found)
            self._spare_the_hand(begin)
            self._take_touched(subject, answer)
        elif touched and self._task is None:
            self._begin(subject, touched)

    def _spare_the_hand(self, begin: float) -> None:
        """After what was checked since then."""
        now = time.monotonic()
        self._next_touched = now + max(GESTURE_MS / 1000, SHARE * (now - begin))

    # In the background

    def _begin(self, subject: _Checked, touched: Touched | None = None) -> None:
        before, begin = self._answer, time.monotonic()

        def work(_: Wait) -> Iterator[object]:
            from ..checks import check_all

            if touched is None:
                yield _Answer(check_all(*subject), subject[0])
            else:
                yield _answer_of_touched(subject, touched, before.found)

        def on_found(answer: object) -> None:
            self._task = None
            self._spare_the_hand(begin)
            if not isinstance(answer, _Answer):
                return
            if touched is not None and before is self._answer:
                self._take_touched(subject, answer)
            elif touched is None and _is_same(subject, self._subject()):
                self._take(subject, answer)
            else:
                self._check_the_rest()

        self._task = self._background.run(work, on_event=on_found, on_failed=lambda _: self._forget_task())

    def _forget_task(self) -> None:
        self._task = None

    def _check_the_rest(self) -> None:
        """At once, if the moment of quiet was over while something else was checked."""
        if not self._quiet.isActive():
            self._soon.start()

    def _subject(self) -> _Checked:
        session = self._session
        return session.document.wished, session.known, session.target

    # What was found

    def _take(self, subject: _Checked, answer: _Answer) -> None:
        self._checked = subject
        self._show(subject[0], answer)

    def _take_touched(self, subject: _Checked, answer: _Answer) -> None:
        """All rules are still to run."""
        self._checked = None
        self._check_the_rest()
        self._show(subject[0], answer)

    def _show(self, composition: Composition, answer: _Answer) -> None:
        before, self._answer, self._shown = self._answer, answer, composition
        if before.told != answer.told:
            old, new = before.index.marks, answer.index.marks
            self._remarked = frozenset(one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
            self.changed.emit()


class _Answer:
    """What was found, and what views ask of it, made once: with many tiles in the background."""

    def __init__(self, found: Found, composition: Composition | None = None) -> None:
        self.stopping = tuple(problem for problem in found.problems if problem.severity == "error")
        if composition is not None and not composition.tiles:
            found = found._replace(problems=tuple(each for each in found.problems if each.code != "tiles-none"))
        self.found = found
        self.index = ProblemIndex(found)
        self.errors = tuple(problem for problem in found.problems if problem.severity == "error")
        self.worth_telling = tuple(problem for problem in found.problems if problem.severity != "note")
        # What tells two answers apart on the screen: fixes are functions, new ones each time.
        self.told = [(each.code, each.path, each.sentence, each.reason) for many in found for each in many]


def _answer_of_touched(subject: _Checked, touched: Touched, before: Found) -> _Answer:
    """What was found before, with what the rules that depend on what was touched say now."""
    from ..checks import check_touched, join

    return _Answer(join(*before, check_touched(*subject, touched), touched, subject[0]), subject[0])


def _is_same(subject: _Checked, other: _Checked | None) -> bool:
    """By being the same values, not by comparing a thousand tiles."""
    return other is not None and all(one is another for one, another in zip(subject, other, strict=True))
