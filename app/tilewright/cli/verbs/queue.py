"""`queue`: the queues of the profile's bucket; that of the local cloud can be paused."""

from __future__ import annotations

import argparse

from ...model.service_queue import ServiceQueue
from ...usecases.queue import pause
from ...usecases.templates import list_queues, queue_record
from ...usecases.workplace import Workplace
from .. import exit_codes
from ..output import Output
from ..verb import Verb, add_profile


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=("pause", "resume"),
        help="let the jobs that wait in the local cloud stay there, or go on",
    )
    add_profile(parser)


def _run(args: argparse.Namespace, output: Output) -> int:
    is_empty = True
    with Workplace.open().service(args.profile) as service:
        if args.action:
            _show(pause(service, args.action == "pause"), args, output)
            return exit_codes.DONE
        for queue in list_queues(service.client):
            is_empty = False
            _show(queue, args, output)
    if is_empty:
        output.hint("The bucket has no queue: media processing is not enabled for it.")
    return exit_codes.DONE


def _show(queue: ServiceQueue, args: argparse.Namespace, output: Output) -> None:
    if args.json:
        output.record(queue_record(queue))
    else:
        output.result(_as_line(queue))


def _as_line(queue: ServiceQueue) -> str:
    """Id, state, room, kind, name."""
    at_once = f"{queue.max_concurrent} at a time" if queue.max_concurrent is not None else ""
    return f"{queue.id:<35}{queue.state:<8}{at_once:<17}{queue.category:<18}{queue.name}".rstrip()


VERB = Verb("queue", "list the queues of the bucket, pause the local one", "tilewright queue pause", _add, _run)
