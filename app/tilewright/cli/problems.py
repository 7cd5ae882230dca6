"""How the command line shows problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model.problem import Problem
from .output import Output


def show_problems(problems: Iterable[object], output: Output) -> None:
    """One line a problem on stdout, or one JSON object a problem."""
    for problem in problems:
        if not isinstance(problem, Problem):
            continue
        if output.as_json:
            output.record(as_record(problem))
        else:
            output.result(as_line(problem))


def as_line(problem: Problem) -> str:
    assumed = f" Assumed ({problem.assumption})." if problem.assumption else ""
    return f"{problem.severity:<7} {problem.code:<20} {problem.path}: {problem.sentence}{assumed}"


def as_record(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "path": problem.path,
        "sentence": problem.sentence,
        "assumption": problem.assumption,
        "fix": problem.fix.text if problem.fix else None,
    }
