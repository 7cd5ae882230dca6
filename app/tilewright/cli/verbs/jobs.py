"""`jobs`: what was submitted, to look at, to look for, and as a file."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from ...errors import WrongUse
from ...jobs.wanted import Wanted, span_of_days, terms_of
from ...model.states import Kind, State
from ...usecases.export_jobs import export_jobs
from ...usecases.job_records import records_of
from ...usecases.jobs import list_jobs
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..jobs import as_line
from ..output import Output
from ..verb import Verb, add_force
from ..waiting import tell_whose

OPEN = "open"
_KINDS = tuple(str(kind) for kind in Kind if str(kind) not in set(State))
_COUNT = re.compile("[1-9][0-9]{0,8}")
STATES = (*map(str, State), OPEN, *_KINDS)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--find", default="", metavar="TEXT", help="jobs with these words: name, id, key, bucket, error"
    )
    parser.add_argument(
        "--state", choices=STATES, metavar="STATE", help=f"jobs in that state; also: {OPEN}, {', '.join(_KINDS)}"
    )
    parser.add_argument("--since", type=_day, metavar="DAY", help="jobs made on that day (2026-11-28) or later")
    parser.add_argument("--until", type=_day, metavar="DAY", help="jobs made up to the end of that day")
    parser.add_argument("--limit", type=_count, metavar="N", help="how many, newest first (default 50; exported: all)")
    parser.add_argument("--export", metavar="FILE", help="write them to FILE instead, which ends in .csv or .json")
    add_force(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-28") from None


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of jobs; use 1 or more")
    return int(text)


def _wanted(args: argparse.Namespace) -> Wanted:
    kind = Kind(args.state) if args.state in _KINDS else None
    if args.state == OPEN:
        states = frozenset(state for state in State if not state.is_final)
    else:
        states = frozenset({State(args.state)}) if args.state and kind is None else frozenset()
    since, until = span_of_days(args.since, args.until)
    return Wanted(terms_of(args.find), kind, states, since=since, until=until, is_open=args.state == OPEN)


def _run(args: argparse.Namespace, output: Output) -> int:
    workplace, wanted = Workplace.open(), _wanted(args)
    if args.export:
        if args.limit is not None:
            raise WrongUse("--limit and --export do not go together.", "An export holds all jobs that fit.")
        _export(Path(args.export), wanted, workplace, output, replace=args.force)
        tell_whose(workplace, output)
        return exit_codes.DONE
    intents = list_jobs(workplace, wanted, limit=50 if args.limit is None else args.limit)
    if args.json:
        for record in records_of(intents, workplace):
            output.record(record)
    else:
        for intent in intents:
            output.result(as_line(intent))
    if not intents:
        none = "No jobs yet. `tilewright submit FILE` makes one."
        output.hint(none if wanted.is_all else "No job fits. `tilewright jobs` lists the newest of all.")
    tell_whose(workplace, output)
    return exit_codes.DONE


def _export(path: Path, wanted: Wanted, workplace: Workplace, output: Output, *, replace: bool) -> None:
    for told in export_jobs(path, wanted, workplace, replace=replace):
        if not told.is_whole:
            output.progress(told, None, "jobs")
        elif output.as_json:
            output.record({"file": str(path), "jobs": told.count})
        else:
            output.result(told.describe())


VERB = Verb("jobs", "list the jobs, newest first", "tilewright jobs --find lesson --export jobs.csv", _add, _run)
