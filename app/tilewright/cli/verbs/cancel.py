"""`cancel`: take a job back while it waits."""

from __future__ import annotations

import argparse

from ...errors import Rejected
from ...model.states import State
from ...usecases.jobs import cancel, intent_of
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..output import Output
from ..verb import Verb
from ..waiting import show, wait
from .submit import tell


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", metavar="JOB", help="job id, intent id, or a unique beginning of one")


def _run(args: argparse.Namespace, output: Output) -> int:
    workplace = Workplace.open()
    intent = intent_of(args.job, workplace)
    show(cancel(intent.id, workplace, wait), output, workplace, intent.id)
    intent = intent_of(intent.id, workplace)
    tell(intent, workplace, output)
    if intent.state is State.CANCELLED:
        return exit_codes.DONE
    raise Rejected(
        f"The job {intent.job_id or intent.short_id} was not cancelled: it is {intent.state}.",
        "Only jobs that still wait can be cancelled.",
        code="NotCancelled",
        status=409,
    )


VERB = Verb("cancel", "cancel a job that still waits", "tilewright cancel j1f0", _add, _run)
