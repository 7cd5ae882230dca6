"""`submit`: a job, once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator
from pathlib import Path

from ...errors import WrongUse
from ...jobs.intent import Intent
from ...jobs.naming import Naming
from ...jobs.twins import twins_told
from ...usecases.job_records import record_of
from ...usecases.jobs import intent_of
from ...usecases.rehearse import ASKED_ABOVE, Rehearsal, rehearse
from ...usecases.submit import Asked, submit
from ...usecases.workplace import Workplace
from ..files import open_input
from ..jobs import as_line
from ..output import Output
from ..verb import Verb, add_profile
from ..waiting import show, wait


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="composition or request; - is standard input")
    parser.add_argument("--wait", action="store_true", help="stay until the job ends; Ctrl+C leaves it running")
    parser.add_argument(
        "--again",
        action="store_true",
        help="a new job, although the same was done in the last day, or may be under way: then you may pay twice",
    )
    names = parser.add_mutually_exclusive_group()
    names.add_argument(
        "--exact-name",
        action="store_true",
        help="the result gets the very name the composition says, without a number; refused when that is taken",
    )
    names.add_argument("--replace", action="store_true", help="as --exact-name, but replace what has that name")
    tries = parser.add_mutually_exclusive_group()
    tries.add_argument("--dry-run", action="store_true", help="check everything, send nothing")
    tries.add_argument(
        "--rehearse",
        action="store_true",
        help="bring what the job needs of the account into the local cloud, and submit the same request there",
    )
    parser.add_argument("--yes", action="store_true", help="with --rehearse: also when that is more than 200 MB")
    add_profile(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    opened = open_input(args.file, output)
    workplace = Workplace.open()
    output.streams = args.wait or args.dry_run or args.rehearse
    if args.yes and not args.rehearse:
        raise WrongUse("--yes is an answer to --rehearse.", "Leave it out, or rehearse.")
    naming: Naming | None = "replace" if args.replace else "exact" if args.exact_name else None
    name = "" if args.file == "-" else Path(args.file).stem
    asked = Asked(name=name, to_end=args.wait, again=args.again, naming=naming)
    composition, profile = opened.composition, args.profile
    events: Generator[Rehearsal, None, None]
    if args.rehearse:
        most = sys.maxsize if args.yes else ASKED_ABOVE
        events = rehearse(composition, workplace, wait, profile=profile, may_bring=most, **asked)
    else:
        events = submit(composition, workplace, wait, profile=profile, dry_run=args.dry_run, **asked)
    intent_id, code = show(events, output, workplace, tells_end=False, if_done="`--again` makes a new one.")
    if intent_id:
        tell(intent_of(intent_id, workplace), workplace, output)
    return code


def tell(intent: Intent, workplace: Workplace, output: Output, *, says_why: bool = True) -> None:
    """The job as the result of the verb; without ``says_why`` an error says why it made nothing."""
    if output.as_json:
        output.record(record_of(intent, workplace))
    else:
        output.result(as_line(intent, says_why=says_why))
        for sentence in twins_told(intent):
            output.hint(sentence)


VERB = Verb("submit", "submit a composition as one job", "tilewright submit lesson.tilewright --wait", _add, _run)
