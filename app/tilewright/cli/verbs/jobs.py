"""`jobs`: what was submitted."""

from __future__ import annotations

import argparse

from ...usecases.jobs import list_jobs
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..jobs import as_line, as_record
from ..output import Output
from ..verb import Verb
from ..waiting import tell_whose


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="how many, newest first (default 50)")


def _run(args: argparse.Namespace, output: Output) -> int:
    workplace = Workplace.open()
    intents = list_jobs(workplace, limit=max(args.limit, 0))
    for intent in intents:
        if args.json:
            output.record(as_record(intent))
        else:
            output.result(as_line(intent))
    if not intents:
        output.hint("No jobs yet. `tilewright submit FILE` makes one.")
    tell_whose(workplace, output)
    return exit_codes.DONE


VERB = Verb("jobs", "list the jobs, newest first", "tilewright jobs --json", _add, _run)
