"""How the command line shows problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def show_suppressed(problems: Sequence[Problem], output: Output) -> None:
    """How many are not told; in JSON one object after all others, with each of them and its reason."""
    if not problems:
        return
    output.hint(f"({len(problems)} suppressed)")
    if output.as_json:
        output.record({"suppressed": [{**as_record(problem), "reason": problem.reason} for problem in problems]})


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
