"""Going through the problems without the list."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ...model.problem import Problem
from ..problems.going import go_to
from ..problems.suppressing import ask_to_suppress, why_not_suppress
from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    walk = _Walk(bench)
    return (
        Command(
            "problem.next",
            tr("Next problem"),
            walk.go_on,
            ("F8",),
            "Composition",
            "problems",
            "triangle-alert",
            off=walk.why_not,
        ),
        Command(
            "problem.mend",
            tr("Mend the problem"),
            walk.mend,
            ("Shift+F8",),
            "Composition",
            "problems",
            "check",
            off=walk.why_not_mend,
            names=tr("fix repair"),
        ),
        Command(
            "problem.suppress",
            tr("Don't tell me this problem again…"),
            walk.suppress,
            ("Ctrl+F8",),
            "Composition",
            "problems",
            "eye-off",
            off=walk.why_not_suppress,
            names=tr("suppress ignore silence"),
        ),
    )


class _Walk:
    """Where the walk through the problems is: at the one gone to last, else before the first."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._at: tuple[str, str] | None = None

    def why_not(self) -> str:
        return "" if self._bench.findings.problems else tr("There are no problems")

    def why_not_mend(self) -> str:
        problem = self._present()
        if problem is None:
            return tr("There are no problems")
        return "" if problem.fix else tr("This one has to be mended by hand")

    def go_on(self) -> None:
        problems = self._bench.findings.problems
        there = self._find()
        at = self._bench.findings.index.row_of(there.code, there.path) + 1 if there else 0
        problem = problems[at % len(problems)]
        self._at = problem.code, problem.path
        go_to(self._bench, problem)

    def mend(self) -> None:
        problem = self._present()
        if problem is not None:
            self._bench.mend(problem)

    def why_not_suppress(self) -> str:
        problem = self._present()
        return tr("There are no problems") if problem is None else why_not_suppress(problem)

    def suppress(self) -> None:
        problem, window = self._present(), QApplication.activeWindow()
        if problem is not None and window is not None:
            ask_to_suppress(self._bench, problem, window)

    def _present(self) -> Problem | None:
        problems = self._bench.findings.problems
        return self._find() or (problems[0] if problems else None)

    def _find(self) -> Problem | None:
        """The one gone to last, as it is now."""
        return self._bench.findings.index.find(*self._at) if self._at else None
