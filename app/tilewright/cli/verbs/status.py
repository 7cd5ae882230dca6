"""`status`: one job, asked about now."""

from __future__ import annotations

import argparse

from ...errors import KeysGone
from ...usecases.jobs import ask, intent_of
from ...usecases.submit import require_success
from ...usecases.workplace import Workplace
from ..output import Output
from ..verb import Verb
from ..waiting import show, tell_whose, wait
from .submit import tell


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", metavar="JOB", help="job id, intent id, or a unique beginning of one")
    parser.add_argument("--wait", action="store_true", help="stay until the job ends; Ctrl+C leaves it running")


def _run(args: argparse.Namespace, output: Output) -> int:
    workplace = Workplace.open()
    output.streams = args.wait
    intent = intent_of(args.job, workplace)
    try:
        _, code = show(ask(intent.id, workplace, wait, to_end=args.wait), output, workplace)
    except KeysGone:
        tell(intent_of(intent.id, workplace), output)
        raise
    intent = intent_of(intent.id, workplace)
    tell(intent, output)
    tell_whose(workplace, output)
    require_success(intent)
    return code


VERB = Verb("status", "ask about one job", "tilewright status j1f0 --wait", _add, _run)
