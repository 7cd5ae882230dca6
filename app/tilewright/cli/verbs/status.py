"""`status`: one job, asked about now."""

from __future__ import annotations

import argparse

from ...errors import KeysGone, WrongUse
from ...jobs.intent import Intent
from ...usecases.every_answer import every_answer
from ...usecases.jobs import ask, intent_of
from ...usecases.submit import WITHOUT_RESULT, require_success
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..output import Output
from ..verb import Verb
from ..waiting import show, tell_whose, wait
from .submit import tell


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", metavar="JOB", help="job id, intent id, or a unique beginning of one")
    parser.add_argument("--wait", action="store_true", help="stay until the job ends; Ctrl+C leaves it running")
    parser.add_argument(
        "--answers", action="store_true", help="list every answer of the service with its request id, and ask nothing"
    )


def _run(args: argparse.Namespace, output: Output) -> int:
    if args.answers and args.wait:
        raise WrongUse("--answers and --wait do not go together.", "--answers asks the service nothing.")
    workplace = Workplace.open()
    output.streams = args.wait
    intent = intent_of(args.job, workplace)
    if args.answers:
        return _list_answers(intent, workplace, output)
    try:
        events = ask(intent.id, workplace, wait, to_end=args.wait)
        _, code = show(events, output, workplace, intent.id, tells_end=False)
    except KeysGone:
        tell(intent_of(intent.id, workplace), workplace, output)
        raise
    intent = intent_of(intent.id, workplace)
    tell(intent, workplace, output, says_why=intent.state not in WITHOUT_RESULT)
    tell_whose(workplace, output)
    require_success(intent)
    return code


def _list_answers(intent: Intent, workplace: Workplace, output: Output) -> int:
    is_empty = True
    for answer in every_answer(intent, workplace):
        is_empty = False
        if output.as_json:
            output.record(answer.as_record())
        else:
            output.result(answer.describe())
    if is_empty:
        output.hint("The service has said nothing about this job yet.")
    return exit_codes.DONE


VERB = Verb("status", "ask about one job", "tilewright status j1f0 --wait", _add, _run)
