"""`check`: the problems of a composition."""

from __future__ import annotations

import argparse
from typing import Any

from ...model.problem import Problem
from ...usecases.check import check_composition
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import open_input
from ..output import Output
from ..verb import Verb, add_profile


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    add_profile(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    opened = open_input(args.file, output)
    problems = check_composition(opened.composition, Workplace.open(), args.profile)
    show(problems, output)
    stopping = {"error", "warning"} if args.strict else {"error"}
    return exit_codes.PROBLEMS if any(problem.severity in stopping for problem in problems) else exit_codes.DONE


def show(problems: list[Problem], output: Output) -> None:
    """One line a problem on stdout, or one JSON object a problem."""
    for problem in problems:
        if output.as_json:
            output.record(as_record(problem))
        else:
            output.result(as_line(problem))
    if not problems:
        output.hint("No problems.")


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


VERB = Verb("check", "print the problems of a composition", "tilewright check --strict lesson.tilewright", _add, _run)
