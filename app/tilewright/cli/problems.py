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


def show_suppressed(problems: Sequence[Problem], in_vain: Sequence[str], output: Output) -> None:
    """How many are not told, and which wishes for that are ``in_vain``; in JSON one object after all others, with each
    problem and its reason.
    """
    for sentence in in_vain:
        output.hint(f"Note: {sentence}")
    if problems:
        output.hint(f"({len(problems)} suppressed)")
    if output.as_json and (problems or in_vain):
        suppressed = [{**as_record(problem), "reason": problem.reason} for problem in problems]
        output.record({"suppressed": suppressed, "in_vain": list(in_vain)})


def as_line(problem: Problem) -> str:
    """The problem on one line, with what the window's one click would do about it."""
    assumed = f" Assumed ({problem.assumption})." if problem.assumption else ""
    fix = f" [fix: {problem.fix.text}]" if problem.fix else ""
    return f"{problem.severity:<7} {problem.code:<20} {problem.path}: {problem.sentence}{assumed}{fix}"


def as_record(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "path": problem.path,
        "sentence": problem.sentence,
        "assumption": problem.assumption,
        "fix": problem.fix.text if problem.fix else None,
    }
