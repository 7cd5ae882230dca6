"""`check`: the problems of a composition."""

from __future__ import annotations

import argparse

from ...checks.suppression import told_all_the_same
from ...usecases.check import check_composition
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..files import open_input
from ..output import Output
from ..problems import show_problems, show_suppressed
from ..verb import Verb, add_profile


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    add_profile(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    opened = open_input(args.file, output)
    found = check_composition(opened.composition, Workplace.open(), args.profile)
    problems, suppressed = found
    show_problems(problems, output)
    if not problems:
        output.hint("No problems.")
    show_suppressed(suppressed, told_all_the_same(opened.composition, found), output)
    stopping = {"error", "warning"} if args.strict else {"error"}
    return exit_codes.PROBLEMS if any(problem.severity in stopping for problem in problems) else exit_codes.DONE


VERB = Verb("check", "print the problems of a composition", "tilewright check --strict lesson.tilewright", _add, _run)
